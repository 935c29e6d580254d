"""Names and numbers as people type them into a field, bare: no title before, no year, brackets or birth after."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

from django.views.decorators.debug import sensitive_variables

from incidents.domain.family_names import FAMILIES, PLAIN_FAMILIES
from lists.domain.folding import fold

# One word is a first name that many have; a shorter number may stand for anything.
FEWEST_WORDS, FEWEST_SIGNS = 2, 6
# A longer part of what was typed is taken as a name even beside one with capitals.
LONG_NAME = 3
# A phone number is the same with 0, 84 or +84 before these.
PHONE_ENDS = 9
WORD = re.compile(r"[^\W\d_]+|\d+")
TITLES = frozenset(
    [
        "ông",
        "bà",
        "anh",
        "chị",
        "cô",
        "chú",
        "bác",
        "em",
        "cụ",
        "dì",
        "dượng",
        "cậu",
        "mợ",
        "thím",
        "cháu",
        "mẹ",
        "cha",
        "thầy",
        "mr",
        "mrs",
        "ms",
        "miss",
    ]
)
# Written without signs some of them are family names too (Chu Văn An): then more of a name has to follow.
PLAIN_TITLES = frozenset(fold(one) for one in TITLES)
FAMILY_NAMES = frozenset(["chu", "cu", "bac", "chau", "duong", "co"])
MIDDLE_NAMES = frozenset(("thi", "van"))
COMRADE = re.compile(r"\b(?:đồng\s+chí|dong\s+chi|[đd]\s*/\s*c)\b\.?", re.I)
PARTS = re.compile(r"[()\[\]{}<>,;:/\d\n]+|\s[-–—]+\s")
BORN = re.compile(
    r"\s+(?:s\.?n|n\.?s|sinh\s+(?:năm|nam|ngày|ngay)|năm\s+sinh|(?-i:sinh))\.?\s*$", re.I
)
BRACKETED = re.compile(r"[(\[{<].*?[)\]}>]")
LONGEST_UNTITLED = 4
# After these a place is named, but for the head of one.
PLACES = frozenset(
    [
        "ấp",
        "xã",
        "huyện",
        "tỉnh",
        "phường",
        "quận",
        "trấn",
        "phố",
        "thôn",
        "xóm",
        "chợ",
        "đường",
        "cầu",
        "kênh",
        "tp",
        "trường",
    ]
)
HEADS = frozenset(["trưởng", "phó"])
WHOLE_PHONES = re.compile(r"(?:\+?84|0)\d{9}")
PHONES = re.compile(r"[,;/]|\s[-–—]\s|\s(?:và|hoặc)\s")


def plain(text: str) -> str:
    """Return ``text`` folded so that every sign folds alone as it does among others."""
    return fold(text).replace("ς", "σ")


@sensitive_variables()
def bare_names(full_name: str) -> set[str]:
    """Return what of a typed name is compared, folded: “Bà Trần Thị Mỹ Lan (1980)” → “tran thi my lan”.

    Nothing where fewer than two words stand there; where only the title makes them two (“Bà Lan”), it stays.
    """
    return {plain(" ".join(words)) for words in _names(full_name)}


@sensitive_variables()
def sure_names(full_name: str) -> set[tuple[str, ...]]:
    """Return those of them that are surely people's names, by their words in small letters: they begin with a family name
    and are the whole of what was typed, or three words of it. “Nam thanh niên” says what somebody is, “Quán Long Hòa” where
    something happens, and their words stand in others too."""
    found = _names(full_name)
    return {
        tuple(word.lower() for word in words)
        for words in found
        if begins_with_a_family(words)
        and (len(words) >= LONG_NAME or len(found) == 1 or words == found[0])
    }


@sensitive_variables()
def may_be_a_person(full_name: str) -> bool:
    """Tell whether what was typed may be somebody's name: it begins with a family name, or each word with a capital."""
    return any(
        begins_with_a_family(words) or all(word[0].isupper() for word in words)
        for words in _names(full_name)
    )


@sensitive_variables()
def _names(full_name: str) -> list[list[str]]:
    typed = unicodedata.normalize("NFC", full_name)
    parts = [_untitled(part) for part in PARTS.split(COMRADE.sub(" ", typed))]
    parts = [words for words in parts if len(words) >= FEWEST_WORDS]
    written = [words for words in parts if all(word[0].isupper() for word in words)]
    chosen = [*(written or parts)[:1], *(words for words in parts[:1] if len(words) >= LONG_NAME)]
    chosen = chosen or [WORD.findall(typed)]
    found = [words for words in chosen if len(words) >= FEWEST_WORDS]
    within = [name.split() for name in names_within(BRACKETED.sub(" ", typed))]
    # Shops and schools are called after places: of what stands inside, a name begins with a family name.
    return found + [words for words in within if begins_with_a_family(words) and words not in found]


def begins_with_a_family(words: list[str]) -> bool:
    """Tell whether the first of the words is a family name, with its signs or without any."""
    first = words[0].lower()
    return first in FAMILIES or (first.isascii() and first in PLAIN_FAMILIES)


@sensitive_variables()
def names_within(words: str) -> list[str]:
    """Return the names in what was written of people, “bác sĩ Trần Văn Hùng và Lê Văn Tám”: two words or more in a row that
    begin with a capital, no place among them; of four, the first may be a form of address."""
    found: list[list[str]] = []
    for part in PARTS.split(unicodedata.normalize("NFC", words)):
        before: list[str] = []
        for is_name, row in groupby(WORD.findall(part), lambda word: word[0].isupper()):
            run = list(row)
            if is_name and len(run) >= FEWEST_WORDS and not names_a_place(before):
                found += [run, run[1:]] if len(run) >= LONGEST_UNTITLED else [run]
            before += run
    return [" ".join(run) for run in found]


def names_a_place(before: list[str]) -> bool:
    """Tell whether the words that stand before a name make it a place: “đường”, “xã”, but not “Trưởng ấp”."""
    *earlier, last = ["", *(word.lower() for word in before)]
    return last in PLACES and not (earlier and earlier[-1] in HEADS)


@sensitive_variables()
def _untitled(part: str) -> list[str]:
    """The words of a name without the forms of address before it, while two are left."""
    words = [word for word in WORD.findall(BORN.sub("", part)) if word.isalpha()]
    while len(words) > FEWEST_WORDS and _is_title(words):
        words = words[1:]
    return words


def _is_title(words: list[str]) -> bool:
    first, following = words[0].lower(), words[1].lower()
    if first not in FAMILY_NAMES:
        return first in TITLES or first in PLAIN_TITLES
    has_no_signs = all(word.lower() == fold(word) for word in words)
    return has_no_signs and len(words) > LONG_NAME and following not in MIDDLE_NAMES


@sensitive_variables()
def numbers(phone: str, id_number: str) -> set[str]:
    """Return the ends of the phones and the number of the papers, digits and letters alone; two phones may stand in
    one field."""
    joined = re.sub(r"[\s.\-()]", "", phone)
    several = (phone, *PHONES.split(phone), *WHOLE_PHONES.findall(joined))
    digits = [re.sub(r"\D", "", one)[-PHONE_ENDS:] for one in several]
    return {
        one for one in (*digits, re.sub(r"\W", "", plain(id_number))) if len(one) >= FEWEST_SIGNS
    }
