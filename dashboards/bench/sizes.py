"""The two databases of the measurements: one district of 17 communes, and the nation that holds the same district."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections

from commune_police.db.separate import database_exists, using_database

COMMUNES, OFFICERS, HOTSPOTS = 3_321, 200_000, 20_000
DISTRICT_COMMUNES = 17


@dataclass(frozen=True, slots=True)
class Size:
    """A database to measure on, as dense in officers and places as the nation."""

    name: str
    database: str
    communes: int

    @property
    def officers(self) -> int:
        return round(OFFICERS * self.communes / COMMUNES)

    @property
    def hotspots(self) -> int:
        return round(HOTSPOTS * self.communes / COMMUNES)


DISTRICT = Size("district", "commune_police_district", DISTRICT_COMMUNES)
NATION = Size("nation", "commune_police_nation", COMMUNES)


def prepare(size: Size, *, anew: bool) -> None:
    """Load the database if it is missing or asked for anew; otherwise bring its tables up to date."""
    if anew or not database_exists(size.database):
        call_command(
            "load_nation",
            communes=size.communes,
            officers=size.officers,
            hotspots=size.hotspots,
            database=size.database,
        )
        return
    with using_database(size.database):
        call_command("migrate", verbosity=0)
        connections[DEFAULT_DB_ALIAS].close()
