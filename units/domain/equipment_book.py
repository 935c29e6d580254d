"""Entries in the asset book: an inspection done, and when the next one is due."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from units.domain.months import months_later
from units.models import EquipmentItem, Inspection


@transaction.atomic
def record_inspection(
    item: EquipmentItem, *, on: datetime.date, passed: bool, by: str = "", finding: str = ""
) -> Inspection:
    """Enter an inspection and set the next one by the kind's cycle.

    Raises ``ValidationError`` for an item no longer in the book or a later inspection already there.
    """
    if item.disposal:
        raise ValidationError(
            _("%(item)s was disposed of and is inspected no more.") % {"item": item}
        )
    if item.inspections.filter(on__gt=on).exists():
        raise ValidationError(
            _("%(item)s already has an inspection after this day.") % {"item": item}
        )
    inspection = Inspection(item=item, on=on, passed=passed, by=by, finding=finding)
    inspection.full_clean()
    inspection.save()
    if item.type.inspection_months:
        item.next_inspection_on = months_later(on, item.type.inspection_months)
        item.save(update_fields=["next_inspection_on", "updated_at"])
    return inspection
