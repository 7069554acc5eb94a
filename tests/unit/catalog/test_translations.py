"""Other languages: a text is whole and of the English that stands now, or English stands in for it, and a list says so."""

import json
from dataclasses import replace

import pytest
import yaml

from exercise_catalog.catalog import COMPILED, Catalog
from exercise_catalog.compile import build
from exercise_catalog.translations import fingerprint, main, read, report, started

GERMAN = {
    "name": "Doppelkinn",
    "also_known_as": ["Kinn zurück", "Halsrückzug"],
    "purpose": "Übt, den Kopf ohne Mühe über den Schultern zu halten.",
    "set_up": "Setz dich auf einen Stuhl, das Becken ganz hinten. Schau geradeaus.",
    "steps": ["Halte das Kinn waagrecht.", "Zieh es gerade nach hinten.", "Bleib dort und werde im Nacken lang."],
    "breathing": "Atme ruhig weiter, während du hältst.",
    "tempo": "Zwei Sekunden zurück, halten, zwei vor.",
    "cues": ["Schieb das Gesicht wie auf einem Brett zurück.", "Ein Drittel deiner Kraft genügt."],
    "common_mistakes": ["Das Kinn auf die Brust zu senken.", "Die Zähne zusammenzubeißen."],
    "stop_signs": ["Schmerz oder Kribbeln zieht in Schulter oder Hand.", "Es sticht am Ansatz des Schädels."],
}
ENGLISH = {
    "chin_tuck": {"name": "Chin tuck", "stop_signs": ["It stings.", "It tingles."]},
    "squat": {"name": "Squat", "stop_signs": ["A knee hurts."]},
}
OF_CHIN_TUCK = fingerprint(ENGLISH["chin_tuck"])
# What is put into the German file, and a part of the complaint.
DAMAGED = [
    ({"name": None}, "de/chin_tuck.yaml: name: None is not of type 'string'"),
    ({"steps": ["Ein Schritt von dreien.", 7, "Noch ein Schritt hier."]}, "de/chin_tuck.yaml: steps/1: 7 is not of type 'string'"),
    ({"steps": ["Ein einziger Schritt."]}, "de/chin_tuck.yaml: steps: "),
    ({"stop_signs": []}, "de/chin_tuck.yaml: stop_signs: "),
    ({"stop_signs": ["Es sticht am Ansatz des Schädels.", "x"]}, "de/chin_tuck.yaml: stop_signs/1: "),
    ({"step": ["Ein Schritt."]}, "de/chin_tuck.yaml: file: Additional properties are not allowed ('step' was unexpected)"),
]


@pytest.fixture
def translated(tmp_path):
    """Writes texts by their place, such as `de/chin_tuck.yaml`, and reads them all as translations of two exercises."""

    def written(files):
        for place, row in files.items():
            path = tmp_path / place
            path.parent.mkdir(exist_ok=True)
            path.write_text(row if isinstance(row, str) else yaml.safe_dump(row, allow_unicode=True), encoding="utf-8")
        return read(ENGLISH, tmp_path)

    return written


def test_a_whole_text_of_the_english_that_stands_now_is_taken(translated):
    translations, problems = translated({"de/chin_tuck.yaml": {"of": OF_CHIN_TUCK, **GERMAN}})

    assert problems == []
    assert translations.texts == {"de": {"chin_tuck": GERMAN}}
    assert report(translations, sorted(ENGLISH), ["de"]) == ["de: squat is missing", "de: 1 of 2 exercises, the others are shown in English"]


@pytest.mark.parametrize("key", GERMAN)
def test_half_a_text_is_refused_and_not_filled_up_with_english(translated, key):
    half = {name: value for name, value in GERMAN.items() if name != key}
    translations, problems = translated({"de/chin_tuck.yaml": {"of": OF_CHIN_TUCK, **half}})

    assert problems == [f"de/chin_tuck.yaml: file: '{key}' is a required property"]
    assert translations.texts == {}


@pytest.mark.parametrize(("change", "complaint"), DAMAGED)
def test_a_translation_is_held_to_the_form_of_the_english_text(translated, change, complaint):
    translations, problems = translated({"de/chin_tuck.yaml": {"of": OF_CHIN_TUCK, **GERMAN, **change}})

    assert len(problems) == 1
    assert problems[0].startswith(complaint)
    assert translations.texts == {}


def test_the_second_file_of_a_language_is_checked_as_the_first(translated):
    files = {"de/chin_tuck.yaml": {"of": OF_CHIN_TUCK, **GERMAN}, "de/squat.yaml": {"of": fingerprint(ENGLISH["squat"]), "name": "Kniebeuge"}}
    translations, problems = translated(files)

    assert {problem.partition(": ")[0] for problem in problems} == {"de/squat.yaml"}
    assert list(translations.texts["de"]) == ["chin_tuck"]


