"""From bytes and old alphabets to NFC Unicode: converted only where certain, refused with a sentence otherwise."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from units.domain.sheets.problems import SheetRefused
from units.domain.sheets.syllables import is_syllable
from units.domain.sheets.tcvn3 import TOKEN, can_be_tcvn3, convert, convert_word

# A character set is believed when nearly all of its accented words are Vietnamese and no rival comes near.
BELIEVED_SHARE = 0.9
RIVAL_SHARE = 0.6
FEWEST_WORDS = 3

# Zero-width signs and control characters, which neither a database nor a workbook takes.
INVISIBLE = re.compile(
    r"[\u200b-\u200f\u2060\ufeff\u00ad\ufffe\uffff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _unreadable() -> SheetRefused:
    return SheetRefused(
        _(
            "The letters of this file cannot be read with certainty (it may have been typed in an old font or saved in "
            "an old code). Open it in Excel, check that the names read well, and save it as Excel Workbook (.xlsx)."
        )
    )


def tidy(text: str) -> str:
    """NFC, ordinary spaces, no invisible characters; the same text whoever typed it on whichever keyboard."""
    composed = unicodedata.normalize("NFC", text)
    visible = INVISIBLE.sub("", composed)
    return re.sub(r"[^\S\n]+", " ", visible).strip()


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text in NFC, and the old character set that it was converted from; empty for Unicode."""

    text: str
    converted_from: str = ""


def decode_bytes(data: bytes) -> Decoded:
    """Read a CSV file. SheetRefused if the character set is not certain."""
    for mark, codec in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data, codec))
    codec_without_mark = _utf16_without_mark(data)
    if codec_without_mark:
        return Decoded(_strictly(data, codec_without_mark))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_old(data)
    return Decoded(_unless_twice_encoded(unicodedata.normalize("NFC", text)))


