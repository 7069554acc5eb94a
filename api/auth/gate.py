"""From an Authorization header to a principal. Denies by default; a store that does not answer lets nobody in."""

import time
from collections.abc import Callable

from api.auth.keys import hash_key, parse
from api.auth.live import LiveKeys
from api.auth.permissions import ALLOWED, Permission
from api.errors import ApiError
from api.principal import Principal
from api.stores.ports import AccountStore, ApiKey, Partner

_CACHED_KEYS = 1024


class KeyGate:
    """Checks keys. A key's record is remembered for `cache_s` seconds, so a revoked one works that much longer at the most."""

    def __init__(self, accounts: AccountStore, *, secret: bytes, cache_s: float, live: LiveKeys, clock: Callable[[], float] = time.monotonic) -> None:
        self._accounts = accounts
        self._secret = secret
        self._cache_s = cache_s
        self._live = live
        self._clock = clock
        self._cache: dict[str, tuple[float, ApiKey, Partner]] = {}

    def principal(self, authorization: str | None, *, origin: str | None, needs: Permission) -> Principal:
        """The principal, or ApiError 401 (no or bad key), 403 (rules not reviewed, not allowed). Raises StoreUnavailable."""
        scheme, _, token = (authorization or "").partition(" ")
        token = token.strip()
        if not authorization or scheme.lower() != "bearer" or not token:
            raise _unauthorized("key_missing", "Send your key as 'Authorization: Bearer …'.")
        if parse(token) is None:
            raise _unauthorized("key_malformed", "This is not a Backstart key: its form or its checksum is wrong. Was it cut off or mistyped?")
        key, partner = self._known(hash_key(token, pepper=self._secret))
        # Said to real keys only: strangers learn nothing about the state of the rules from a key that they made up.
        if key.mode != "test" and self._live not in {LiveKeys.OPEN, LiveKeys.ACCEPTED_UNREVIEWED}:
            raise ApiError(403, "rules_not_reviewed", "The rules in force have not been reviewed by a clinician, so live keys are refused.")
        if needs not in ALLOWED[key.kind]:
            raise ApiError(403, "not_allowed", "This key may not do that.")
        if key.kind == "pk" and (origin is None or origin not in partner.allowed_origins):
            raise ApiError(403, "origin_not_allowed", "A publishable key works only from the origins that the partner has listed.")
        return Principal(key=key, partner=partner, origin=origin if key.kind == "pk" else None)

    def _known(self, key_hash: str) -> tuple[ApiKey, Partner]:
        now = self._clock()
        cached = self._cache.get(key_hash)
        if cached is not None and now - cached[0] < self._cache_s:
            return cached[1], cached[2]
        key = self._accounts.key(key_hash)
        partner = self._accounts.partner(key.partner_id) if key is not None and not key.revoked else None
        if key is None or partner is None:
            self._cache.pop(key_hash, None)
            raise _unauthorized("key_unknown", "This key is not known, or it was revoked.")
        if len(self._cache) >= _CACHED_KEYS:
            self._cache.clear()
        self._cache[key_hash] = (now, key, partner)
        return key, partner


def _unauthorized(code: str, detail: str) -> ApiError:
    return ApiError(401, code, detail, headers={"WWW-Authenticate": 'Bearer realm="backstart"'})
