"""/exercises/{id}: one exercise for people, with all that the catalog says of it. It knows nobody, and recommends nothing."""

import flask

from api.container import container
from api.errors import ApiError
from api.pages.render import render


def register(pages: flask.Blueprint) -> None:
    """Add the page."""

    @pages.get("/exercises/<string:exercise_id>")
    def show_exercise(exercise_id: str) -> flask.Response:
        parts = container()
        catalog = parts.heart.catalog
        exercise = catalog.by_id.get(exercise_id)
        if exercise is None:
            raise ApiError(404, "exercise_not_found", "There is no such exercise.")
        related = {"easier": exercise.easier, "harder": exercise.harder, "without equipment": exercise.bodyweight_relative}
        return render(
            "exercise.html",
            exercise=exercise,
            drawn=parts.figures(exercise_id) is not None,
            moves=parts.figures(exercise_id, animated=True) is not None,
            relatives={how: catalog.by_id[other] for how, other in related.items() if other is not None},
            dose_entries=catalog.dose_entries,
            disclaimer=parts.heart.book.messages["disclaimer"],
        )
