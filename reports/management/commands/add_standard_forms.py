"""``manage.py add_standard_forms``: the standard forms and calendars, to be changed to what the district wants."""

from __future__ import annotations

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.standard.write import write_standard_forms
from units.domain.scope import Scope, scope_context
from units.models import Jurisdiction


class Command(BaseCommand):
    """Adds what is missing and says so; a second run changes nothing."""

    help = "Add the standard report forms, for everybody or for one jurisdiction."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument(
            "--jurisdiction", help="Key of the jurisdiction; without it the forms hold everywhere."
        )
        parser.add_argument(
            "--from",
            dest="opens_from",
            type=datetime.date.fromisoformat,
            help="First day from which periods open, such as 2026-01-01.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Add and report."""
        with scope_context(Scope.all()):
            jurisdiction = self._jurisdiction(options["jurisdiction"])
            made = write_standard_forms(jurisdiction, opens_from=options["opens_from"])
            names = [form.name for form in made]
        self.stdout.write(
            "\n".join(names) if names else "The standard forms are already there; nothing changed."
        )

    def _jurisdiction(self, key: str | None) -> Jurisdiction | None:
        if key is None:
            return None
        found = Jurisdiction.objects.filter(pk=int(key)).first() if key.isdecimal() else None
        if found is None:
            raise CommandError(f"There is no jurisdiction with the key {key}.")
        return found
