"""Drops uploaded rosters that nobody confirmed within a day; run it daily."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from units.domain.roster.write import KEPT_FOR
from units.domain.scope import Scope, scope_context
from units.models import ImportBatch, ImportState


class Command(BaseCommand):
    help = "Drop uploaded rosters that nobody confirmed within a day."

    def handle(self, *args: Any, **options: Any) -> None:
        with scope_context(Scope.all()):
            stale = ImportBatch.objects.filter(
                state=ImportState.PREVIEW, created_at__lt=timezone.now() - KEPT_FOR
            )
            dropped, _by_model = stale.delete()
        self.stdout.write(f"{dropped} uploads dropped.")
