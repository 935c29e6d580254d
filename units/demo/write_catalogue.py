"""Writes the demonstration's forces, positions, equipment types and norms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from units.demo.careers import CHIEF, DEPUTY, HAMLET_OFFICER, STANDING
from units.demo.catalogue import (
    FORCES,
    ND_73,
    ND_73_SINCE,
    POSITIONS,
    NormFact,
    equipment_norms,
    establishment_norms,
)
from units.demo.goods import KINDS
from units.models import (
    Commune,
    EligibilityRule,
    EquipmentBand,
    EquipmentNorm,
    EquipmentType,
    EstablishmentBand,
    EstablishmentNorm,
    ForceType,
    Position,
)


def write_forces() -> dict[str, ForceType]:
    """Forces by code; those an administrator already keeps stay as they are."""
    for fact in FORCES:
        ForceType.objects.get_or_create(
            code=fact.code,
            defaults={
                "name": fact.name,
                "is_regular": fact.is_regular,
                "instrument": fact.instrument,
                "valid_from": fact.valid_from,
            },
        )
    return {force.code: force for force in ForceType.objects.all()}


def write_positions(forces: Mapping[str, ForceType]) -> dict[str, Position]:
    """Positions by code; those already kept stay as they are."""
    for fact in POSITIONS:
        Position.objects.get_or_create(
            code=fact.code,
            defaults={
                "force_type": forces[fact.force],
                "name": fact.name,
                "order": fact.order,
                "is_chief": fact.is_chief,
                "at_hamlet": fact.at_hamlet,
                "instrument": fact.instrument,
            },
        )
    return {position.code: position for position in Position.objects.all()}


def write_equipment_types() -> dict[str, EquipmentType]:
    """Equipment types by code; those already kept stay as they are."""
    for order, kind in enumerate(KINDS, start=1):
        EquipmentType.objects.get_or_create(
            code=kind.code,
            defaults={
                "name": kind.name,
                "category": kind.category,
                "unit": kind.unit,
                "is_countable": not kind.numbered,
                "needs_licence": kind.licensed,
                "life_years": kind.life_years,
                "inspection_months": kind.inspection_months,
                "order": order * 10,
            },
        )
    return {kind.code: kind for kind in EquipmentType.objects.all()}


def write_establishment_norms(
    positions: Mapping[str, Position],
    communes: Mapping[str, Commune],
    since: Mapping[str, date],
) -> None:
    """Norms of positions; a norm of one commune holds from the day in ``since``."""
    for fact in establishment_norms():
        if fact.commune and fact.commune not in since:
            continue
        columns = _columns(fact, communes)
        if fact.commune:
            columns["valid_from"] = since[fact.commune]
        norm = EstablishmentNorm.objects.create(position=positions[fact.subject], **columns)
        EstablishmentBand.objects.bulk_create(
            EstablishmentBand(norm=norm, **vars(band)) for band in fact.bands
        )


def write_eligibility_rules(positions: Mapping[str, Position]) -> None:
    """NĐ 73/2009 art. 4: age, schooling, residence; the chief a Party member."""
    for code in (CHIEF, DEPUTY, STANDING, HAMLET_OFFICER):
        leads = code in (CHIEF, DEPUTY)
        EligibilityRule.objects.create(
            position=positions[code],
            min_age=18,
            min_education="upper" if leads else "lower",
            min_education_remote="" if leads else "primary",
            party_required=code == CHIEF,
            residence_required=True,
            instrument=ND_73,
            article="Điều 4",
            valid_from=ND_73_SINCE,
        )


def write_equipment_norms(
    types: Mapping[str, EquipmentType], forces: Mapping[str, ForceType]
) -> None:
    """Norms of equipment."""
    for fact in equipment_norms():
        norm = EquipmentNorm.objects.create(
            type=types[fact.subject],
            force_type=forces[fact.force] if fact.force else None,
            **_columns(fact, {}),
        )
        EquipmentBand.objects.bulk_create(
            EquipmentBand(norm=norm, **vars(band)) for band in fact.bands
        )


def _columns(fact: NormFact, communes: Mapping[str, Commune]) -> dict[str, Any]:
    return {
        "kind": fact.kind,
        "instrument": fact.instrument,
        "article": fact.article,
        "low": fact.low,
        "high": fact.high,
        "key_only": fact.key_only,
        "commune_class": fact.commune_class,
        "commune": communes[fact.commune] if fact.commune else None,
        "per_hamlet": fact.per_hamlet,
        "measure": fact.measure,
        "share_percent": fact.share_percent,
        "valid_from": fact.valid_from,
        "valid_until": fact.valid_until,
        "note": fact.note,
    }
