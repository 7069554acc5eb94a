"""The rules as pages for people: docs/rule-book.md, and docs/rule-book.html to search in. Adds nothing to the tables and the review records.

python -m recommender.rules.rule_book [--check]
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from recommender.rules import tables
from recommender.rules.review_records import Standings
from recommender.rules.rule_book_page import html
from recommender.rules.rule_book_rows import Book, Cell, Condition, Group, Node, Rule, gather

PAGE = Path(__file__).parents[2] / "docs" / "rule-book.md"
SEARCHABLE = PAGE.with_suffix(".html")
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
    """The Markdown page. Raises ValueError where the tables or the records are not in order."""
    return _markdown(gather(folder))


def _markdown(book: Book) -> str:
    parts = [
        _introduction(book.standings),
        "## Red flags",
        *(_flags(group) for group in book.flags),
        "## Gate, combinations, limits, preferences, advice",
        *(_rows(group) for group in book.tables),
        "## Conditions",
        *(_condition(condition) for condition in book.conditions),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _introduction(found: Standings) -> str:
    removed = f"Reviewed once, and removed since: {', '.join(f'`{rule}`' for rule in found.removed)}.\n" if found.removed else ""
    return _INTRODUCTION.format(rows=len(found.rows), reviewed=found.reviewed, changed=found.changed, never=found.never, removed=removed)


def _flags(group: Group) -> str:
    lines = [
        f"\n### {Path(group.name).stem.replace('_', ' ')}\n",
        "| rule | asked | outcome | if unknown | because | source | review |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_row(rule, rule.question or "", _outcome(rule)) for rule in group.rules]
    return "\n".join(lines)


def _rows(group: Group) -> str:
    lines = [
        f"\n### {group.name.removesuffix('.yaml').replace('/', ': ')}\n",
        "| rule | when | then | if unknown | because | source | review |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_row(rule, said(rule.when), _then(rule.then)) for rule in group.rules]
    return "\n".join(lines)


def _row(rule: Rule, when: str, then: str) -> str:
    return _line((f"`{rule.id}` {rule.title}", when, then, rule.if_unknown, _because(rule), _source(rule), rule.standing.words))


def _condition(condition: Condition) -> str:
    rule = condition.rule
    lines = [
        f"\n### {condition.title}\n",
        f"`{rule.id}`: {_outcome(rule)}. {_because(rule)} ({rule.standing.words})\n",
        "| property | | note | source | review |",
        "|---|---|---|---|---|",
    ]
    lines += [
        _line((cell.property.replace("_", " "), cell.value, cell.note or "", _source(cell), cell.rule.standing.words))
        for cell in condition.cells
        if cell.rule
    ]
    rest = ", ".join(cell.property.replace("_", " ") for cell in condition.cells if not cell.rule)
    return "\n".join([*lines, f"\nNo restriction found (not evidence of safety): {rest or 'none'}."])


def _outcome(rule: Rule) -> str:
    gate = rule.then["gate"]
    return f"{gate['outcome']}, cleared by {gate['cleared_by']}" if "cleared_by" in gate else str(gate["outcome"])


def said(node: Node) -> str:
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


def _then(then: Node) -> str:
    # Compiled caps are lists; each one reads as an effect of its own.
    effects = [(key, each) for key, value in then.items() for each in (value if key == "cap" else [value])]
    return "; ".join(_effect(key, value) for key, value in effects)


def _effect(key: str, value: Any) -> str:
    if isinstance(value, dict):
        return f"{key} " + ", ".join(f"{name} {_plain(item)}" for name, item in value.items() if item is not None)
    return f"{key} {_plain(value)}"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name} {_plain(item)}" for name, item in value.items())
    return ", ".join(_plain(item) for item in value) if isinstance(value, list) else str(value)


def _because(rule: Rule) -> str:
    note = f" *{rule.clinician_note}*" if rule.clinician_note else ""
    review = f" **To review:** {rule.review}" if rule.review else ""
    return f"{rule.because}{note}{review}"


def _source(row: Rule | Cell) -> str:
    source = row.source
    title = f"[{source.title}]({source.url})" if source.url else source.title
    return f"{title}, {source.year} ({row.confidence}, {row.basis})"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(" ".join(str(cell).replace("|", "/").split()) for cell in cells) + " |"


def texts(folder: Path = tables.HERE) -> dict[Path, str]:
    """What both pages should hold."""
    book = gather(folder)
    return {PAGE: _markdown(book), SEARCHABLE: html(book)}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="change nothing")
    options = parser.parse_args(arguments)
    wanted = texts()
    if not options.check:
        for path, text in wanted.items():
            path.write_text(text, encoding="utf-8")
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(f"docs/{path.name} is stale: run make compile", file=sys.stderr)
    print(f"{len(stale)} problems" if stale else "rule book, fresh.")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
