"""The yearly standard “An toàn về an ninh, trật tự” (TT 124/2021/TT-BCA): who registered, who met it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.permissions import KEEP_MOVEMENT, require
from incidents.models import SafetyStandard, StandardOf
from units.models import Commune


@dataclass(frozen=True, slots=True)
class StandardFacts:
    """One line of a year: families of a hamlet, or another kind of the commune. ``registered`` empty: no line;
    ``met`` empty: not judged yet."""

    kind: str
    hamlet_id: int | None
    registered: int | None
    met: int | None = None


@transaction.atomic
def write_year(commune: Commune, year: int, lines: Iterable[StandardFacts], *, by: User) -> int:
    """Write a commune's year; return how many lines changed. A line left empty is taken away.

    Raises ``PermissionDenied``; ``ValidationError`` where more met the standard than registered for it.
    """
    require(by, KEEP_MOVEMENT)
    rows = SafetyStandard.objects.select_for_update().filter(commune=commune, year=year)
    known = {(row.kind, row.hamlet_id): row for row in rows}
    changed = 0
    for line in lines:
        if line.met is not None and (line.registered is None or line.met > line.registered):
            raise ValidationError(_("More met the standard than registered for it."))
        row = known.get((line.kind, line.hamlet_id))
        changed += _write(row, commune, year, line)
    return changed


def _write(row: SafetyStandard | None, commune: Commune, year: int, line: StandardFacts) -> bool:
    if line.registered is None:
        if row:
            row.delete()
        return bool(row)
    if row is None:
        row = SafetyStandard(
            commune=commune, year=year, kind=line.kind, hamlet_id=line.hamlet_id, registered=-1
        )
    if (row.registered, row.met) == (line.registered, line.met):
        return False
    row.registered, row.met = line.registered, line.met
    row.save()
    return True


OF_COMMUNE = tuple(kind for kind in StandardOf if kind != StandardOf.FAMILIES)
