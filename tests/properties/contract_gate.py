"""The contract's table from answers to the gate, written out by hand over arrays; reads none of the project's rules.

`least` is what the contract's words ask for at the least; `decided` adds the stricter readings of docs/adr/0006-stricter-readings.md.
"""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

# Outcome and who clears it, as in `flat`: four times the outcome's place, plus the place of who clears.
PROCEED, MODIFIED, ASK_PERSON, ASK_CLINICIAN, URGENT, EMERGENCY = 0, 4, 9, 10, 15, 19

# One tier a block, from the one that sends to an emergency department to the one that does nothing by itself.
RED_FLAGS = {
    EMERGENCY: (
        *("ces_bladder", "ces_bowel", "ces_saddle", "ces_sexual", "ces_bilateral_leg", "leg_weakness_progressive", "foot_drop_any"),
        *("major_trauma", "chest_pain_now", "cardiac_features", "aaa_collapse", "tearing_pain", "thunderclap", "neck_5d", "neck_meningism"),
        *("cancer_plus_neuro", "myelopathy_rapid", "brain_neuro_new", "neck_onset_headache"),
    ),
    URGENT: (
        *("aaa_pulse", "fever_back", "immune_risk", "weight_loss", "cancer_history", "not_mechanical", "lump_shape", "steroids"),
        *("fragility_minor_trauma", "severe_unremitting", "myelopathy_hands", "hernia_painful", "pregnancy_bleeding"),
    ),
    ASK_CLINICIAN: (
        *("age_young", "single_limb_deficit", "inflammatory_count", "claudication", "heart_condition", "bp_160", "bp_180", "chest_pain_recent"),
        *("dizzy_or_fainted", "supervised_exercise_only", "joint_or_back_uncontrolled", "fracture_or_slipped_vertebra", "recent_surgery"),
        *("inactive_with_known_disease", "pregnancy_absolute", "pregnancy_relative", "changed_chronic", "age75_new_acute", "foot_ulcer"),
    ),
    MODIFIED: (
        *("thoracic_pain", "no_improve_6w", "leg_pain_no_deficit", "diabetes_low_intensity", "pregnancy_well", "yellow_flags", "joint_flare"),
    ),
    PROCEED: ("ces_constipation_only", "night_pain", "age_alone", "cough_sneeze_leg", "chronic_primary_lbp", "vomiting"),
}  # fmt: skip
CONDITIONS = {
    ASK_CLINICIAN: (
        *("hypertension_uncontrolled", "recent_spine_surgery_under_12w", "recent_abdominal_surgery_under_12w", "hip_replacement_recent"),
        *("recent_fracture_under_12w",),
    ),
    ASK_PERSON: (
        *("osteoporosis_no_fracture", "vertebral_fragility_fracture", "lumbar_stenosis_extension_intolerant", "spondylolisthesis_or_pars_defect"),
        *("cardiovascular_disease_stable", "diabetes_retinopathy_unstable", "postpartum_diastasis"),
    ),
    MODIFIED: (
        *("abdominal_or_groin_hernia", "age_over_65", "axial_spondyloarthritis", "cervical_radiculopathy_or_neck_pain_irritable"),
        *("chronic_primary_low_back_pain", "diabetes_peripheral_neuropathy", "glaucoma", "hip_osteoarthritis", "hypermobility_hsd_heds"),
        *("hypertension_controlled", "knee_osteoarthritis", "lumbar_disc_radiculopathy_flexion_intolerant", "obesity_floor_access"),
        *("pregnancy_trimester_1", "pregnancy_trimester_2_3", "rheumatoid_arthritis", "shoulder_impingement_rotator_cuff"),
        *("vertigo_balance_fall_risk", "wrist_problem"),
    ),
}  # fmt: skip
# What this table reads beside red flags and conditions; numbers and options at both sides of each of its cuts.
VALUES: Mapping[str, tuple[Any, ...]] = {
    "age_years": (17, 18, 49, 50, 51, 65, 66, 69, 70, 71, 74, 75),
    "pain.duration_weeks": (0, 0.1, 5.9, 6),
    "pain.intensity": (0, 1),
    "consultation.months_ago": (12, 13),
    "pain.worse_with": ("coughing",),
}
READS = (
    *VALUES,
    *("sex", "pregnancy", "blood_pressure", "pain_areas", "pain.spreads_below_knee", "has_chronic_condition", "screening"),
    *("consultation.consulted", "consultation.exercise_advised", "history.smokes", "history.height_loss", "history.family_heart_disease"),
)
# The facts that complete each combination, so that it is enumerated whole even where the rules have lost it.
COMBINATIONS = {
    "COMBO-FRACTURE": (
        *("red_flags.steroids", "red_flags.age_alone", "red_flags.major_trauma", "red_flags.fragility_minor_trauma", "history.height_loss"),
        *("conditions.osteoporosis_no_fracture", "conditions.vertebral_fragility_fracture", "age_years", "sex"),
    ),
    "COMBO-CANCER": (
        *("red_flags.night_pain", "red_flags.weight_loss", "red_flags.cancer_history", "red_flags.fever_back", "red_flags.not_mechanical"),
        *("red_flags.cancer_plus_neuro", "red_flags.no_improve_6w", "red_flags.changed_chronic", "red_flags.age_alone", "age_years"),
        *("history.smokes",),
    ),
    "COMBO-AGE-NOIMPROVE": (
        *("red_flags.no_improve_6w", "red_flags.changed_chronic", "red_flags.night_pain", "red_flags.severe_unremitting"),
        *("red_flags.age_alone", "age_years"),
    ),
    "COMBO-THORACIC": (
        *("red_flags.thoracic_pain", "red_flags.night_pain", "red_flags.not_mechanical", "red_flags.major_trauma", "red_flags.vomiting"),
        *("red_flags.fragility_minor_trauma", "red_flags.fever_back", "red_flags.weight_loss", "red_flags.heart_condition"),
        *("red_flags.chest_pain_recent", "conditions.cardiovascular_disease_stable", "history.family_heart_disease"),
        *("red_flags.age_alone", "age_years"),
    ),
    "COMBO-COUGH": (
        *("red_flags.cough_sneeze_leg", "pain.worse_with", "red_flags.leg_weakness_progressive", "red_flags.foot_drop_any"),
        *("red_flags.single_limb_deficit", "red_flags.ces_bilateral_leg", "red_flags.fever_back", "red_flags.neck_meningism"),
        *("red_flags.thunderclap", "red_flags.neck_onset_headache", "red_flags.brain_neuro_new"),
    ),
}  # fmt: skip


