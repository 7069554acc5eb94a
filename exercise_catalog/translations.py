"""Texts in other languages: reads texts/<locale>/<id>.yaml, lists what is missing. Refuses half a text; an outdated one is left out.

python -m exercise_catalog.translations                  for every language begun: which exercises are missing, which outdated
python -m exercise_catalog.translations de pt-BR         for these languages
python -m exercise_catalog.translations de --start ID    print a file for texts/de/ID.yaml, to be put into German
"""

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from exercise_catalog.artifact import digest_of, open_sealed
from exercise_catalog.catalog import COMPILED
from exercise_catalog.exercise import SOURCE_LOCALE
from exercise_catalog.strict_schema import Validator
from exercise_catalog.strict_yaml import YamlRefused, load_file

HERE = Path(__file__).parent
TEXTS = HERE / "texts"
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_OF_DIGITS = 12

Words = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Translations:
    """The texts of each locale by exercise id, and of each locale the ids whose English has changed since."""

    texts: Mapping[str, Mapping[str, Words]]
    outdated: Mapping[str, tuple[str, ...]]

    def missing(self, locale: str, ids: Sequence[str]) -> list[str]:
        """The exercises that have no text in `locale`, not even an outdated one; these are shown in English."""
        return sorted(set(ids) - set(self.texts.get(locale, ())) - set(self.outdated.get(locale, ())))


def fingerprint(english: Words) -> str:
    """What a translation says it is of. It changes with every word of the English text, so that a new stop sign is never lost in another language."""
    return digest_of(english).removeprefix("sha256:")[:_OF_DIGITS]


def read(english: Mapping[str, Words], folder: Path = TEXTS) -> tuple[Translations, list[str]]:
    """All translations under `folder` of the `english` texts by id, and what is wrong with the files, one sentence each."""
    texts: dict[str, dict[str, Words]] = {}
    outdated: dict[str, list[str]] = {}
    problems: list[str] = []
    validator = Validator(_file_schema())
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or path.name == "README.md":
            continue
        found, row = _read_one(path, name, english, validator, folder)
        problems += found
        if row is None:
            continue
        locale, exercise_id = path.parent.name, path.stem
        texts.setdefault(locale, {})
        if row["of"] == fingerprint(english[exercise_id]):
            texts[locale][exercise_id] = {key: value for key, value in row.items() if key != "of"}
        else:
            outdated.setdefault(locale, []).append(exercise_id)
    return Translations(texts=texts, outdated={locale: tuple(ids) for locale, ids in outdated.items()}), problems


def _words_schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((HERE / "schema" / "exercise.schema.json").read_text(encoding="utf-8"))["$defs"]["words"]
    return schema


def _file_schema() -> dict[str, Any]:
    words = _words_schema()
    return {**words, "required": ["of", *words["required"]], "properties": {"of": {"type": "string"}, **words["properties"]}}


def _read_one(path: Path, name: str, english: Mapping[str, Words], validator: Any, folder: Path) -> tuple[list[str], dict[str, Any] | None]:
    locale = path.parent.name
    if path.suffix != ".yaml" or path.parent.parent != folder or not _LOCALE.fullmatch(locale) or locale == SOURCE_LOCALE:
        return [f"{name}: nobody reads a file here; a translation is texts/<locale>/<id>.yaml, English stands with the exercise"], None
    if path.stem not in english:
        return [f"{name}: there is no exercise '{path.stem}'"], None
    try:
        row = load_file(path)
    except YamlRefused as error:
        return [f"{locale}/{error}"], None
    found = [f"{name}: {'/'.join(map(str, error.absolute_path)) or 'file'}: {error.message}" for error in validator.iter_errors(row)]
    return found, None if found else row


def started(english: Words) -> str:
    """A file to begin a translation with: the English words in their places, and what they are of."""
    in_order = {key: english[key] for key in _words_schema()["required"]}
    return yaml.safe_dump({"of": fingerprint(english), **in_order}, sort_keys=False, allow_unicode=True, width=1000)


def report(translations: Translations, ids: Sequence[str], locales: Sequence[str]) -> list[str]:
    """What each of `locales` lacks, a line for each exercise and one that counts."""
    lines = []
    for locale in locales:
        missing, outdated = translations.missing(locale, ids), translations.outdated.get(locale, ())
        lines += [f"{locale}: {name} is missing" for name in missing]
        lines += [f"{locale}: {name} is outdated, its English has changed" for name in outdated]
        lines.append(f"{locale}: {len(ids) - len(missing) - len(outdated)} of {len(ids)} exercises, the others are shown in English")
    return lines


def main(arguments: list[str] | None = None, *, folder: Path = TEXTS) -> int:
    """List what is missing; 1 when a file is wrong. Or print a file to begin with."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("locales", nargs="*", metavar="LOCALE", help="languages; without one, all that were begun")
    parser.add_argument("--start", metavar="ID", help="print a file to put into that language")
    options = parser.parse_args(arguments)
    english = {row["id"]: row["text"][SOURCE_LOCALE] for row in open_sealed(COMPILED)[0]["exercises"]}
    if options.start:
        if options.start not in english:
            parser.error(f"there is no exercise '{options.start}'")
        print(started(english[options.start]), end="")
        return 0
    translations, problems = read(english, folder)
    locales = options.locales or sorted({*translations.texts, *translations.outdated})
    print("\n".join(report(translations, sorted(english), locales)) or "English only; no other language was begun.")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
