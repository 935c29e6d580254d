"""What a book names by words: the categories, hamlets and officers that its commune has."""

from __future__ import annotations

import re
from typing import Any

from incidents.domain.book.kinds import Kinds
from units.domain.sheets.headers import simplify
from units.models import Commune, Hamlet, Jurisdiction, Officer

KINDS_OF_UNITS = re.compile(r"^(?:tinh|thanh pho|huyen|quan|thi xa|thi tran|xa|phuong|ap|khu pho) ")


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
