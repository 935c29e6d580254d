"""Which commune a new report is about: one's own, or one chosen by those who see several."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from units.domain.scope import Scope
from units.models import Commune


def current_communes(scope: Scope) -> QuerySet[Commune]:
    """Return the communes of a scope that exist today (a scope includes those they succeeded)."""
    day = timezone.localdate()
    communes: QuerySet[Commune] = Commune.objects.visible_to(scope).filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
    )
    return communes
