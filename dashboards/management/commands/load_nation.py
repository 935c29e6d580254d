"""Fills a separate database with a nation of invented rows, for measuring."""

from __future__ import annotations

import io
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone
from tqdm import tqdm

from accounts.demo.sign_ins import (
    ADMINISTRATOR,
    COMMUNE_CHIEF,
    DISTRICT_STAFF,
    PASSWORD,
    SignIn,
    write_sign_ins,
)
from commune_police.db.bulk import BulkWriter, operator_connection
from commune_police.db.separate import create_database, tidy_database, using_database
from incidents.demo.nation import NationPlaces
from incidents.demo.nation_incidents import NationIncidents, indexes_rebuilt
from incidents.models import HotspotKind, IncidentCategory
from reports.demo.nation import NationReports
from reports.demo.nation_months import NationMonths, open_nation_months
from reports.domain.parts import forget_parts
from units.demo.nation import REFORM, NationPlan, NationWriter
from units.demo.nation_norms import write_nation_norms
from units.demo.nation_places import nation_communes
from units.demo.write_catalogue import write_equipment_types, write_forces, write_positions
from units.domain.scope import Scope, scope_context
from units.models import Commune, Jurisdiction

DATABASE = "commune_police_nation"


class Command(BaseCommand):
    """``manage.py load_nation``: COPY as the operator into a database of its own."""

    help = "Fill a separate database with the national list of communes and invented rows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--communes", type=int, default=3_321)
        parser.add_argument("--officers", type=int, default=200_000)
        parser.add_argument("--hotspots", type=int, default=20_000)
        parser.add_argument(
            "--incidents", type=int, default=0, help="Incidents of three years; 0 for none."
        )
        parser.add_argument(
            "--months",
            type=int,
            default=13,
            help="Months of filed and approved reports, beside the running one; 0 for none.",
        )
        parser.add_argument("--database", default=DATABASE, help="Name of the separate database.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create, migrate, fill, add up."""
        name = options["database"]
        if not 1 <= options["communes"] <= 3_321:
            raise CommandError("The national list holds 3,321 communes: --communes 1 to 3321.")
        if options["months"] < 0:
            raise CommandError("--months is a number of months: 0 or more.")
        began = time.monotonic()
        try:
            create_database(name, replace=True)
        except (RuntimeError, ValueError) as error:
            raise CommandError(str(error)) from error
        forget_parts()  # of the application's own forms, whose keys are not this database's
        with using_database(name):
            call_command("migrate", verbosity=0)
            plan = self._catalogue(options)
            months = self._months(options["months"])
            connections[DEFAULT_DB_ALIAS].close()
            self._fill(name, plan, options["hotspots"])
            if options["incidents"]:
                self._incidents(name, options["incidents"])
            if months is not None:
                self._reports(name, months)
            tidy_database(name)
            self._sign_ins()
        forget_parts()
        seconds = time.monotonic() - began
        self.stdout.write(f"Database {name} is ready after {seconds:.0f} s.")
        self.stdout.write(
            "bench.district  one area of 17 communes\n"
            "bench.admin     its administrator\n"
            "bench.chief     one of its communes\n"
            "bench.province  its province\n"
            "bench.national  the whole nation"
        )
        self.stdout.write(f"password: {PASSWORD}")

    def _catalogue(self, options: dict[str, Any]) -> NationPlan:
        with scope_context(Scope.all()):
            positions = write_positions(write_forces())
            types = write_equipment_types()
            write_nation_norms(positions, types)
            self.kinds = list(HotspotKind.objects.values_list("pk", flat=True))
            return NationPlan(
                communes=options["communes"],
                officers=options["officers"],
                today=timezone.localdate(),
                positions={code: position.pk for code, position in positions.items()},
                numbered_types=tuple(t.pk for t in types.values() if not t.is_countable),
                countable_types=tuple(t.pk for t in types.values() if t.is_countable),
            )

    def _fill(self, name: str, plan: NationPlan, hotspots: int) -> None:
        with operator_connection(name) as connection:
            writer = BulkWriter(connection)
            nation = NationWriter(writer, plan)
            nation.write_jurisdictions()
            places = NationPlaces(writer, self.kinds, plan.today, hotspots, plan.communes)
            for commune in tqdm(
                nation_communes(plan.communes), total=plan.communes, unit=" communes"
            ):
                places.write(nation.write_commune(commune), commune)
            writer.finish()
        # The triggers that keep the rollups rested during COPY; count everything once.
        call_command("recount", "--fix", stdout=io.StringIO())
        with operator_connection(name) as connection:
            connection.cursor().execute("ANALYZE")

    def _incidents(self, name: str, total: int) -> None:
        """Ten million rows take minutes: bare of indexes while they come, counted once at the end."""
        with scope_context(Scope.all()):
            categories = dict(IncidentCategory.objects.values_list("code", "pk"))
            communes = list(
                Commune.objects.filter(valid_until__isnull=True, latitude__isnull=False)
                .order_by("pk")
                .values_list("pk", "jurisdiction", "name", "latitude", "longitude")
            )
        with operator_connection(name) as connection:
            writer = NationIncidents(
                connection, categories, timezone.localdate(), total, len(communes)
            )
            with indexes_rebuilt(writer.cursor):
                for commune in tqdm(communes, unit=" communes of incidents"):
                    writer.write(*commune)
                writer.flush()
        call_command("recount", "--fix", stdout=io.StringIO())
        with operator_connection(name) as connection:
            connection.cursor().execute("ANALYZE incidents_incident, incidents_incidentcount")

    def _months(self, months: int) -> NationMonths | None:
        if not months:
            return None
        with scope_context(Scope.all()):
            return open_nation_months(months, timezone.now(), since=REFORM)

    def _reports(self, name: str, months: NationMonths) -> None:
        with scope_context(Scope.all()), operator_connection(name) as connection:
            writer = BulkWriter(connection)
            NationReports(writer, months, timezone.now()).write()
            writer.finish()

    def _sign_ins(self) -> None:
        with scope_context(Scope.all()):
            nation = Jurisdiction.objects.get(kind="nation")
            area = Jurisdiction.objects.filter(kind="cluster").order_by("id")[0]
            write_sign_ins([SignIn("bench.national", DISTRICT_STAFF, "Đo cả nước")], nation)
            if area.parent is not None:
                province = [SignIn("bench.province", DISTRICT_STAFF, "Đo một tỉnh")]
                write_sign_ins(province, area.parent)
            commune = Commune.objects.filter(jurisdiction=area).order_by("id")[0]
            write_sign_ins(
                [
                    SignIn("bench.district", DISTRICT_STAFF, "Đo một khu vực"),
                    SignIn("bench.admin", ADMINISTRATOR, "Đo trang quản trị"),
                    SignIn("bench.chief", COMMUNE_CHIEF, "Đo một xã", commune),
                ],
                area,
            )
