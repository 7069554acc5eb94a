"""The heart on the command line: intakes in as JSON, rankings out as JSON lines, or one of them explained. No server, no database.

python -m recommender rank [--today YYYY-MM-DD] [--no-rules] < intakes.jsonl
python -m recommender explain [--today YYYY-MM-DD] [--top 10] < intake.json
"""

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterable
from typing import Any, TextIO

from recommender.domain.profile import Profile
from recommender.domain.program import Ranked
from recommender.errors import AnswersRefused, Problem
from recommender.explain import TOP, explain
from recommender.explain_text import text_of, text_of_problems
from recommender.heart import Heart, load_heart
from recommender.pipeline import rank
from recommender.rules.engine import Judgement, judge
from recommender.strict_json import JsonRefused, parse


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m recommender", description=__doc__.splitlines()[0] if __doc__ else None)
    commands = parser.add_subparsers(dest="command", required=True)
    ranking = commands.add_parser("rank", help="rank the whole catalog for each intake on standard input")
    explaining = commands.add_parser("explain", help="say in words why exercises stand where they do, for the one intake on standard input")
    for command in (ranking, explaining):
        command.add_argument(
            "--today", type=dt.date.fromisoformat, default=None, metavar="YYYY-MM-DD", help="the day to judge on (default: today, UTC)"
        )
    explaining.add_argument("--top", type=_count, default=TOP, metavar="N", help="how many of the first exercises to explain (default: %(default)s)")
    ranking.add_argument("--no-rules", action="store_true", help="by score alone: no gate, nothing excluded")
    options = parser.parse_args(arguments)
    today = options.today or dt.datetime.now(dt.UTC).date()
    # Bytes where there are some, so that a line that is no UTF-8 is that line's error and not the end of the run.
    given = getattr(sys.stdin, "buffer", sys.stdin)
    if options.command == "explain":
        return tell(given.read(), sys.stdout, sys.stderr, load_heart(), judged_on=today, top=options.top)
    return run(given, sys.stdout, load_heart(), judged_on=today, with_rules=not options.no_rules)


def _count(word: str) -> int:
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError("this must be a whole number, 1 or more")
    return int(word)


def tell(text: bytes | str, out: TextIO, complaints: TextIO, heart: Heart, *, judged_on: dt.date, top: int) -> int:
    """Explains the ranking of one intake; 1, with every problem named, if it is none."""
    try:
        explanation = explain(parse(text), heart, judged_on=judged_on, top=top)
    except JsonRefused as error:
        complaints.write(text_of_problems([Problem(pointer="", code=error.code, detail=error.detail)]))
        return 1
    except AnswersRefused as error:
        complaints.write(text_of_problems(error.problems))
        return 1
    out.write(text_of(explanation))
    return 0


def run(lines: Iterable[bytes | str], out: TextIO, heart: Heart, *, judged_on: dt.date, with_rules: bool) -> int:
    """One answer for each line, in order; 1 if any line, an empty one included, was no intake."""
    status = 0
    for line in lines:
        answer = answer_line(line, heart, judged_on=judged_on, with_rules=with_rules)
        status |= "error" in answer
        out.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n")
    return status


def answer_line(line: bytes | str, heart: Heart, *, judged_on: dt.date, with_rules: bool) -> dict[str, Any]:
    """The answer to one line: gate and ranking, or the first thing that is wrong with it."""
    try:
        answers = parse(line)
        profile = Profile.from_answers(answers, intake=heart.book.intake, judged_on=judged_on)
    except JsonRefused as error:
        return {"error": {"code": error.code, "pointer": ""}}
    except AnswersRefused as error:
        return {"error": {"code": error.problems[0].code, "pointer": error.problems[0].pointer}}
    judgement = judge(profile, heart.book)
    rows = rank(judgement, heart)
    if not with_rules:
        rows.sort(key=lambda row: (-row.score, row.exercise.id))
    return {
        "gate": _gate(judgement) if with_rules else None,
        "ranking": [_row(row, with_rules=with_rules) for row in rows],
    }


def _gate(judgement: Judgement) -> dict[str, Any]:
    gate = judgement.gate
    return {
        "outcome": gate.outcome.value,
        "screening": gate.screening,
        "message": gate.message,
        "reasons": [
            {"rule_id": reason.rule_id, "code": reason.code, "message": reason.message, "source": dict(reason.source)} for reason in gate.reasons
        ],
        "unlock": gate.unlock,
    }


def _row(row: Ranked, *, with_rules: bool) -> dict[str, Any]:
    return {"exercise_id": row.exercise.id, "score": row.score, "excluded_by": row.excluded_by if with_rules else None}


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        sys.exit(1)
