"""The old TCVN3 (ABC) alphabet of the .VnTime fonts: Latin-1 characters that were drawn as Vietnamese letters.

Source of the table: TCVN 5712:1993, form VN3. Capitals with a tone have no code in VN3: the fonts whose name ends in H
draw them from the small letters.
"""

from __future__ import annotations

import re
import unicodedata

_LETTERS = (
    "¡Ă ¢Â £Ê ¤Ô ¥Ơ ¦Ư §Đ ¨ă ©â ªê «ô ¬ơ \u00adư ®đ "
    "µà ¶ả ·ã ¸á ¹ạ »ằ ¼ẳ ½ẵ ¾ắ Æặ Çầ Èẩ Éẫ Êấ Ëậ "
    "Ìè Îẻ Ïẽ Ðé Ñẹ Òề Óể Ôễ Õế Öệ ×ì Øỉ Üĩ Ýí Þị "
    "ßò áỏ âõ ãó äọ åồ æổ çỗ èố éộ êờ ëở ìỡ íớ îợ "
    "ïù ñủ òũ óú ôụ õừ öử ÷ữ øứ ùự úỳ ûỷ üỹ ýý þỵ"
)
TABLE = {ord(pair[0]): unicodedata.normalize("NFC", pair[1:]) for pair in _LETTERS.split(" ")}
MAPPED = frozenset(chr(code) for code in TABLE)

# Everything but spaces, digits and ASCII signs: the old letters look like ©, ¬ or ­ to Unicode, so \w does not serve.
TOKEN = re.compile(r"[^\x00-@\[-`{-\x7f\s]+")


def convert_word(word: str) -> str:
    """The Unicode spelling of one TCVN3 word; a word typed for an all-capital (…H) font becomes capitals."""
    converted = word.translate(TABLE)
    well_cased = converted.islower() or converted.istitle() or converted.isupper()
    if not well_cased and any(letter.isascii() and letter.isupper() for letter in word[1:]):
        return converted.upper()
    return converted


def convert(text: str) -> str:
    """The Unicode spelling of TCVN3 text, word by word."""
    return TOKEN.sub(lambda match: convert_word(match.group()), text)


def can_be_tcvn3(word: str) -> bool:
    """Whether every character of the word exists in TCVN3 and at least one is a letter peculiar to it."""
    return any(character in MAPPED for character in word) and all(
        character.isascii() or character in MAPPED for character in word
    )
