"""``manage.py anonymise_persons``: who is due by the periods of retention; ``--write`` makes them anonymous."""

from __future__ import annotations

import datetime
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

import pghistory
from django.core.management.base import BaseCommand
from django.utils import timezone

from incidents.domain.incidents.retention import anonymise_persons, due_persons
from incidents.domain.mediations.retention import anonymise_parties, due_parties
from incidents.domain.retention import Due
from units.domain.scope import Scope, scope_context

Asked = Callable[[datetime.date], Due | None]
Done = Callable[[datetime.date], int]
KINDS: tuple[tuple[str, Asked, Done], ...] = (
    ("persons of incidents", due_persons, anonymise_persons),
    ("parties of mediations", due_parties, anonymise_parties),
)


class Command(BaseCommand):
    """Shows first; writes only when told to."""

    help = (
        "Names how many persons of closed incidents and parties of closed mediations are past the periods "
        "of retention set in the administration, by commune; --write makes them anonymous, their history "
        "included, and removes the mediations' signed papers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--write", action="store_true", help="Make them anonymous.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show who is due, and write when asked."""
        today = timezone.localdate()
        context = {"username": "anonymise_persons", "name": "Hết thời hạn lưu giữ"}
        with scope_context(Scope.all()), pghistory.context(**context):
            for whose, due_on, anonymise in KINDS:
                due = due_on(today)
                if due is None:
                    self.stdout.write(f"No period is set in the administration for {whose}.")
                    continue
                for commune, number in due.by_commune.items():
                    self.stdout.write(f"{commune}: {number}")
                self.stdout.write(f"{due.total} {whose} closed until {due.until:%d/%m/%Y} are due.")
                if options["write"]:
                    self.stdout.write(f"{anonymise(today)} {whose} were made anonymous.")
                elif due.total:
                    self.stdout.write("Nothing was changed; --write makes them anonymous.")
