"""One whole application in this process: stores in memory, a clock that stands, and a client that checks every answer it gets."""

import datetime as dt
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import flask
from jsonschema import Draft202012Validator, ValidationError
from werkzeug.test import TestResponse

from api.app import create_app
from api.auth.gate import KeyGate
from api.auth.keys import hash_key, mint
from api.bootstrap import compose
from api.container import Container
from api.schemas.figures import Figures
from api.settings import Settings
from api.stores.memory import MemoryAccountStore, MemoryRecommendationStore
from api.stores.ports import ApiKey, Partner, Record
from exercise_catalog.figures.figures import figure
from recommender.heart import Heart

SECRET = b"a secret of thirty-two bytes or more"
NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
FOUR_FIELDS: dict[str, Any] = {
    "sitting_hours_per_day": 9,
    "pain_areas": ["lower_back"],
    "experience_level": "beginner",
    "has_chronic_condition": False,
}
SCREENED: dict[str, Any] = {**FOUR_FIELDS, "red_flags": [], "conditions": []}
FROM_A_FORM: dict[str, Any] = {**SCREENED, "consent": {"notice_version": "2026-11", "given": True}}
SITE = "https://clinic.example"
OTHER_SITE = "https://second.clinic.example"
RECOMMENDATIONS = "/v1/recommendations"

DOWNTOWN = Partner(id="downtown", name="Downtown clinic", allowed_origins=(SITE, OTHER_SITE))
UPTOWN = Partner(id="uptown", name="Uptown clinic", allowed_origins=(SITE,))
COACHED = Partner(id="coached", name="Clinic with coaches", clearance_policy="coach")
PROBLEM_MEMBERS = {"type", "title", "status", "detail", "code", "request_id", "errors"}


class WatchedRecommendationStore(MemoryRecommendationStore):
    """Counts what is stored."""

    def stored(self) -> list[Record]:
        return list(self._records.values())

    def detail_of(self, recommendation_id: str) -> dict[str, Any]:
        record = self.get(recommendation_id)
        assert record is not None
        detail: dict[str, Any] = json.loads(record.detail)
        return detail


@dataclass(slots=True)
class Clock:
    """Seconds for the key cache; stands until a test moves it."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Lines(logging.Handler):
    """Keeps every log line, formatted whole, so that a traceback would show."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def everything(self) -> str:
        return "\n".join(self.lines)

    def requests(self) -> list[dict[str, Any]]:
        parsed = [json.loads(line) for line in self.lines if line.startswith("{")]
        return [line for line in parsed if line["event"] == "request"]


