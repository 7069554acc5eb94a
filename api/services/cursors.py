"""Cursors of lists: where a page ended, sealed to the list that it was a page of. A cursor holds no filter and nothing that somebody answered."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

from api.errors import ApiError
from api.stores.ports import Wanted
from exercise_catalog.artifact import canonical_json

_SEAL_BYTES = 16


class Cursors:
    """Seals and opens cursors with the deployment's secret."""

    def __init__(self, *, secret: bytes) -> None:
        self._secret = secret

    def seal(self, position: str, wanted: Wanted) -> str:
        """The cursor of the page of `wanted` that goes on behind `position`."""
        return urlsafe_b64encode(self._mark(position, wanted) + position.encode()).decode().rstrip("=")

    def open(self, cursor: str, wanted: Wanted) -> str:
        """The position of a cursor. Raises ApiError 422 for one that was made up, changed, or given for another list."""
        try:
            content = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
            position = content[_SEAL_BYTES:].decode()
            # Decoding passes over signs that are none of base64, so one text only may stand for a position.
            if hmac.compare_digest(cursor, self.seal(position, wanted)):
                return position
        except ValueError:
            pass
        raise ApiError(422, "invalid_cursor", "This cursor is not one of ours, or it is of a list with other filters.")

    def _mark(self, position: str, wanted: Wanted) -> bytes:
        # In the seal, and not in the cursor: a cursor stands in addresses, and a reference may say who somebody is.
        of = canonical_json(["cursor", wanted.partner_id, wanted.mode, wanted.status, wanted.reference, position])
        return hmac.new(self._secret, of.encode(), hashlib.sha256).digest()[:_SEAL_BYTES]
