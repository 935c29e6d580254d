"""Folds text as the database's ``vi_plain`` does: lower case, no diacritics, đ as d."""

import re
import unicodedata

_STROKED = str.maketrans("đĐ", "dD")


def fold(text: str) -> str:
    """Return ``text`` without case and diacritics: "Nguyễn Văn Đức" and "NGUYEN VAN DUC" are one."""
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKED))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).lower()


def searched_words(text: str, most: int = 8) -> list[str]:
    """Split a search text into folded words, at most ``most``, each once."""
    return list(dict.fromkeys(word for word in re.split(r"\s+", fold(text)) if word))[:most]
