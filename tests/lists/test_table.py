"""Cells are written lean: escaped, with the reader's dates and numbers, and declared once."""

import datetime
from types import SimpleNamespace

from django.utils import translation

from lists.tables import DateColumn, ListTable, MoneyColumn, NumberColumn, TextColumn


class PlaceTable(ListTable):
    name = TextColumn("Tên", order_by=("sort_key",))
    commune = TextColumn("Xã", accessor="commune__name", order_by=("commune__sort_key", "name"))
    opened = DateColumn("Ngày")
    cost = MoneyColumn("Giá")
    count = NumberColumn("Số", orderable=False)

    class Meta:
        default_columns = ("name", "commune")

    def render_name(self, value: str, record: object) -> str:
        return f"{value}!"

    def value_name(self, value: str) -> str:
        return value


def place(**kwargs: object) -> SimpleNamespace:
    values = {
        "pk": 7,
        "name": "<b>Chợ</b>",
        "commune": SimpleNamespace(name="Long Hòa"),
        "opened": datetime.date(2020, 2, 28),
        "cost": 1490000,
        "count": 1234,
    }
    return SimpleNamespace(**{**values, **kwargs})


def cells(names: list[str], **kwargs: object) -> str:
    with translation.override("vi"):
        (row,) = PlaceTable.declared().written([place(**kwargs)], names)
    return row.cells


def test_cells_are_escaped() -> None:
    assert cells(["name"]) == "<td>&lt;b&gt;Chợ&lt;/b&gt;!</td>"


def test_dates_and_numbers_are_written_the_vietnamese_way() -> None:
    written = cells(["name", "opened", "cost", "count"])
    assert "28/02/2020" in written
    assert "1.490.000\u00a0₫" in written
    assert ">1.234<" in written


def test_a_missing_relation_or_value_is_a_dash() -> None:
    assert cells(["name", "commune"], commune=None).endswith('data-label="Xã">—</td>')
    assert cells(["name", "count"], count=0).endswith(">0</td>")


def test_the_first_cell_is_the_cards_title_and_the_others_carry_their_heading() -> None:
    assert 'data-label="Xã"' in cells(["name", "commune"])
    assert 'data-label="Tên"' not in cells(["name", "commune"])


def test_values_for_a_file_are_plain() -> None:
    (row,) = PlaceTable.declared().values([place()], ["name", "opened", "cost", "commune"])
    assert row == ["<b>Chợ</b>", datetime.date(2020, 2, 28), 1490000, "Long Hòa"]


def test_order_ends_with_the_key_and_turns_round_as_a_whole() -> None:
    assert PlaceTable.order_fields("commune", "name") == ["commune__sort_key", "name", "pk"]
    assert PlaceTable.order_fields("-commune", "name") == ["-commune__sort_key", "-name", "-pk"]


def test_a_column_that_cannot_be_ordered_falls_back() -> None:
    assert PlaceTable.order_fields("count", "-name") == ["-sort_key", "-pk"]
    assert PlaceTable.order_fields("password", "name") == ["sort_key", "pk"]


def test_unknown_columns_are_left_out_and_none_means_the_default() -> None:
    assert PlaceTable.known(["opened", "secret", "opened"]) == ["opened"]
    assert PlaceTable.known(["secret"]) == ["name", "commune"]
