"""The form that proposes a deadline, and the small one that says why a proposal ends."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incidents.domain.days import unlikely_year
from incidents.forms.capitals import begin_with_capitals
from incidents.forms.dressed import DressedForm
from incidents.forms.fields import DayField
from incidents.forms.plain import PlainForm
from incidents.models import DeadlineRule, TipKind, Urgency
from units.models import Jurisdiction

REMOTE = (("", _("All communes")), ("yes", _("Remote communes")), ("no", _("Other communes")))


class RuleForm(PlainForm, forms.ModelForm[DeadlineRule]):
    """A deadline as its instrument words it. ``jurisdictions`` are those that the person answers for; whoever answers
    for everything (``is_everywhere``) may leave the jurisdiction empty."""

    kind = forms.ChoiceField(
        label=_("Kind of tip"), choices=(("", _("All kinds")), *TipKind.choices), required=False
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=(("", _("All")), *Urgency.choices), required=False
    )
    is_remote = forms.TypedChoiceField(
        label=_("In which communes"),
        choices=REMOTE,
        required=False,
        empty_value=None,
        coerce=lambda said: said == "yes",
    )
    valid_from = DayField(label=_("Valid from"))
    valid_until = DayField(label=_("Valid until"), required=False)

    class Meta:
        model = DeadlineRule
        fields = (
            "step",
            "kind",
            "urgency",
            "is_remote",
            "jurisdiction",
            "amount",
            "unit",
            "counts_back",
            "rolls_forward",
            "instrument",
            "article",
            "valid_from",
            "valid_until",
            "is_verified",
            "note",
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(
        self,
        *args: Any,
        jurisdictions: QuerySet[Jurisdiction],
        is_everywhere: bool,
        after: DeadlineRule | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {**_said(after), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        begin_with_capitals(self, "step", "kind", "urgency", "unit")
        place = self.fields["jurisdiction"]
        assert isinstance(place, forms.ModelChoiceField)
        place.queryset = jurisdictions
        place.required = not is_everywhere
        place.help_text = _("The rule holds there and in all that lies below.")
        if is_everywhere:
            place.empty_label = _("Everywhere")
        elif not self.initial.get("jurisdiction"):
            self.initial["jurisdiction"] = jurisdictions.first()

    def clean_valid_from(self) -> datetime.date:
        """A year before any book is a slip."""
        day: datetime.date = self.cleaned_data["valid_from"]
        if problem := unlikely_year(day.year):
            raise ValidationError(problem)
        return day


def _said(rule: DeadlineRule | None) -> dict[str, Any]:
    """What a new version of a rule begins with; when it holds, and that it was checked, is said anew."""
    if rule is None:
        return {}
    again = [
        "step", "kind", "urgency", "jurisdiction", "amount", "unit", "counts_back",
        "rolls_forward", "instrument", "article", "note",
    ]  # fmt: skip
    remote = {None: "", True: "yes", False: "no"}[rule.is_remote]
    return {name: getattr(rule, name) for name in again} | {"is_remote": remote}


class ReasonForm(DressedForm):
    """Why a proposal is not approved, or taken back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class EndForm(ReasonForm):
    """The last day on which a rule holds, and why."""

    last_day = DayField(label=_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_end_%s")
        super().__init__(*args, **kwargs)
        self.order_fields(["last_day", "reason"])
