"""Words that others read must not say who somebody is: the full name, the phone, the number of the papers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from incidents.domain.bare_names import WORD, bare_names, numbers, plain

BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.,\-‐-―/\\()\[\]{}·_]+(?=\d)")
# What stands in words where a name was taken out (``incidents.domain.redacting``); nothing is looked for across it.
INFORMANT, PERSON, SHORT = "[người báo tin]", "[người liên quan]", "[…]"
MARK = re.compile("|".join(map(re.escape, (INFORMANT, PERSON, SHORT))))


class Named(Protocol):
    """Somebody whose identity is kept from others."""

    @property
    def full_name(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def id_number(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Secret:
    """What would say who somebody is; ``repr`` tells nothing."""

    full_name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)


@sensitive_variables("informants")
def must_not_tell(said: Mapping[str, str], *informants: Named) -> None:
    """Raise one ``ValidationError`` of all the fields of ``said`` whose words hold the full name, the phone or the number
    of the papers of one of the ``informants``. It repeats none of them."""
    telling = [name for name, words in said.items() if tells(words, informants)]
    if telling:
        problem = _(
            "These words say who gave the tip, and others read them. Leave out the name, the phone and the "
            "number of the papers."
        )
        raise ValidationError(dict.fromkeys(telling, problem))


@sensitive_variables("people")
def must_not_name(reason: str, people: Iterable[Named]) -> None:
    """Raise ``ValidationError`` of ``reason`` where it names one of the ``people`` whose identity is looked at for it: it
    stands in the history, which others read and which outlives what is kept of them."""
    if tells(reason, people):
        raise ValidationError(
            {
                "reason": _(
                    "The reason stays in the history, where others read it. Leave out the name, the phone and the number "
                    "of the papers."
                )
            }
        )


@sensitive_variables("words", "people")
def tells(words: str, people: Iterable[Named]) -> bool:
    """Tell whether words hold the full name, the phone or the number of the papers of one of the ``people``."""
    people = tuple(people)
    names = {name for one in people for name in bare_names(one.full_name)}
    digits = {number for one in people for number in numbers(one.phone, one.id_number)}
    return any(_holds(piece, names, digits) for piece in MARK.split(words))


@sensitive_variables()
def _holds(words: str, names: Iterable[str], digits: Iterable[str]) -> bool:
    folded = plain(words)
    spaced = f" {' '.join(WORD.findall(folded))} "
    joined = BETWEEN_DIGITS.sub("", folded)
    return any(f" {name} " in spaced for name in names) or any(one in joined for one in digits)
