"""The figures of the laboratory as tables to read on a terminal. Knows where they stand, not where they come from."""

from collections.abc import Mapping, Sequence
from typing import Any

NAMED = 38
CELL = 26
METRICS = ("NDCG@10", "NDCG@5", "recall@10", "MRR")


def text(figures: Mapping[str, Any]) -> str:
    """All tables, one after another."""
    blocks = [_head(figures), _rankers(figures), _ahead(figures), _served(figures), _ablations(figures), _slices(figures), _curve(figures)]
    return "\n\n".join(blocks)


def interval(figure: Sequence[float]) -> str:
    """Mean and 95 % interval, three digits."""
    mean, low, high = figure
    return f"{mean:.3f} ({low:.3f} to {high:.3f})"


def _head(figures: Mapping[str, Any]) -> str:
    return (
        f"{figures['programs_judged']} complete programs of four exercises and more, of {figures['publisher_families_judged']} publisher families; "
        f"families left out in {figures['folds']} folds,\nmean over {figures['shuffles']} shuffles of the folds; "
        "95 % intervals by drawing publisher families. Recipe and penalty are chosen inside each fold."
    )


def _table(head: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> str:
    lines = ["".join([f"{'':{NAMED}}", *(f"{cell:{CELL}}" for cell in head)]).rstrip()]
    lines += ["".join([f"{name:{NAMED}}", *(f"{cell:{CELL}}" for cell in cells)]).rstrip() for name, cells in rows]
    return "\n".join(lines)


def _rankers(figures: Mapping[str, Any]) -> str:
    columns = (*METRICS, "coverage", "diversity")
    rows = [(name, [interval(row[column]) for column in columns]) for name, row in figures["rankers"].items()]
    return _table(columns, rows)


def _ahead(figures: Mapping[str, Any]) -> str:
    rows = [(name, [interval(row["ahead"][metric]) for metric in METRICS]) for name, row in figures["rankers"].items() if "ahead" in row]
    return "This score is ahead, program by program, of\n" + _table(METRICS, rows)


def _served(figures: Mapping[str, Any]) -> str:
    removed = figures["removed"]
    rules = ", ".join(f"{rule} {count}" for rule, count in list(removed["by_rule"].items())[:6])
    return (
        f"Of {removed['listed']} exercises that these programs include, a rule removes {removed['removed']} for an intake that fits the program's "
        f"audience:\n{rules} …"
    )


def _ablations(figures: Mapping[str, Any]) -> str:
    rows = [(name, [interval(row["NDCG@10"]), interval(row["change"])]) for name, row in figures["ablations"].items()]
    chosen = ", ".join(f"{name} ({times} times)" for name, times in figures["chosen"].items())
    return "Without one group of features each\n" + _table(("NDCG@10", "change"), rows) + f"\nchosen on inner folds: {chosen}"


def _slices(figures: Mapping[str, Any]) -> str:
    blocks = []
    for name, rows in figures["slices"].items():
        cells = [(f"  {word}", [f"{row['programs']:>4}", interval(row["NDCG@10"]), interval(row["ahead"])]) for word, row in rows.items()]
        blocks.append(_table((f"by {name}: programs", "NDCG@10", "ahead of region + popularity"), cells))
    return "\n".join(blocks)


def _curve(figures: Mapping[str, Any]) -> str:
    curve = figures["curve"]
    points = ", ".join(f"{share} of the publishers {gain:.3f}" for share, gain in curve["shares"].items())
    return f"Learning curve, NDCG@10: {points}.\n{curve['more_programs']} more programs would bring about {curve['expected_gain']:+.3f}."
