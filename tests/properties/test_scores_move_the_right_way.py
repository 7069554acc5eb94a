"""The score of any person moves the right way with each answer, beyond what any published program covers."""

import datetime as dt
import random
from statistics import fmean

import pytest

from exercise_catalog.vocabulary import Area, Level
from recommender.domain.profile import Profile
from recommender.heart import load_heart
from recommender.pipeline import Scorer, recommend
from recommender.rules.engine import judge

DAY = dt.date(2026, 11, 22)
AREAS = tuple(area.value for area in Area)
LEVELS = tuple(level.value for level in Level)
GOALS = ("pain_relief", "prevention", "strength", "mobility", "posture", "return_to_activity", "balance", "bone_health", "general_fitness")
# What the contract says sitting time weighs: neck, thoracic spine, chest and hip flexors.
SITTING = frozenset({"neck_mobility", "thoracic_mobility", "chest_opening", "hip_flexor_length", "upright_posture"})
TOOLS = ("band", "dumbbell", "kettlebell", "barbell", "machine", "bench", "ball", "foam_roller", "pull_up_bar", "bike")
# Scores are rounded to six decimals.
ROUNDING = 2e-6


def drawn(seed):
    """Somebody at random, the combinations that nobody wrote a program for included."""
    rng = random.Random(seed)  # noqa: S311 - it draws people, it hides nothing
    return {
        "sitting_hours_per_day": rng.choice([0, 2.5, 4, 7, 9, 12, 16]),
        "pain_areas": sorted(rng.sample(AREAS, rng.choice([0, 1, 1, 2, 2, 3, 5]))),
        "experience_level": rng.choice(LEVELS),
        "has_chronic_condition": rng.random() < 0.2,
        "red_flags": [],
        "conditions": rng.choice([[], [], [], ["knee_osteoarthritis"], ["hip_osteoarthritis", "glaucoma"]]),
        "age_years": rng.choice([19, 35, 52, 64, 68, 74]),
        "equipment": ["none", "chair", "wall", *sorted(rng.sample(TOOLS, rng.choice([0, 0, 1, 3, 6])))],
        "goals": sorted(rng.sample(GOALS, rng.choice([0, 1, 1, 2, 3]))),
        "work_posture": rng.choice(["sitting", "standing", "lifting", "mixed"]),
    }


@pytest.fixture(scope="module")
def heart():
    return load_heart()


@pytest.fixture(scope="module")
def scores(heart):
    """The scores of all exercises for answers, by id: what `rank --no-rules` ranks by."""

    def of(answers):
        scorer = Scorer(judge(Profile.from_answers(answers, intake=heart.book.intake, judged_on=DAY), heart.book), heart)
        return {exercise.id: scorer.score(exercise) for exercise in heart.catalog.exercises}

    return of


@pytest.fixture(scope="module")
def gains(scores):
    """By how much each score changes from one set of answers to another, by exercise id."""

    def between(before, after):
        first, second = scores(before), scores(after)
        return {name: second[name] - first[name] for name in first}

    return between


everybody = pytest.mark.parametrize("person", [drawn(seed) for seed in range(40)], ids=[f"drawn {seed}" for seed in range(40)])


@everybody
def test_more_sitting_raises_neck_thoracic_chest_and_hip_flexor_exercises_most(person, gains, heart):
    raised = {exercise.id for exercise in heart.catalog.exercises if SITTING & set(exercise.targets)}

    for less, more in ((2, 5), (5, 8), (8, 10.5)):
        found = gains({**person, "sitting_hours_per_day": less}, {**person, "sitting_hours_per_day": more})

        assert min(found[name] for name in raised) > 0.05
        assert min(found[name] for name in raised) > max(gain for name, gain in found.items() if name not in raised)
        assert min(found.values()) >= -ROUNDING


@everybody
def test_a_pain_area_named_raises_exercises_for_it(person, gains, heart):
    named = set(person["pain_areas"])

    for area in sorted(set(AREAS) - named):
        found = gains(person, {**person, "pain_areas": sorted({area, *named})})
        serving = [found[exercise.id] for exercise in heart.catalog.exercises if area in exercise.areas]
        mainly = [found[exercise.id] for exercise in heart.catalog.exercises if exercise.areas[0] == area]
        others = [found[exercise.id] for exercise in heart.catalog.exercises if area not in exercise.areas]

        assert fmean(mainly) > fmean(serving) > fmean(others) + 0.05
        if named:
            # The first area of all turns "the whole back" into one place, which lowers the others; a further one lowers nothing.
            assert min(found.values()) >= -ROUNDING
            assert min(mainly) > 0


@everybody
def test_a_higher_level_never_puts_an_easy_exercise_past_a_harder_one(person, gains, heart):
    for lower, higher in (("beginner", "intermediate"), ("intermediate", "advanced"), ("beginner", "advanced")):
        found = gains({**person, "experience_level": lower}, {**person, "experience_level": higher})
        hard = {exercise.id: exercise for exercise in heart.catalog.exercises if exercise.level is not Level.BEGINNER}
        easy = {exercise.id: exercise for exercise in heart.catalog.exercises if exercise.level is Level.BEGINNER}

        # The hardest of the easy ones have the difficulty of the easiest hard ones at the most, so one comparison covers all pairs.
        assert max(one.difficulty_1_10 for one in easy.values()) <= min(one.difficulty_1_10 for one in hard.values())
        assert min(found[name] for name in hard) >= max(found[name] for name in easy) - ROUNDING
        assert min(found[name] for name in hard) >= -ROUNDING


