"""Norms for the nation of the measurements: round invented numbers, so that every figure has something to be held against."""

from __future__ import annotations

from collections.abc import Mapping

from units.models import (
    EquipmentNorm,
    EquipmentType,
    EstablishmentNorm,
    Position,
)

INSTRUMENT = "Quy định minh họa"
DUE = {
    "regular-chief": (1, False),
    "regular-deputy": (2, False),
    "regular-standing": (9, False),
    "grassroots-head": (1, True),
    "grassroots-deputy-head": (1, True),
    "grassroots-member": (6, True),
}


def write_nation_norms(
    positions: Mapping[str, Position], types: Mapping[str, EquipmentType]
) -> None:
    """One norm for each position in use (per commune or per hamlet) and each equipment type."""
    EstablishmentNorm.objects.bulk_create(
        EstablishmentNorm(
            position=positions[code],
            kind="fixed",
            low=number,
            per_hamlet=per_hamlet,
            instrument=INSTRUMENT,
        )
        for code, (number, per_hamlet) in DUE.items()
    )
    EquipmentNorm.objects.bulk_create(
        EquipmentNorm(type=kind, kind="fixed", low=3, instrument=INSTRUMENT)
        for kind in types.values()
    )
