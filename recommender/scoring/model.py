"""The score of exercises for one person, from a trained file, in plain Python. Refuses a file that does not fit the code or the catalog."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from exercise_catalog.artifact import ArtifactRefused, open_sealed
from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Area, Equipment, Level
from recommender.domain.profile import Profile
from recommender.errors import HeartRefused
from recommender.scoring import words
from recommender.scoring.audience import Audience
from recommender.scoring.features import (
    audience_crosses,
    exercise_values,
    exercise_words,
    feature_values,
    fitted_values,
    group_of,
    known_features,
    name_of,
    sign_of,
    single_values,
)
from recommender.scoring.tables import Published, Tables

FORMAT = 2
MODEL = Path(__file__).parent / "model.json"
BASE = "base"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One summand of a score, in log odds (any finite number; 0 says nothing). `because` is for a coach to read."""

    part: str
    value: float
    because: str


class Model:
    """Named weights and the tables behind the features. Read once at the start, never changed."""

    def __init__(self, content: Mapping[str, Any], *, exercises: Sequence[Exercise], digest: str) -> None:
        _refuse_what_does_not_fit(content, exercises)
        self.digest = digest
        self.provenance: Mapping[str, Any] = content["provenance"]
        self.intercept: float = content["intercept"]
        self.weights: Mapping[str, float] = dict(content["features"])
        self.complaints: Mapping[str, Sequence[str]] = content["complaints"]
        self.tables = Tables([_program(row) for row in content["programs"]], exercises)
        self.mentions = self.tables.mentions()
        # What an exercise brings whoever asks, by group, and its words; worked out once, because it is half of the work of a score.
        self.alone = {exercise.id: _added({}, exercise_values(exercise), self.weights) for exercise in exercises}
        self.words = {
            exercise.id: tuple((key, word) for key, words_ in exercise_words(exercise).items() for word in words_) for exercise in exercises
        }
        # The last audience is kept ready, so that scoring a whole catalog one exercise after another builds its tables once.
        self._last = lru_cache(maxsize=1)(self.for_audience)

    @classmethod
    def load(cls, path: Path = MODEL, *, exercises: Sequence[Exercise]) -> "Model":
        """The model in the sealed file `path`, for the catalog `exercises`.

        Raises HeartRefused when the file is missing or was changed, or its format, features, signs or exercises are not ours.
        """
        try:
            content, digest = open_sealed(path)
        except ArtifactRefused as error:
            raise HeartRefused(str(error)) from error
        return cls(content, exercises=exercises, digest=digest)

    def for_profile(self, profile: Profile) -> "AudienceModel":
        """The model as it looks at this person."""
        return self.for_audience(Audience.from_profile(profile, complaints=self.complaints))

    def for_audience(self, audience: Audience) -> "AudienceModel":
        """The model with everything worked out that does not depend on the exercise."""
        return AudienceModel(self, audience)

    def log_odds(self, audience: Audience, exercise: Exercise) -> float:
        """How likely a published program for `audience` includes `exercise`, as natural log odds; higher is better."""
        return self._last(audience).log_odds(exercise)

    def parts(self, audience: Audience, exercise: Exercise) -> list[Part]:
        """The summands of `log_odds`, the base first, then by name; they sum to it within 1e-9."""
        return self._last(audience).parts(exercise)


