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
from reports.standard.security_month import SECURITY_MONTH
from reports.standard.write import is_as_written
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
    """Load the database if it is missing, has no incidents or none of this month's reports, was loaded with another form of
    report, or is asked for anew; otherwise bring its tables up to date."""
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
    """Bring the tables up to date and tell whether the running month waits to be filed, with today's form."""
    with measuring_on(size), scope_context(Scope.all()):
        call_command("migrate", verbosity=0)
        today = timezone.localdate()
        running = ReportingPeriod.objects.filter(
            form__code=SECURITY_MONTH.code, first_day__lte=today, last_day__gte=today
        ).first()
        return (
            running is not None
            and is_as_written(running.form_version, SECURITY_MONTH)
            and running.reports.filter(state=ReportState.DRAFT).exists()
            and IncidentCount.objects.exclude(count=0).exists()
        )