def _strictly(data: bytes, codec: str) -> str:
    try:
        return unicodedata.normalize("NFC", data.decode(codec))
    except UnicodeDecodeError as error:
        raise _unreadable() from error


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:4000]
    half = max(len(sample) // 2, 1)
    if sample[1::2].count(0) > half * 0.4 and not sample[0::2].count(0):
        return "utf-16-le"
    if sample[0::2].count(0) > half * 0.4 and not sample[1::2].count(0):
        return "utf-16-be"
    return None


def _unless_twice_encoded(text: str) -> str:
    """Refuse UTF-8 that was read as Western and saved again (Nguyá»…n)."""
    if re.search(r"á»|áº|Ã[\u00a0-¿]|Æ°|Ä[‘\u0090]", text):
        raise SheetRefused(
            _(
                "The Vietnamese letters of this file were damaged when it was saved (like “Nguyá»…n”). Go back to the "
                "original file and save it as Excel Workbook (.xlsx) or CSV UTF-8."
            )
        )
    return text


def _decode_old(data: bytes) -> Decoded:
    """Windows-1258 or TCVN3 bytes, whichever makes Vietnamese; refused when neither or both do."""
    candidates: list[tuple[float, str, str]] = []
    try:
        windows = unicodedata.normalize("NFC", data.decode("cp1258"))
        candidates.append((_share_of_syllables(windows), windows, "Windows-1258"))
    except UnicodeDecodeError:
        pass
    if not any(0x80 <= byte <= 0x9F for byte in data):
        old = convert(data.decode("latin-1"))
        candidates.append((_share_of_syllables(old), old, "TCVN3"))
    candidates.sort(reverse=True)
    if not candidates or candidates[0][0] < BELIEVED_SHARE:
        raise _unreadable()
    if len(candidates) > 1 and candidates[1][0] > RIVAL_SHARE:
        raise _unreadable()
    _share, best, name = candidates[0]
    return Decoded(best, name)


def _accented_words(text: str) -> set[str]:
    return {word for word in TOKEN.findall(text) if not word.isascii()}


def _share_of_syllables(text: str) -> float:
    """Share of the distinct accented words that are Vietnamese syllables; 0 when there are too few to tell."""
    words = _accented_words(text)
    if len(words) < FEWEST_WORDS:
        return 0.0
    return sum(is_syllable(word) for word in words) / len(words)


# --- Unicode files whose cells were typed in .VnTime: the letters are Latin-1 signs that the font drew ------------------


@dataclass(frozen=True, slots=True)
class TextAt:
    """A text with its place in a grid (zero-based row and column)."""

    row: int
    column: int
    text: str


class Alphabet:
    """What the words of one text say about how it was typed."""

    UNICODE, OLD, EITHER, NEITHER, PLAIN = range(5)


def _alphabet_of_word(word: str) -> int:
    unicode_fits = is_syllable(word)
    old_fits = can_be_tcvn3(word) and is_syllable(convert_word(word))
    if unicode_fits and old_fits:
        return Alphabet.EITHER
    if old_fits:
        return Alphabet.OLD
    if unicode_fits or any(ord(character) > 0xFF and character.isalpha() for character in word):
        return Alphabet.UNICODE
    return Alphabet.NEITHER


def alphabet_of(text: str) -> int:
    """UNICODE or OLD if any word is only that; EITHER if all accented words fit both; PLAIN without accents."""
    if text.isascii():
        return Alphabet.PLAIN
    found = {_alphabet_of_word(word) for word in _accented_words(text)}
    if {Alphabet.UNICODE, Alphabet.OLD} <= found:
        return Alphabet.NEITHER
    for answer in (Alphabet.UNICODE, Alphabet.OLD, Alphabet.EITHER, Alphabet.NEITHER):
        if answer in found:
            return answer
    return Alphabet.PLAIN


def texts_to_convert(texts: list[TextAt], sheet: str) -> dict[tuple[int, int], str]:
    """New spellings by (row, column) for the cells typed in TCVN3; empty for a Unicode sheet.

    A cell whose words fit both alphabets follows its column; SheetRefused where the column does not decide.
    """
    judged = [(cell, alphabet_of(unicodedata.normalize("NFC", cell.text))) for cell in texts]
    old = [cell for cell, alphabet in judged if alphabet == Alphabet.OLD]
    _refuse_illegible(judged, sheet)
    if len({cell.text for cell in old}) < FEWEST_WORDS:
        if old:
            raise _doubtful(old[0], sheet)
        return {}
    converted = {(cell.row, cell.column): convert(cell.text) for cell in old}
    for cell, alphabet in judged:
        if alphabet == Alphabet.EITHER and _follows_old(cell, judged, sheet):
            converted[cell.row, cell.column] = convert(cell.text)
    return converted


def _follows_old(cell: TextAt, judged: list[tuple[TextAt, int]], sheet: str) -> bool:
    """Whether the nearest sure cells of the column, or else the whole sheet, are TCVN3."""
    sure = [
        (other.row, alphabet)
        for other, alphabet in judged
        if other.column == cell.column and alphabet in (Alphabet.OLD, Alphabet.UNICODE)
    ]
    above = [pair for pair in sure if pair[0] < cell.row][-1:]
    below = [pair for pair in sure if pair[0] > cell.row][:1]
    neighbours = {alphabet for _row, alphabet in above + below}
    if not neighbours:
        neighbours = {
            alphabet for _cell, alphabet in judged if alphabet in (Alphabet.OLD, Alphabet.UNICODE)
        }
    if len(neighbours) != 1:
        raise _doubtful(cell, sheet)
    return neighbours == {Alphabet.OLD}


def _refuse_illegible(judged: list[tuple[TextAt, int]], sheet: str) -> None:
    """Refuse a sheet most of whose accented texts are no alphabet that we know (VNI and the like)."""
    accented = [alphabet for _cell, alphabet in judged if alphabet != Alphabet.PLAIN]
    strange = accented.count(Alphabet.NEITHER)
    if strange >= FEWEST_WORDS and strange > len(accented) / 2:
        raise SheetRefused(
            _(
                "The Vietnamese letters of sheet “%(sheet)s” cannot be read; they were probably typed in an old font "
                "(VNI, VPS…). Convert the file to Unicode (for instance with the tool of your keyboard program) and "
                "send it again."
            )
            % {"sheet": sheet}
        )


def _doubtful(cell: TextAt, sheet: str) -> SheetRefused:
    return SheetRefused(
        _(
            "Sheet “%(sheet)s”, row %(row)s: “%(text)s” may have been typed in an old font (.VnTime); it cannot be "
            "converted with certainty. Convert the file to Unicode and send it again."
        )
        % {"sheet": sheet, "row": cell.row + 1, "text": cell.text[:60]}
    )
