"""The yearly standard “An toàn về an ninh, trật tự” (TT 124/2021/TT-BCA): who registered, who met it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.permissions import KEEP_MOVEMENT, require
from incidents.domain.submissions import wait_for_same_form
from incidents.models import SafetyStandard, StandardOf
from units.models import Commune

OF_COMMUNE = tuple(kind for kind in StandardOf if kind != StandardOf.FAMILIES)
YEARS = uuid.UUID("6f0e4a52-5f0c-4b07-9d0c-0d2f4f6d8a11")


@dataclass(frozen=True, slots=True)
class StandardFacts:
    """One line of a year: families of a hamlet, or another kind of the commune. ``registered`` empty: no line;
    ``met`` empty: not judged yet."""

    kind: str
    hamlet_id: int | None
    registered: int | None
    met: int | None = None

    @property
    def key(self) -> tuple[str, int | None]:
        """Which line it is."""
        return self.kind, self.hamlet_id


Lines = Mapping[tuple[str, int | None], StandardFacts]


class YearChangedError(Exception):
    """Somebody wrote a line that this person writes too. ``current`` are the year's lines as they are now,
    ``latest`` is the one written last."""

    def __init__(self, current: Lines, latest: SafetyStandard | None) -> None:
        super().__init__(f"{len(current)} lines")
        self.current, self.latest = current, latest


def lines_of(commune: Commune, year: int) -> Lines:
    """Return the lines that are written down; one query."""
    rows = SafetyStandard.objects.filter(commune=commune, year=year)
    facts = (StandardFacts(row.kind, row.hamlet_id, row.registered, row.met) for row in rows)
    return {line.key: line for line in facts}


@transaction.atomic
def write_year(
    commune: Commune, year: int, lines: Iterable[StandardFacts], seen: Lines, *, by: User
) -> int:
    """Write the lines that differ from those ``seen`` in the grid; return how many. A line left empty is
    taken away, one that this person did not touch stays as somebody else may have written it meanwhile.

    Raises ``PermissionDenied``; ``ValidationError`` where more met the standard than registered for it, or more hamlets
    registered than there are;
    ``YearChangedError`` where somebody else wrote one of the lines since, otherwise than this person.
    """
    require(by, KEEP_MOVEMENT)
    wait_for_same_form(uuid.uuid5(YEARS, f"{commune.pk}/{year}"))
    rows = SafetyStandard.objects.filter(commune=commune, year=year)
    known = {(row.kind, row.hamlet_id): row for row in rows}
    current = lines_of(commune, year)
    changed = [line for line in lines if line != seen.get(line.key, _empty(line))]
    for line in changed:
        _check(line, commune)
        now = current.get(line.key, _empty(line))
        if now not in (line, seen.get(line.key, _empty(line))):
            raise YearChangedError(current, rows.order_by("-updated_at").first())
    return sum(_write(known.get(line.key), commune, year, line) for line in changed)


def _check(line: StandardFacts, commune: Commune) -> None:
    if line.met is not None and (line.registered is None or line.met > line.registered):
        raise ValidationError(_("More met the standard than registered for it."))
    if line.kind == StandardOf.HAMLETS and line.registered:
        hamlets = commune.hamlets.count()
        if 0 < hamlets < line.registered:  # without any, the records do not know them
            said = _("The commune has %(count)s hamlets: no more can register.")
            raise ValidationError(said % {"count": hamlets})


def _empty(line: StandardFacts) -> StandardFacts:
    return StandardFacts(line.kind, line.hamlet_id, None)


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
