"""Everything that the API answers with instead of what was asked for.

ApiError                     one problem+json answer: status, code, detail, headers, field errors
StoreError
├── StoreUnavailable         the store can't be reached, or did not answer in time; nothing is known to be written
└── Erased                   what was to be stored was erased before, and must not come back
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """One thing wrong in a request. `pointer` is a JSON Pointer; `detail` never repeats what was sent."""

    pointer: str
    code: str
    detail: str


class ApiError(Exception):
    """When a request can't be answered as asked. `code` is contract; `detail` is for people and may change."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


class StoreError(Exception):
    """The root of what stores raise."""


class StoreUnavailable(StoreError):
    """When the store can't be reached or did not answer in time. Its message is logged: a call and a code, never what was to be stored."""


class Erased(StoreError):
    """When a create comes after the erasure of the same recommendation; a tombstone stands in its place."""
