"""Bulk actions on officers and equipment: each calls one domain function per row, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from dashboards.forms.bulk import EndServiceForm, InspectionForm, MoveOfficersForm
from lists.domain.bulk import BulkAction
from units.domain.equipment_book import record_inspection
from units.domain.service import end_service, move_officer
from units.models import EquipmentItem, Officer


def _end(rows: QuerySet[Officer], values: Mapping[str, Any], _user: User) -> int:
    for officer in rows:
        end_service(officer, **values)
    return len(rows)


def _move(rows: QuerySet[Officer], values: Mapping[str, Any], _user: User) -> int:
    for officer in rows:
        move_officer(officer, **values)
    return len(rows)


def _inspect(rows: QuerySet[EquipmentItem], values: Mapping[str, Any], _user: User) -> int:
    for item in rows.select_related("type"):
        record_inspection(item, **values)
    return len(rows)


def _without_post(row: Model) -> str:
    return "" if getattr(row, "post_id", None) else _("holds no post today")


def _disposed(row: Model) -> str:
    return _("is no longer in the book") if getattr(row, "disposal", "") else ""


OFFICER_ACTIONS = (
    BulkAction(
        name="move",
        label=gettext_lazy("Move to another commune"),
        effect=gettext_lazy(
            "The present post ends the day before; the same position begins in the new commune."
        ),
        permission="units.change_assignment",
        run=_move,
        form_class=MoveOfficersForm,
        refusal=_without_post,
    ),
    BulkAction(
        name="end-service",
        label=gettext_lazy("End service"),
        effect=gettext_lazy(
            "All posts end on this day, a departure is recorded, and sign-ins of these people close."
        ),
        permission="units.add_departure",
        run=_end,
        form_class=EndServiceForm,
        refusal=_without_post,
    ),
)

EQUIPMENT_ACTIONS = (
    BulkAction(
        name="inspect",
        label=gettext_lazy("Record an inspection"),
        effect=gettext_lazy(
            "Each item gets this inspection, and its next one by the cycle of its kind."
        ),
        permission="units.add_inspection",
        run=_inspect,
        form_class=InspectionForm,
        refusal=_disposed,
    ),
)
