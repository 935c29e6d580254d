"""Data validation of the Excel form: whole numbers, lengths of texts, days, and choices where a column has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reports.domain.typed import MOST_CELL, MOST_DIGITS, MOST_TEXT
from reports.models import Indicator

TITLE = "Không nhập được"
MOST = 10**MOST_DIGITS - 1
# Excel shows at most this much of a hint, and takes at most this much of a list.
LONGEST_HINT = 250
LONGEST_LIST = 250


class Validations:
    """The rules of one sheet, one object for all cells that share a rule."""

    def __init__(self, page: Worksheet) -> None:
        self.page = page
        self.shared: dict[tuple[str, ...], DataValidation] = {}

    def whole_number(self, address: str, indicator: Indicator) -> None:
        """Let a cell take whole numbers only; none below zero unless the line allows it."""
        self.count(address, allows_negative=indicator.allows_negative, hint=indicator.help)

    def count(self, address: str, *, allows_negative: bool = False, hint: str = "") -> None:
        """The same for any cell."""
        least = -MOST if allows_negative else 0
        said = "Chỉ nhập số nguyên." if allows_negative else "Chỉ nhập số nguyên, từ 0 trở lên."
        self._add(address, ("whole", str(least)), said, hint, type="whole", operator="between",
                  formula1=str(least), formula2=str(MOST))  # fmt: skip

    def text(self, address: str, indicator: Indicator) -> None:
        """Keep a text within what the report takes."""
        self.length(address, MOST_TEXT, hint=indicator.help)

    def length(self, address: str, most: int, *, hint: str = "") -> None:
        """The same for any length."""
        said = f"Dài nhất {most} ký tự."
        self._add(address, ("text", str(most)), said, hint, type="textLength",
                  operator="lessThanOrEqual", formula1=str(most))  # fmt: skip

    def column(self, address: str, column: Mapping[str, Any]) -> None:
        """The rule of a table's column."""
        kind = column.get("kind", "text")
        choices = [str(one) for one in column.get("choices") or ()]
        listed = ",".join(choices)
        if listed and len(listed) <= LONGEST_LIST and not any("," in one for one in choices):
            said = "Chọn một giá trị trong danh sách."
            quoted = '"' + listed.replace('"', '""') + '"'
            self._add(address, ("list", listed), said, "", type="list", formula1=quoted)
        elif kind in ("count", "amount"):
            self.count(address)
        elif kind == "date":
            said = "Nhập ngày dạng 28/02/2020."
            self._add(address, ("date",), said, "", type="date", operator="between",
                      formula1="1", formula2="2958465")  # fmt: skip
        else:
            self.length(address, MOST_CELL)

    def finish(self) -> None:
        """Write the rules into the sheet."""
        for one in self.shared.values():
            self.page.add_data_validation(one)

    def _add(self, address: str, key: tuple[str, ...], said: str, hint: str, **rule: Any) -> None:
        full = (*key, hint)
        if full not in self.shared:
            made = DataValidation(allow_blank=True, showErrorMessage=True, **rule)
            made.errorTitle, made.error = TITLE, said
            if hint:
                made.showInputMessage, made.prompt = True, hint[:LONGEST_HINT]
            self.shared[full] = made
        self.shared[full].add(address)
