"""Access tokens: let one browser read one recommendation for a while. Signed, bound to recommendation, key and origin."""

import datetime as dt
from collections.abc import Callable

from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer

from api.principal import Principal


class AccessTokens:
    """Mints and checks access tokens; `lifetime_s` in seconds."""

    def __init__(self, *, secret: bytes, lifetime_s: int, now: Callable[[], dt.datetime]) -> None:
        class Signer(TimestampSigner):
            def get_timestamp(self) -> int:
                return int(now().timestamp())

        self._serializer = URLSafeTimedSerializer(secret, salt="backstart.access-token", signer=Signer)
        self._lifetime_s = lifetime_s

    def mint(self, recommendation_id: str, principal: Principal) -> str:
        """A token for `recommendation_id`, usable by the same key from the same origin."""
        return str(self._serializer.dumps([recommendation_id, principal.key.id, principal.origin]))

    def opens(self, token: str | None, recommendation_id: str, principal: Principal) -> bool:
        """Does `token` let `principal` at `recommendation_id` now?"""
        if not token:
            return False
        try:
            bound = self._serializer.loads(token, max_age=self._lifetime_s)
        except BadSignature:
            return False
        return bool(bound == [recommendation_id, principal.key.id, principal.origin])
