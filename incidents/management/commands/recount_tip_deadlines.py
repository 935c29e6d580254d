"""``manage.py recount_tip_deadlines``: applies the table of public holidays to the running deadlines of crime tips."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.domain.tips.calendar import recount_by_calendar


class Command(BaseCommand):
    """After a change that no form made: a file loaded, a table restored. All of it is one transaction."""

    help = "Counts the running deadlines of crime tips anew by the table of public holidays."

    def handle(self, *args: Any, **options: Any) -> None:
        count = recount_by_calendar(_("the table of public holidays was read anew"))
        told = ngettext(
            "%d deadline ends at another time.", "%d deadlines end at another time.", count
        )
        self.stdout.write(told % count)
