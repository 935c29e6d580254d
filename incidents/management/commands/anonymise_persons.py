"""``manage.py anonymise_persons``: who is due by the period of retention; ``--write`` makes them anonymous."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

import pghistory
from django.core.management.base import BaseCommand
from django.utils import timezone

from incidents.domain.incidents.retention import anonymise_persons, due_persons
from units.domain.scope import Scope, scope_context


class Command(BaseCommand):
    """Shows first; writes only when told to."""

    help = (
        "Names how many persons of closed incidents are past the period of retention set in the "
        "administration, by commune; --write makes them anonymous, their history included."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--write", action="store_true", help="Make them anonymous.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show who is due, and write when asked."""
        today = timezone.localdate()
        context = {"username": "anonymise_persons", "name": "Hết thời hạn lưu giữ"}
        with scope_context(Scope.all()), pghistory.context(**context):
            due = due_persons(today)
            if due is None:
                self.stdout.write("No period of retention is set in the administration.")
                return
            for commune, number in due.by_commune.items():
                self.stdout.write(f"{commune}: {number}")
            self.stdout.write(
                f"{due.total} persons of incidents closed until {due.until:%d/%m/%Y} are due."
            )
            if options["write"]:
                self.stdout.write(f"{anonymise_persons(today)} persons were made anonymous.")
            elif due.total:
                self.stdout.write("Nothing was changed; --write makes them anonymous.")
