"""The figures that can be measured today, each with its goal. A figure without a goal is printed for orientation."""

import dataclasses
import datetime as dt
import json
import logging
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

import flask
import flask.testing
import marshmallow as ma
import numpy as np
from sklearn.linear_model import LogisticRegression

from api import telemetry
from api.app import create_app
from api.auth import keys
from api.bootstrap import compose
from api.settings import Settings
from api.stores.capacity import record_write_units
from api.stores.memory import MemoryAccountStore, MemoryRecommendationStore
from api.stores.ports import ApiKey, Partner
from bench.measure import medians_ms
from exercise_catalog.artifact import open_sealed
from exercise_catalog.catalog import COMPILED, Catalog
from exercise_catalog.compile import build
from recommender.domain.intake import Intake
from recommender.domain.profile import Profile
from recommender.heart import Heart, load_heart
from recommender.pipeline import rank, recommend
from recommender.rules.engine import judge
from recommender.scoring.audience import Audience
from recommender.scoring.features import feature_values
from recommender.scoring.model import MODEL, Model

DAY = dt.date(2026, 11, 22)
SECRET = b"a secret that is used by benchmarks only"
INTAKE: dict[str, Any] = {
    "sitting_hours_per_day": 9,
    "pain_areas": ["lower_back", "neck"],
    "experience_level": "beginner",
    "has_chronic_condition": False,
    "red_flags": [],
    "conditions": [],
    "age_years": 41,
    "goals": ["pain_relief", "posture"],
}
GATED = {**INTAKE, "has_chronic_condition": True}
COPIES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table. `holds` is None where there is no goal."""

    name: str
    value: str
    goal: str
    holds: bool | None


def all_figures() -> list[Figure]:
    """Every figure, measured now."""
    heart = load_heart()
    return [
        *catalog_figures(),
        *recommend_time(heart),
        growth(heart),
        throughput(heart),
        gate_enumeration(),
        *write_units(heart),
        *ranking_quality(heart),
    ]


def catalog_figures() -> list[Figure]:
    """What it takes to load the compiled catalog, which every cold start does, and to compile it, which nobody waits for."""
    took = medians_ms({"load": Catalog.load}, rounds=30)["load"]
    began = time.perf_counter()
    catalog, problems = build()
    compiled_s = time.perf_counter() - began
    size = f"{len(catalog['exercises'])} exercises, {COMPILED.stat().st_size // 1000} kB, {len(problems)} problems"
    return [
        Figure(name="loading the compiled catalog, median", value=f"{took:.1f} ms", goal="≤ 30 ms", holds=took <= 30),
        Figure(name="compiling the catalog with all its checks", value=f"{compiled_s:.1f} s, {size}", goal="", holds=None),
    ]


def recommend_time(heart: Heart) -> list[Figure]:
    """`recommend()` whole, beside scikit-learn's predict_proba on the rows that it scores."""
    profile = judge(Profile.from_answers(INTAKE, intake=heart.book.intake, judged_on=DAY), heart.book).profile
    audience = Audience.from_profile(profile, complaints=heart.model.complaints)
    standings = heart.model.tables.standings(audience)
    names = sorted(heart.model.weights)
    place = {name: index for index, name in enumerate(names)}
    rows = np.zeros((len(heart.catalog.exercises), len(names)))
    for row, exercise in enumerate(heart.catalog.exercises):
        for name, value in feature_values(audience, exercise, standings[exercise.id]).items():
            if name in place:
                rows[row, place[name]] = value
    estimator = LogisticRegression()
    estimator.classes_ = np.array([0, 1])
    estimator.coef_ = np.array([[heart.model.weights[name] for name in names]])
    estimator.intercept_ = np.array([heart.model.intercept])
    took = medians_ms(
        {"recommend": lambda: recommend(INTAKE, heart, judged_on=DAY), "predict_proba": lambda: estimator.predict_proba(rows)},
        rounds=60,
    )
    return [
        Figure(name="recommend() whole, median", value=f"{took['recommend']:.1f} ms", goal="≤ 5 ms", holds=took["recommend"] <= 5),
        Figure(name="scikit-learn predict_proba, same rows, prepared", value=f"{took['predict_proba']:.2f} ms", goal="", holds=None),
    ]


def growth(heart: Heart) -> Figure:
    """Judging and ranking ten times the catalog, beside the catalog: at most in proportion."""
    large = _heart_with_copies(heart)

    def ranked(one: Heart) -> None:
        rank(judge(Profile.from_answers(INTAKE, intake=one.book.intake, judged_on=DAY), one.book), one)

    took = medians_ms({"one": lambda: ranked(heart), "many": lambda: ranked(large)}, rounds=15)
    ratio = took["many"] / took["one"]
    name = f"ranking {len(large.catalog.exercises)} exercises against {len(heart.catalog.exercises)}"
    return Figure(name=name, value=f"{ratio:.1f} ×", goal=f"≤ {COPIES} ×", holds=ratio <= COPIES)


def _heart_with_copies(heart: Heart) -> Heart:
    exercises = [
        dataclasses.replace(exercise, id=f"{exercise.id}_{copy}" if copy else exercise.id)
        for copy in range(COPIES)
        for exercise in heart.catalog.exercises
    ]
    exercises.sort(key=lambda row: row.id)
    catalog = Catalog(exercises=tuple(exercises), dose_entries=heart.catalog.dose_entries, digest=heart.catalog.digest)
    content, digest = open_sealed(MODEL)
    content["exercises"] = [exercise.id for exercise in exercises]
    fields = dict(heart.book.intake.fields)
    fields["exclude_exercises"] = dataclasses.replace(fields["exclude_exercises"], options=tuple(content["exercises"]))
    book = dataclasses.replace(heart.book, intake=Intake(fields=fields))
    return dataclasses.replace(heart, catalog=catalog, book=book, model=Model(content, exercises=exercises, digest=digest))


