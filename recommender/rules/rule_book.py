"""The rules as one page for people: docs/rule-book.md, written from the tables and the review records. Adds nothing of its own.

python -m recommender.rules.rule_book [--check]
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from recommender.rules import tables
from recommender.rules.compile import read_and_build
from recommender.rules.review_records import Standing, Standings

PAGE = Path(__file__).parents[2] / "docs" / "rule-book.md"
_INTRODUCTION = """# Rule book

Written from `recommender/rules/tables` by `make compile`; change the tables, not this page.

**{reviewed} of {rows} rules have been reviewed by a clinician as they now are**; {changed} changed since their review, {never} were never reviewed.
{removed}[How a review is recorded](review-the-rules.md).

*seen*: the fact stood in a source that was read; *recalled*: from general knowledge, to be checked;
*inferred*: our own reasoning. What people read comes first; a note for clinicians follows in *italics*.
*To review* says what a clinician should look at first. `cautious`: while the answer is unknown, the cautious program
keeps to gentle exercises; `apply`: unknown counts as yes; `none`: unknown does nothing.
"""


def page(folder: Path = tables.HERE) -> str:
    """The whole page. Raises ValueError where the tables or the records are not in order."""
    built = read_and_build(folder)
    if built.problems:
        raise ValueError("; ".join(built.problems))
    raw, found = tables.read(folder), built.standings
    sources, reviews = raw["sources"], found.rows
    parts = [
        _introduction(found),
        "## Red flags",
        *(_flags(name, rows, sources, reviews) for name, rows in raw["flags"].items()),
        "## Gate, combinations, limits, preferences, advice",
        *(_rows(name, rows, sources, reviews) for name, rows in raw["rows"].items()),
        "## Conditions",
        *(_condition(row, sources, reviews) for row in raw["conditions"].values()),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _introduction(found: Standings) -> str:
    removed = f"Reviewed once, and removed since: {', '.join(f'`{rule}`' for rule in found.removed)}.\n" if found.removed else ""
    return _INTRODUCTION.format(rows=len(found.rows), reviewed=found.reviewed, changed=found.changed, never=found.never, removed=removed)


def _flags(name: str, rows: Iterable[dict[str, Any]], sources: dict[str, Any], reviews: Mapping[str, Standing]) -> str:
    lines = [
        f"\n### {Path(name).stem.replace('_', ' ')}\n",
        "| rule | asked | outcome | if unknown | because | source | review |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        outcome = row["outcome"] + (f", cleared by {row['cleared_by']}" if row["cleared_by"] else "")
        rule = tables.rule_id("RF", row["flag"])
        cells = (
            f"`{rule}` {row['title']}",
            row["question"],
            outcome,
            row["if_unknown"],
            _because(row),
            _source(row, sources),
            reviews[rule].words,
        )
        lines.append(_line(cells))
    return "\n".join(lines)


def _rows(name: str, rows: Iterable[dict[str, Any]], sources: dict[str, Any], reviews: Mapping[str, Standing]) -> str:
    lines = [
        f"\n### {name.removesuffix('.yaml').replace('/', ': ')}\n",
        "| rule | when | then | if unknown | because | source | review |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        cells = (
            f"`{row['id']}` {row['title']}",
            said(row["when"]),
            _then(row["then"]),
            row["if_unknown"],
            _because(row),
            _source(row, sources),
            reviews[row["id"]].words,
        )
        lines.append(_line(cells))
    return "\n".join(lines)


def _condition(row: dict[str, Any], sources: dict[str, Any], reviews: Mapping[str, Standing]) -> str:
    gate, rule = row["gate"], tables.rule_id("COND", row["condition"])
    outcome = gate["outcome"] + (f", cleared by {gate['cleared_by']}" if gate["cleared_by"] else "")
    lines = [
        f"\n### {row['title']}\n",
        f"`{rule}`: {outcome}. {_because(gate)} ({reviews[rule].words})\n",
        "| property | | note | source | review |",
        "|---|---|---|---|---|",
    ]
    for name, cell in row["cells"].items():
        if cell["value"] != "ok":
            review = reviews[tables.rule_id(rule, name)].words
            lines.append(_line((name.replace("_", " "), cell["value"], cell.get("note", ""), _source(cell, sources), review)))
    rest = ", ".join(name.replace("_", " ") for name, cell in row["cells"].items() if cell["value"] == "ok")
    return "\n".join([*lines, f"\nNo restriction found (not evidence of safety): {rest or 'none'}."])


def said(node: dict[str, Any]) -> str:
    """A condition in words."""
    if "fact" in node:
        value = node.get("value", "")
        if node["is"] == "equal_to" and value is True:
            return str(node["fact"])
        return f"{node['fact']} {node['is'].replace('_', ' ')} {', '.join(value) if isinstance(value, list) else value}".strip()
    if not node.get("all", True):
        return "always"
    joined = {"all": " and ", "any": " or "}
    for key, word in joined.items():
        if key in node:
            return word.join(f"({said(part)})" if "fact" not in part else said(part) for part in node[key])
    return f"at least {node['at_least']} of: {'; '.join(said(part) for part in node['of'])}"


def _then(then: dict[str, Any]) -> str:
    return "; ".join(_effect(key, value) for key, value in then.items())


def _effect(key: str, value: Any) -> str:
    if isinstance(value, dict):
        return f"{key} " + ", ".join(f"{name} {_plain(item)}" for name, item in value.items() if item is not None)
    return f"{key} {_plain(value)}"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name} {_plain(item)}" for name, item in value.items())
    return ", ".join(_plain(item) for item in value) if isinstance(value, list) else str(value)


def _because(row: dict[str, Any]) -> str:
    note = f" *{row['clinician_note']}*" if row.get("clinician_note") else ""
    review = f" **To review:** {row['review']}" if row.get("review") else ""
    return f"{row['because']}{note}{review}"


def _source(row: dict[str, Any], sources: dict[str, Any]) -> str:
    source = sources[row["source"]]
    title = f"[{source['title']}]({source['url']})" if source["url"] else source["title"]
    return f"{title}, {source['year']} ({row['confidence']}, {row['basis']})"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(" ".join(str(cell).replace("|", "/").split()) for cell in cells) + " |"


def problems() -> Iterator[str]:
    """What `--check` has to say."""
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        yield "docs/rule-book.md is stale: run make compile"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="change nothing")
    if not parser.parse_args(arguments).check:
        PAGE.write_text(page(), encoding="utf-8")
    found = list(problems())
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"{len(found)} problems" if found else "rule book, fresh.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
