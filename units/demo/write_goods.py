"""Writes the demonstration's equipment: items with their inspections, and stocks by condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from random import Random

from units.demo.goods import GoodsItem, GoodsStock, draw_items, draw_stocks
from units.models import Commune, EquipmentItem, EquipmentStock, EquipmentType, Inspection


def write_goods(
    communes: Mapping[str, Commune],
    types: Mapping[str, EquipmentType],
    random: Random,
    today: date,
) -> None:
    """Everything that the communes hold on ``today``."""
    items = draw_items(random, today)
    rows = [_item(communes, types, item) for item in items]
    EquipmentItem.objects.bulk_create(rows)
    Inspection.objects.bulk_create(
        Inspection(
            item=row,
            on=inspection.on,
            passed=inspection.passed,
            by="Công an huyện",
            finding=inspection.note,
        )
        for row, item in zip(rows, items, strict=True)
        for inspection in item.inspections
    )
    stocks = [
        row for stock in draw_stocks(random, today) for row in _stocks(communes, types, stock)
    ]
    EquipmentStock.objects.bulk_create(_together(stocks))


def _together(stocks: list[EquipmentStock]) -> list[EquipmentStock]:
    """One row for each commune, kind and condition: merged communes put their goods together."""
    kept: dict[tuple[int, int, str], EquipmentStock] = {}
    for stock in stocks:
        key = (stock.commune_id, stock.type_id, stock.condition)
        if key in kept:
            kept[key].quantity += stock.quantity
        else:
            kept[key] = stock
    return list(kept.values())


def _item(
    communes: Mapping[str, Commune], types: Mapping[str, EquipmentType], item: GoodsItem
) -> EquipmentItem:
    return EquipmentItem(
        commune=communes[item.commune],
        type=types[item.kind.code],
        code=item.asset_code,
        serial=item.plate or item.serial,
        condition=item.condition,
        in_use_from=item.in_use_since,
        in_use_precision="day",
        original_cost=item.cost,
        place="Trụ sở",
        handed_over_on_paper=item.condition != "broken",
        next_inspection_on=item.next_inspection,
        disposal="liquidated" if item.disposed_on else "",
        disposed_on=item.disposed_on,
    )


def _stocks(
    communes: Mapping[str, Commune], types: Mapping[str, EquipmentType], stock: GoodsStock
) -> Iterator[EquipmentStock]:
    counts = {"good": stock.good, "worn": stock.worn, "broken": stock.broken}
    for condition, quantity in counts.items():
        if quantity:
            yield EquipmentStock(
                commune=communes[stock.commune],
                type=types[stock.kind.code],
                condition=condition,
                quantity=quantity,
                licence_number=stock.licence if condition != "broken" else "",
                licence_expires_on=stock.licence_until if condition != "broken" else None,
            )
