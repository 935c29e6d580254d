"""The two databases of the measurements: one district of 17 communes, and the nation that holds the same district."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.management import call_command
from django.utils import timezone

from commune_police.db.separate import database_exists, using_database
from incidents.models import IncidentCount
from reports.domain.opening import forget_look
from reports.domain.parts import forget_parts
from reports.models import ReportingPeriod, ReportState
from units.domain.scope import Scope, scope_context

COMMUNES, OFFICERS, HOTSPOTS, MONTHS = 3_321, 200_000, 20_000, 13
INCIDENTS, FEW_INCIDENTS = 10_000_000, 10_000
DISTRICT_COMMUNES = 17


@dataclass(frozen=True, slots=True)
class Size:
    """A database to measure on, as dense in officers and places as the nation."""

    name: str
    database: str
    communes: int
    incidents: int

    @property
    def officers(self) -> int:
        return round(OFFICERS * self.communes / COMMUNES)

    @property
    def hotspots(self) -> int:
        return round(HOTSPOTS * self.communes / COMMUNES)


DISTRICT = Size("district", "commune_police_district", DISTRICT_COMMUNES, FEW_INCIDENTS)
NATION = Size("nation", "commune_police_nation", COMMUNES, INCIDENTS)


@contextmanager
def measuring_on(size: Size) -> Iterator[None]:
    """Work on the database of a size; what this process remembers of another one's rows is forgotten."""
    forget_parts()
    forget_look()
    with using_database(size.database):
        yield
    forget_parts()
    forget_look()


def prepare(size: Size, *, anew: bool) -> None:
    """Load the database if it is missing, has no incidents or none of this month's reports, or is asked for anew; otherwise
    bring its tables up to date."""
    if not anew and database_exists(size.database) and _is_usable(size):
        return
    call_command(
        "load_nation",
        communes=size.communes,
        officers=size.officers,
        hotspots=size.hotspots,
        incidents=size.incidents,
        months=MONTHS,
        database=size.database,
    )


def _is_usable(size: Size) -> bool:
    """Bring the tables up to date and tell whether the running month waits to be filed, as it was loaded."""
    with measuring_on(size), scope_context(Scope.all()):
        call_command("migrate", verbosity=0)
        today = timezone.localdate()
        found = ReportingPeriod.objects.filter(first_day__lte=today, last_day__gte=today)
        has_report = found.filter(reports__state=ReportState.DRAFT).exists()
        return has_report and IncidentCount.objects.exclude(count=0).exists()
