"""Are the unit tests sharp? `python -m tests.mutation` puts one slip at a time into the code of rules and gate, and a unit test must fail.

What no test can tell from the code stands in equivalent.yaml, with its reason. Names of files, or parts of them, limit the run to these.
"""

import argparse
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from exercise_catalog.strict_yaml import load_file
from tests.mutation.running import REPOSITORY, Tried, check_without_slips, try_slips
from tests.mutation.slips import Slip, slips_in

# Each file, and the unit tests that must notice a slip in it, the quickest first.
ROWS_STAY = "tests/unit/rules/test_rows_stay_as_they_are.py"
TARGETS = {
    "recommender/domain/truth.py": ("tests/unit/domain/test_truth.py",),
    "recommender/domain/gate.py": ("tests/unit/rules/test_gate_decides.py", ROWS_STAY),
    "recommender/rules/condition.py": ("tests/unit/rules/test_conditions_over_facts.py", ROWS_STAY),
    "recommender/rules/gate.py": ("tests/unit/rules/test_gate_decides.py",),
    "recommender/rules/engine.py": ("tests/unit/rules/test_judgements.py", ROWS_STAY),
    "recommender/rules/rule.py": ("tests/unit/rules/test_rules_from_rows.py", ROWS_STAY),
    "recommender/rules/questionnaire.py": ("tests/unit/rules/test_form_steps.py", ROWS_STAY),
}
HEAD = f"{'file':<40}{'slips':>7}{'killed':>8}{'same':>6}{'alive':>7}{'seconds':>9}"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of the slips of one file."""

    file: str
    tried: tuple[Tried, ...]
    seconds: float

    def alive(self, same: Mapping[str, str]) -> list[str]:
        """What no test noticed and is not known to be the same."""
        return [one.name for one in self.tried if one.killed_by is None and one.name not in same]

    def killed_after_all(self, same: Mapping[str, str]) -> list[str]:
        """What is said to be the same as the code, and was noticed."""
        return [f"{one.name} - by {one.killed_by}" for one in self.tried if one.killed_by is not None and one.name in same]

    def line(self, same: Mapping[str, str]) -> str:
        killed = sum(one.killed_by is not None for one in self.tried)
        alive = len(self.alive(same))
        return f"{self.file:<40}{len(self.tried):>7}{killed:>8}{len(self.tried) - killed - alive:>6}{alive:>7}{self.seconds:>9.1f}"


def equivalents() -> dict[str, str]:
    """The names of the slips that nobody can tell from the code, and why not."""
    rows = load_file(REPOSITORY / "tests" / "mutation" / "equivalent.yaml")["equivalent"]
    return {name: row["because"] for row in rows for name in row["slips"]}


def slips_of(file: str) -> list[Slip]:
    """Every slip in a file of the repository."""
    return slips_in((REPOSITORY / file).read_text(encoding="utf-8"), file.removesuffix(".py").replace("/", "."))


def run(file: str, *, jobs: int) -> Outcome:
    """Tries every slip of one file."""
    started = time.perf_counter()
    module = file.removesuffix(".py").replace("/", ".")
    check_without_slips(module, (REPOSITORY / file).read_text(encoding="utf-8"), TARGETS[file])
    tried = tuple(try_slips(module, slips_of(file), TARGETS[file], jobs=jobs))
    return Outcome(file=file, tried=tried, seconds=time.perf_counter() - started)


def summary(outcomes: list[Outcome], same: Mapping[str, str]) -> Iterator[str]:
    """The lines below the table."""
    total = Outcome(file="all", tried=tuple(one for outcome in outcomes for one in outcome.tried), seconds=sum(one.seconds for one in outcomes))
    yield total.line(same)
    for title, names in (("survivors", total.alive(same)), ("listed as the same, but killed", total.killed_after_all(same))):
        yield f"{title} ({len(names)}):"
        yield from (f"  {name}" for name in names)


def main() -> int:
    """Prints the report; 1 where a slip survives, or one that is listed as the same is killed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("files", nargs="*", help="only files whose path holds one of these")
    wanted = parser.parse_args().files
    chosen = [file for file in TARGETS if not wanted or any(part in file for part in wanted)]
    if not chosen:
        parser.error(f"no such file; there are {', '.join(TARGETS)}")
    same, outcomes = equivalents(), []
    print(HEAD, flush=True)
    for file in chosen:
        outcomes.append(run(file, jobs=os.cpu_count() or 1))
        print(outcomes[-1].line(same), flush=True)
    print("\n".join(summary(outcomes, same)))
    return 1 if any(outcome.alive(same) or outcome.killed_after_all(same) for outcome in outcomes) else 0


if __name__ == "__main__":
    raise SystemExit(main())
