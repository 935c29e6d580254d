"""``manage.py recount``: prove that every rollup equals the rows it counts; ``--fix`` writes it anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from units.domain.recount import ROLLUPS
from units.domain.scope import Scope, scope_context


class Command(BaseCommand):
    """Recounts all rollups and fails on any difference."""

    help = "Recounts every rollup and fails on any difference; --fix repairs it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fix", action="store_true", help="Write what differs anew.")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for rollup in ROLLUPS:
            with scope_context(Scope.all()):
                found = rollup.differences()
                if found and options["fix"]:
                    rollup.rewrite()
            wrong += found
            ending = " (written anew)" if found and options["fix"] else ""
            self.stdout.write(f"{rollup.table}: {found} rows differ{ending}")
        if wrong and not options["fix"]:
            raise CommandError(f"{wrong} rows differ; run recount --fix and look for the cause.")
