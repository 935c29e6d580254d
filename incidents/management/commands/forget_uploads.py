"""``manage.py forget_uploads``: drops uploaded rosters and incident books that nobody confirmed within a day, and drafts
of 30 days ago; run it daily."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from incidents.domain.book.forgetting import forget_books
from incidents.domain.drafts import forget_drafts
from units.domain.roster.forgetting import forget_rosters
from units.domain.scope import Scope, scope_context


class Command(BaseCommand):
    """Both kinds of uploads, and drafts, may name people and wait in the database."""

    help = (
        "Drops uploaded rosters and incident books that nobody confirmed within a day, and drafts that nobody went on "
        "with for 30 days."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        with scope_context(Scope.all()):
            rosters, books, drafts = forget_rosters(now), forget_books(now), forget_drafts(now)
        self.stdout.write(
            f"{rosters} rosters and {books} incident books were dropped, and {drafts} drafts."
        )
