"""Create, read, list and erase recommendations: recommend, store, then answer. Nothing leaves that is not stored."""

import datetime as dt
import hashlib
import hmac
import re
import secrets
from base64 import b32encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from api.errors import ApiError, Erased, FieldError, StoreUnavailable
from api.principal import Principal
from api.services.cursors import Cursors
from api.stores.ports import RecommendationStore, Record, Wanted
from exercise_catalog.artifact import canonical_json
from recommender.domain.gate import Outcome
from recommender.heart import Heart
from recommender.pipeline import Recommendation, recommend

_ID_BYTES = 16
_ID = re.compile(r"rec_[a-z2-7]{26}")
# A record can change between the reading and the erasing of it; hardly twice.
_ERASE_ROUNDS = 3
_STATUS = {
    Outcome.PROCEED: "released",
    Outcome.PROCEED_MODIFIED: "released",
    Outcome.CONSULT_FIRST: "awaiting_clearance",
    Outcome.URGENT: "referred",
    Outcome.EMERGENCY: "referred",
}


class Writer(Protocol):
    """Turns a recommendation into the bytes that are answered and the bytes that coaches and replays need."""

    def answer(self, made: Recommendation, *, recommendation_id: str, created_at: str, status: str, answers: dict[str, Any]) -> bytes: ...

    def detail(self, made: Recommendation, *, status: str, answers: dict[str, Any]) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A stored recommendation; `replayed` where an earlier request under the same key had made it."""

    record: Record
    replayed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page of a list. `next_cursor` is None where nothing is left."""

    records: tuple[Record, ...]
    next_cursor: str | None