def throughput(heart: Heart) -> Figure:
    """POST with a store in memory, beside a Flask route that validates the same fields and echoes the body."""
    ours, key = _client_over(heart, MemoryRecommendationStore())
    echo = _echo_client()
    body = json.dumps(INTAKE)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    took = medians_ms(
        {
            "ours": lambda: ours.post("/v1/recommendations", data=body, headers=headers).get_data(),
            "echo": lambda: echo.post("/echo", data=body, headers=headers).get_data(),
        },
        rounds=60,
    )
    ratio = took["echo"] / took["ours"]
    return Figure(name="POST throughput, store in memory, against validate-and-echo", value=f"{ratio:.2f} ×", goal="≥ 0.25 ×", holds=ratio >= 0.25)


class _Echo(ma.Schema):
    sitting_hours_per_day = ma.fields.Float(required=True, validate=ma.validate.Range(0, 24))
    pain_areas = ma.fields.List(ma.fields.String(), required=True)
    experience_level = ma.fields.String(required=True)
    has_chronic_condition = ma.fields.Boolean(required=True)
    red_flags = ma.fields.List(ma.fields.String())
    conditions = ma.fields.List(ma.fields.String())
    age_years = ma.fields.Integer()
    goals = ma.fields.List(ma.fields.String())


def _echo_client() -> flask.testing.FlaskClient:
    app = flask.Flask("echo")
    schema = _Echo()

    @app.post("/echo")
    def echo() -> dict[str, Any]:
        loaded: dict[str, Any] = schema.load(flask.request.get_json())
        return loaded

    return app.test_client()


def gate_enumeration() -> Figure:
    """The gate over its enumerated inputs, as the tests enumerate them, in a process of its own."""
    run = subprocess.run([sys.executable, "-m", "tests.properties.enumeration", "--json"], capture_output=True, text=True, check=False)
    found = json.loads(run.stdout)
    wrong = {name: found[name] for name in ("unsafe", "lost", "over", "loosening")}
    value = (
        f"{found['combinations']:,} combinations in {found['seconds']:.0f} s, {wrong['unsafe']} unsafe releases, {wrong['loosening']} loosening steps"
    )
    holds = not any(wrong.values()) and found["combinations"] >= 10_000_000 and found["seconds"] <= 90
    return Figure(name="gate over the enumerated input space", value=value, goal="0, 0, at least 10,000,000 in at most 90 s", holds=holds)


def write_units(heart: Heart) -> list[Figure]:
    """DynamoDB write units of one stored recommendation, by the project's calculator."""
    figures = []
    cases = (
        ("screened, released", INTAKE, 8),
        ("screening not asked, released", {key: value for key, value in INTAKE.items() if key not in {"red_flags", "conditions"}}, 8),
        ("screened, released, with a reference", {**INTAKE, "reference": "visit-8841"}, 8),
        ("gated", GATED, 18),
    )
    for name, intake, goal in cases:
        store = MemoryRecommendationStore()
        client, key = _client_over(heart, store)
        answer = client.post("/v1/recommendations", json=intake, headers={"Authorization": f"Bearer {key}"})
        record = store.get(answer.get_json()["id"])
        assert record is not None
        units = record_write_units(record)
        figures.append(Figure(name=f"write units of one recommendation, {name}", value=str(units), goal=f"≤ {goal}", holds=units <= goal))
    return figures


def _client_over(heart: Heart, store: MemoryRecommendationStore) -> tuple[flask.testing.FlaskClient, str]:
    settings = Settings(stage="bench", region="us-east-1", records_table="-", accounts_table="-", secret=SECRET)
    accounts = MemoryAccountStore()
    key = keys.mint("sk", "test")
    accounts.put_partner(Partner(id="bench", name="Bench"))
    accounts.put_key(ApiKey(id="key_bench", hash=keys.hash_key(key, pepper=SECRET), partner_id="bench", kind="sk", mode="test"))
    client = create_app(compose(settings, heart=heart, store=store, accounts=accounts)).test_client()
    telemetry.configure(level=logging.ERROR)
    return client, key


def ranking_quality(heart: Heart) -> list[Figure]:
    """What `make train` measured, as it stands in the model: NDCG@10 with its interval, and how far the model is ahead."""
    rows = []
    for name, row in heart.model.provenance["figures"]["rankers"].items():
        point, low, high = row["NDCG@10"]
        # The score served or told less is no baseline; it says how much rests on what it is told, and what rules and assembly cost.
        ahead = None if name.startswith(("this score", "served", "told")) else row["ahead"]["NDCG@10"]
        holds = ahead[1] > 0 if ahead else None
        goal = "paired difference above 0 at its lower end" if ahead else ""
        margin = f", model ahead by {ahead[0]:.3f} ({ahead[1]:.3f} to {ahead[2]:.3f})" if ahead else ""
        rows.append(Figure(name=f"NDCG@10, {name}", value=f"{point:.3f} ({low:.3f} to {high:.3f}){margin}", goal=goal, holds=holds))
    return rows