class AudienceModel:
    """The model as it looks at one audience."""

    def __init__(self, model: Model, audience: Audience) -> None:
        self._model, self._audience = model, audience
        self._standings = model.tables.standings(audience)
        # By key: what a word of an exercise is worth to this audience, in which group. Few crosses have a weight at all.
        self._worth: dict[tuple[str, str], list[tuple[str, float]]] = {}
        crosses = [(group, one, key) for group, one, key in audience_crosses(audience)]
        for key, word in {pair for pairs in model.words.values() for pair in pairs}:
            named = [(group, model.weights.get(name_of(group, one, key, word), 0.0)) for group, one, over in crosses if over == key]
            self._worth[key, word] = [(group, weight) for group, weight in named if weight]

    def log_odds(self, exercise: Exercise) -> float:
        """As `Model.log_odds`."""
        weights = self._model.weights
        values = feature_values(self._audience, exercise, self._standings[exercise.id])
        return self._model.intercept + math.fsum(weights.get(name, 0.0) * value for name, value in values.items())

    def parts(self, exercise: Exercise) -> list[Part]:
        """As `Model.parts`."""
        base = Part(part=BASE, value=self._model.intercept, because=words.BASE)
        groups = self._groups(exercise)
        return [base, *(self._part(exercise, group, groups[group]) for group in sorted(groups))]

    def values(self, exercise: Exercise) -> list[float]:
        """The values of `parts` without their words: a ranking needs no more, and this is the faster way."""
        return [self._model.intercept, *self._groups(exercise).values()]

    def _groups(self, exercise: Exercise) -> dict[str, float]:
        groups = dict(self._model.alone[exercise.id])
        for pair in self._model.words[exercise.id]:
            for group, weight in self._worth[pair]:
                groups[group] = groups.get(group, 0.0) + weight
        _added(groups, fitted_values(self._standings[exercise.id]).items(), self._model.weights)
        return _added(groups, single_values(self._audience, exercise), self._model.weights)

    def _part(self, exercise: Exercise, group: str, value: float) -> Part:
        because = words.because(group, value, audience=self._audience, exercise=exercise, counted=self._counted(exercise))
        return Part(part=f"model:{group}", value=value, because=because)

    @cached_property
    def _near(self) -> tuple[Mapping[str, int], int]:
        return self._model.tables.mentions(self._audience.areas)

    def _counted(self, exercise: Exercise) -> words.Counted:
        (all_, of_all), (near, of_near) = self._model.mentions, self._near
        return words.Counted(in_all=all_.get(exercise.id, 0), of_all=of_all, in_near=near.get(exercise.id, 0), of_near=of_near)


def _added(groups: dict[str, float], values: Iterable[tuple[str, float]], weights: Mapping[str, float]) -> dict[str, float]:
    """`groups` with every weighted value added to its feature's group."""
    for name, value in values:
        if weight := weights.get(name):
            group = group_of(name)
            groups[group] = groups.get(group, 0.0) + weight * value
    return groups


def _refuse_what_does_not_fit(content: Mapping[str, Any], exercises: Sequence[Exercise]) -> None:
    if content.get("format") != FORMAT:
        raise HeartRefused(f"the model has format {content.get('format')}, this code reads {FORMAT}; run make train")
    ids = sorted(exercise.id for exercise in exercises)
    if content["exercises"] != ids:
        other = sorted(set(content["exercises"]) ^ set(ids))
        raise HeartRefused(f"the model was trained on another catalog ({', '.join(other[:5])}); run make train")
    foreign = sorted({name for name, _ in content["features"]} - known_features(ids))
    if foreign:
        raise HeartRefused(f"the model knows features that this code does not ({', '.join(foreign[:5])}); run make train")
    wrong = sorted(name for name, weight in content["features"] if weight * sign_of(name) < 0)
    if wrong:
        raise HeartRefused(f"the model breaks a promise about how scores move ({', '.join(wrong[:5])}); run make train")
    if not all(math.isfinite(number) for number in (content["intercept"], *(weight for _, weight in content["features"]))):
        raise HeartRefused("the model holds a weight that is no finite number; run make train")


def _program(row: Mapping[str, Any]) -> Published:
    return Published(publisher=row["publisher"], audience=audience_from_row(row), weight=row["weight"], exercises=tuple(row["exercises"]))


def audience_from_row(row: Mapping[str, Any]) -> Audience:
    """The audience that `audience_row` wrote down."""
    return Audience(
        areas=frozenset(Area(area) for area in row["areas"]),
        experience=Level(row["experience"]) if row["experience"] else None,
        older_ratio=row["older_ratio"],
        complaints=frozenset(row["complaints"]),
        equipment=frozenset(Equipment(item) for item in row["equipment"]),
        goals=frozenset(row["goals"]),
    )


def audience_row(audience: Audience) -> dict[str, Any]:
    """`audience` as plain JSON, its sets sorted."""
    return {
        "areas": sorted(audience.areas),
        "experience": audience.experience,
        "older_ratio": audience.older_ratio,
        "complaints": sorted(audience.complaints),
        "equipment": sorted(audience.equipment),
        "goals": sorted(audience.goals),
    }
