"""The reading grade is what a hand counts."""

import pytest

from exercise_catalog.reading import grade, syllables, words


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("spine", 1), ("eased", 1), ("walked", 1), ("can't", 1), ("while", 1), ("controlled", 2), ("started", 2), ("trouble", 2), ("handled", 2),
        ("weakness", 2), ("soreness", 2), ("movement", 2), ("being", 2), ("previous", 3), ("hernia", 3), ("changes", 2), ("people", 2),
        ("doctor's", 2), ("operation", 4), ("long-term", 2), ("diabetes", 2), ("45", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_a_hand_counts_them(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("text", "by_hand"),
    [
        # 6 words, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59.
        ("The cat sat on the mat.", -1.45),
        # 12 words, 15 syllables: 0.39 * 12 + 11.8 * 1.25 - 15.59.
        ("Do you have new pain, tingling, weakness or numbness in both legs?", 3.84),
        # 8 words in 2 units, 8 syllables: 0.39 * 4 + 11.8 * 1 - 15.59.
        ("Get help now; we give no tips here.", -2.23),
        # 5 words, 12 syllables: 0.39 * 5 + 11.8 * 2.4 - 15.59.
        ("Rapidly progressing weakness needs surgery.", 14.68),
    ],
)
def test_the_reading_grade_agrees_with_a_count_by_hand(text: str, by_hand: float) -> None:
    assert grade(text) == pytest.approx(by_hand)


def test_a_word_with_a_hyphen_or_an_apostrophe_is_one_word() -> None:
    assert words("Don't hold your T-shirt for 10 seconds.") == 7
