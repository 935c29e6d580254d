"""Throws the demonstration's database contents away and loads the demonstration anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection


class Command(BaseCommand):
    """``manage.py reset_demo``: refuses outside demonstration mode, and asks unless told --yes."""

    help = "Delete everything in the demonstration's database and load the demonstration anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Empty, migrate, load."""
        if not settings.DEMO_MODE:
            raise CommandError("This only runs in demonstration mode: set DEMO_MODE=1.")
        if not options["yes"] and not self._agreed():
            raise CommandError("Nothing was deleted.")
        # History tables refuse DELETE by design, so the schema goes as a whole.
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        connection.close()
        call_command("migrate", verbosity=0)
        call_command("load_demo", stdout=self.stdout)

    def _agreed(self) -> bool:
        name = connection.settings_dict["NAME"]
        try:
            answer = input(f"Delete everything in the database “{name}”? Type yes: ")
        except EOFError as error:
            raise CommandError(
                "Nobody is there to ask. Say so beforehand: manage.py reset_demo --yes"
            ) from error
        return answer.strip().lower() in ("yes", "y", "có", "co")