class Answers:
    """What many people said, asked answer by answer; an answer that nobody knows is no yes and compares with nothing."""

    def __init__(self, leaves: Mapping[str, Any], people: Mapping[str, Any]) -> None:
        self.leaves = leaves
        self.people = people

    def where(self, name: str, holds: Any) -> Any:
        """For whom is the value of a fact known, and so that `holds`?"""
        leaf = self.leaves[name]
        table = np.array([value is not None and bool(holds(value)) for value in leaf.values])
        return table[self.people.get(name, leaf.usual)]

    def yes(self, *names: str) -> Any:
        return any_of(*(self.where(name, lambda value: value is True) for name in names))

    def no(self, name: str) -> Any:
        return self.where(name, lambda value: value is False)

    def unknown(self, name: str) -> Any:
        leaf = self.leaves[name]
        return np.array([value is None for value in leaf.values])[self.people.get(name, leaf.usual)]

    def one_of(self, name: str, *options: str) -> Any:
        return self.where(name, lambda value: value in options)

    def flags(self, *names: str) -> Any:
        return self.yes(*(f"red_flags.{name}" for name in names))

    def conditions(self, *names: str) -> Any:
        return self.yes(*(f"conditions.{name}" for name in names))


def any_of(*parts: Any) -> Any:
    """Is one of them true? The small ones first, so that no array grows before it has to."""
    return functools.reduce(np.logical_or, sorted(parts, key=np.size))


def _worst(parts: Sequence[tuple[Any, Any]]) -> Any:
    """The greatest code of the parts that hold."""
    return functools.reduce(np.maximum, sorted((holds * np.asarray(code, dtype=np.int8) for holds, code in parts), key=np.size))


def least_and_decided(leaves: Mapping[str, Any], people: Mapping[str, Any]) -> tuple[Any, Any]:
    """For each person, the mildest gate that the contract allows, and the one that was decided on; as `gate_code` counts."""
    a = Answers(leaves, people)
    alone = _alone(a)
    least = _worst([*alone, *_together(a, a.where("age_years", lambda age: age > 50), a.where("age_years", lambda age: age > 70))])
    over_70 = a.where("age_years", lambda age: age >= 70) | (a.flags("age_alone") & a.unknown("age_years"))
    over_50 = a.where("age_years", lambda age: age >= 50)
    stricter = [
        *_together(a, over_50, over_70),
        (a.no("consultation.exercise_advised"), ASK_CLINICIAN),
        (a.one_of("pregnancy", "postpartum"), np.where(_lifted(a), np.int8(MODIFIED), np.int8(ASK_PERSON))),
    ]
    return least, np.maximum(least, _worst(stricter))


