"""What counts as saying something: a reason, a result or a decision's number that others can work with."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# “Đã khởi tố” has ten signs and eight letters in three words; “x”, “…………” and “aaaaaaaaaa” tell nobody anything.
FEWEST_SIGNS, FEWEST_WORDS, FEWEST_DIFFERENT_LETTERS = 10, 2, 4


def says_something(words: str) -> bool:
    """Tell whether ``words`` are a sentence, however short, rather than a key held down."""
    text = " ".join(words.split())
    letters = [sign for sign in text.lower() if sign.isalpha()]
    with_letters = [word for word in text.split() if any(map(str.isalpha, word))]
    return (
        len(text) >= FEWEST_SIGNS
        and len(with_letters) >= FEWEST_WORDS
        and len(set(letters)) >= FEWEST_DIFFERENT_LETTERS
    )


def must_say(words: str, field: str) -> str:
    """Return the words without blanks around them. Raises ``ValidationError`` of ``field`` where they say nothing."""
    must_say_all({field: words})
    return words.strip()


def must_say_all(said: Mapping[str, str]) -> None:
    """Raise one ``ValidationError`` of all the fields whose words say nothing."""
    empty = [field for field, words in said.items() if not says_something(words)]
    if empty:
        raise ValidationError(dict.fromkeys(empty, too_little()))


def too_little() -> str:
    """Say what is missing of words that say nothing."""
    return _(
        "Write a sentence that others will understand: at least %(signs)s characters, not only signs."
    ) % {"signs": FEWEST_SIGNS}


def names_a_decision(words: str) -> bool:
    """Tell whether a sentence holds a number, by which its decision is found."""
    return any(map(str.isdigit, words))


def is_decision_number(number: str) -> bool:
    """Tell whether this is the number of a decision: digits with the letters of who issued it, as 12/QĐ-CAH."""
    return any(map(str.isdigit, number)) and sum(map(str.isalpha, number)) >= 2
