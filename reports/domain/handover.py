"""Handing a project over: the commune's own records are brought up to date by it, in the same transaction."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from reports.domain.moves import locked, saved, take_step
from reports.models import ProjectKind, SupportProject
from units.domain.equipment_book import months_later
from units.models import (
    Condition,
    EquipmentItem,
    EquipmentStock,
    Station,
    StationCondition,
    Tenure,
)

ONE_DAY = datetime.timedelta(days=1)
MOST_ITEMS = 500
NUMBERED = re.compile(r"^(?P<stem>.*?)(?P<number>\d+)$")


@dataclass(frozen=True, slots=True)
class HandOver:
    """What is known on the day of handing over; which fields matter depends on the kind of project."""

    on: datetime.date
    note: str = ""
    address: str = ""
    built_year: int | None = None
    floor_area_m2: Decimal | None = None
    land_title: str = ""
    serials: tuple[str, ...] = ()
    place: str = ""
    licence_number: str = ""
    licence_expires_on: datetime.date | None = None
    on_paper: bool = False


@transaction.atomic
def hand_over(
    project: SupportProject,
    facts: HandOver,
    *,
    by: User,
    today: datetime.date,
    version: int | None = None,
) -> SupportProject:
    """Hand a project over and update the commune's records: a new station, a repaired one, equipment in the
    book; support of allowances leaves only its note.

    Raises ``PermissionDenied``; ``ValidationError`` for a day to come, or where the records contradict it.
    """
    current = locked(project, version)
    take_step(current, "hand_over", by=by)
    if facts.on > today:
        raise ValidationError({"on": _("This day is still to come.")})
    if current.commune.valid_until is not None and current.commune.valid_until < facts.on:
        raise ValidationError(
            {"on": _("%(commune)s no longer existed on this day.") % {"commune": current.commune}}
        )
    if current.kind == ProjectKind.BUILD_STATION:
        current.station = _build(current, facts)
    elif current.kind == ProjectKind.REPAIR_STATION:
        _repair(current, facts)
    elif current.kind == ProjectKind.BUY_EQUIPMENT:
        _enter_equipment(current, facts)
    current.handed_over_on, current.stage_since = facts.on, facts.on
    current.stage_reason = facts.note.strip()
    return saved(current)


def _build(project: SupportProject, facts: HandOver) -> Station:
    """End the main station of the day before and enter the new one, the commune's own."""
    before = (
        Station.objects.select_for_update()
        .filter(commune=project.commune, is_main=True)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=facts.on))
    )
    for old in before:
        if old.valid_from is not None and old.valid_from >= facts.on:
            raise ValidationError(
                {
                    "on": _("A station is recorded from %(day)s on; hand over after that day.")
                    % {"day": old.valid_from.strftime("%d/%m/%Y")}
                }
            )
        old.valid_until = facts.on - ONE_DAY
        old.full_clean(exclude=["commune"])
        old.save()
    new = Station(
        commune=project.commune,
        tenure=Tenure.OWN,
        is_main=True,
        address=facts.address,
        built_year=facts.built_year,
        floor_area_m2=facts.floor_area_m2 or project.floor_area_m2,
        condition=StationCondition.GOOD,
        land_title=facts.land_title,
        note=facts.note,
        valid_from=facts.on,
    )
    new.full_clean()
    new.save()
    return new


def _repair(project: SupportProject, facts: HandOver) -> None:
    if project.station_id is None:
        raise ValidationError(_("The station of this project is no longer in the records."))
    station = Station.objects.select_for_update().get(pk=project.station_id)
    station.condition = StationCondition.GOOD
    if facts.floor_area_m2 is not None:
        station.floor_area_m2 = facts.floor_area_m2
    station.full_clean(exclude=["commune"])
    station.save()


def _enter_equipment(project: SupportProject, facts: HandOver) -> None:
    kind, quantity = project.equipment_type, project.quantity
    if kind is None or quantity is None:
        raise ValidationError(_("The project does not say which equipment, and how many."))
    if kind.is_countable:
        _add_to_stock(project, facts, quantity)
    else:
        _enter_items(project, facts, quantity)


def _add_to_stock(project: SupportProject, facts: HandOver, quantity: int) -> None:
    stock, made = EquipmentStock.objects.select_for_update().get_or_create(
        commune=project.commune,
        type=project.equipment_type,
        condition=Condition.GOOD,
        defaults={"quantity": quantity},
    )
    if not made:
        stock.quantity += quantity
    if facts.licence_number:
        stock.licence_number = facts.licence_number
    if facts.licence_expires_on:
        stock.licence_expires_on = facts.licence_expires_on
    stock.full_clean(exclude=["commune", "type"])
    stock.save()


def _enter_items(project: SupportProject, facts: HandOver, quantity: int) -> None:
    kind = project.equipment_type
    assert kind is not None
    if quantity > MOST_ITEMS:
        raise ValidationError(
            _("At most %(most)s numbered items can be handed over at once.") % {"most": MOST_ITEMS}
        )
    if len(facts.serials) > quantity:
        raise ValidationError(
            {
                "serials": _("There are %(given)s numbers for %(quantity)s items.")
                % {"given": len(facts.serials), "quantity": quantity}
            }
        )
    serials = [*facts.serials, *([""] * (quantity - len(facts.serials)))]
    next_inspection = (
        months_later(facts.on, kind.inspection_months) if kind.inspection_months else None
    )
    for code, serial in zip(next_codes(project, quantity), serials, strict=True):
        item = EquipmentItem(
            commune=project.commune,
            type=kind,
            code=code,
            serial=serial,
            condition=Condition.GOOD,
            in_use_from=facts.on,
            in_use_precision="day",
            original_cost=Decimal(project.cost // quantity),
            place=facts.place,
            handed_over_on_paper=facts.on_paper,
            licence_number=facts.licence_number,
            licence_expires_on=facts.licence_expires_on,
            next_inspection_on=next_inspection,
            note=facts.note,
        )
        item.full_clean(exclude=["commune", "type"])
        item.save()


def next_codes(project: SupportProject, quantity: int) -> list[str]:
    """Return asset codes that go on from the highest code of this kind in the commune (28108-XMT-0003);
    where there is none, codes made of the commune's and the kind's."""
    kind = project.equipment_type
    assert kind is not None
    known = EquipmentItem.objects.filter(commune=project.commune)
    best = ("", 0, 4)
    for code in known.filter(type=kind).values_list("code", flat=True):
        match = NUMBERED.match(code)
        if match and int(match["number"]) > best[1]:
            best = (match["stem"], int(match["number"]), len(match["number"]))
    stem, last, width = best
    if not stem:
        stem = f"{project.commune.code}-{kind.code.upper()[:20]}-"
    taken = set(known.values_list("code", flat=True))
    codes: list[str] = []
    while len(codes) < quantity:
        last += 1
        code = f"{stem}{last:0{width}d}"
        if code not in taken:
            codes.append(code)
    return codes
