"""Slips that somebody might make in a Python file, one at a time: each a name and the text with it. Runs nothing.

Annotations, docstrings and imports are left alone: no test could see a slip there, or no program would start.
"""

import ast
import copy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tests.mutation.kinds import slipped_expression, slipped_statement

# How much of a statement stands on each side of the slip in its name.
CONTEXT = 40
WORDS = re.compile(r"\w+|\s+|[=!<>]=|[^\w\s]")
# What is only there for readers and the type checker.
NOT_RUN = {"annotation", "returns", "type_params", "ctx", "type_comment"}
LEFT_ALONE = (ast.Import, ast.ImportFrom)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One slip: `name` says where and what, `text` is the whole file with it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a node hangs, so that another can be hung there."""

    parent: ast.AST
    field: str
    index: int | None
    scope: str

    @property
    def node(self) -> ast.AST:
        held = getattr(self.parent, self.field)
        return held if self.index is None else held[self.index]

    def hang(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def slips_in(text: str, module: str) -> list[Slip]:
    """Every slip in the file `text`, no two with the same text or the same name. Names start with `module`."""
    tree = ast.parse(text)
    plain = ast.unparse(tree)
    seen, names = {plain}, Counter[str]()
    slips = []
    for place in _places(tree, module):
        original = place.node
        for changed in _changed(place):
            place.hang(changed)
            wrong = ast.unparse(tree)
            place.hang(original)
            if wrong not in seen:
                seen.add(wrong)
                name = f"{place.scope}: {_told(plain, wrong)}"
                names[name] += 1
                slips.append(Slip(name=name if names[name] == 1 else f"{name} ({names[name]})", text=wrong))
    return slips


def _places(node: ast.AST, scope: str) -> Iterator[_Place]:
    for field, held in ast.iter_fields(node):
        if field in NOT_RUN:
            continue
        for index, child in enumerate(held) if isinstance(held, list) else [(None, held)]:
            if isinstance(child, ast.AST) and not isinstance(child, LEFT_ALONE) and not _is_docstring(child):
                yield _Place(parent=node, field=field, index=index, scope=scope)
                inner = f"{scope}.{child.name}" if isinstance(child, ast.ClassDef | ast.FunctionDef) else scope
                yield from _places(child, inner)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _changed(place: _Place) -> Iterator[ast.AST]:
    node = copy.deepcopy(place.node)
    if isinstance(node, ast.stmt):
        yield from slipped_statement(node, place.parent)
    elif isinstance(node, ast.expr):
        yield from slipped_expression(node, place.parent, place.field)
    elif isinstance(node, ast.comprehension):
        yield ast.comprehension(target=node.target, iter=ast.Tuple(elts=[], ctx=ast.Load()), ifs=node.ifs, is_async=0)


def _told(plain: str, wrong: str) -> str:
    """The slip as its own words in the middle of the statement that it stands in."""
    before, after = _differing_lines(plain, wrong)
    start, end = _same_ends(before, after)
    left, right = "".join(before[:start]), "".join(before[len(before) - end :])
    shown_left = left if len(left) <= CONTEXT else f"..{left[-CONTEXT:]}"
    shown_right = right if len(right) <= CONTEXT else f"{right[:CONTEXT]}.."
    return f"{shown_left}[{''.join(before[start : len(before) - end])} -> {''.join(after[start : len(after) - end])}]{shown_right}"


def _differing_lines(plain: str, wrong: str) -> tuple[list[str], list[str]]:
    """The words of the lines in which the two differ."""
    one, other = plain.splitlines(), wrong.splitlines()
    start, end = _same_ends(one, other)
    return _words(one[start : len(one) - end]), _words(other[start : len(other) - end])


def _words(lines: list[str]) -> list[str]:
    return WORDS.findall(" ".join(line.strip() for line in lines))


def _same_ends(one: list[str], other: list[str]) -> tuple[int, int]:
    """How far the two are the same from their start, and of what is left, from their end."""
    start = _common(one, other)
    return start, min(_common(one[::-1], other[::-1]), min(len(one), len(other)) - start)


def _common(one: list[str], other: list[str]) -> int:
    return next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), min(len(one), len(other)))
