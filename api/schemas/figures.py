"""Drawings on the wire: where one stands, and which form of it is asked for. Names an address only where something stands there."""

from typing import Protocol

import marshmallow as ma

from api.schemas.base import Strict


class Figures(Protocol):
    """Gives the drawing of an exercise, or None where it has none."""

    def __call__(self, exercise_id: str, *, animated: bool = False) -> bytes | None: ...


class FigureQuery(Strict):
    """`animated=1` asks for the form with a play control."""

    animated = ma.fields.String(load_default="0", validate=ma.validate.OneOf(["0", "1"]))


def figure_url(exercise_id: str, figures: Figures) -> str | None:
    """The address of a drawing, relative to the API's base, or None."""
    return f"/v1/exercises/{exercise_id}/figure.svg" if figures(exercise_id) is not None else None
