"""Angles → the points and frames of a body in space. Refuses a target that a limb is too short for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from exercise_catalog.figures.body import bone
from exercise_catalog.figures.vectors import Frame, Vector, across, add, along, cross, dot, frame_of, length, middle, minus, times, unit

SIDES = ("right", "left")
Angles = Mapping[str, float]

# A limb that is pulled quite straight looks broken; this share of its length is left over at least.
_SLACK = 0.004


class OutOfReach(ValueError):
    """When a hand or foot is to be where its limb cannot bring it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limb:
    """An arm or a leg: three joints, and the frames of its three parts; `up` of a part leads back to the trunk."""

    root: Vector
    joint: Vector
    end: Vector
    upper: Frame
    lower: Frame
    last: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Trunk:
    """The spine from the hip joints to the head, and the frames of its parts."""

    hips: Vector
    waist: Vector
    ribs: Vector
    neck: Vector
    skull: Vector
    head: Vector
    hips_frame: Frame
    waist_frame: Frame
    ribs_frame: Frame
    chest_frame: Frame
    neck_frame: Frame
    head_frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton:
    """A body in space, in hundredths of its height. The floor is at height 0."""

    trunk: Trunk
    arms: Mapping[str, Limb]
    legs: Mapping[str, Limb]

    def moved(self, by: Vector) -> "Skeleton":
        trunk = self.trunk
        trunk = replace(
            trunk, hips=add(trunk.hips, by), waist=add(trunk.waist, by), ribs=add(trunk.ribs, by),
            neck=add(trunk.neck, by), skull=add(trunk.skull, by), head=add(trunk.head, by),
        )  # fmt: skip
        return Skeleton(trunk=trunk, arms=_moved(self.arms, by), legs=_moved(self.legs, by))

    def weight(self, shares: Mapping[str, float]) -> Vector:
        """The point that the whole weight seems to hang from."""
        spots = [(self.trunk.head, shares["head"]), (self.trunk.ribs, shares["ribs"]), (self.trunk.hips, shares["hips"])]
        for limbs, names in ((self.arms, ("upper_arm", "forearm")), (self.legs, ("thigh", "shin"))):
            for limb in limbs.values():
                spots += [(middle(limb.root, limb.joint), shares[names[0]]), (middle(limb.joint, limb.end), shares[names[1]])]
        total = sum(share for _, share in spots)
        point = (0.0, 0.0, 0.0)
        for spot, share in spots:
            point = add(point, times(spot, share / total))
        return point


def _moved(limbs: Mapping[str, Limb], by: Vector) -> Mapping[str, Limb]:
    return {side: replace(limb, root=add(limb.root, by), joint=add(limb.joint, by), end=add(limb.end, by)) for side, limb in limbs.items()}


def skeleton_of(angles: Angles, *, hips: Vector, frame: Frame) -> Skeleton:
    """The body with these angles, its hips at a point and looking as `frame` says."""
    trunk = trunk_of(angles, hips, frame)
    arms = {side: arm_of(angles, trunk, side) for side in SIDES}
    legs = {side: leg_of(angles, trunk, side) for side in SIDES}
    return Skeleton(trunk=trunk, arms=arms, legs=legs)


def _bent(frame: Frame, angles: Angles, name: str, share: float = 1.0) -> Frame:
    return frame.bent(bend=angles[f"{name}_bend"] * share, side=angles[f"{name}_side"] * share, turn=angles[f"{name}_turn"] * share)


def trunk_of(angles: Angles, hips: Vector, frame: Frame) -> Trunk:
    # Back parts bend at two places each, so that a round back looks round.
    low = _bent(frame, angles, "lower_back", 0.5)
    waist_frame = _bent(low, angles, "lower_back", 0.5)
    ribs_frame = _bent(waist_frame, angles, "upper_back", 0.5)
    chest_frame = _bent(ribs_frame, angles, "upper_back", 0.5)
    neck_frame = _bent(chest_frame, angles, "neck")
    head_frame = _bent(neck_frame, angles, "head")
    waist = along(along(hips, frame.up, bone("pelvis")), low.up, bone("lower_back") / 2)
    ribs = along(along(waist, waist_frame.up, bone("lower_back") / 2), ribs_frame.up, bone("upper_back") / 2)
    neck = along(ribs, chest_frame.up, bone("upper_back") / 2)
    skull = along(neck, neck_frame.up, bone("neck"))
    head = along(skull, head_frame.up, bone("head"))
    return Trunk(
        hips=hips, waist=waist, ribs=ribs, neck=neck, skull=skull, head=head,
        hips_frame=frame, waist_frame=waist_frame, ribs_frame=ribs_frame, chest_frame=chest_frame, neck_frame=neck_frame, head_frame=head_frame,
    )  # fmt: skip


