"""What a program lacks, and why, in sentences. Says nothing that is not so."""

from collections.abc import Collection, Iterator

from exercise_catalog.vocabulary import Area, Kind
from recommender.assembly.plan import Region
from recommender.assembly.select import Day
from recommender.assembly.shelf import Shelf
from recommender.domain.program import Ranked

_STRENGTHENS = {Kind.STRENGTH, Kind.CORE_STABILITY}


def notes(days: Collection[Day], chosen: Collection[Ranked], shelf: Shelf, *, painful: Collection[Region]) -> Iterator[str]:
    """One sentence for each thing that a person would miss; `painful` are the areas that should be served."""
    words = shelf.plan.notes
    if not chosen:
        yield words["nothing_left"]
        return
    short = [day for day in days if day.items and day.is_short()]
    if short:
        # Where others would still be allowed and only the minutes are missing, the person's answers are not to blame.
        yield words["no_minutes_left" if all(_could_hold_more(day, shelf) for day in short) else "fewer_than_asked"]
    missed = [area for region in painful for area in region.areas if not any(region.fits(ranked.exercise) for ranked in chosen)]
    if missed:
        yield words["areas_not_served"].format(areas=", ".join(shelf.plan.names_of_areas[area] for area in Area if area in missed))
    if not any(ranked.exercise.kind in _STRENGTHENS for ranked in chosen) and not any(
        ranked.exercise.kind in _STRENGTHENS for ranked in shelf.candidates(shelf.admitted)
    ):
        yield words["no_strength"]


def _could_hold_more(day: Day, shelf: Shelf) -> bool:
    return any(day.could_hold(ranked) for ranked in shelf.admitted)
