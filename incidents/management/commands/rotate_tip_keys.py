"""``manage.py rotate_tip_keys``: seal every informant with the first of ``TIP_KEYS``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from incidents.domain.tips.informants import rotate_informants
from incidents.domain.tips.sealing import CannotOpenError
from units.domain.scope import Scope, scope_context


class Command(BaseCommand):
    """Seals anew in one transaction: all of them, or none."""

    help = "Seals every informant of a crime tip with the first key of TIP_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with scope_context(Scope.all()):
                count = rotate_informants()
        except CannotOpenError:
            raise CommandError(
                "An informant opens with none of the keys; nothing was changed."
            ) from None
        self.stdout.write(f"{count} informants are sealed with the first key.")
