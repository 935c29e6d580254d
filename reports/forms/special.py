"""The form that asks communes for a special report: which form, about what, of whom, by when."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from incidents.views.communes import current_communes
from reports.forms.matters import DayField, bare_helper
from reports.models import ReportForm
from units.domain.scope import Scope
from units.domain.working_days import ONE_DAY, WorkingCalendar
from units.models import Commune, Jurisdiction

# Up to here communes are ticked one by one; of more, whole jurisdictions are chosen.
MOST_COMMUNES = 200
CLOCK = re.compile(r"(\d{1,2})\s*(?:giờ|[hg:.])?\s*(\d\d)?")
OFFICE_CLOSES = datetime.time(17, 0)


class ClockField(forms.TimeField):
    """A time typed as 17:00, 17h30 or 17h: a native field says 05:00 PM where the browser is English."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "text", "autocomplete": "off", "placeholder": "17:00"}
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs=attrs))
        kwargs.setdefault("input_formats", ["%H:%M", "%H:%M:%S"])
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime.time | None:
        if isinstance(value, str) and (read := CLOCK.fullmatch(value.strip().lower())):
            value = f"{read[1]}:{read[2] or '00'}"
        return super().to_python(value)


class SpecialForm(forms.Form):
    """Whole jurisdictions and single communes add up."""

    form = forms.ModelChoiceField(
        label=_("Form to fill in"), queryset=ReportForm.objects.none(), empty_label=None
    )
    title = forms.CharField(
        label=_("What the report is about"),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "placeholder": _("Fire at the Long Hòa market")}
        ),
    )
    request = forms.CharField(
        label=_("What is asked for"),
        required=False,
        max_length=4000,
        help_text=_("The communes read it above the form."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    first_day = DayField(label=_("About the days from"))
    last_day = DayField(label=_("until"))
    due_day = DayField(label=_("Deadline"))
    due_time = ClockField(label=_("Due at the hour"))
    areas = forms.ModelMultipleChoiceField(
        label=_("All communes of"),
        queryset=Jurisdiction.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    communes = forms.ModelMultipleChoiceField(
        label=_("Or only these communes"),
        queryset=Commune.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        scope: Scope,
        offered: Sequence[ReportForm],
        counts: Mapping[int, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self._choose_from(offered, counts)
        today = timezone.localdate().isoformat()
        self.fields["due_day"].widget.attrs["min"] = today
        self.helper = bare_helper()
        self.helper.layout = Layout(
            "form",
            "title",
            "request",
            Row(
                Column("first_day", css_class="col-sm-6 col-lg-3"),
                Column("last_day", css_class="col-sm-6 col-lg-3"),
                Column("due_day", css_class="col-sm-6 col-lg-3"),
                Column("due_time", css_class="col-sm-6 col-lg-3"),
            ),
            Fieldset(
                gettext("Who is asked"),
                "areas",
                *(["communes"] if "communes" in self.fields else []),
            ),
        )

    def _choose_from(self, offered: Sequence[ReportForm], counts: Mapping[int, int]) -> None:
        forms_field: Any = self.fields["form"]
        forms_field.queryset = ReportForm.objects.filter(pk__in=[one.pk for one in offered])
        areas: Any = self.fields["areas"]
        areas.queryset = Jurisdiction.objects.filter(pk__in=counts).order_by("path")
        areas.label_from_instance = lambda one: _counted(one, counts[one.pk])
        communes = current_communes(self.scope).defer("boundary").order_by("sort_key", "pk")
        if communes.count() > MOST_COMMUNES:
            del self.fields["communes"]
            return
        field: Any = self.fields["communes"]
        field.queryset = communes

    def clean(self) -> dict[str, Any]:
        """The days are in order, the deadline lies ahead, somebody is asked."""
        values = super().clean() or {}
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first day."))
        day, time = values.get("due_day"), values.get("due_time")
        if day and time:
            values["due"] = timezone.make_aware(datetime.datetime.combine(day, time))
            if values["due"] <= timezone.now():
                self.add_error("due_day", _("The deadline has passed already."))
        if {"areas", "communes"} & values.keys():
            values["asked"] = self._asked(values)
            if not values["asked"] and not {"areas", "communes"} & self.errors.keys():
                self.add_error("areas", _("Choose at least one commune."))
        return values

    def _asked(self, values: Mapping[str, Any]) -> list[Commune]:
        """Return the chosen communes, those of whole jurisdictions among them, each once."""
        ticked = {one.pk for one in values.get("communes") or ()}
        paths = [one.path for one in values.get("areas") or ()]
        if not ticked and not paths:
            return []
        communes = current_communes(self.scope).select_related("jurisdiction").defer("boundary")
        return [
            one
            for one in communes.order_by("sort_key", "pk")
            if one.pk in ticked or any(one.jurisdiction.path.startswith(path) for path in paths)
        ]


def _counted(jurisdiction: Jurisdiction, communes: int) -> str:
    count = ngettext("%(count)s commune", "%(count)s communes", communes) % {"count": communes}
    kind = str(jurisdiction.get_kind_display())
    is_named = jurisdiction.name.lower().startswith(kind.lower())
    return f"{jurisdiction.name if is_named else f'{kind} {jurisdiction.name}'} ({count})"


def usual_answers(now: datetime.datetime) -> dict[str, Any]:
    """Return what the form begins with: about today, due at the end of the next working day."""
    today = timezone.localdate(now)
    return {
        "first_day": today,
        "last_day": today,
        "due_day": WorkingCalendar.read().next_working(today + ONE_DAY),
        "due_time": OFFICE_CLOSES,
    }
