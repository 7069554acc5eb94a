"""The kinds of slips, node by node: a comparison one off, an `or` for an `and`, a part dropped, a `no` for an unknown. Runs nothing.

Each function is given a node that it may keep, and yields what could stand in its place.
"""

import ast
import copy
import itertools
from collections.abc import Iterator
from typing import Any

# A comparison, and those that differ from it at one of the three ways in which two values can stand to each other.
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.NotEq),
    ast.LtE: (ast.Lt, ast.Eq),
    ast.Gt: (ast.GtE, ast.NotEq),
    ast.GtE: (ast.Gt, ast.Eq),
    ast.Eq: (ast.NotEq, ast.LtE, ast.GtE),
    ast.NotEq: (ast.Eq, ast.Lt, ast.Gt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
# Names that are written one for the other.
MIXED_UP = (
    ("min", "max"),
    ("any", "all"),
    ("sorted", "list"),
    ("lower", "upper"),
    ("partition", "rpartition"),
    ("_TRUE", "_FALSE", "_UNKNOWN"),
    ("TRUE", "FALSE", "UNKNOWN"),
    ("PROCEED", "PROCEED_MODIFIED", "CONSULT_FIRST", "URGENT", "EMERGENCY"),
    ("PERSON", "CLINICIAN", "NOTHING"),
)
# Functions of which the order of arguments is no matter.
IN_ANY_ORDER = {"min", "max"}
TRUE, FALSE, NONE = ast.Constant(value=True), ast.Constant(value=False), ast.Constant(value=None)
NOTHING = ast.Tuple(elts=[], ctx=ast.Load())
DROPPED = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Raise)


def slipped_statement(node: ast.stmt, parent: ast.AST) -> Iterator[ast.stmt]:
    """What could stand where the statement `node` stands."""
    if isinstance(node, DROPPED) and not isinstance(parent, ast.Module | ast.ClassDef):
        yield ast.Pass()
    match node:
        case ast.AugAssign():
            yield ast.Assign(targets=[node.target], value=node.value, lineno=0)
            yield _with(node, op=ARITHMETIC[type(node.op)]())
        case ast.Return(value=ast.expr()):
            yield ast.Return(value=NONE)
        case ast.If():
            yield from (_with(node, test=value) for value in (TRUE, FALSE))
        case ast.For():
            yield _with(node, iter=NOTHING)
        case ast.Match():
            yield from (_with(node, cases=rest) for rest in _one_dropped(node.cases))
        case ast.ClassDef():
            yield from (_with(node, decorator_list=rest) for rest in _one_dropped(node.decorator_list))
            yield from (_with(node, body=body) for body in _members_swapped(node) if _is_an_enum(node))
        case ast.FunctionDef():
            yield from (_with(node, decorator_list=rest) for rest in _one_dropped(node.decorator_list))


def _is_an_enum(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id == "Enum" for base in node.bases)


def _members_swapped(node: ast.ClassDef) -> Iterator[list[ast.stmt]]:
    for at, pair in enumerate(itertools.pairwise(node.body)):
        if all(isinstance(part, ast.Assign) for part in pair):
            yield [*node.body[:at], *reversed(pair), *node.body[at + 2 :]]


def slipped_expression(node: ast.expr, parent: ast.AST, field: str) -> Iterator[ast.expr]:
    """What could stand where the expression `node` stands, as the `field` of `parent`."""
    if isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
        return
    if isinstance(parent, ast.comprehension) and field == "ifs":
        yield from (TRUE, FALSE)
    if isinstance(parent, ast.Lambda) and field == "body":
        yield NONE
    match node:
        case ast.Constant():
            yield from _constants(node, parent)
        case ast.Name() | ast.Attribute():
            yield from _names(node)
        case ast.Call():
            yield from _calls(node)
        case ast.Compare():
            yield from (TRUE, FALSE)
            yield from (_with(node, ops=ops) for ops in _comparisons(node))
        case ast.Tuple() | ast.List() | ast.Set() | ast.Dict():
            yield from _collections(node)
        case _:
            yield from _logic_and_arithmetic(node)


