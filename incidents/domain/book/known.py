"""What a book names by words: the categories, hamlets and officers that its commune has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from incidents.models import IncidentCategory
from units.domain.sheets.headers import simplify
from units.models import Commune, Hamlet, Officer

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
    "gambling": "danh bac|danh bai|da ga|so de",
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


class Known:
    """The rows that a book names by words: categories, hamlets, officers of one commune."""

    def __init__(self, commune: Commune) -> None:
        self.commune = commune
        self.categories = _categories()
        self.hamlets = _by_words(Hamlet.objects.filter(commune=commune))
        self.officers = {
            simplify(one.full_name): one
            for one in Officer.objects.filter(commune=commune).order_by("-pk")
        }


def category_in(
    said: str, known: Mapping[str, IncidentCategory], *, whole: bool
) -> IncidentCategory | None:
    """Return the category that words name: as a whole where they are a category's name or a synonym of it,
    else the longest synonym that occurs in them."""
    plain = simplify(said)
    if plain in known:
        return known[plain]
    inside = [words for words in known if re.search(rf"\b{re.escape(words)}\b", plain)]
    if not inside and whole:
        inside = [words for words in known if len(plain) > 3 and plain in words]
    return known[max(inside, key=len)] if inside else None


def _categories() -> dict[str, IncidentCategory]:
    found: dict[str, IncidentCategory] = {}
    for one in IncidentCategory.objects.filter(parent__isnull=False).order_by("-order"):
        for words in SYNONYMS.get(one.code, "").split("|"):
            if words:
                found[words] = one
    for one in IncidentCategory.objects.filter(parent__isnull=False).order_by("-order"):
        found |= {simplify(one.name): one, simplify(one.code): one}
        if one.statistical_code:
            found[simplify(one.statistical_code)] = one
    return found


def _by_words(hamlets: Any) -> dict[str, Hamlet]:
    return {hamlet_key(str(one)): one for one in hamlets} | {
        hamlet_key(one.name): one for one in hamlets
    }


def hamlet_key(text: str) -> str:
    """A hamlet's name as books write it, with or without what it is: ấp 3, khu phố 3, 3."""
    return re.sub(r"^(ap|khu pho|kp|thon|to) ", "", simplify(text))