@dataclass(kw_only=True, repr=False)
class World:
    """The application, what it stands on, and one key of every sort."""

    heart: Heart
    lines: Lines
    store: WatchedRecommendationStore = field(default_factory=WatchedRecommendationStore)
    accounts: MemoryAccountStore = field(default_factory=MemoryAccountStore)
    clock: Clock = field(default_factory=Clock)
    now: Callable[[], dt.datetime] = lambda: NOW
    figures: Figures = figure
    change: Callable[[Container], Container] = lambda container: container
    accepted: str | None = None  # the digest of unreviewed rules that live keys may use
    container: Container = field(init=False)
    app: flask.Flask = field(init=False)
    keys: dict[str, str] = field(init=False, default_factory=dict)
    document: dict[str, Any] = field(init=False)
    deviations: list[str] = field(init=False, default_factory=list)

    def __repr__(self) -> str:
        return "World()"  # it holds the whole catalog, which would fill every report of a failure

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(repr(self))

    def __post_init__(self) -> None:
        settings = Settings(
            stage="test", region="us-east-1", records_table="records", accounts_table="accounts", secret=SECRET, accept_unreviewed_rules=self.accepted
        )
        container = compose(settings, heart=self.heart, store=self.store, accounts=self.accounts, now=self.now, figures=self.figures)
        gate = KeyGate(self.accounts, secret=SECRET, cache_s=settings.key_cache_s, live=container.live, clock=self.clock)
        self.container = self.change(replace(container, keys=gate))
        self.app = create_app(self.container)
        for partner in (DOWNTOWN, UPTOWN, COACHED):
            self.accounts.put_partner(partner)
        for name, partner, kind, mode in (
            ("server", DOWNTOWN, "sk", "test"),
            ("second server", DOWNTOWN, "sk", "test"),
            ("live server", DOWNTOWN, "sk", "live"),
            ("live browser", DOWNTOWN, "pk", "live"),
            ("uptown server", UPTOWN, "sk", "test"),
            ("coached server", COACHED, "sk", "test"),
            ("browser", DOWNTOWN, "pk", "test"),
            ("second browser", DOWNTOWN, "pk", "test"),
            ("uptown browser", UPTOWN, "pk", "test"),
        ):
            self.keys[name] = mint(kind, mode)
            self.put_key(name, self.keys[name], partner=partner, kind=kind, mode=mode)
        self.document = json.loads(self.app.test_client().get("/openapi.json").data)

    def put_key(self, name: str, text: str, *, partner: Partner, kind: str, mode: str, revoked: bool = False) -> None:
        key_id = "key_" + name.replace(" ", "_")
        self.accounts.put_key(ApiKey(id=key_id, hash=hash_key(text, pepper=SECRET), partner_id=partner.id, kind=kind, mode=mode, revoked=revoked))

    def send(self, method: str, path: str, *, key: str | None = None, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        """The answer, checked: an error is a problem; a success that is not what the document promises is kept as a deviation."""
        authorization = {"Authorization": f"Bearer {self.keys[key]}"} if key else {}
        response = self.app.test_client().open(path, method=method, headers={**authorization, **(headers or {})}, **options)
        assert response.headers["Request-Id"].startswith("req_")
        if response.status_code >= 400 and method != "HEAD":
            check_problem(response)
        elif response.status_code < 300 and path.startswith("/v1/") and method in {"GET", "POST"}:
            self.check_against_document(method, response)
        return response

    def get(self, path: str, *, key: str | None = None, **headers: str) -> TestResponse:
        return self.send("GET", path, key=key, headers=_dashed(headers))

    def create(self, answers: Any = FOUR_FIELDS, *, key: str = "server", **headers: str) -> TestResponse:
        """POST /v1/recommendations with `answers`, by default the four fields."""
        return self.post(json.dumps(answers), key=key, **{"Content_Type": "application/json", **headers})

    def post(self, body: str | bytes, *, key: str | None = "server", **headers: str) -> TestResponse:
        """POST /v1/recommendations with a body as it is, and no content type but the one given."""
        return self.send("POST", RECOMMENDATIONS, key=key, headers=_dashed(headers), data=body)

    def check_against_document(self, method: str, response: TestResponse) -> None:
        template = self._template(response)
        operation = self.document["paths"][template][method.lower()]
        content = operation["responses"][str(response.status_code)]["content"]
        assert list(content) == [response.content_type]
        body = response.get_json() if response.is_json else response.get_data(as_text=True)
        found = self.validator(content[response.content_type]["schema"]).iter_errors(body)
        self.deviations += [f"{template} {error.json_path}: {error.message[:200]}" for error in leaves(found)]

    def validator(self, schema: dict[str, Any]) -> Draft202012Validator:
        return Draft202012Validator({**schema, "components": self.document["components"]}, format_checker=Draft202012Validator.FORMAT_CHECKER)

    def _template(self, response: TestResponse) -> str:
        adapter = self.app.url_map.bind("localhost")
        rule, _ = adapter.match(response.request.path, method=response.request.environ["REQUEST_METHOD"], return_rule=True)
        return flask_path_to_document(rule.rule)


def leaves(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """What is wrong at the innermost place; of the branches of an `anyOf`, not the one that says that it is not null."""
    for error in errors:
        inner = [cause for cause in error.context or () if cause.validator_value != "null"]
        yield from leaves(inner) if inner else iter([error])


def flask_path_to_document(rule: str) -> str:
    """`/v1/exercises/<string:exercise_id>` as OpenAPI spells it."""
    return rule.replace("<string:", "{").replace("<", "{").replace(">", "}")


def check_problem(response: TestResponse, status: int | None = None, code: str | None = None) -> dict[str, Any]:
    """The body of a problem whose every member is as the contract says."""
    assert response.content_type == "application/problem+json"
    problem: dict[str, Any] = json.loads(response.data)
    assert set(problem) == PROBLEM_MEMBERS
    assert problem["status"] == response.status_code == (status or response.status_code)
    assert problem["code"] == (code or problem["code"])
    assert problem["type"] == f"/docs#error-{problem['code']}"
    assert problem["title"]
    assert problem["detail"]
    assert problem["request_id"] == response.headers["Request-Id"]
    assert response.headers["Cache-Control"] == "no-store"
    assert [set(error) for error in problem["errors"]] == [{"pointer", "code", "detail"}] * len(problem["errors"])
    assert all(error["pointer"] == "" or error["pointer"].startswith("/") for error in problem["errors"])
    # What we say; pointers repeat the names that a client made up, and one may well be called ".py".
    said = json.dumps({**problem, "errors": [error["code"] + error["detail"] for error in problem["errors"]]})
    assert "Traceback" not in said
    assert "<html" not in said.lower()
    assert ".py" not in said
    assert response.status_code != 401 or response.headers["WWW-Authenticate"].startswith("Bearer")
    return problem


def field_errors(response: TestResponse) -> list[tuple[str, str]]:
    """Pointer and code of every field error, in the order given."""
    return [(error["pointer"], error["code"]) for error in response.get_json()["errors"]]


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