@everybody
def test_a_goal_named_raises_its_kinds_and_lowers_nothing(person, gains, heart):
    for goal in sorted(set(GOALS) - set(person["goals"])):
        after = {**person, "goals": sorted({goal, *person["goals"]})}
        found = gains(person, after)
        (rule,) = (rule for rule in heart.book.rules if rule.id == f"PREF-GOAL-{goal.upper().replace('_', '-')}")
        profile = Profile.from_answers(after, intake=heart.book.intake, judged_on=DAY)
        its_own = {one.id for one in heart.catalog.exercises if any(part.on.matches(one, profile) for part in rule.prefers)}

        assert min(found.values()) >= -ROUNDING
        assert min(found[name] for name in its_own) > 0.1
        assert fmean(found[name] for name in its_own) > fmean(gain for name, gain in found.items() if name not in its_own) + 0.1


@everybody
def test_a_tenth_of_an_hour_more_or_less_is_no_cliff(person, gains):
    for hours in (3, 3.9, 4, 5.9, 7.9, 8, 8.9, 9, 9.9, 10.9, 11, 11.9):
        found = gains({**person, "sitting_hours_per_day": hours}, {**person, "sitting_hours_per_day": round(hours + 0.1, 1)})

        assert max(map(abs, found.values())) <= 0.02


@everybody
def test_a_year_more_is_no_cliff_for_the_model(person, heart):
    def values(age):
        profile = Profile.from_answers({**person, "age_years": age}, intake=heart.book.intake, judged_on=DAY)
        view = heart.model.for_profile(profile)
        return [sum(view.values(exercise)) for exercise in heart.catalog.exercises]

    for age in (54, 55, 64, 65, 74, 75):
        assert max(abs(after - before) for before, after in zip(values(age), values(age + 1), strict=True)) < 0.15


@everybody
def test_one_point_of_pain_more_or_less_is_no_cliff_in_the_score(person, gains):
    for points in range(10):
        before, after = ({**person, "pain": {"intensity": points + more}} for more in (0, 1))

        assert max(map(abs, gains(before, after).values())) <= 0.1


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_lists_does_not_matter(seed, heart):
    person = {
        **drawn(seed),
        "pain_areas": ["neck", "hips", "lower_back"],
        "goals": ["strength", "posture"],
        "conditions": ["glaucoma", "knee_osteoarthritis"],
    }
    turned = {key: value[::-1] if isinstance(value, list) else value for key, value in person.items()}

    assert recommend(person, heart, judged_on=DAY) == recommend(turned, heart, judged_on=DAY)


# What only says who asks, in which language, or with which consent.
ONLY_SAYS = {"reference", "note", "locale", "consent.given", "consent.notice_version"}
ASKED = ("pain", "consultation")


@pytest.fixture(scope="module")
def answers_to(heart):
    """Some answers to a field of the intake, the edges of its range among them."""

    def of(name):
        field = heart.book.intake.fields[name]
        by_type = {
            "boolean": [False, True],
            "choice": list(field.options),
            "set": [[], *([option] for option in field.options)],
            "number": [field.minimum, field.maximum],
            "integer": [field.minimum, field.maximum],
            "date": ["2024-11-01", "2026-11-01"],
        }
        return by_type[field.type]

    return of


def with_answer(person, name, answer):
    """`person`, who also gives `answer` to the field `name`."""
    whole, _, part = name.partition(".")
    return {**person, whole: {**person.get(whole, {}), part: answer} if part else answer}


def pytest_generate_tests(metafunc):
    """One test for each field that the intake has: a new field is covered before anybody remembers."""
    if "field_name" in metafunc.fixturenames:
        metafunc.parametrize("field_name", sorted(set(load_heart().book.intake.fields) - ONLY_SAYS))


# People on whom a field that counts only together with others can show: one for each combination of signs that may be half there.
_FOUR = {"sitting_hours_per_day": 8, "pain_areas": ["lower_back"], "experience_level": "intermediate", "has_chronic_condition": True}
_CLEARED = {"conditions": [], "consultation": {"consulted": True, "exercise_advised": True, "consulted_on": "2026-11-01"}}
BY_THEMSELVES = {**_FOUR, **_CLEARED, "red_flags": []}
HALF_A_COMBINATION = ["night_pain"], ["thoracic_pain"]


def test_no_field_has_zero_effect(field_name, answers_to, heart):
    people = [BY_THEMSELVES, *({**_FOUR, **_CLEARED, "has_chronic_condition": False, "red_flags": flags} for flags in HALF_A_COMBINATION)]

    seen = []
    for person in people:
        got = [recommend(with_answer(person, field_name, answer), heart, judged_on=DAY) for answer in answers_to(field_name)]
        seen.append([(one.gate, one.ranking, one.program, one.before_you_start) for one in got])

    assert any(one != answers[0] for answers in seen for one in answers[1:])