class Recommendations:
    """The use cases around recommendations. `now` gives the time in UTC."""

    def __init__(self, *, heart: Heart, store: RecommendationStore, writer: Writer, secret: bytes, now: Callable[[], dt.datetime]) -> None:
        self._heart = heart
        self._store = store
        self._writer = writer
        self._secret = secret
        self._cursors = Cursors(secret=secret)
        self.now = now

    def create(self, answers: dict[str, Any], *, principal: Principal, idempotency_key: str | None) -> Answered:
        """Recommend for `answers` and store it, or return what the same request made before.

        Raises AnswersRefused (no intake), ApiError 422 (key reused with another body, or a form that did not ask),
        410 (erased), StoreUnavailable.
        """
        digest = self._digest(canonical_json(answers))
        recommendation_id = self._id(principal, idempotency_key)
        if principal.is_browser:
            _require_screening_and_consent(answers)
        if idempotency_key is not None and (earlier := self._store.get(recommendation_id)) is not None:
            return self._same(earlier, digest)
        record = self._make(answers, principal=principal, recommendation_id=recommendation_id, digest=digest)
        try:
            created = self._store.create(record)
        except Erased:
            raise ApiError(410, "gone", "The recommendation of this Idempotency-Key was erased, and is not made again.") from None
        return Answered(record=created.record, replayed=False) if created.fresh else self._same(created.record, digest)

    def read(self, recommendation_id: str, *, principal: Principal) -> Record:
        """The caller's own record of the same mode. Raises ApiError 404 for any other, StoreUnavailable."""
        # What can't be one of our ids is not looked up: a store has limits on keys, and this is no reason to meet them.
        record = self._store.get(recommendation_id) if _ID.fullmatch(recommendation_id) else None
        if record is None or record.partner_id != principal.partner.id or record.mode != principal.key.mode:
            raise ApiError(404, "recommendation_not_found", "There is no such recommendation.")
        return record

    def page(self, *, principal: Principal, status: str | None, reference: str | None, cursor: str | None, limit: int) -> Listed:
        """The newest of the caller's own records of the same mode that fit. Raises ApiError 422 for a cursor of no such list, StoreUnavailable."""
        wanted = Wanted(partner_id=principal.partner.id, mode=principal.key.mode, status=status, reference=reference)
        behind = self._cursors.open(cursor, wanted) if cursor is not None else None
        page = self._store.page(wanted, behind=behind, limit=limit)
        return Listed(records=page.records, next_cursor=self._cursors.seal(page.last, wanted) if page.last is not None else None)

    def erase(self, recommendation_id: str, *, principal: Principal, may_be: Callable[[int], bool]) -> None:
        """Leave nothing of the caller's own record but a tombstone; `may_be` says whether its version may be erased.

        Raises ApiError 404 for any other and for one that is erased, 412 for another version, StoreUnavailable.
        """
        erased_at = _written(self.now())
        for _ in range(_ERASE_ROUNDS):
            record = self.read(recommendation_id, principal=principal)
            if not may_be(record.version):
                raise ApiError(412, "stale_version", "The recommendation is not in the version that If-Match names.")
            if self._store.erase(record, erased_at=erased_at):
                return
        raise StoreUnavailable("erase failed: the record changes again and again")

    def _same(self, record: Record, digest: str) -> Answered:
        if not hmac.compare_digest(record.body_digest, digest):
            raise ApiError(422, "idempotency_key_reused", "This Idempotency-Key was used with another body. Use a new key for a new request.")
        return Answered(record=record, replayed=True)

    def _make(self, answers: dict[str, Any], *, principal: Principal, recommendation_id: str, digest: str) -> Record:
        now = self.now()
        made = recommend(answers, self._heart, judged_on=now.date())
        status = _STATUS[made.gate.outcome]
        # A partner whose coaches decide keeps even what a consultation lifted for them to look at.
        if status == "released" and principal.partner.clearance_policy == "coach" and any(reason.lifted for reason in made.gate.reasons):
            status = "in_review"
        created_at = _written(now)
        return Record(
            id=recommendation_id,
            partner_id=principal.partner.id,
            mode=principal.key.mode,
            key_id=principal.key.id,
            status=status,
            outcome=made.gate.outcome.value,
            version=1,
            created_at=created_at,
            reference=answers.get("reference"),
            body_digest=digest,
            answer=self._writer.answer(made, recommendation_id=recommendation_id, created_at=created_at, status=status, answers=answers),
            detail=self._writer.detail(made, status=status, answers=answers),
            expires_at=int(now.timestamp()) + principal.partner.retention_days * 24 * 3600,
        )

    def _id(self, principal: Principal, idempotency_key: str | None) -> str:
        # The id of an idempotent request follows from its key, so one conditional write is both the
        # record and the memory of the request; the secret keeps the id from being guessed.
        if idempotency_key is None:
            return f"rec_{_text(secrets.token_bytes(_ID_BYTES))}"
        # Browsers and servers have scopes of their own: nobody on a page may claim, or be handed, what a server made.
        scope = f"create-recommendation\n{principal.partner.id}\n{principal.key.mode}\n{principal.key.kind}\n{idempotency_key}"
        return f"rec_{_text(hmac.digest(self._secret, scope.encode(), 'sha256')[:_ID_BYTES])}"

    def _digest(self, text: str) -> str:
        # A lone surrogate in a text is refused later, with its field; here it must only not get in the way.
        return hmac.new(self._secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _written(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _text(raw: bytes) -> str:
    return b32encode(raw).decode().rstrip("=").lower()


def _require_screening_and_consent(answers: dict[str, Any]) -> None:
    consent = answers.get("consent")
    errors = []
    if "red_flags" not in answers:
        errors.append(FieldError(pointer="/red_flags", code="required", detail="A form that a person fills in always asks."))
    if not (isinstance(consent, dict) and consent.get("given") is True):
        errors.append(FieldError(pointer="/consent/given", code="required", detail="Consent must be given."))
    if "red_flags" not in answers:
        raise ApiError(422, "screening_required", "With a publishable key red_flags must be there.", errors=errors)
    if errors:
        raise ApiError(422, "consent_required", "With a publishable key consent.given must be true.", errors=errors)
