"""From the heart's recommendation to the bytes that are stored and answered. Same recommendation, same bytes."""

import json
from typing import Any

from api.schemas.figures import Figures, figure_url
from exercise_catalog.exercise import Dose
from exercise_catalog.figures.figures import figure
from recommender.domain.gate import Gate
from recommender.domain.program import Chosen, Item, Program, Ranked, Session
from recommender.pipeline import Recommendation

_LOCALE = "en"
# Enough to tell two exercises apart when coaches' choices are learned from; each digit costs storage on every request.
_LOGGED_DECIMALS = 3


def to_json(value: Any) -> bytes:
    """Compact JSON in UTF-8, keys in the order given."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class JsonWriter:
    """Writes answers and details as JSON; `figures` tells it which exercises have a drawing."""

    def __init__(self, figures: Figures = figure) -> None:
        self._figures = figures

    def answer(self, made: Recommendation, *, recommendation_id: str, created_at: str, status: str, answers: dict[str, Any]) -> bytes:
        """What is answered, without the tokens. The program is in it only where the status lets it out.

        The fields are those of `schemas.recommendations`; tests hold every answer against the OpenAPI document made from it.
        """
        released = status == "released"
        body = {
            "id": recommendation_id,
            "object": "recommendation",
            "created_at": created_at,
            "reference": answers.get("reference"),
            "status": status,
            "gate": _gate(made.gate) | ({"unlock": made.in_review["unlock"]} if status == "in_review" else {}),
            # Early, because packing reaches its dictionary from the first 32 kB only, and these are its longest texts.
            "before_you_start": made.before_you_start,
            "program": _program(made.program, self._figures) if released and made.program is not None else None,
            "interim_advice": made.in_review["interim_advice"] if status == "in_review" else made.interim_advice,
            "judged_on": made.judged_on.isoformat(),
            "access_token": None,
            "return_code": None,
            "links": {"handout": None, "calendar": None} if released else None,
            "versions": made.versions,
            "disclaimer": made.disclaimer,
        }
        return to_json(body)

    def detail(self, made: Recommendation, *, status: str, answers: dict[str, Any]) -> bytes:
        """What coaches and replays need: the intake, the rows that applied, the prepared program, the whole ranking with scores."""
        return to_json(
            {
                "answers": answers,
                "judged_on": made.judged_on.isoformat(),
                "versions": made.versions,
                "reasons": [
                    {
                        "rule_id": reason.rule_id,
                        "outcome": reason.outcome.value,
                        "cleared_by": reason.cleared_by and reason.cleared_by.value,
                        "lifted": reason.lifted,
                    }
                    for reason in made.gate.reasons
                ],
                "applied": list(made.trace.applied()),
                "prepared_program": _program(made.program, self._figures) if made.program is not None and status != "released" else None,
                "ranking": _ranking(made.ranking),
            }
        )


def _ranking(ranking: tuple[Ranked, ...]) -> dict[str, Any]:
    """Every score and every exclusion, small: the catalog's version says which exercise stands at which place (sorted by id)."""
    by_id = sorted(ranking, key=lambda row: row.exercise.id)
    excluded: dict[str, list[int]] = {}
    for place, row in enumerate(by_id):
        if row.excluded_by is not None:
            excluded.setdefault(row.excluded_by, []).append(place)
    return {"scores": [round(row.score, _LOGGED_DECIMALS) for row in by_id], "excluded": excluded}


def _gate(gate: Gate) -> dict[str, Any]:
    return {
        "outcome": gate.outcome.value,
        "screening": gate.screening,
        "message": gate.message,
        "reasons": [{"rule_id": reason.rule_id, "code": reason.code, "message": reason.message, "source": reason.source} for reason in gate.reasons],
        "unlock": gate.unlock,
    }


def _program(program: Program, figures: Figures) -> dict[str, Any]:
    return {
        "weeks": program.weeks,
        "sessions_per_week": program.sessions_per_week,
        "minutes_per_session": program.minutes_per_session,
        "exercises": [_chosen(chosen, figures) for chosen in program.chosen],
        "sessions": [_session(session) for session in program.sessions],
        "progression": [{**step, "source": {key: step["source"][key] for key in ("title", "url")}} for step in program.progression],
        "daily_habits": program.daily_habits,
        "stop_and_seek_help_if": program.stop_and_seek_help_if,
        "ask_each_session": program.ask_each_session,
        "expectations": program.expectations,
        "notes": program.notes,
    }


def _chosen(chosen: Chosen, figures: Figures) -> dict[str, Any]:
    exercise = chosen.ranked.exercise
    words = exercise.text(_LOCALE)
    return {
        "rank": chosen.rank,
        "exercise_id": exercise.id,
        "name": words.name,
        "kind": exercise.kind.value,
        "score": chosen.ranked.score,
        "score_parts": [{"part": part.part, "value": part.value, "because": part.because} for part in chosen.score_parts],
        "dose": {
            **_numbers(chosen.dose),
            "sides": exercise.sides.value,
            "days_per_week": chosen.dose.days_per_week,
            "effort_0_10": chosen.dose.effort_0_10,
        },
        "cautions": chosen.cautions,
        "cues": words.cues,
        "common_mistakes": words.common_mistakes,
        "easier": chosen.easier,
        "harder": chosen.harder,
        "figure_url": figure_url(exercise.id, figures),
        "alternatives": [{"exercise_id": other.exercise_id, "score": other.score, "differs": other.differs} for other in chosen.alternatives],
    }


def _session(session: Session) -> dict[str, Any]:
    return {"week": session.week, "day": session.day, "items": [_item(item) for item in session.items], "minutes": session.minutes}


def _item(item: Item) -> dict[str, Any]:
    return {"exercise_id": item.exercise_id, **_numbers(item.dose)}


def _numbers(dose: Dose) -> dict[str, Any]:
    return {"sets": dose.sets, "reps": dose.reps, "hold_s": dose.hold_s, "duration_s": dose.duration_s, "rest_s": dose.rest_s}