def _lifted(a: Answers) -> Any:
    """A doctor was asked at most 12 months ago, and advised exercise."""
    asked = a.yes("consultation.consulted") & a.yes("consultation.exercise_advised")
    return asked & a.where("consultation.months_ago", lambda months: months <= 12)


def _has_pain(a: Answers) -> Any:
    described = (
        a.where("pain.intensity", lambda pain: pain > 0),
        a.where("pain.duration_weeks", lambda weeks: weeks > 0),
        a.yes("pain.spreads_below_knee"),
        a.where("pain.worse_with", lambda what: len(what) > 0),
    )
    return any_of(a.where("pain_areas", lambda areas: len(areas) > 0), *described)


def _new_pain(a: Answers) -> Any:
    return _has_pain(a) & a.where("pain.duration_weeks", lambda weeks: weeks < 6)


def _alone(a: Answers) -> list[tuple[Any, Any]]:
    """What each answer does by itself; a red flag or condition that another field tells as well is the same fact."""
    woman_over_65 = a.where("age_years", lambda age: age > 65) & a.one_of("sex", "female")
    clinician = any_of(
        a.flags(*RED_FLAGS[ASK_CLINICIAN]),
        a.conditions(*CONDITIONS[ASK_CLINICIAN]),
        a.where("age_years", lambda age: age < 18),
        (a.where("age_years", lambda age: age >= 75) | woman_over_65) & _new_pain(a),
        a.one_of("blood_pressure", "high_uncontrolled"),
    )
    person = any_of(a.conditions(*CONDITIONS[ASK_PERSON]), a.yes("has_chronic_condition"))
    modified = any_of(
        a.flags(*RED_FLAGS[MODIFIED]),
        a.conditions(*CONDITIONS[MODIFIED]),
        a.yes("pain.spreads_below_knee"),
        a.one_of("pregnancy", "trimester_1", "trimester_2", "trimester_3"),
        a.one_of("blood_pressure", "high_controlled"),
        a.where("age_years", lambda age: age > 65),
        a.one_of("screening", "partial", "not_asked"),
    )
    return [
        (a.flags(*RED_FLAGS[EMERGENCY]), EMERGENCY),
        (a.flags(*RED_FLAGS[URGENT]), URGENT),
        (clinician, ASK_CLINICIAN),
        # A no of the doctor holds the program back whatever else was answered; the contract does not say who lifts it.
        (a.no("consultation.exercise_advised"), ASK_PERSON),
        (person & ~_lifted(a), ASK_PERSON),
        (person | modified, MODIFIED),
    ]


def _together(a: Answers, over_50: Any, over_70: Any) -> list[tuple[Any, int]]:
    """The five combinations that are urgent; the sixth adds warnings to what proceeds modified already."""
    over_50 = any_of(over_50, a.flags("age_alone"))
    trauma = a.flags("major_trauma", "fragility_minor_trauma")
    signs_of_fracture = [
        a.flags("steroids"),
        over_70,
        a.one_of("sex", "female"),
        trauma,
        a.conditions("osteoporosis_no_fracture", "vertebral_fragility_fracture"),
        a.yes("history.height_loss"),
    ]
    count = functools.reduce(np.add, sorted((sign.astype(np.int8) for sign in signs_of_fracture), key=np.size))
    cancer = ("weight_loss", "cancer_history", "cancer_plus_neuro", "fever_back", "not_mechanical", "no_improve_6w", "changed_chronic")
    thoracic = ("not_mechanical", "night_pain", "fever_back", "weight_loss", "vomiting", "heart_condition", "chest_pain_recent")
    cough = ("leg_weakness_progressive", "foot_drop_any", "single_limb_deficit", "ces_bilateral_leg", "fever_back", "neck_meningism")
    headache = ("thunderclap", "neck_onset_headache", "brain_neuro_new")
    worse_at_night = a.flags("changed_chronic") & a.flags("night_pain", "severe_unremitting")
    heart = any_of(a.conditions("cardiovascular_disease_stable"), a.yes("history.family_heart_disease"))
    coughing = any_of(a.flags("cough_sneeze_leg"), a.where("pain.worse_with", lambda what: "coughing" in what))
    return [
        ((count >= 2) & _has_pain(a), URGENT),
        (a.flags("night_pain") & any_of(a.flags(*cancer), a.yes("history.smokes"), over_50), URGENT),
        (over_50 & any_of(a.flags("no_improve_6w"), worse_at_night), URGENT),
        (a.flags("thoracic_pain") & any_of(a.flags(*thoracic), trauma, heart, over_50), URGENT),
        (coughing & a.flags(*cough, *headache), URGENT),
    ]
