"""Schooling and ranks as offices write them, turned into the values that are stored."""

from __future__ import annotations

import re
from functools import lru_cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from units.domain.sheets.grid import CellValue
from units.domain.sheets.headers import simplify
from units.domain.sheets.problems import ValueRefused
from units.domain.sheets.values import text_of
from units.models import Education, Rank

EDUCATION_WORDS = {
    "sau dai hoc|thac si|thac sy|tien si|tien sy|cao hoc": Education.POSTGRADUATE,
    "dai hoc|dh|cu nhan|ky su|bac si": Education.UNIVERSITY,
    "cao dang|cd": Education.COLLEGE,
    "trung cap|tc|so cap|trung hoc chuyen nghiep": Education.VOCATIONAL,
    "trung hoc pho thong|thpt|pho thong trung hoc|ptth|cap 3|cap iii|tu tai": Education.UPPER,
    "trung hoc co so|thcs|cap 2|cap ii": Education.LOWER,
    "tieu hoc|cap 1|cap i": Education.PRIMARY,
}
# Classes completed of 12 (of 10 in the old northern system) that end a school level.
LEVELS = {12: ((12, Education.UPPER), (9, Education.LOWER), (5, Education.PRIMARY)),
          10: ((10, Education.UPPER), (7, Education.LOWER), (4, Education.PRIMARY))}  # fmt: skip


def parse_education(value: CellValue) -> str:
    """The schooling completed, from words, short forms or “9/12”."""
    text = text_of(value)
    plain = simplify(text)
    if match := re.fullmatch(
        r"(?:lop )?(\d{1,2})\s*[/ ]\s*(1[02])", text.lower().replace("lớp", "lop")
    ):
        reached, of = int(match.group(1)), int(match.group(2))
        for least, level in LEVELS[of]:
            if least <= reached <= of:
                return level
    if found := labels_of(Education).get(plain):
        return found
    for words, level in EDUCATION_WORDS.items():
        if any(re.search(rf"\b{word}\b", plain) for word in words.split("|")):
            return level
    raise _no_choice(text, Education)


def parse_rank(value: CellValue) -> str:
    text = text_of(value)
    if found := labels_of(Rank).get(simplify(text)):
        return found
    raise _no_choice(text, Rank)


@lru_cache(maxsize=4)
def labels_of(choices: type[TextChoices]) -> dict[str, str]:
    """Stored value by its label in every language of the interface, and by itself."""
    found = {simplify(choice.value): str(choice.value) for choice in choices}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {simplify(str(choice.label)): str(choice.value) for choice in choices}
    return found


def _no_choice(text: str, choices: type[TextChoices]) -> ValueRefused:
    return ValueRefused(
        _("“%(value)s” is not known here.") % {"value": text},
        _("Write one of these: %(names)s.")
        % {"names": ", ".join(str(label) for label in choices.labels)},
    )
