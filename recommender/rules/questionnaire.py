"""The form that a person fills in: which question is shown when, and what the answers mean as an intake. Decides nothing clinical.

An answer is None where a question was skipped. A checklist is answered with the ids of what was ticked (an empty list for none of it),
a choice with an id, or with (id, detail) where the option asks for a detail, a number or a scale with a number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from recommender.domain.truth import Truth, at_least, every

Row = Mapping[str, Any]

# A checklist of more options than this counts as more than one question.
OPTIONS_OF_ONE_QUESTION = 8
LISTS = ("red_flags", "conditions")
NUMBERS = ("number", "scale")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One question on the way: TRUE, it is asked; FALSE, earlier answers say no to all of it; UNKNOWN, it is not reached, or nobody can tell."""

    question: Row
    asked: Truth
    options: tuple[tuple[Row, Truth], ...]
    answer: Any

    @property
    def shown(self) -> tuple[Row, ...]:
        """The options that are shown."""
        return tuple(option for option, truth in self.options if truth is Truth.TRUE)

    @property
    def ticked(self) -> frozenset[str]:
        """The ids of the shown options that were ticked or chosen."""
        chosen = self.answer if isinstance(self.answer, list) else [self.answer[0] if isinstance(self.answer, tuple) else self.answer]
        return frozenset(option["id"] for option in self.shown if option["id"] in chosen)

    @property
    def counts_as(self) -> int:
        """How many questions it counts as."""
        return max(1, -(-len(self.shown) // OPTIONS_OF_ONE_QUESTION)) if self.question["kind"] == "checklist" else 1

    @property
    def ends_the_form(self) -> bool:
        """Was something ticked after which nothing else matters?"""
        return any(option["ends"] for option in self.shown if option["id"] in self.ticked)


class Questionnaire:
    """The compiled questionnaire. `content` is what a form shows."""

    def __init__(self, content: Row) -> None:
        self.content = content

    def walk(self, answers: Mapping[str, Any]) -> list[Step]:
        """Every question in order, with what these answers make of it. At most `maximum_questions` are asked."""
        steps: dict[str, Step] = {}
        left = self.content["maximum_questions"]
        for question in self.content["questions"]:
            step = _step(question, steps, answers.get(question["id"]))
            if step.asked is Truth.TRUE and left < step.counts_as:
                # From here on nothing is asked any more; what earlier answers say no to stays a no.
                left = 0
                step = Step(question=question, asked=Truth.UNKNOWN, options=step.options, answer=None)
            elif step.asked is Truth.TRUE:
                left = 0 if step.ends_the_form else left - step.counts_as
            steps[question["id"]] = step
        return list(steps.values())

    def shown(self, answers: Mapping[str, Any]) -> list[Step]:
        """The questions that are asked."""
        return [step for step in self.walk(answers) if step.asked is Truth.TRUE]

    def intake(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The request body for these answers; what was skipped or not reached stands in the lists of what is not known."""
        steps = self.walk(answers)
        body: dict[str, Any] = {name: [] for name in LISTS}
        for row in (sent for step in steps for sent in _sent(step)):
            _put(body, row)
        for name in LISTS:
            left_open = dict.fromkeys(one for step in steps for field, one in _left_open(step) if field == name)
            if unknown := [one for one in left_open if one not in body[name]]:
                body[f"{name}_unknown"] = unknown
        return body


def _step(question: Row, steps: Mapping[str, Step], answer: Any) -> Step:
    options = tuple((option, _holds(option["show_when"], steps)) for option in question["options"])
    asked = _holds(question["show_when"], steps)
    if options and asked is Truth.TRUE:
        # A question all of whose options are out of the question is none.
        asked = at_least(1, [truth for _, truth in options])
    return Step(question=question, asked=asked, options=options, answer=answer if asked is Truth.TRUE else None)


def _holds(node: Row | None, steps: Mapping[str, Step]) -> Truth:
    if node is None:
        return Truth.TRUE
    if "all" in node:
        return every([_holds(part, steps) for part in node["all"]])
    if "any" in node:
        return at_least(1, [_holds(part, steps) for part in node["any"]])
    step = steps[node["question"]]
    if step.asked is Truth.FALSE or step.answer is None:
        return Truth.FALSE if step.asked is Truth.FALSE else Truth.UNKNOWN
    if step.question["kind"] in NUMBERS:
        within = step.answer >= node.get("at_least", step.answer) and ("less_than" not in node or step.answer < node["less_than"])
        return Truth.TRUE if within else Truth.FALSE
    return _ticked(step, node.get("has"))


def _ticked(step: Step, wanted: list[str] | None) -> Truth:
    """Was one of the `wanted` options (None: any) ticked? What could not be shown could not be ticked either, so nobody can tell."""
    named = [(option["id"] in step.ticked, truth) for option, truth in step.options if wanted is None or option["id"] in wanted]
    if any(ticked for ticked, _ in named):
        return Truth.TRUE
    return Truth.UNKNOWN if any(truth is Truth.UNKNOWN for _, truth in named) else Truth.FALSE


def _sent(step: Step) -> Iterator[Row]:
    """Everything that an answer puts into the intake, as rows of `field`, `value` and `set`."""
    if step.asked is not Truth.TRUE or step.answer is None:
        return
    if step.question["kind"] in NUMBERS:
        yield {"field": step.question["field"], "value": step.answer, "set": False}
    for option in step.shown:
        if option["id"] not in step.ticked:
            yield from option["unticked"]
        elif option["detail"] is None:
            yield from option["sends"]
        elif isinstance(step.answer, tuple):
            # Half of such an answer is none: an intake refuses a consultation without its day.
            yield from (*option["sends"], {"field": option["detail"]["field"], "value": step.answer[1], "set": False})
    if step.question["none"] and not step.ticked:
        yield from step.question["none"]["sends"]


def _left_open(step: Step) -> Iterator[tuple[str, str]]:
    """(list, id) of every red flag and condition that nobody can tell after this step."""
    if step.asked is Truth.FALSE:
        return
    answered = step.asked is Truth.TRUE and step.answer is not None
    for option, truth in step.options:
        if truth is Truth.UNKNOWN or (truth is Truth.TRUE and not answered):
            yield from ((row["field"], row["value"]) for row in option["sends"] if row["field"] in LISTS)
    if not answered:
        none = step.question["none"] or {"sends": ()}
        yield from ((row["field"], row["value"]) for row in none["sends"] if row["field"] in LISTS)
        yield from ((name, one) for name in LISTS for one in step.question["when_skipped"].get(f"{name}_unknown", ()))


def _put(body: dict[str, Any], row: Row) -> None:
    """Set a field; a field that is a set takes one value more, and an empty one where its value is None."""
    outer, _, inner = row["field"].partition(".")
    place, name = (body.setdefault(outer, {}), inner) if inner else (body, outer)
    if not row["set"]:
        place[name] = row["value"]
        return
    chosen = place.setdefault(name, [])
    if row["value"] is not None and row["value"] not in chosen:
        chosen.append(row["value"])
