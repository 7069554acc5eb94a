"""The model's artifact and templates/ → docs/model-card.md and docs/data-card.md, for who must decide whether to trust it. Invents no figure.

python -m recommender.training.cards [--check]
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from exercise_catalog.artifact import open_sealed
from recommender.scoring.features import group_of
from recommender.scoring.model import MODEL
from recommender.training import laboratory as lab
from recommender.training.baselines import BASELINES
from recommender.training.dataset import Program
from recommender.training.report import interval

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs"
# Below so many programs a slice says little, and the card says so.
FEW_PROGRAMS = 10
COUNTED = ("publisher", "area", "level", "goal", "complaint", "older")

Content = Mapping[str, Any]


def described(programs: Sequence[Program]) -> dict[str, Any]:
    """What the published programs hold, counted: for the data card."""
    return {
        "complete": sum(program.complete for program in programs),
        "judged": sum(program.can_judge for program in programs),
        "exercises_listed": sum(len(program.exercises) for program in programs),
        "exercises_named": len({name for program in programs for name in program.exercises}),
        "largest_family": max(Counter(program.family for program in programs).values()),
        "stated": _counts(word for program in programs for word in program.stated),
        "publisher": _counts(program.type for program in programs),
        "area": _counts(area for program in programs for area in program.audience.areas or ("none named",)),
        "level": _counts(program.told["experience"] for program in programs),
        "goal": _counts(program.told["goal"] for program in programs),
        "complaint": _counts(one for program in programs for one in program.audience.complaints),
        "older": _counts("65 and above" if program.told["older"] else "adults" for program in programs),
    }


def _counts(words: Iterable[str]) -> dict[str, int]:
    return {str(word): count for word, count in sorted(Counter(words).items(), key=lambda pair: (-pair[1], pair[0]))}


def texts(content: Content) -> dict[Path, str]:
    """Both cards for the model that `content` holds."""
    return {DOCS / f"{name}.md": _filled(name, words) for name, words in (("model-card", _of_model(content)), ("data-card", _of_data(content)))}


def _filled(name: str, words: Mapping[str, Any]) -> str:
    return (HERE / "templates" / f"{name}.md").read_text(encoding="utf-8").format_map(words)


def _of_model(content: Content) -> dict[str, Any]:
    origin, figures = content["provenance"], content["provenance"]["figures"]
    rankers, ablations, curve = figures["rankers"], figures["ablations"], figures["curve"]
    step = rankers[lab.PLAIN]["ahead"]["NDCG@10"]
    return {
        "n_features": len(content["features"]),
        "date": origin["date"],
        "versions": ", ".join(f"{name} {version}" for name, version in origin["versions"].items()),
        "programs": origin["programs"],
        "families": origin["publisher_families"],
        "pairs": f"{origin['pairs']:,}",
        "parity_pairs": f"{origin['parity']['pairs']:,}",
        "parity": f"{origin['parity']['at_most']:g}",
        "judged": figures["programs_judged"],
        "folds": figures["folds"],
        "shuffles": figures["shuffles"],
        "rankers": _rankers(rankers, (lab.SCORE, *BASELINES, lab.PLAIN, lab.PAIRWISE, lab.TREES)),
        "served": _rankers(rankers, (lab.BY_SCORE, lab.WITH_RULES, lab.ASSEMBLED, lab.ONE_OF_A_FAMILY, *lab.TOLD_LESS)),
        "step": interval(step),
        "established": "established" if step[1] > 0 else "not established, because the interval reaches below 0",
        "removed": figures["removed"]["removed"],
        "listed": figures["removed"]["listed"],
        "weak": "\n".join(_weak(figures["slices"])),
        "slices": "\n\n".join(_slice(name, rows) for name, rows in figures["slices"].items()),
        "level_stated": origin["data"]["stated"].get("experience", 0),
        "groups": _groups(content),
        "signs": interval(ablations[lab.NO_SIGNS]["change"]),
        "alike": interval(ablations[lab.ALIKE]["change"]),
        "curve": ", ".join(f"{share} of the publishers {gain:.3f}" for share, gain in curve["shares"].items()),
        "more": curve["more_programs"],
        "gain": f"{curve['expected_gain']:+.3f}",
    }


def _of_data(content: Content) -> dict[str, Any]:
    origin, data = content["provenance"], content["provenance"]["data"]
    programs = origin["programs"]
    stated = [(name, f"{count} of {programs}") for name, count in data["stated"].items()]
    counts = [table((name, "programs"), [(word, str(count)) for word, count in data[name].items()]) for name in COUNTED]
    return {
        **{name: data[name] for name in ("complete", "judged", "exercises_listed", "exercises_named", "largest_family")},
        "programs": programs,
        "families": origin["publisher_families"],
        "partial": programs - data["complete"],
        "stated": table(("field", "programs that state it"), stated),
        "counts": "\n\n".join(counts),
        "digest": origin["digests"]["data"],
    }


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |".replace("| --- |", "|---|").replace(" --- |", "---|") for cells in lines)


def _rankers(rankers: Content, names: Sequence[str]) -> str:
    head = ("ranking", "NDCG@10", "recall@10", "MRR", "this score is ahead by (NDCG@10)")
    rows = [
        (name, *(interval(rankers[name][metric]) for metric in head[1:4]), interval(rankers[name]["ahead"]["NDCG@10"]) if name != lab.SCORE else "")
        for name in names
    ]
    return table(head, rows)


def _groups(content: Content) -> str:
    counts = Counter(group_of(name) for name, _ in content["features"])
    ablations = content["provenance"]["figures"]["ablations"]
    rows = [(name, str(counts[name]), interval(ablations[lab.WITHOUT + name]["change"])) for name in sorted(counts)]
    return table(("group of features", "weights", "change of NDCG@10 without it"), rows)


def _weak(slices: Content) -> list[str]:
    """Slices that are thin, and slices where the score is not shown to beat counting."""
    lines = []
    for name, rows in slices.items():
        thin = [f"{word} ({row['programs']})" for word, row in rows.items() if row["programs"] < FEW_PROGRAMS]
        unsure = [word for word, row in rows.items() if row["programs"] >= FEW_PROGRAMS and row["ahead"][1] <= 0]
        if thin:
            lines.append(f"- By {name}, fewer than {FEW_PROGRAMS} programs to judge by: {', '.join(thin)}.")
        if unsure:
            lines.append(f"- By {name}, not shown to be better than region filter + popularity: {', '.join(unsure)}.")
    return lines


def _slice(name: str, rows: Content) -> str:
    cells = [(word, str(row["programs"]), interval(row["NDCG@10"]), interval(row["ahead"])) for word, row in rows.items()]
    return table((name, "programs", "NDCG@10", "ahead of region filter + popularity"), cells)


def write(path: Path) -> None:
    """Write both cards for the model at `path`."""
    content, _ = open_sealed(path)
    for card, text in texts(content).items():
        card.write_text(text, encoding="utf-8")


def stale(path: Path) -> list[str]:
    """Which cards do not say what the model at `path` says; empty when both do."""
    content, _ = open_sealed(path)
    return [
        f"docs/{card.name} is stale: run python -m recommender.training.cards"
        for card, text in texts(content).items()
        if not card.exists() or card.read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str] | None = None) -> int:
    """Write the cards, or only check them; 0 when they are written or fresh."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="change nothing")
    options = parser.parse_args(arguments)
    if not options.check:
        write(MODEL)
    problems = stale(MODEL)
    print("\n".join(problems) if problems else "cards, fresh.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
