"""Where a body touches what it rests on: the points of each contact, and how high they are. Refuses a contact that has no name here."""

from collections.abc import Callable, Mapping

from exercise_catalog.figures.body import bone, girth, thick
from exercise_catalog.figures.skeleton import SIDES, Limb, Skeleton, outward
from exercise_catalog.figures.vectors import Vector, add, along, times

# A point of the body, and how thick the body is around it.
Spot = tuple[Vector, float]


def palm(arm: Limb) -> Vector:
    return along(arm.end, arm.last.up, -bone("hand") / 2)


def fingers(arm: Limb) -> Vector:
    return along(arm.end, arm.last.up, -bone("hand"))


def _sole(leg: Limb, forward: float) -> Vector:
    return along(along(leg.end, leg.last.up, -(bone("ankle_height") - thick("foot"))), leg.last.front, forward)


def heel(leg: Limb) -> Vector:
    return _sole(leg, -bone("heel"))


def toes(leg: Limb) -> Vector:
    return _sole(leg, bone("toes"))


def instep(leg: Limb) -> Vector:
    return along(along(leg.end, leg.last.front, 4), leg.last.up, -0.5)


def upper_back(body: Skeleton) -> Vector:
    trunk = body.trunk
    return along(along(trunk.neck, trunk.chest_frame.up, -5), trunk.ribs_frame.front, -girth("ribs")[1] * 0.95)


def low_back(body: Skeleton) -> Vector:
    return along(body.trunk.waist, body.trunk.waist_frame.front, -girth("waist")[1])


def sacrum(body: Skeleton) -> Vector:
    return along(along(body.trunk.hips, body.trunk.hips_frame.up, 1), body.trunk.hips_frame.front, -girth("hips")[1])


def belly(body: Skeleton) -> Vector:
    return along(along(body.trunk.hips, body.trunk.hips_frame.up, 1), body.trunk.hips_frame.front, girth("hips")[1])


def navel(body: Skeleton) -> Vector:
    return along(body.trunk.waist, body.trunk.waist_frame.front, girth("waist")[1])


def breastbone(body: Skeleton) -> Vector:
    return along(body.trunk.ribs, body.trunk.ribs_frame.front, girth("ribs")[1])


def forehead(body: Skeleton) -> Vector:
    frame = body.trunk.head_frame
    return along(along(body.trunk.head, frame.front, thick("head") * 0.85), frame.up, thick("head") * 0.5)


def _sitting(body: Skeleton) -> list[Spot]:
    # The seat is the underside of the thighs at the hips, or the round of the hips where the legs hang straight.
    return [(body.trunk.hips, girth("hips")[1])]


def _pair(part: str, spots: Callable[[Skeleton, str], list[Spot]]) -> dict[str, Callable[[Skeleton], list[Spot]]]:
    """One contact for the right, one for the left, one for both."""
    plural = {"foot": "feet"}.get(part, f"{part}s") if not part.endswith("toes") else "toes"
    found: dict[str, Callable[[Skeleton], list[Spot]]] = {f"{side}_{part}": _one(spots, side) for side in SIDES}
    found[plural] = lambda body: [spot for side in SIDES for spot in spots(body, side)]
    return found


def _one(spots: Callable[[Skeleton, str], list[Spot]], side: str) -> Callable[[Skeleton], list[Spot]]:
    return lambda body: spots(body, side)


def _hip_side(body: Skeleton, side: str) -> Vector:
    return along(body.trunk.hips, outward(body.trunk.hips_frame, side), girth("hips")[0])


CONTACTS: Mapping[str, Callable[[Skeleton], list[Spot]]] = {
    "back": lambda body: [(upper_back(body), 0.0), (sacrum(body), 0.0)],
    "shoulders": lambda body: [(upper_back(body), 0.0)],
    "low_back": lambda body: [(low_back(body), 0.0)],
    "seat": _sitting,
    "sacrum": lambda body: [(sacrum(body), 0.0)],
    "belly": lambda body: [(belly(body), 0.0)],
    "hips": lambda body: [(body.trunk.hips, girth("hips")[1])],
    "chest": lambda body: [(breastbone(body), 0.0)],
    "head": lambda body: [(body.trunk.head, thick("head"))],
    "forehead": lambda body: [(forehead(body), 0.0)],
    "right_side": lambda body: [(_hip_side(body, "right"), 0.0), (body.arms["right"].root, 2.0)],
    "left_side": lambda body: [(_hip_side(body, "left"), 0.0), (body.arms["left"].root, 2.0)],
    "right_hip": lambda body: [(_hip_side(body, "right"), 0.0)],
    "right_shoulder": lambda body: [(body.arms["right"].root, thick("upper_arm"))],
    "left_shoulder": lambda body: [(body.arms["left"].root, thick("upper_arm"))],
    **_pair("hand", lambda body, side: [(palm(body.arms[side]), thick("hand") * 0.7)]),
    **_pair("forearm", lambda body, side: [(body.arms[side].joint, thick("elbow")), (body.arms[side].end, thick("wrist"))]),
    **_pair("elbow", lambda body, side: [(body.arms[side].joint, thick("elbow"))]),
    **_pair("knee", lambda body, side: [(body.legs[side].joint, thick("knee"))]),
    **_pair("foot", lambda body, side: [(heel(body.legs[side]), thick("foot")), (toes(body.legs[side]), thick("foot"))]),
    **_pair("heel", lambda body, side: [(heel(body.legs[side]), thick("foot"))]),
    **_pair("toes", lambda body, side: [(toes(body.legs[side]), thick("foot"))]),
    **_pair("instep", lambda body, side: [(instep(body.legs[side]), thick("ankle") * 0.6)]),
}


def spots_of(body: Skeleton, contact: str) -> list[Spot]:
    return CONTACTS[contact](body)


def bottom(body: Skeleton, contact: str) -> float:
    """How high the lowest point of a contact is."""
    return min(point[2] - thickness for point, thickness in spots_of(body, contact))


def place(body: Skeleton, contact: str) -> Vector:
    """The middle of a contact."""
    spots = spots_of(body, contact)
    total: Vector = (0.0, 0.0, 0.0)
    for point, _ in spots:
        total = add(total, point)
    return times(total, 1 / len(spots))
