"""The runner of slips is sharp itself: it makes the slips that it should, notices a blunt test, and knows a run that says nothing."""

import pytest

from tests.mutation.__main__ import TARGETS, Outcome, equivalents, slips_of
from tests.mutation.running import REPOSITORY, NothingTried, Tried, check_without_slips, try_slips
from tests.mutation.slips import slips_in

# One line of a function, and what stands there after a slip.
LINES = [
    ("return a < b", {"return a <= b", "return a != b", "return True", "return False", "return None"}),
    ("return a >= b", {"return a > b", "return a == b", "return True", "return False", "return None"}),
    ("return a is b", {"return a is not b", "return True", "return False", "return None"}),
    ("return a == 'x'", {"return a != 'x'", "return a == 'XxX'", "return True", "return False", "return None"}),
    ("return a and b", {"return a or b", "return a", "return b", "return None"}),
    ("return not a", {"return a", "return True", "return False", "return None"}),
    ("return a + 1", {"return a - 1", "return a", "return 1", "return a + 2", "return a + 0", "return None"}),
    ("return -a", {"return a", "return None"}),
    ("return f(a, b)", {"return f(None, b)", "return f(a, None)", "return f(a)", "return f(b, a)", "return None"}),
    ("return f(a, by=b)", {"return f(None, by=b)", "return f(a, by=None)", "return f(a)", "return None"}),
    ("return min(a, b)", {"return max(a, b)", "return min(None, b)", "return min(a, None)", "return min(a)", "return None"}),
    ("return a if b else c", {"return a", "return c", "return None"}),
    (
        "return [one for one in a if one]",
        {"return [one for one in () if one]", "return [one for one in a if True]", "return [one for one in a if False]", "return None"},
    ),
    ("return (a, b)", {"return (b, a)", "return (a,)", "return (b,)", "return None"}),
    ("return {a: 1}", {"return {}", "return {a: 2}", "return {a: 0}", "return None"}),
    ("return UNKNOWN", {"return False", "return True", "return None"}),
    ("return Truth.UNKNOWN", {"return Truth.TRUE", "return Truth.FALSE", "return None"}),
    (
        "return Outcome.URGENT",
        {*(f"return Outcome.{name}" for name in ("PROCEED", "PROCEED_MODIFIED", "CONSULT_FIRST", "EMERGENCY")), "return None"},
    ),
    ("a += b", {"a -= b", "a = b", "pass"}),
    ("raise Refused", {"pass"}),
    ("a.clear()", {"pass"}),
]  # fmt: skip


@pytest.mark.parametrize(("line", "wrong"), LINES)
def test_the_slips_of_a_line(line, wrong):
    slips = slips_in(f"def it(a, b, c):\n    {line}\n", "module")

    assert {slip.text.splitlines()[-1].strip() for slip in slips} == wrong
    assert len(slips) == len(wrong)


RANK = """
class Rank(Enum):
    LOW = 1
    HIGH = 2

    @property
    def up(self):
        for a in self:
            if a:
                f()
"""


def test_branches_loops_cases_decorators_and_the_order_of_an_enum_slip_too():
    told = {slip.name for slip in slips_in(RANK, "m")}

    assert {
        "m.Rank.up: if [a -> True]:",
        "m.Rank.up: if [a -> False]:",
        "m.Rank.up: for a in [self -> ()]:",
        "m.Rank.up: [f() -> pass]",
        "m.Rank: [@property -> ]",
        "m: [LOW = 1 HIGH = 2 -> HIGH = 2 LOW = 1]",
    } <= told


def test_annotations_docstrings_and_imports_are_left_alone():
    assert slips_in('"""Says what it is."""\nfrom a import b\n\n\ndef it(a: "X" = b) -> "Y":\n    """Does it."""\n', "module") == []


def test_two_slips_of_one_name_are_told_apart():
    assert [slip.name for slip in slips_in("def it():\n    f()\n    g()\n    f()\n", "m")] == [
        "m.it: [f() -> pass]",
        "m.it: [g() -> pass]",
        "m.it: [f() -> pass] (2)",
    ]


def test_what_is_listed_as_the_same_is_a_slip_in_todays_code():
    """A name that is no longer made stands for code that has changed; look whether its reason still holds."""
    made = {slip.name for file in TARGETS for slip in slips_of(file)}

    assert sorted(set(equivalents()) - made) == []


def test_every_slip_that_nobody_can_tell_says_why():
    assert [name for name, because in equivalents().items() if len(because.split()) < 5] == []


def test_every_file_and_every_test_of_the_run_is_there():
    assert [name for file, tests in TARGETS.items() for name in (file, *tests) if not (REPOSITORY / name).is_file()] == []


def test_a_survivor_and_one_that_is_killed_though_listed_are_told():
    outcome = Outcome(
        file="a.py",
        seconds=1.0,
        tried=(Tried(name="lives", killed_by=None), Tried(name="same", killed_by=None), Tried(name="dead", killed_by="a test")),
    )

    assert outcome.alive({"same": "because"}) == ["lives"]
    assert outcome.killed_after_all({"same": "because", "dead": "because"}) == ["dead - by a test"]
    assert outcome.line({"same": "because"}).split() == ["a.py", "3", "1", "1", "1", "1.0"]


CODE = "def older(a, b):\n    return a > b\n"
SHARP = "def test_older():\n    assert older(2, 1) is True\n    assert older(1, 1) is False\n    assert older(1, 2) is False\n"
BLUNT = "def test_older():\n    assert older(2, 1)\n"


@pytest.fixture
def tests_of(tmp_path):
    """A file of tests over a module that is nowhere but in the run itself."""

    def written(text):
        path = tmp_path / "test_older.py"
        path.write_text(f"from backstart_older import older\n\n\n{text}", encoding="utf-8")
        return [str(path)]

    return written


def _living(tests):
    return sorted(one.name for one in try_slips("backstart_older", slips_in(CODE, "m"), tests, jobs=2) if one.killed_by is None)


def test_a_sharp_test_kills_every_slip(tests_of):
    assert _living(tests_of(SHARP)) == []


def test_a_blunt_test_lets_slips_live(tests_of):
    assert _living(tests_of(BLUNT)) == ["m.older: return [a > b -> True]", "m.older: return a [> -> !=] b", "m.older: return a [> -> >=] b"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("def test_it():\n    assert older(1, 2)\n", "pytest says 1, at .*test_it"),
        ("X = 1\n", "pytest says 5"),
        ("import nowhere\n", "pytest says 2"),
    ],
)
def test_a_run_that_fails_without_a_slip_says_nothing_and_is_refused(tests_of, text, why):
    with pytest.raises(NothingTried, match=why):
        check_without_slips("backstart_older", CODE, tests_of(text))


def test_a_run_that_never_imports_the_file_is_refused(tmp_path):
    path = tmp_path / "test_nothing.py"
    path.write_text("def test_nothing():\n    pass\n", encoding="utf-8")

    with pytest.raises(NothingTried, match="never imported"):
        check_without_slips("backstart_older", CODE, [str(path)])
