"""``manage.py open_periods``: opens the periods that have begun and locks reports approved long enough ago."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.domain.opening import open_periods, periods_in_the_way
from reports.domain.workflow import lock_due
from units.domain.scope import Scope, scope_context


class Command(BaseCommand):
    """Run it daily, shortly after midnight; a second run changes nothing."""

    help = "Open the reporting periods that have begun; lock reports whose days after approval have passed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Open, lock, and say what was done."""
        now = timezone.now()
        with scope_context(Scope.all()):
            opened = [
                f"{period.form.name} {period.code}: {period.reports.count()} reports"
                for period in open_periods(now)
            ]
            locked = lock_due(now)
            for form, bounds in periods_in_the_way(now):
                self.stderr.write(
                    f"{form.name} {bounds.code} is not opened: a period opened by another calendar overlaps it."
                )
        for line in opened:
            self.stdout.write(line)
        self.stdout.write(f"{len(opened)} periods opened, {locked} reports locked.")