def inward(side: str) -> int:
    """The sign of a turn toward the middle of the body, about an axis that points up."""
    return 1 if side == "right" else -1


def outward(frame: Frame, side: str) -> Vector:
    """Away from the middle of the body on one side."""
    return times(frame.left, -inward(side))


def _swung(frame: Frame, *, forward: float, out: float, turn: float, side: str) -> Frame:
    """The frame of a thigh or upper arm: turned in about itself, then lifted sideways, then forward."""
    swung = frame.turned(frame.up, turn * inward(side))
    swung = swung.turned(frame.front, -out * inward(side))
    return swung.turned(frame.left, -forward)


def shoulder_of(angles: Angles, trunk: Trunk, side: str) -> Vector:
    frame = trunk.chest_frame
    point = along(trunk.neck, frame.up, angles[f"{side}_shoulders_up"] - bone("shoulder_below_neck"))
    point = along(point, frame.front, -angles[f"{side}_shoulders_back"])
    return along(point, outward(frame, side), bone("shoulder_width"))


def hip_of(trunk: Trunk, side: str) -> Vector:
    return along(trunk.hips, outward(trunk.hips_frame, side), bone("hip_width"))


def arm_of(angles: Angles, trunk: Trunk, side: str) -> Limb:
    root = shoulder_of(angles, trunk, side)
    upper = _swung(
        trunk.chest_frame,
        forward=angles[f"{side}_shoulder_raise"],
        out=angles[f"{side}_shoulder_out"],
        turn=angles[f"{side}_shoulder_turn"],
        side=side,
    )
    lower = upper.turned(upper.left, -angles[f"{side}_elbow"])
    joint = along(root, upper.up, -bone("upper_arm"))
    end = along(joint, lower.up, -bone("forearm"))
    return Limb(root=root, joint=joint, end=end, upper=upper, lower=lower, last=lower.turned(lower.left, -angles[f"{side}_wrist"]))


def leg_of(angles: Angles, trunk: Trunk, side: str) -> Limb:
    root = hip_of(trunk, side)
    upper = _swung(trunk.hips_frame, forward=angles[f"{side}_hip_bend"], out=angles[f"{side}_hip_out"], turn=angles[f"{side}_hip_turn"], side=side)
    lower = upper.turned(upper.left, angles[f"{side}_knee"])
    joint = along(root, upper.up, -bone("thigh"))
    end = along(joint, lower.up, -bone("shin"))
    return Limb(root=root, joint=joint, end=end, upper=upper, lower=lower, last=lower.turned(lower.left, -angles[f"{side}_ankle"]))


def reaching(root: Vector, target: Vector, *, bones: tuple[float, float], points: Vector, backward: bool, stretch: float = 1.02) -> Limb:
    """The limb from `root` to `target` whose elbow or knee points where it can best follow `points`.

    `backward` is true for knees, whose shin folds to the back of the thigh, and false for elbows.
    """
    upper_bone, lower_bone = bones
    way = minus(target, root)
    reach = length(way)
    if reach > (upper_bone + lower_bone) * stretch:
        raise OutOfReach(f"the limb is {upper_bone + lower_bone:.0f} long and the way is {reach:.0f}")
    reach = max(min(reach, (upper_bone + lower_bone) * (1 - _SLACK)), abs(upper_bone - lower_bone) * 1.05 + 1)
    straight = unit(way)
    aside = across(points, straight)
    if length(aside) < 1e-6:
        aside = across((0.3, 0.5, 0.8), straight)
    aside = unit(aside)
    ahead = (upper_bone**2 - lower_bone**2 + reach**2) / (2 * reach)
    off = max(upper_bone**2 - ahead**2, 0.0) ** 0.5
    joint = along(along(root, straight, ahead), aside, off)
    end = along(root, straight, reach)
    front = aside if backward else times(aside, -1)
    upper = frame_of(up=minus(root, joint), front=front)
    lower = frame_of(up=minus(joint, end), front=_through(upper, minus(joint, end), front))
    return Limb(root=root, joint=joint, end=end, upper=upper, lower=lower, last=lower)


def _through(upper: Frame, up: Vector, front: Vector) -> Vector:
    """The front of the lower part, carried through the hinge, which stays the same for both parts."""
    carried = cross(upper.left, unit(up))
    return carried if length(carried) > 1e-6 and dot(carried, carried) > 0 else front
