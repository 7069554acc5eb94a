"""Everything that the heart refuses.

RecommenderError
├── AnswersRefused      the answers are no valid intake; carries every problem at once
├── HeartRefused        compiled rules, catalog or model can't be trusted; nothing starts
└── SafetyCheckFailed   a finished program broke a rule or a cap; nothing leaves
"""

from dataclasses import dataclass


class RecommenderError(Exception):
    """The root of all errors that the heart raises on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with an answer. `pointer` is a JSON Pointer; `detail` never repeats the answer."""

    pointer: str
    code: str
    detail: str


class AnswersRefused(RecommenderError):
    """When answers are no valid intake."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(problems)} problems, the first at {problems[0].pointer or '/'}: {problems[0].code}")


class HeartRefused(RecommenderError):
    """When a compiled file is missing, changed by hand, or does not fit the others."""


class SafetyCheckFailed(RecommenderError):
    """When a finished program holds what a rule removes, or a dose above a cap. A fault of ours, never shown as a program."""
