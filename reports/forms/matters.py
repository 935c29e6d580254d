"""What the forms of difficulties, directives and projects share: an amount, a move with its reason, lines."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from incidents.forms.fields import DayField
from reports.domain.money import read_money
from reports.models import ReportMove
from units.models.fields import tidy_text

__all__ = ["DayField", "LinesField", "MoneyField", "MoveForm", "bare_helper"]


class MoneyField(forms.CharField):
    """An amount in đồng, typed as 2.400.000.000 or 2,4 tỷ; cleaned to ``int``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                attrs={"inputmode": "text", "autocomplete": "off", "data-money": "", "class": "num"}
            ),
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return number_format(value, force_grouping=True)
        return value

    def clean(self, value: Any) -> int | None:
        amount = read_money(super().clean(value))
        if amount == 0:
            raise ValidationError(_("Write an amount above zero, in VND."))
        return amount


class LinesField(forms.CharField):
    """Several short texts, one a line; cleaned to a list without blanks and repetitions."""

    def __init__(self, *, longest: int = 160, most: int = 20, rows: int = 2, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)
        self.longest, self.most = longest, most

    def clean(self, value: Any) -> list[str]:
        lines = [tidy_text(line) for line in super().clean(value).splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > self.most:
            raise ValidationError(_("At most %(most)s lines."), params={"most": self.most})
        too_long = next((line for line in found if len(line) > self.longest), None)
        if too_long is not None:
            raise ValidationError(
                _("“%(line)s…” is too long: at most %(longest)s characters a line."),
                params={"line": too_long[:40], "longest": self.longest},
            )
        return found


class MoveForm(forms.Form):
    """Behind a button that moves a row to another state: a reason, and the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    decision_number = forms.CharField(
        max_length=60,
        required=False,
        label=_("Decision number"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "125/QĐ-UBND"}),
    )

    def __init__(
        self, *args: Any, move: ReportMove, name: str, with_decision: bool = False, **kwargs: Any
    ) -> None:
        kwargs.setdefault("auto_id", f"id_{name}_%s")
        super().__init__(*args, **kwargs)
        if move.needs_message:
            self.fields["words"].label = str(move.message_label)
            self.fields["words"].required = True
        else:
            del self.fields["words"]
        if not with_decision:
            del self.fields["decision_number"]


def bare_helper() -> FormHelper:
    """Return crispy's helper for a form whose tag, token and buttons stand in the template."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper
