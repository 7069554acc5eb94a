"""An explanation as plain text for a coach. Repeats nothing that a person typed; numbers are rounded so that they still add up."""

import textwrap
from collections.abc import Iterator, Sequence

from exercise_catalog.exercise import SOURCE_LOCALE, Exercise
from recommender.domain.gate import Gate
from recommender.domain.program import Program, ScorePart
from recommender.errors import Problem
from recommender.explain import Behind, Expected, Explanation, KindFull, Lag, LeftOut, NoDose, NoTimeLeft, Place, ProgramFull, RelativeChosen
from recommender.rules.rule import Rule

WIDTH = 100
# Parts below this, in hundredths of a score, are not told one by one.
SMALL_CENTS = 10
_SCREENING = {
    "complete": "All safety questions were answered.",
    "partial": "Some safety questions are still open.",
    "not_asked": "No safety question was answered.",
}


def text_of(explanation: Explanation) -> str:
    """The whole explanation, lines of at most 100 columns."""
    return "\n".join(_lines(explanation)) + "\n"


def text_of_problems(problems: Sequence[Problem]) -> str:
    """What is wrong with an intake, one sentence for each problem."""
    rows = [f"  {_printable(one.pointer) or 'the whole intake'}: {one.code}. {one.detail}" for one in problems]
    return "\n".join([f"This is no intake that can be explained; it has {_counted(len(problems), 'problem')}:", *rows]) + "\n"


def _printable(pointer: str) -> str:
    # A pointer holds names that somebody sent, and a terminal obeys what it can't print.
    return "".join(letter if letter.isprintable() else "?" for letter in pointer)


def _lines(explanation: Explanation) -> Iterator[str]:
    yield from _gate(explanation.gate)
    yield ""
    if explanation.program is None:
        yield from _wrapped("With this outcome no program is made and no ranking is used, so there is none to explain.")
        return
    yield from _program(explanation.program, released=explanation.gate.outcome.releases)
    yield from _first(explanation)
    if explanation.expected:
        yield from _expected(explanation)


def _gate(gate: Gate) -> Iterator[str]:
    yield f"GATE: {gate.outcome.value.replace('_', ' ')}"
    yield from _wrapped(gate.message)
    yield from _wrapped(_SCREENING[gate.screening])
    for reason in gate.reasons:
        lifted = ", lifted by the consultation" if reason.lifted else ""
        yield from _wrapped(f"[{reason.rule_id}{lifted}] {reason.message}", first="- ")


def _program(program: Program, *, released: bool) -> Iterator[str]:
    yield "PROGRAM"
    exercises, sessions = _counted(len(program.chosen), "exercise"), _counted(program.sessions_per_week, "session")
    yield from _wrapped(f"{exercises}; {_counted(program.weeks, 'week')}, {sessions} a week, {program.minutes_per_session} minutes each.")
    if not released:
        yield from _wrapped("It is prepared for a coach to see. The gate holds it back from the person.")
    for note in program.notes:
        yield from _wrapped(note)
    yield ""


def _first(explanation: Explanation) -> Iterator[str]:
    yield f"THE FIRST {len(explanation.first)} OF {explanation.admitted} EXERCISES THAT THE RULES ADMIT"
    if explanation.first:
        yield from _wrapped(
            "The lines under an exercise add up to its score. Higher is better; scores compare within this answer only, and most are below 0. "
            "“You” is the person who asked."
        )
    for place in explanation.first:
        yield ""
        yield from _place(place)
    yield ""


def _place(place: Place) -> Iterator[str]:
    head = f"{place.rank:>3}. {_named(place.exercise)}"
    yield f"{head:<80} score {_signed(_cents(place.score))}"
    rows, folded = _folded(place.parts)
    rest = _cents(place.score) - sum(cents for cents, _ in rows)
    if folded or rest:
        rows.append((rest, _other_parts(folded)))
    yield from _sum(rows, total=_cents(place.score))
    yield from _wrapped(_where(place), indent=5)


def _folded(parts: Sequence[ScorePart]) -> tuple[list[tuple[int, str]], int]:
    """The parts worth a line, in hundredths, and how many are not."""
    large = [(_cents(part.value), part.because) for part in parts if abs(_cents(part.value)) >= SMALL_CENTS]
    return large, len(parts) - len(large)


def _other_parts(count: int) -> str:
    # What rounding leaves is counted in here, so that the column adds up.
    return _counted(count, "other small part") if count else "left over from rounding"


def _where(place: Place) -> str:
    if place.in_program:
        return "In the program."
    if not place.left_out:
        return "Not in the program; others were preferred when it was put together."
    return f"Not in the program: {'; '.join(_why_left_out(one) for one in place.left_out)}."


def _why_left_out(left_out: LeftOut) -> str:
    match left_out:
        case RelativeChosen(relative=relative, rank=rank):
            return f"its relative {_named(relative)}, rank {rank}, is in it, and one of a family is enough"
        case NoDose(level=level, own=own):
            return f"it has no dose for level {level}" + ("" if level is own else f", to which the rules lower this person's {own}")
        case KindFull(kind=kind, maximum=maximum):
            return f"each session holds as many of the kind {kind.replace('_', ' ')} as it should, {maximum} or more"
        case ProgramFull(maximum=maximum):
            return f"each session holds as many exercises as it should, {maximum} or more"
        case NoTimeLeft(needs_s=needs_s, left_s=left_s):
            return f"it takes {needs_s} seconds, and no session of the first week has more than {left_s} left"


def _expected(explanation: Explanation) -> Iterator[str]:
    yield f"EXPECTED, BUT NOT AMONG THE FIRST {len(explanation.first)}"
    yield from _wrapped(f"Apart from those above, these exercises stand most often in the {_whose_programs(explanation)}.")
    for one in explanation.expected:
        yield ""
        yield from _wrapped(f"{_named(one.exercise)}: in {one.programs} of {explanation.programs}", first="- ")
        yield from _why_not(one, last=explanation.first[-1] if explanation.first else None)
        if one.in_program:
            yield from _wrapped("It is in the program all the same.", indent=4)


def _whose_programs(explanation: Explanation) -> str:
    count = f"{explanation.programs} published programs"
    names = ", ".join(sorted(area.replace("_", " ") for area in explanation.areas))
    return f"{count} for {'one or more of these areas' if len(explanation.areas) > 1 else 'this area'}: {names}" if names else count


def _why_not(one: Expected, *, last: Place | None) -> Iterator[str]:
    if isinstance(one.reason, Rule):
        yield from _wrapped(f"Removed by the rule {one.reason.id}: {_sentence(one.reason.title)} {one.reason.because}", indent=4)
    elif last is not None:
        yield from _fallen_behind(one.reason, last)


def _fallen_behind(behind: Behind, last: Place) -> Iterator[str]:
    gap = _cents(last.score) - _cents(behind.score)
    yield from _wrapped(
        f"Admitted, at rank {behind.rank} with {_signed(_cents(behind.score))}: {gap / 100:.2f} below rank {last.rank}, "
        f"{_named(last.exercise)}. It falls behind most in these:",
        indent=4,
    )
    rows = [(_value(lag.own) - _value(lag.other), _compared(lag, last.rank)) for lag in behind.lags]
    rest = -gap - sum(cents for cents, _ in rows)
    yield from _sum([*rows, (rest, "all other parts together")], total=-gap)


def _compared(lag: Lag, rank: int) -> str:
    own, other = lag.own, lag.other
    if own is not None and other is not None:
        same = own.because == other.because
        return (
            f"{own.because} ({_signed(_value(own))}; at rank {rank} {_signed(_value(other))})"
            if same
            else f"{own.because} (rank {rank}: {other.because})"
        )
    only = own or other
    assert only is not None
    return f"{only.because} ({'not said' if only is own else 'said'} of rank {rank}{'' if only is own else ' only'})"


def _value(part: ScorePart | None) -> int:
    return 0 if part is None else _cents(part.value)


def _sum(rows: Sequence[tuple[int, str]], *, total: int) -> Iterator[str]:
    for cents, words in rows:
        yield from _wrapped(words, first=f"{_signed(cents):>7}  ", indent=5)
    yield f"     ={_signed(total):>6}"


def _counted(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"


def _named(exercise: Exercise) -> str:
    return f"{exercise.text(SOURCE_LOCALE).name} ({exercise.id})"


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."


def _cents(value: float) -> int:
    return round(value * 100)


def _signed(cents: int) -> str:
    return f"{cents / 100:+.2f}"


def _wrapped(words: str, *, first: str = "", indent: int = 2) -> list[str]:
    before = " " * indent
    return textwrap.wrap(
        words, WIDTH, initial_indent=before + first, subsequent_indent=before + " " * len(first), break_long_words=False, break_on_hyphens=False
    )
