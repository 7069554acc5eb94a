"""How exercises stand for an audience, out of a handful of programs."""

import pytest

from recommender.scoring.tables import Published, Tables, likeness


@pytest.fixture
def tables(person, by_id):
    programs = [
        Published(publisher="a", audience=person("neck"), weight=1.0, exercises=("chin_tuck", "neck_rotation")),
        Published(publisher="b", audience=person("neck"), weight=1.0, exercises=("chin_tuck",)),
        Published(publisher="c", audience=person("lower_back"), weight=1.0, exercises=("bird_dog", "glute_bridge")),
    ]
    return Tables(programs, [by_id[name] for name in ("bird_dog", "chin_tuck", "glute_bridge", "neck_rotation", "dead_bug")])


def test_an_exercise_stands_higher_for_the_area_it_is_published_for(tables, person):
    for_neck, for_back = tables.standings(person("neck")), tables.standings(person("lower_back"))

    assert for_neck["chin_tuck"].area > 0 > for_back["chin_tuck"].area


def test_without_pain_areas_all_programs_speak(tables, person):
    standing = tables.standings(person())["chin_tuck"]

    assert standing.area == standing.rest
    assert standing.popular > 0


def test_one_more_area_lowers_no_exercise(tables, person):
    one, two = tables.standings(person("neck")), tables.standings(person("neck", "lower_back"))

    assert all(two[name].area >= one[name].area and two[name].family >= one[name].family for name in one)
    assert two["bird_dog"].area > one["bird_dog"].area


def test_programs_for_people_alike_count_more(person, by_id):
    programs = [
        Published(publisher="a", audience=person("neck", equipment=("band",)), weight=1.0, exercises=("chin_tuck",)),
        Published(publisher="b", audience=person("neck"), weight=1.0, exercises=("neck_rotation",)),
    ]
    tables = Tables(programs, [by_id[name] for name in ("chin_tuck", "neck_rotation")])

    with_band, without = (tables.standings(person("neck", equipment=tools)) for tools in (("band",), ()))

    assert with_band["chin_tuck"].area > with_band["neck_rotation"].area
    assert without["chin_tuck"].rest < without["neck_rotation"].rest


def test_a_publisher_left_out_leaves_no_trace(tables, person):
    seen = tables.standings(person("neck"), without="b")

    assert seen["chin_tuck"].popular == pytest.approx(seen["neck_rotation"].popular)


def test_mentions_count_programs_that_share_an_area(tables, person):
    near, programs = tables.mentions(person("neck", "hips").areas)

    assert (near["chin_tuck"], near.get("bird_dog", 0), programs) == (2, 0, 2)
    assert tables.mentions()[1] == 3


def test_likeness_is_one_for_the_same_and_nothing_for_strangers(person):
    assert likeness(person("neck", goals=("posture",)), person("neck", goals=("strength",))) == 1.0
    assert likeness(person("neck"), person("leg")) == 0.0


def test_likeness_changes_gradually_with_age(person):
    steps = [likeness(person("neck", older=ratio), person("neck", older=1.0)) for ratio in (0.0, 0.5, 1.0)]

    assert steps == [0.5, 0.75, 1.0]


@pytest.mark.parametrize(
    ("one", "two", "ratio"),
    [
        ({"complaints": ("hip",)}, {"complaints": ("hip",)}, 1.0),
        ({"complaints": ("hip",)}, {}, 0.5),
        ({"complaints": ("hip", "leg_pain")}, {"complaints": ("hip",)}, 0.75),
        ({"equipment": ("band",)}, {"equipment": ("barbell",)}, 0.5),
        ({"equipment": ("chair",)}, {"equipment": ("wall",)}, 1.0),
    ],
)
def test_likeness_is_halved_by_what_differs_wholly(person, one, two, ratio):
    assert likeness(person("neck", **one), person("neck", **two)) == ratio
