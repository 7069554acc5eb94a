"""The rules as one page for people: docs/rule-book.md, written from the tables. Adds nothing of its own.

python -m recommender.rules.rule_book [--check]
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from recommender.rules import tables

PAGE = Path(__file__).parents[2] / "docs" / "rule-book.md"
_INTRODUCTION = """# Rule book

Written from `recommender/rules/tables` by `make compile`; change the tables, not this page.

**No clinician has reviewed these rules.** *seen*: the fact stood in a source that was read; *recalled*: from general knowledge, to be checked;
*inferred*: our own reasoning. What people read comes first; a note for clinicians follows in *italics*.
*To review* says what a clinician should look at first. `cautious`: while the answer is unknown, the cautious program
keeps to gentle exercises; `apply`: unknown counts as yes; `none`: unknown does nothing.
"""


def page() -> str:
    """The whole page."""
    raw = tables.read()
    sources = raw["sources"]
    parts = [
        _INTRODUCTION,
        "## Red flags",
        *(_flags(name, rows, sources) for name, rows in raw["flags"].items()),
        "## Gate, combinations, limits, preferences, advice",
        *(_rows(name, rows, sources) for name, rows in raw["rows"].items()),
        "## Conditions",
        *(_condition(row, sources) for row in raw["conditions"].values()),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _flags(name: str, rows: Iterable[dict[str, Any]], sources: dict[str, Any]) -> str:
    lines = [
        f"\n### {Path(name).stem.replace('_', ' ')}\n",
        "| rule | asked | outcome | if unknown | because | source |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        outcome = row["outcome"] + (f", cleared by {row['cleared_by']}" if row["cleared_by"] else "")
        cells = (
            f"`{tables.rule_id('RF', row['flag'])}` {row['title']}",
            row["question"],
            outcome,
            row["if_unknown"],
            _because(row),
            _source(row, sources),
        )
        lines.append(_line(cells))
    return "\n".join(lines)


def _rows(name: str, rows: Iterable[dict[str, Any]], sources: dict[str, Any]) -> str:
    lines = [
        f"\n### {name.removesuffix('.yaml').replace('/', ': ')}\n",
        "| rule | when | then | if unknown | because | source |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        _line((f"`{row['id']}` {row['title']}", said(row["when"]), _then(row["then"]), row["if_unknown"], _because(row), _source(row, sources)))
        for row in rows
    ]
    return "\n".join(lines)


def _condition(row: dict[str, Any], sources: dict[str, Any]) -> str:
    gate = row["gate"]
    outcome = gate["outcome"] + (f", cleared by {gate['cleared_by']}" if gate["cleared_by"] else "")
    lines = [
        f"\n### {row['title']}\n",
        f"`{tables.rule_id('COND', row['condition'])}`: {outcome}. {_because(gate)}\n",
        "| property | | note | source |",
        "|---|---|---|---|",
    ]
    lines += [
        _line((name.replace("_", " "), cell["value"], cell.get("note", ""), _source(cell, sources)))
        for name, cell in row["cells"].items()
        if cell["value"] != "ok"
    ]
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
