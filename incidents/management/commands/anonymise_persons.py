"""``manage.py anonymise_persons``: who is due by the periods of retention; ``--write`` makes them anonymous."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

import pghistory
from django.core.management.base import BaseCommand
from django.utils import timezone

from incidents.domain.incidents.retention import PERSONS
from incidents.domain.mediations.retention import PARTIES
from incidents.domain.retention import Due, Kept
from units.domain.scope import Scope, scope_context

# Who is forgotten, of what.
KINDS = (("persons", "incidents", PERSONS), ("parties", "mediations", PARTIES))


class Command(BaseCommand):
    """Shows first; writes only when told to."""

    help = (
        "Names how many persons of closed incidents and parties of closed mediations are past the periods "
        "of retention set in the administration, by commune; --write makes them anonymous, their history "
        "and the words of their records included, and removes the photos and papers that may name them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--write", action="store_true", help="Make them anonymous.")
        parser.add_argument(
            "--with-unsure",
            action="store_true",
            help="Those too whose records may go on naming them in words; nobody can tell afterwards.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Show who is due, and write when asked."""
        today = timezone.localdate()
        context = {"username": "anonymise_persons", "name": "Hết thời hạn lưu giữ"}
        with scope_context(Scope.all()), pghistory.context(**context):
            for people, records, remembered in KINDS:
                due = remembered.due(today)
                if due is None:
                    self.stdout.write(
                        f"No period is set in the administration for {people} of {records}."
                    )
                    continue
                self.show(due, people, records)
                if options["write"]:
                    done = remembered.forget(today, with_unsure=options["with_unsure"])
                    self.stdout.write(
                        f"{done.people} {people} were made anonymous, {done.files} files removed. "
                        f"They were named in {done.places} places of the words of {records}."
                    )
                    self.tell_unsure(done, records, is_over=options["with_unsure"])
                elif due.total != Kept():
                    self.tell_unsure(due.total, records)
                    self.stdout.write("Nothing was changed; --write forgets them.")

    def tell_unsure(self, kept: Kept, records: str, *, is_over: bool = False) -> None:
        """Name the records whose words somebody has to read: what may be a name and is not written as one stays."""
        if kept.unsure:
            what = "Read their words." if is_over else "They wait until their words are corrected."
            self.stdout.write(
                f"The words of these {records} may go on naming somebody, written otherwise than a name is. {what} "
                f"{', '.join(kept.unsure)}"
            )

    def show(self, due: Due, people: str, records: str) -> None:
        """Say how much is due, by commune and in all."""
        for commune, kept in due.by_commune.items():
            self.stdout.write(
                f"{commune}: {kept.people} {people}, {kept.files} files, {kept.places} places in words"
            )
        self.stdout.write(
            f"{due.total.people} {people} and {due.total.files} files of {records} closed until "
            f"{due.until:%d/%m/%Y} are due. They are named in {due.total.places} places of words."
        )
