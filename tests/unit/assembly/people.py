"""People of many kinds, each by what they would answer; for tests that walk over minutes and days."""

GYM = ["chair", "wall", "band", "dumbbell", "kettlebell", "barbell", "machine", "bench"]
AREAS = ["neck", "shoulders", "upper_back", "mid_back", "lower_back", "hips", "glutes", "leg"]
MINUTES = (5, 10, 15, 20, 30, 45, 60)
DAYS = range(1, 8)
PEOPLE = {
    "a beginner": {},
    "a beginner with neck and lower back": {"pain_areas": ["neck", "lower_back"]},
    "somebody with some experience": {"experience_level": "intermediate", "pain_areas": ["mid_back"]},
    "somebody with much experience": {"experience_level": "advanced", "pain_areas": ["hips", "upper_back"]},
    "somebody with a gym": {"experience_level": "advanced", "blood_pressure": "normal", "goals": ["strength"], "equipment": GYM},
    "a beginner whom nothing hurts": {"pain_areas": []},
    "somebody trained whom nothing hurts": {"pain_areas": [], "experience_level": "advanced"},
    "somebody whom everything hurts": {"pain_areas": AREAS},
    "somebody who can't get to the floor": {"can_get_to_floor": False},
    "somebody with nothing at hand": {"equipment": []},
    "somebody in strong pain": {"pain": {"intensity": 8}},
    "a man of eighty": {"age_years": 80, "sex": "male"},
    "a pregnant woman": {"sex": "female", "pregnancy": "trimester_2", "age_years": 31},
    "somebody who wants to be fit": {"goals": ["general_fitness"]},
}
# Nobody of these has a condition, and what they have at hand is what most people have.
ORDINARY = [name for name, answers in PEOPLE.items() if not {"equipment", "can_get_to_floor", "age_years", "pain"} & set(answers)]
# Nothing hurts so much that their growth is held.
GROWING = [name for name, answers in PEOPLE.items() if "pain" not in answers]


def week(program, number):
    """The sessions of one week."""
    return [session for session in program.sessions if session.week == number]


def exercises(program):
    """The chosen exercises by id."""
    return {one.ranked.exercise.id: one.ranked.exercise for one in program.chosen}
