"""What an intake may hold: fields, types, bounds, options. Reads nothing by itself; the compiled rules carry the content."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FIELD_TYPES = ("number", "integer", "boolean", "choice", "set", "date", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the intake. A dot in `name` means a field inside an object (`pain.intensity`).

    `minimum` and `maximum` are inclusive, in `unit`. `always` is an option that counts as chosen in any case.
    `unknown_option` is the option that says "I don't know". `facts` is False for what no rule may read.
    """

    name: str
    type: str
    question: str
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    unit: str | None = None
    options: tuple[str, ...] = ()
    maximum_items: int = 64
    maximum_length: int | None = None
    default: Any = None
    always: str | None = None
    unknown_option: str | None = None
    facts: bool = True

    @property
    def pointer(self) -> str:
        """The JSON Pointer of the field in a request body."""
        return "/" + self.name.replace(".", "/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """All fields, by name, in the order in which they are asked."""

    fields: Mapping[str, Field]

    @property
    def objects(self) -> frozenset[str]:
        """The names of the objects that hold fields."""
        return frozenset(name.split(".")[0] for name in self.fields if "." in name)

    @classmethod
    def from_rows(cls, rows: list[Mapping[str, Any]]) -> "Intake":
        """The intake that the compiled rules describe."""
        return cls(fields={row["name"]: Field(**{**row, "options": tuple(row.get("options", ()))}) for row in rows})
