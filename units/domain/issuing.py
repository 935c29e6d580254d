"""The body that issues a paper of a jurisdiction or a commune: its name, the one above it, its symbol and place.

Source: NĐ 30/2020/NĐ-CP, annex I (names of the issuing body and of the one that it answers to).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from units.domain.scope import Scope
from units.models import Assignment, Commune, Jurisdiction, JurisdictionKind

JURISDICTION_WORDS = {
    JurisdictionKind.PROVINCE: "tỉnh",
    JurisdictionKind.CITY: "thành phố",
    JurisdictionKind.DISTRICT: "huyện",
    JurisdictionKind.TOWN: "thị xã",
    JurisdictionKind.CLUSTER: "khu vực",
}
SYMBOLS = {
    "xa": "CAX",
    "phuong": "CAP",
    "thi-tran": "CATT",
    "dac-khu": "CAĐK",
    JurisdictionKind.PROVINCE: "CAT",
    JurisdictionKind.CITY: "CATP",
    JurisdictionKind.DISTRICT: "CAH",
    JurisdictionKind.TOWN: "CATX",
    JurisdictionKind.CLUSTER: "CAKV",
}
COUNCIL, SHORT_COUNCIL = "Ủy ban nhân dân", "UBND"
POLICE = "Công an"
NO_BREAK = "\u00a0"
MINISTRY, CAPITAL = "Bộ Công an", "Hà Nội"
# The symbol of every body of the police begins so: CAH, CAX, CATP.
POLICE_SYMBOL = "CA"


@dataclass(frozen=True)
class IssuingBody:
    """``name`` as it stands inside a sentence, ``parent`` as above the heading (usual words shortened);
    ``of_communes`` is what the communes' bodies of the same kind are called, ``signer_title`` is empty where
    the office writes it in, ``jurisdiction`` has the templates."""

    parent: str
    name: str
    symbol: str
    place: str
    of_communes: str
    jurisdiction: Jurisdiction
    signer_title: str = ""
    commune_id: int | None = None

    @property
    def heading(self) -> str:
        """The name as a heading, which breaks before the unit's name only: ỦY BAN NHÂN DÂN / HUYỆN CẦN ĐƯỚC."""
        kind = next((one for one in (COUNCIL, POLICE) if self.name.startswith(f"{one} ")), "")
        unit = self.name.removeprefix(f"{kind} ") if kind else self.name
        return f"{kind} {unit.replace(' ', NO_BREAK)}".strip()


def issuer_of(jurisdiction: Jurisdiction, document_number: str = "") -> IssuingBody:
    """Return who issues a paper of a jurisdiction: its people's committee, or its police where the number
    carries a symbol of the police (15/CAH-QLHC). Reads ``parent`` up to two steps; fetch them with it."""
    own = _level(jurisdiction)
    symbol = document_number.partition("/")[2].strip().upper()
    above = _above(own)
    if own is None or own.kind == JurisdictionKind.NATION:
        return IssuingBody("", MINISTRY, "BCA", CAPITAL, POLICE, jurisdiction)
    if symbol.startswith(POLICE_SYMBOL):
        parent = f"{POLICE} {in_words(above)}" if above else MINISTRY
        own_symbol = SYMBOLS.get(JurisdictionKind(own.kind), POLICE_SYMBOL)
        name = f"{POLICE} {in_words(own)}"
        return IssuingBody(parent, name, own_symbol, own.name, POLICE, jurisdiction)
    parent = f"{SHORT_COUNCIL} {in_words(above)}" if above else ""
    name = f"{COUNCIL} {in_words(own)}"
    return IssuingBody(parent, name, SHORT_COUNCIL, own.name, COUNCIL, jurisdiction)


def commune_police(commune: Commune) -> IssuingBody:
    """Return the police of a commune; reads its jurisdiction and up to two steps above."""
    above = _level(commune.jurisdiction)
    has_police = above is not None and above.kind != JurisdictionKind.NATION
    parent = f"{POLICE} {in_words(above)}" if above and has_police else MINISTRY
    unit = lower_first(commune.full_name)
    return IssuingBody(
        parent=parent,
        name=f"{POLICE} {unit}",
        symbol=SYMBOLS[commune.kind],
        place=commune.name,
        of_communes=POLICE,
        jurisdiction=commune.jurisdiction,
        commune_id=commune.pk,
        signer_title=f"Trưởng {POLICE} {unit.removesuffix(commune.name).strip()}",
    )


def _level(jurisdiction: Jurisdiction | None) -> Jurisdiction | None:
    """An area is no level of government: the one above it that is."""
    while jurisdiction is not None and jurisdiction.kind == JurisdictionKind.CLUSTER:
        jurisdiction = jurisdiction.parent
    return jurisdiction


def _above(own: Jurisdiction | None) -> Jurisdiction | None:
    """The level above, unless it is the nation."""
    above = _level(own.parent) if own is not None else None
    return None if above is None or above.kind == JurisdictionKind.NATION else above


def in_words(jurisdiction: Jurisdiction) -> str:
    """Name a jurisdiction with its kind inside a sentence: huyện Cần Đước, tỉnh Long An."""
    kind = JURISDICTION_WORDS.get(JurisdictionKind(jurisdiction.kind), "")
    if not kind:
        return jurisdiction.name
    if jurisdiction.name.lower().startswith(kind + " "):
        return f"{kind}{jurisdiction.name[len(kind) :]}"
    return f"{kind} {jurisdiction.name}"


def lower_first(name: str) -> str:
    """Write a unit's name inside a sentence: xã Long Hòa."""
    return name[:1].lower() + name[1:]


def chief_of(commune: Commune, scope: Scope, day: datetime.date) -> str:
    """Return the name of the commune's chief on that day; empty where the post is vacant. One query."""
    post = (
        Assignment.objects.visible_to(scope)
        .filter(commune=commune, is_chief=True, validity__contains=day)
        .select_related("officer")
        .first()
    )
    return post.officer.full_name if post else ""
