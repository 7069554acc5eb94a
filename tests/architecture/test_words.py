"""One word for one thing, in American spelling, wherever it is our own words that people read."""

import re

import pytest

from tests.architecture.repository import REPOSITORY, name_of, our_files, text_of

# What the glossary rules out, and the British spellings that slip in most often; all in small letters.
NOT_OUR_WORDS = re.compile(
    r"\b(?:programmes?|workouts?|catalogues?|centre[ds]?|fibres?|litres?|metres?|grey|licences?|practis\w+|learnt|whilst|amongst"
    r"|towards|tumours?|an?aemi\w+|h[a]emo\w+|oedema|orthopaed\w+|paediatr\w+|manoeuv\w+"
    r"|(?:colour|favour|behaviour|neighbour|labour|harbour|vapour|odour)\w*"
    r"|(?:de)?(?:stabilis|randomis|mobilis|organis|recognis|summaris|minimis|maximis|normalis|optimis|emphasis|realis|localis|generalis"
    r"|hospitalis|immobilis|prioritis|analys)(?:e|ed|er|ers|es|ing|ation|ations)\b)",
    re.IGNORECASE,
)
# Analyses is the plural of analysis in both spellings.
BOTH = {"analyses"}
# Other people's words: titles, publishers and addresses of what we cite.
CITED = re.compile(r"(?:source: \{.*\}|(?:title|publisher|url|family): \"[^\"]*\"|\[[^\]]*\]\(http[^)]*\)|<cite>[^<]*</cite>|https?://\S+)")
WHOLLY_CITED = ("exercise_catalog/published.yaml", "recommender/rules/sources.yaml", "recommender/training/data/programs.jsonl")
# Compiled from what is looked at; and the two places whose business it is to name the words that are refused.
NOT_LOOKED_AT = (
    "GLOSSARY.md",
    "exercise_catalog/compiled.json",
    "recommender/rules/compiled.json",
    "recommender/scoring/model.json",
    "recommender/rules/checks.py",
)
PROSE = (".py", ".md", ".yaml", ".html", ".css", ".js", ".json", ".txt", "")


def our_words_of(name: str) -> str:
    return CITED.sub("", text_of(REPOSITORY / name))


def strangers_in(name: str) -> list[str]:
    return sorted({word.lower() for word in NOT_OUR_WORDS.findall(our_words_of(name))} - BOTH)


def names_under(folder: str) -> list[str]:
    names = (name_of(path) for path in our_files(*PROSE))
    return [name for name in names if name.startswith(folder) and name not in (*WHOLLY_CITED, *NOT_LOOKED_AT) and "LICENSE" not in name]


@pytest.mark.parametrize("room", ["exercise_catalog/exercises/", "exercise_catalog/", "recommender/", "api/", "infra/", "bench/", "web/", "docs/"])
def test_a_room_uses_our_words_only(room: str) -> None:
    found = {name: strangers_in(name) for name in names_under(room)}

    assert {name: words for name, words in found.items() if words} == {}


def test_the_pages_at_the_front_use_our_words_only() -> None:
    found = {name: strangers_in(name) for name in names_under("") if "/" not in name}

    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "A four-week programme",
        "Your workout is ready",
        "Stabilise the trunk",
        "a randomised trial",
        "the colour of the band",
        "Stabilisation exercise family",
        "Centre of gravity changes",
    ],
)
def test_the_search_for_words_finds_them(sentence: str) -> None:
    assert NOT_OUR_WORDS.search(sentence)


@pytest.mark.parametrize(
    "sentence", ["Programs for people", "Exercise, rise, advise", "An organism", "analysis", "Recenter your weight", "a license"]
)
def test_the_search_for_words_leaves_american_ones_alone(sentence: str) -> None:
    assert not NOT_OUR_WORDS.search(sentence)