def _logic_and_arithmetic(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.BoolOp():
            yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
            yield from (rest[0] if len(rest) == 1 else _with(node, values=rest) for rest in _one_dropped(node.values))
        case ast.UnaryOp(op=ast.Not()):
            yield from (node.operand, TRUE, FALSE)
        case ast.UnaryOp():
            yield node.operand
        case ast.BinOp():
            yield from (node.left, node.right)
            yield from (_with(node, op=ARITHMETIC[kind]()) for kind in [type(node.op)] if kind in ARITHMETIC)
        case ast.IfExp():
            yield from (node.body, node.orelse)


def _constants(node: ast.Constant, parent: ast.AST) -> Iterator[ast.expr]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(value=not value)
    elif isinstance(value, int | float):
        yield from (ast.Constant(value=value + 1), ast.Constant(value=value - 1))
    elif isinstance(value, str):
        yield ast.Constant(value=f"X{value}X")
    elif value is None and not isinstance(parent, ast.Compare):
        # What a comparison with None decides is turned there already.
        yield FALSE


def _names(node: ast.Name | ast.Attribute) -> Iterator[ast.expr]:
    word = node.id if isinstance(node, ast.Name) else node.attr
    others = {other for group in MIXED_UP if word in group for other in group} - {word}
    if isinstance(node, ast.Name):
        # A bare UNKNOWN is the answer that nobody gave, and has no others of its kind; to take it for a no is what must never happen.
        yield from (FALSE, TRUE, NONE) if word == "UNKNOWN" else (ast.Name(id=other, ctx=ast.Load()) for other in sorted(others))
    else:
        yield from (_with(node, attr=other) for other in sorted(others))


def _calls(node: ast.Call) -> Iterator[ast.expr]:
    for at, argument in enumerate(node.args):
        if not isinstance(argument, ast.Starred):
            yield _with(node, args=[*node.args[:at], NONE, *node.args[at + 1 :]])
    for at, keyword in enumerate(node.keywords):
        yield _with(node, keywords=[*node.keywords[:at], *node.keywords[at + 1 :]])
        if keyword.arg is not None and not isinstance(keyword.value, ast.Constant):
            yield _with(node, keywords=[*node.keywords[:at], ast.keyword(arg=keyword.arg, value=NONE), *node.keywords[at + 1 :]])
    if len(node.args) > 1:
        yield _with(node, args=node.args[:-1])
    if len(node.args) > 1 and not (isinstance(node.func, ast.Name) and node.func.id in IN_ANY_ORDER):
        yield _with(node, args=[node.args[1], node.args[0], *node.args[2:]])


def _comparisons(node: ast.Compare) -> Iterator[list[ast.cmpop]]:
    for at, op in enumerate(node.ops):
        others = COMPARISONS[type(op)]
        # Nobody means the order of the alphabet who asks whether a word is this one.
        among_words = isinstance(node.comparators[at], ast.Constant) and isinstance(node.comparators[at].value, str)
        yield from ([*node.ops[:at], other(), *node.ops[at + 1 :]] for other in (others[:1] if among_words else others))


def _collections(node: ast.Tuple | ast.List | ast.Set | ast.Dict) -> Iterator[ast.expr]:
    if isinstance(node, ast.Dict):
        yield from (_with(node, keys=keys, values=values) for keys, values in zip(_one_dropped(node.keys), _one_dropped(node.values), strict=True))
        return
    for rest in _one_dropped(node.elts):
        # There is no way to write an empty set but by its name.
        yield _with(node, elts=rest) if rest or not isinstance(node, ast.Set) else ast.Call(ast.Name("set", ast.Load()), [], [])
    if not isinstance(node, ast.Set):
        yield from (_with(node, elts=elts) for elts in _neighbors_swapped(node.elts))


def _with(node: Any, **changes: Any) -> Any:
    changed = copy.copy(node)
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed


def _one_dropped(held: list[Any]) -> Iterator[list[Any]]:
    return ([*held[:at], *held[at + 1 :]] for at in range(len(held)))


def _neighbors_swapped(held: list[Any]) -> Iterator[list[Any]]:
    return ([*held[:at], held[at + 1], held[at], *held[at + 2 :]] for at, _ in enumerate(itertools.pairwise(held)))
