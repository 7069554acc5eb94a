"""Who asks. Made by the key gate, read by everything above."""

from dataclasses import dataclass

from api.stores.ports import ApiKey, Partner


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """A key of a partner. `origin` is the allow-listed Origin that a browser key came from."""

    key: ApiKey
    partner: Partner
    origin: str | None

    @property
    def is_browser(self) -> bool:
        """Does a person's browser ask, and not a partner's server?"""
        return self.key.kind == "pk"
