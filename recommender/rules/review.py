"""Records that somebody has reviewed rules as these now are, or lists how far reviews go. Refuses ids that are no rules, and tables not compiled.

python -m recommender.rules.review --list
python -m recommender.rules.review --by NAME --role PROFESSION --date YYYY-MM-DD --rows RULE-ID ... [--note WORDS]
python -m recommender.rules.review --by NAME --role PROFESSION --date YYYY-MM-DD --all [--note WORDS]
"""

import argparse
import datetime as dt
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from recommender.rules import review_records, tables
from recommender.rules.compile import Built, read_and_build
from recommender.rules.review_records import REMOVED, Standings, is_date

_SHOWN = 10


def main(arguments: list[str] | None = None, *, folder: Path = tables.HERE, today: Callable[[], dt.date] = dt.date.today) -> int:
    """List, or write one record. Returns the exit status; 1 when nothing was done, with the reasons on stderr."""
    options = _parser().parse_args(arguments)
    built = read_and_build(folder)
    if built.problems:
        return _refuse(built.problems)
    if options.list:
        print(listing(built.standings))
        return 0
    problems = _problems(options, built, today())
    if problems:
        return _refuse(problems)
    rows = _signed(built, options.rows)
    path = _write(built, by=options.by, role=options.role, date=options.date, note=options.note, rows=rows)
    print(f"{path.name}: {len(rows)} rows. Now run make compile, and commit the record with what it changes.")
    print(listing(read_and_build(folder).standings))
    return 0


def listing(found: Standings) -> str:
    """How many rows are reviewed, stale and never reviewed; the ids of those that need another look."""
    changed = [rule for rule, standing in found.rows.items() if standing.last and not standing.holds]
    return "\n".join(
        (
            f"{len(found.rows):>4} rows",
            f"{found.reviewed:>4} reviewed as they now are",
            f"{found.changed:>4} stale: reviewed once, and changed since{_named(changed)}",
            f"{found.never:>4} never reviewed",
            f"{len(found.removed):>4} reviewed once, and removed since{_named(found.removed)}",
        )
    )


def _named(ids: Iterable[str]) -> str:
    names = sorted(ids)
    more = f", and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f": {', '.join(names[:_SHOWN])}{more}" if names else ""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m recommender.rules.review", description=(__doc__ or "").splitlines()[0])
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--list", action="store_true", help="how many rows are reviewed, stale and never reviewed")
    what.add_argument("--rows", nargs="+", metavar="RULE-ID", help="the rows that were reviewed; of one that is gone, its removal")
    what.add_argument("--all", action="store_true", help="every row, and every removal, was reviewed")
    parser.add_argument("--by", help="who reviewed")
    parser.add_argument("--role", help="their profession")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="when")
    parser.add_argument("--note", default="", help="what they want to say about it")
    return parser


def _problems(options: argparse.Namespace, built: Built, today: dt.date) -> list[str]:
    said = {name: getattr(options, name) or "" for name in ("by", "role", "note")}
    problems = [f"--{name} must say something" for name in ("by", "role") if not said[name].strip()]
    problems += [f"--{name} must be one line of plain text" for name, text in said.items() if not text.isprintable()]
    if not is_date(options.date):
        problems.append("--date must be a day that exists, as 2026-11-22")
    elif options.date > today.isoformat():
        problems.append("--date lies in the future; a review is recorded after it was done")
    signed = _signed(built, options.rows)
    unknown = signed.keys() - built.standings.rows.keys() - set(built.standings.removed)
    problems += [f"{rule} is no rule: docs/rule-book.md has the ids" for rule in sorted(unknown)]
    newer = [record for record in built.records if options.date and record.date > options.date and record.rows.keys() & signed.keys()]
    problems += [f"{record.file} is newer than --date and speaks of the same rows, so it would stay the last word" for record in newer]
    # The page that reviewers read is written from the compiled tables; rows that are not compiled yet are not what was read.
    return problems + built.stale()


def _signed(built: Built, chosen: list[str] | None) -> dict[str, str]:
    """The digest of each row that was reviewed; for one that is gone, the word that says so."""
    now = review_records.digests(built.book)
    ids = chosen if chosen is not None else [*now, *built.standings.removed]
    return {rule: now.get(rule, REMOVED) for rule in sorted(set(ids))}


def _write(built: Built, *, by: str, role: str, date: str, note: str, rows: Mapping[str, str]) -> Path:
    """A new file; none that is there is ever written over."""
    folder = review_records.folder_of(built.folder)
    folder.mkdir(exist_ok=True)
    # Two reviews of one day are told apart by their number, which also says which came last.
    number = max((int(path.name[11:13]) for path in folder.glob(f"{date}-[0-9][0-9]-*.yaml")), default=0) + 1
    path = folder / f"{date}-{number:02}-{_file_name(by)}.yaml"
    head = [f"{key}: {_quoted(value)}" for key, value in (("by", by), ("role", role), ("date", date), ("note", note))]
    with path.open("x", encoding="utf-8") as file:
        file.write("\n".join([*head, "rows:", *(f"  {rule}: {_quoted(digest)}" for rule, digest in rows.items())]) + "\n")
    return path


def _file_name(by: str) -> str:
    plain = unicodedata.normalize("NFKD", by).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "reviewer"


def _quoted(value: str) -> str:
    # A JSON text is a YAML text, and one that holds a colon or a quotation mark too.
    return json.dumps(value, ensure_ascii=False)


def _refuse(problems: Iterable[str]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