def test_a_text_that_does_not_say_what_it_is_of_is_refused(translated):
    assert translated({"de/chin_tuck.yaml": GERMAN})[1] == ["de/chin_tuck.yaml: file: 'of' is a required property"]


def test_a_text_whose_english_has_changed_since_is_left_out_and_listed(translated):
    of_before = fingerprint({**ENGLISH["chin_tuck"], "stop_signs": ["It stings."]})
    translations, problems = translated({"de/chin_tuck.yaml": {"of": of_before, **GERMAN}})

    assert problems == []
    assert translations.texts == {"de": {}}
    assert report(translations, sorted(ENGLISH), ["de"]) == [
        "de: squat is missing",
        "de: chin_tuck is outdated, its English has changed",
        "de: 0 of 2 exercises, the others are shown in English",
    ]


@pytest.mark.parametrize(
    ("place", "complaint"),
    [
        ("de/chin_tug.yaml", "de/chin_tug.yaml: there is no exercise 'chin_tug'"),
        ("en/chin_tuck.yaml", "en/chin_tuck.yaml: nobody reads a file here"),
        ("German/chin_tuck.yaml", "German/chin_tuck.yaml: nobody reads a file here"),
        ("de/chin_tuck.yml", "de/chin_tuck.yml: nobody reads a file here"),
        ("chin_tuck.yaml", "chin_tuck.yaml: nobody reads a file here"),
    ],
)
def test_a_file_that_would_be_read_as_nothing_is_refused(translated, place, complaint):
    translations, problems = translated({place: {"of": OF_CHIN_TUCK, **GERMAN}})

    assert [problem[: len(complaint)] for problem in problems] == [complaint]
    assert translations.texts == {}


def test_a_file_that_is_no_yaml_is_refused_with_its_language(translated):
    assert translated({"de/chin_tuck.yaml": "name: a\nname: b\n"})[1] == ["de/chin_tuck.yaml: line 2: the key 'name' stands twice; keep one"]


def test_a_file_to_begin_with_holds_every_word_and_what_it_is_of():
    english = Catalog.load().by_id["chin_tuck"].text("en")
    row = next(row for row in json.loads(COMPILED.read_text(encoding="utf-8"))["exercises"] if row["id"] == "chin_tuck")

    begun = yaml.safe_load(started(row["text"]["en"]))

    assert list(begun) == ["of", *GERMAN]
    assert (begun["name"], begun["steps"]) == (english.name, list(english.steps))
    assert begun["of"] == fingerprint(row["text"]["en"])


def test_the_command_lists_what_is_missing(capsys, tmp_path):
    assert main(["de"], folder=tmp_path) == 0

    printed = capsys.readouterr().out
    assert "de: bird_dog is missing\n" in printed
    assert printed.endswith("de: 0 of 186 exercises, the others are shown in English\n")


def test_the_command_fails_where_a_file_is_wrong(capsys, tmp_path):
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "chin_tuck.yaml").write_text("name: Doppelkinn\n", encoding="utf-8")

    assert main([], folder=tmp_path) == 1
    assert "de/chin_tuck.yaml: file: 'of' is a required property" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wanted", "got"), [("de", "de"), ("de-AT", "de"), ("pt-BR", "pt-BR"), ("pt", "en"), ("fr", "en"), ("en-GB", "en"), ("", "en")]
)
def test_a_language_that_an_exercise_lacks_falls_back_to_the_nearest(wanted, got):
    exercise = Catalog.load().by_id["chin_tuck"]
    english = exercise.text("en")
    texts = {"en": english, "de": replace(english, name="Doppelkinn"), "pt-BR": replace(english, name="Queixo para trás")}

    translated = replace(exercise, texts=texts)

    assert translated.locale_for(wanted) == got
    assert translated.text(wanted) == texts[got]


def test_a_language_is_complete_only_where_every_exercise_has_it():
    catalog = Catalog.load()
    half = tuple(replace(one, texts={**one.texts, "de": one.text("en")}) if one.id < "m" else one for one in catalog.exercises)
    whole = tuple(replace(one, texts={**one.texts, "de": one.text("en")}) for one in catalog.exercises)

    assert replace(catalog, exercises=half).complete_locales == ("en",)
    assert replace(catalog, exercises=whole).complete_locales == ("de", "en")


def test_english_is_complete_today():
    assert "en" in Catalog.load().complete_locales
    assert build()[1] == []
