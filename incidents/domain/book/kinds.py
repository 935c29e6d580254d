"""Kinds of incidents in a book's words: a denied kind is none, and two in one cell are told apart from one said twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from incidents.domain.book.amounts import NONE_WORDS
from incidents.models import IncidentCategory
from units.domain.sheets.headers import simplify

# Words by which books name a category, beside its own name and codes.
SYNONYMS = {
    "theft": "trom cap|trom|mat trom|mat cap|trom vat|trom xe",
    "robbery": "cuop",
    "snatching": "cuop giat|giat do",
    "fraud": "lua dao|lua dao qua mang",
    "injury": "gay thuong tich|co y gay thuong tich|dam chem",
    "fight": "danh nhau|xo xat|au da",
    "disturbance": "gay roi|mat trat tu|roi trat tu",
    "noise": "karaoke|gay on|on ao|mat yen tinh",
    "gambling": "danh bac|danh bai|so de",
    "cockfight": "da ga",
    "drug_use": "ma tuy|su dung ma tuy|nghien ma tuy",
    "road_accident": "tai nan giao thong|tngt|tai nan|va cham giao thong",
    "fire": "chay|chay no",
    "drowning": "duoi nuoc",
    "domestic": "bao luc gia dinh|bao hanh",
    "missing": "mat tich|di lac",
    "pavement": "lan chiem|lan chiem long le duong",
    "usury": "tin dung den|cho vay nang lai|cho vay lai nang|doi no",
    "fireworks": "phao|dot phao",
    "other": "khac|viec khac",
}  # fmt: skip
# Of a name, a shorter piece says too little to be taken for it.
FEWEST_LETTERS = 4
# Beside any other kind this one says nothing.
OTHER = "other"
BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
# Clauses are parted by ";", what “và” joins by "&"; “va chạm” and “ma túy” are neither “và” nor “mà”.
SIGNS = re.compile(r"[,;./+&|()\[\]\n–—]|\s-\s")
AND = re.compile(r"\bvà\b|\bva\b(?! ch[aạ]m\b)")
RUNS = re.compile(r"\bchạy\b")
PARTED = re.compile(r"[;&]|\b(?:hay|hoac|lan|cung voi)\b")
# What a denial reaches over with the kind before: “không đánh bạc hay trộm cắp”.
JOINED = re.compile(r"(?:&|hay|hoac|hay la|hoac la|lan|cung nhu)")
_DENIAL = (
    r"(?:(?<!vu )khong|ko|k|chua|chang|loai tru|tru)"
    r"(?: (?:phai|la|co|thuoc|xay ra|bi|thay|phat hien|ghi nhan|lien quan|den|de|gay|gay ra|tham gia|thuc hien|hanh vi|"
    r"dau hieu|vu|viec|su|toi|to chuc|den muc))*"
)
DENIED = re.compile(rf"\b{_DENIAL}$")
DENIAL = re.compile(rf"{_DENIAL} ")
DENIED_AFTER = re.compile(
    r"(?:la |co |hay |hay la )*(?:khong|ko)(?: (?:phai|co|dung|xay ra))?(?= ?[;&]|$)"
)
BUT = re.compile(r"\b(?:ma(?! tuy\b)|nhung|chi|la)\b")


@dataclass(frozen=True, slots=True)
class KindSaid:
    """The kind that words mean; the ``others`` that they name as well; those ``denied`` where no kind is left or
    where the denial may reach over the one that is. Without a kind, ``others`` are those that it may be."""

    kind: IncidentCategory | None
    others: tuple[IncidentCategory, ...] = ()
    denied: tuple[IncidentCategory, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mention:
    """Words of a kind within a text."""

    start: int
    end: int
    words: str
    kind: IncidentCategory
    is_denied: bool = False


class Kinds:
    """The categories of the catalogue by the words that name them: names and codes, and ``SYNONYMS`` beside."""

    def __init__(self) -> None:
        rows = IncidentCategory.objects.filter(parent__isnull=False).order_by("-order")
        self.all = list(rows)
        self.synonyms = {
            words: one
            for one in self.all
            for words in SYNONYMS.get(one.code, "").split("|")
            if words
        }
        self.names = {simplify(one.name): one for one in self.all}
        self.codes: dict[str, IncidentCategory] = {}
        for one in self.all:
            self.codes[simplify(one.code)] = one
            if one.statistical_code:
                self.codes[simplify(one.statistical_code)] = one
        self.worded = _patterns(self.synonyms | self.names)
        self.coded = _patterns(self.codes)
        self.read: dict[str, KindSaid] = {}

    def stated(self, said: str) -> KindSaid:
        """What a cell for the kind means: its name or code, what begins one name alone or stands in one alone, a
        synonym, words of one name alone in their order; else the kinds mentioned in it; else part of a synonym."""
        if said not in self.read:
            self.read[said] = self._stated(said)
        return self.read[said]

    def within(self, said: str) -> KindSaid:
        """What a text mentions, the longest words where it mentions several."""
        mentions = self._mentions(_outside(said)) or self._mentions(words_of(said))
        named = _named(mentions)
        if not named:
            return KindSaid(None, denied=_kinds(mentions))
        main = max(named, key=lambda one: len(one.words)).kind
        return KindSaid(main, tuple(one for one in _kinds(named) if one != main))

    def _stated(self, said: str) -> KindSaid:
        if simplify(said) in NONE_WORDS:
            return KindSaid(None)
        if whole := self._whole(simplify(said)):
            return self._beside_brackets(KindSaid(whole), said)
        plain = _outside(said)
        mentions = self._mentions(plain)
        named = _named(mentions)
        if not named:
            rest = " ".join(_clauses_without_denial(plain, mentions))
            found = self._whole(rest) or self._only(self.synonyms, rf".*\b{_piece(rest)}\b.*")
            return KindSaid(found, denied=() if found else _kinds(mentions))
        kinds = _kinds(named)
        if len(kinds) > 1 and _is_list(plain, named):
            return KindSaid(None, kinds)
        main = max(named, key=lambda one: len(one.words))
        first = [one for one in mentions if one.is_denied and one.end <= main.start]
        denied = () if first and BUT.search(plain[first[-1].end : main.start]) else _kinds(first)
        others = tuple(one for one in kinds if one != main.kind)
        return self._beside_brackets(KindSaid(main.kind, others, denied), said)

    def _whole(self, plain: str) -> IncidentCategory | None:
        """The category of which the words are a name, a code, a piece or a synonym."""
        return (
            self.names.get(plain)
            or self.codes.get(plain)
            or self._only(self.names, rf"{_piece(plain)}\b.*")
            or self._only(self.names, rf".*\b{_piece(plain)}\b.*")
            or self.synonyms.get(plain)
            or self._only(self.names, _scattered(plain))
        )

    def _beside_brackets(self, found: KindSaid, said: str) -> KindSaid:
        """Add the kinds that only stand in brackets."""
        assert found.kind is not None
        inside = " ; ".join(words_of(part) for part in BRACKETS.findall(said))
        if not inside or _outside(said) == words_of(said):
            return found
        known = {found.kind, *found.others}
        more = tuple(
            one.kind
            for one in _named(self._mentions(inside))
            if one.kind not in known
            and one.kind.code != OTHER
            and not _contains(simplify(found.kind.name), one.words)
        )
        return replace(found, others=(*found.others, *dict.fromkeys(more)))

    def _mentions(self, plain: str) -> list[_Mention]:
        """The kinds mentioned in words as ``words_of`` leaves them; by codes only where no words name one."""
        found = _spans(self.worded, plain) or _spans(self.coded, plain)
        for clause in self._clauses(plain):
            crosses = [one for one in found if one.start < clause.end and clause.start < one.end]
            if all(clause.start <= one.start and one.end <= clause.end for one in crosses):
                found = [*(one for one in found if one not in crosses), clause]
        mentions: list[_Mention] = []
        for one in sorted(found, key=lambda mention: mention.start):
            before = plain[mentions[-1].end if mentions else 0 : one.start].strip()
            is_joined = bool(mentions and mentions[-1].is_denied and JOINED.fullmatch(before))
            is_denied = (
                is_joined
                or DENIED_AFTER.match(plain[one.end :].strip()) is not None
                or DENIED.search(re.split(r"[;&]", before)[-1].strip()) is not None
            )
            mentions.append(replace(one, is_denied=is_denied))
        return mentions

    def _clauses(self, plain: str) -> Iterator[_Mention]:
        """The clauses that, less a denial before, begin one name alone or hold words of one in their order:
        “tổ chức đánh bạc”, “mua bán ma túy”."""
        for found in re.finditer(r"[^;&]+", plain):
            clause = found.group().strip()
            words = DENIAL.sub("", clause, count=1) if DENIAL.match(clause) else clause
            if " " not in words:
                continue
            kind = self._only(self.names, rf"{_piece(words)}\b.*")
            kind = kind or self._only(self.names, _scattered(words))
            if kind:
                start = found.start() + found.group().index(words)
                yield _Mention(start, start + len(words), words, kind)

    @staticmethod
    def _only(known: Mapping[str, IncidentCategory], pattern: str) -> IncidentCategory | None:
        """The one category that words like ``pattern`` name; None where they name none or several."""
        found = {one.pk: one for words, one in known.items() if re.fullmatch(pattern, words)}
        return next(iter(found.values())) if len(found) == 1 else None


def words_of(said: str) -> str:
    """Small letters without diacritics; signs and brackets part clauses, “và” joins them; “chạy” is not “cháy”."""
    text = RUNS.sub("xchay", unicodedata.normalize("NFC", said).lower())
    parts = (
        " & ".join(filter(None, (simplify(one) for one in AND.split(clause))))
        for clause in SIGNS.split(text)
    )
    return " ; ".join(filter(None, parts))


def _outside(said: str) -> str:
    """The words outside brackets, or all where there are no others."""
    return words_of(BRACKETS.sub(" ", said)) or words_of(said)


def _patterns(
    known: Mapping[str, IncidentCategory],
) -> list[tuple[re.Pattern[str], IncidentCategory]]:
    """Patterns of the words, whatever signs part them."""
    return [
        (re.compile(r"\b" + r"[ ;&]+".join(map(re.escape, words.split())) + r"\b"), kind)
        for words, kind in known.items()
        if words
    ]


def _spans(known: Sequence[tuple[re.Pattern[str], IncidentCategory]], plain: str) -> list[_Mention]:
    """Where the words of kinds stand, those within longer ones left out."""
    found = [
        _Mention(match.start(), match.end(), " ".join(re.findall(r"\w+", match.group())), kind)
        for pattern, kind in known
        for match in pattern.finditer(plain)
    ]
    return [
        one
        for one in found
        if not any(
            other.start <= one.start
            and one.end <= other.end
            and other.end - other.start > one.end - one.start
            for other in found
        )
    ]


def _named(mentions: Sequence[_Mention]) -> list[_Mention]:
    """The mentions that are not denied, less those whose words another has among its own, and “khác” beside others."""
    named = [one for one in mentions if not one.is_denied]
    named = [
        one
        for one in named
        if not any(other.kind != one.kind and _contains(other.words, one.words) for other in named)
    ]
    return [one for one in named if one.kind.code != OTHER] or named


def _kinds(mentions: Sequence[_Mention]) -> tuple[IncidentCategory, ...]:
    return tuple(dict.fromkeys(one.kind for one in mentions))


def _is_list(plain: str, named: Sequence[_Mention]) -> bool:
    """Whether a sign or word parts two kinds, as in a list of them."""
    return any(
        one.kind != other.kind and PARTED.search(plain[one.end : other.start])
        for one, other in pairwise(named)
    )


def _clauses_without_denial(plain: str, mentions: Sequence[_Mention]) -> Iterator[str]:
    start = 0
    for clause in re.split(r"[;&]", plain):
        end = start + len(clause)
        if not any(start <= one.start < end for one in mentions) and clause.strip():
            yield clause.strip()
        start = end + 1


def _contains(words: str, part: str) -> bool:
    return f" {part} " in f" {words} "


def _piece(plain: str) -> str:
    """A pattern for words within a name; one that nothing matches where they are too short."""
    return re.escape(plain) if len(plain) >= FEWEST_LETTERS else r"(?!)"


def _scattered(plain: str) -> str:
    """A pattern for a name that holds two words or more in their order: “mua bán ma túy” of “mua bán trái phép chất ma túy”."""
    words = plain.split()
    return (
        r".*".join(["", *(rf"\b{re.escape(word)}\b" for word in words), ""])
        if len(words) > 1
        else r"(?!)"
    )
