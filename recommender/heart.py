"""The heart: catalog, rule book with its reviews, plan and model, loaded once and checked against each other. Refuses a pair that does not fit."""

from dataclasses import dataclass

from exercise_catalog.artifact import ArtifactRefused
from exercise_catalog.catalog import Catalog
from recommender.assembly.plan import Plan
from recommender.errors import HeartRefused
from recommender.rules.book import RuleBook
from recommender.rules.reviews import Reviews
from recommender.scoring.model import Model


@dataclass(frozen=True, slots=True, kw_only=True)
class Heart:
    """Everything that `recommend` reads besides the answers. Never changes while it runs."""

    catalog: Catalog
    book: RuleBook
    plan: Plan
    model: Model
    reviews: Reviews

    def __post_init__(self) -> None:
        """Raises HeartRefused for rules that were compiled against another catalog: they would speak of exercises that are not there."""
        ids = tuple(exercise.id for exercise in self.catalog.exercises)
        if self.book.intake.fields["exclude_exercises"].options != ids:
            raise HeartRefused("the rules were compiled against another catalog: run python -m recommender.rules.compile")

    @property
    def rules_reviewed(self) -> bool:
        """Has every row of the rule book in force been reviewed as it now is?"""
        return self.reviews.complete and self.reviews.book_digest == self.book.digest

    @property
    def versions(self) -> dict[str, str]:
        """The digests in force, shortened to twelve digits; `rules` covers the plan as well."""
        rules = f"{_short(self.book.digest)}.{_short(self.plan.digest)}"
        return {"catalog": _short(self.catalog.digest), "rules": rules, "model": _short(self.model.digest)}


def load_heart() -> Heart:
    """The heart from the compiled files. Raises HeartRefused when one is missing, changed by hand, or does not fit the others."""
    try:
        catalog = Catalog.load()
    except ArtifactRefused as error:
        raise HeartRefused(str(error)) from error
    book, plan = RuleBook.load(), Plan.load()
    reviews = Reviews.load(book_digest=book.digest, rows=len(book.rules))
    return Heart(catalog=catalog, book=book, plan=plan, model=Model.load(exercises=catalog.exercises), reviews=reviews)


def _short(digest: str) -> str:
    return digest.removeprefix("sha256:")[:12]
