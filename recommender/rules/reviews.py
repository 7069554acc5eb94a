"""How far the rules in force are reviewed, from `reviews.json`. Refuses a file that it can't trust; a review of another book counts for nothing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exercise_catalog.artifact import ArtifactRefused, open_sealed
from recommender.errors import HeartRefused

COMPILED = Path(__file__).parent / "reviews.json"
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """Who reviewed, as what, when (a date as text), and for how many of the rows in force that is the last word."""

    by: str
    role: str
    date: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """The rows of one rule book, how many of them a review covers as they now are, and how many reviewed ones vanished without a word."""

    book_digest: str
    rows: int
    reviewed: int
    removed: int
    reviewers: tuple[Reviewer, ...] = ()

    @property
    def complete(self) -> bool:
        """Is every row reviewed as it now is, and none gone that was reviewed?"""
        return 0 < self.rows == self.reviewed and self.removed == 0

    @classmethod
    def load(cls, path: Path = COMPILED, *, book_digest: str, rows: int) -> "Reviews":
        """The reviews of the book with this digest and number of rows. Raises HeartRefused when the file is missing, damaged, or makes no sense."""
        try:
            content, _ = open_sealed(path)
            found = _from_content(content)
        except ArtifactRefused as error:
            raise HeartRefused(str(error)) from error
        except (KeyError, TypeError, ValueError) as error:
            raise HeartRefused(f"{path.name} is no summary of reviews that this code reads ({error}); run the compiler") from error
        if found.book_digest != book_digest:
            return cls(book_digest=book_digest, rows=rows, reviewed=0, removed=0)
        if found.rows != rows:
            raise HeartRefused(f"{path.name} counts {found.rows} rows where the rule book has {rows}; run the compiler")
        return found


def _from_content(content: dict[str, Any]) -> Reviews:
    if content["format"] != FORMAT:
        raise ValueError(f"format {content['format']}")
    counts = {name: content[name] for name in ("rows", "reviewed", "removed")}
    # True is a whole number to Python, and would be counted as one.
    if any(type(count) is not int or count < 0 for count in counts.values()) or counts["reviewed"] > counts["rows"]:
        raise ValueError("counts that can't be")
    return Reviews(book_digest=content["book"], reviewers=tuple(Reviewer(**row) for row in content["reviewers"]), **counts)
