"""``manage.py rotate_tip_keys``: seal every informant, and every draft about a tip, with the first of ``TIP_KEYS``."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from incidents.domain.drafts import seal_drafts_anew
from incidents.domain.tips.informants import rotate_informants
from units.domain.scope import Scope, scope_context


class Command(BaseCommand):
    """Seals anew all that a key opens, and names the tips of those that none does."""

    help = (
        "Seals every informant of a crime tip with the first key of TIP_KEYS. Ends with an error that names the tips "
        "whose informant none of the keys opens; those stay as they are."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with scope_context(Scope.all()):
                rotated = rotate_informants()
                seal_drafts_anew()
        except ImproperlyConfigured as problem:
            raise CommandError(f"{problem} Nothing was changed.") from None
        self.stdout.write(f"{rotated.count} informants are sealed with the first key.")
        if rotated.unreadable:
            raise CommandError(
                f"None of the keys opens the informant of {len(rotated.unreadable)} tips, which stay as they are: "
                f"{', '.join(rotated.unreadable)}. Add the key that was in use then to TIP_KEYS and run this again."
            )
