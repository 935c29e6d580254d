"""Is this word a Vietnamese syllable? Used to tell a right character set from a wrong one, never to judge a name."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
SHARP_AND_HEAVY = {"\u0301", "\u0323"}

ONSETS = tuple(
    sorted(
        [
            "b",
            "c",
            "ch",
            "d",
            "đ",
            "g",
            "gh",
            "gi",
            "h",
            "k",
            "kh",
            "l",
            "m",
            "n",
            "ng",
            "ngh",
            "nh",
            "p",
            "ph",
            "qu",
            "r",
            "s",
            "t",
            "th",
            "tr",
            "v",
            "x",
        ],
        key=len,
        reverse=True,
    )
)

RIMES = frozenset(
    [
        "a",
        "ac",
        "ach",
        "ai",
        "am",
        "an",
        "ang",
        "anh",
        "ao",
        "ap",
        "at",
        "au",
        "ay",
        "ăc",
        "ăm",
        "ăn",
        "ăng",
        "ăp",
        "ăt",
        "âc",
        "âm",
        "ân",
        "âng",
        "âp",
        "ât",
        "âu",
        "ây",
        "e",
        "ec",
        "em",
        "en",
        "eng",
        "eo",
        "ep",
        "et",
        "ê",
        "êch",
        "êm",
        "ên",
        "ênh",
        "êp",
        "êt",
        "êu",
        "i",
        "ia",
        "ich",
        "iêc",
        "iêm",
        "iên",
        "iêng",
        "iêp",
        "iêt",
        "iêu",
        "im",
        "in",
        "inh",
        "ip",
        "it",
        "iu",
        "o",
        "oa",
        "oac",
        "oach",
        "oai",
        "oam",
        "oan",
        "oang",
        "oanh",
        "oao",
        "oap",
        "oat",
        "oay",
        "oăc",
        "oăm",
        "oăn",
        "oăng",
        "oăt",
        "oc",
        "oe",
        "oen",
        "oeo",
        "oet",
        "oi",
        "om",
        "on",
        "ong",
        "oong",
        "op",
        "ot",
        "ô",
        "ôc",
        "ôi",
        "ôm",
        "ôn",
        "ông",
        "ôp",
        "ôt",
        "ơ",
        "ơi",
        "ơm",
        "ơn",
        "ơp",
        "ơt",
        "u",
        "ua",
        "uân",
        "uâng",
        "uât",
        "uây",
        "uc",
        "uê",
        "uêch",
        "uênh",
        "ui",
        "um",
        "un",
        "ung",
        "uôc",
        "uôi",
        "uôm",
        "uôn",
        "uông",
        "uôt",
        "uơ",
        "up",
        "ut",
        "uy",
        "uya",
        "uych",
        "uyên",
        "uyêt",
        "uynh",
        "uyt",
        "uyu",
        "ư",
        "ưa",
        "ưc",
        "ưi",
        "ưm",
        "ưn",
        "ưng",
        "ươc",
        "ươi",
        "ươm",
        "ươn",
        "ương",
        "ươp",
        "ươt",
        "ươu",
        "ưt",
        "ưu",
        "y",
        "yêm",
        "yên",
        "yêng",
        "yêt",
        "yêu",
        "ynh",
        "yt",
    ]
)
STOPS = ("p", "t", "c", "ch")


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether `word` can be spelled in Vietnamese: one case pattern, one tone at most, a known onset and rime."""
    composed = unicodedata.normalize("NFC", word)
    if not (composed.islower() or composed.isupper() or composed.istitle()):
        return False
    plain, tones = _without_tone(composed.lower())
    if len(tones) > 1:
        return False
    return any(_fits(plain, onset, tones) for onset in (*ONSETS, "") if plain.startswith(onset))


def _fits(plain: str, onset: str, tones: list[str]) -> bool:
    rime = plain[len(onset) :]
    if rime not in RIMES:
        return False
    # A syllable closed by a stop carries the sharp or the heavy tone only.
    return not rime.endswith(STOPS) or (bool(tones) and tones[0] in SHARP_AND_HEAVY)


def _without_tone(text: str) -> tuple[str, list[str]]:
    tones: list[str] = []
    kept: list[str] = []
    for character in unicodedata.normalize("NFD", text):
        if character in TONES:
            tones.append(character)
        else:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept)), tones
