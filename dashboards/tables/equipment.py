"""Columns of the asset book: numbered items, and countable goods by quantity."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dashboards.tables.rough_dates import exact_or_words, rough_date
from lists.tables import (
    DateColumn,
    LinkColumn,
    ListTable,
    MoneyColumn,
    NumberColumn,
    TextColumn,
    short_date,
    status_badge,
)
from units.domain.asset_value import remaining_value
from units.models import Condition, EquipmentItem, EquipmentStock

SOON = datetime.timedelta(days=60)
CONDITION_TONES = {Condition.GOOD: "ok", Condition.WORN: "info", Condition.BROKEN: "bad"}


def condition_badge(row: EquipmentItem | EquipmentStock) -> str:
    """The state of an item or of goods, as a badge."""
    return status_badge(CONDITION_TONES[Condition(row.condition)], row.get_condition_display())


def due_badge(day: datetime.date | None) -> str:
    """A day by which something is due: plain, soon, or past."""
    if day is None:
        return ""
    today = timezone.localdate()
    if day < today:
        return status_badge("bad", short_date(day), "alarm-fill")
    return status_badge("warn", short_date(day)) if day <= today + SOON else short_date(day)


class EquipmentTable(ListTable):
    """A numbered item of the asset book."""

    type = LinkColumn(
        _("Kind"),
        view="equipment_detail",
        accessor="type__name",
        order_by=("type__order", "type__name", "code"),
    )
    code = TextColumn(_("Asset code"))
    serial = TextColumn(_("Serial or number plate"))
    commune = LinkColumn(
        _("Commune"),
        view="commune_detail",
        pk_of="commune_id",
        accessor="commune__full_name",
        order_by=("commune__sort_key", "commune_id", "type__order"),
    )
    condition = TextColumn(_("Condition"))
    holder = LinkColumn(
        _("Held by"),
        view="officer_detail",
        pk_of="holder_id",
        accessor="holder__full_name",
        order_by="holder__sort_key",
    )
    place = TextColumn(_("Kept at"), orderable=False)
    in_use = TextColumn(_("Put to use"), accessor="in_use_from", order_by="in_use_from")
    cost = MoneyColumn(_("Original cost"), accessor="original_cost")
    value = MoneyColumn(_("Remaining value"), accessor="pk", orderable=False)
    inspection = TextColumn(
        _("Next inspection"), accessor="next_inspection_on", order_by="next_inspection_on"
    )
    licence = TextColumn(_("Licence"), accessor="licence_number", orderable=False)
    licence_until = TextColumn(
        _("Licence until"), accessor="licence_expires_on", order_by="licence_expires_on"
    )
    expires = TextColumn(_("Expires"), accessor="expires_on", order_by="expires_on")
    disposal = TextColumn(_("Disposal"), accessor="get_disposal_display", order_by="disposal")
    disposed_on = DateColumn(_("Disposed of on"))

    class Meta:
        default_columns = (
            "type",
            "code",
            "commune",
            "condition",
            "holder",
            "inspection",
            "licence_until",
            "value",
        )

    def render_condition(self, record: EquipmentItem) -> str:
        return condition_badge(record)

    def value_condition(self, record: EquipmentItem) -> str:
        return record.get_condition_display()

    def render_in_use(self, record: EquipmentItem) -> str:
        return rough_date(record.in_use_from, record.in_use_precision)

    def value_in_use(self, record: EquipmentItem) -> datetime.date | str | None:
        return exact_or_words(record.in_use_from, record.in_use_precision)

    def render_value(self, record: EquipmentItem, column: MoneyColumn) -> str:
        left = self.value_value(record)
        return "" if left is None else column.render(left)

    def value_value(self, record: EquipmentItem) -> Decimal | None:
        return remaining_value(
            record.original_cost, record.in_use_from, record.type.life_years, timezone.localdate()
        )

    def render_inspection(self, value: datetime.date) -> str:
        return due_badge(value)

    def value_inspection(self, value: datetime.date) -> datetime.date:
        return value

    def render_licence_until(self, value: datetime.date) -> str:
        return due_badge(value)

    def value_licence_until(self, value: datetime.date) -> datetime.date:
        return value

    def render_expires(self, value: datetime.date) -> str:
        return due_badge(value)

    def value_expires(self, value: datetime.date) -> datetime.date:
        return value


class StockTable(ListTable):
    """Countable goods of a commune in one condition."""

    type = TextColumn(_("Kind"), accessor="type__name", order_by=("type__order", "type__name"))
    commune = LinkColumn(
        _("Commune"),
        view="commune_detail",
        pk_of="commune_id",
        accessor="commune__full_name",
        order_by=("commune__sort_key", "commune_id", "type__order"),
    )
    condition = TextColumn(_("Condition"))
    quantity = NumberColumn(_("Quantity"))
    unit = TextColumn(_("Unit"), accessor="type__unit", orderable=False)
    licence = TextColumn(_("Licence"), accessor="licence_number", orderable=False)
    licence_until = TextColumn(
        _("Licence until"), accessor="licence_expires_on", order_by="licence_expires_on"
    )
    note = TextColumn(_("Note"), orderable=False)

    class Meta:
        default_columns = ("type", "commune", "condition", "quantity", "unit", "licence_until")

    def render_condition(self, record: EquipmentStock) -> str:
        return condition_badge(record)

    def value_condition(self, record: EquipmentStock) -> str:
        return record.get_condition_display()

    def render_licence_until(self, value: datetime.date) -> str:
        return due_badge(value)

    def value_licence_until(self, value: datetime.date) -> datetime.date:
        return value
