"""What a book names by words: the categories, hamlets and officers that its commune has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from incidents.models import IncidentCategory
from units.domain.sheets.headers import simplify
from units.models import Commune, Hamlet, Jurisdiction, Officer

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


KINDS_OF_UNITS = re.compile(r"^(?:tinh|thanh pho|huyen|quan|thi xa|thi tran|xa|phuong|ap|khu pho) ")
# Of a name, a shorter piece says too little to be taken for it.
FEWEST_LETTERS = 4


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

    def stated(self, said: str) -> IncidentCategory | None:
        """The category that a cell for the kind means: its name or code, what begins one name alone or stands in one
        alone, a synonym, words of one name alone in their order; else as in ``within``; else part of a synonym."""
        plain = simplify(said)
        return (
            self.names.get(plain)
            or self.codes.get(plain)
            or self._only(self.names, rf"{_piece(plain)}\b.*")
            or self._only(self.names, rf".*\b{_piece(plain)}\b.*")
            or self.synonyms.get(plain)
            or self._only(self.names, _scattered(plain))
            or self.within(said)
            or self._only(self.synonyms, rf".*\b{_piece(plain)}\b.*")
        )

    def within(self, said: str) -> IncidentCategory | None:
        """The category whose name or synonym occurs in a text, the longest where several do."""
        plain = simplify(said)
        known = self.synonyms | self.codes | self.names
        inside = [words for words in known if re.search(rf"\b{re.escape(words)}\b", plain)]
        return known[max(inside, key=len)] if inside else None

    @staticmethod
    def _only(known: Mapping[str, IncidentCategory], pattern: str) -> IncidentCategory | None:
        """The one category that words like ``pattern`` name; None where they name none or several."""
        found = {one.pk: one for words, one in known.items() if re.fullmatch(pattern, words)}
        return next(iter(found.values())) if len(found) == 1 else None


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


class Known:
    """The rows that a book names by words: categories, hamlets, officers of one commune."""

    def __init__(self, commune: Commune) -> None:
        self.commune = commune
        self.kinds = Kinds()
        self.hamlets = _by_words(Hamlet.objects.filter(commune=commune))
        self.officers = {
            simplify(one.full_name): one
            for one in Officer.objects.filter(commune=commune).order_by("-pk")
        }
        self.places = _places(commune)


def _places(commune: Commune) -> frozenset[str]:
    """The names of administrative units on record, of today and of before, without their kind. One word says too little."""
    names = [
        *Commune.objects.values_list("name", flat=True),
        *Jurisdiction.objects.values_list("name", flat=True),
        *Hamlet.objects.filter(commune=commune).values_list("name", flat=True),
    ]
    bare = (KINDS_OF_UNITS.sub("", simplify(name)) for name in names)
    return frozenset(name for name in bare if " " in name)


def _by_words(hamlets: Any) -> dict[str, Hamlet]:
    return {hamlet_key(str(one)): one for one in hamlets} | {
        hamlet_key(one.name): one for one in hamlets
    }


def hamlet_key(text: str) -> str:
    """A hamlet's name as books write it, with or without what it is: ấp 3, khu phố 3, 3."""
    return re.sub(r"^(ap|khu pho|kp|thon|to) ", "", simplify(text))
