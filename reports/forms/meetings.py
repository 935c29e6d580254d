"""The forms of a meeting: what it is about, and a conclusion."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models import Meeting, MeetingConclusion
from units.domain.scope import Scope
from units.models import Commune, Jurisdiction


def communes_under(jurisdiction: Jurisdiction, scope: Scope) -> Any:
    """Return the communes of today that a meeting of ``jurisdiction`` can name."""
    found = Commune.objects.visible_to(scope).filter(
        jurisdiction__path__startswith=jurisdiction.path, valid_until__isnull=True
    )
    return found.defer("boundary")


class DayInput(forms.DateInput):
    """A native day field, whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MeetingForm(forms.ModelForm[Meeting]):
    """What a meeting is about: when, which period, which communes."""

    class Meta:
        model = Meeting
        fields = ("title", "on", "place", "chair", "first_day", "last_day", "communes", "agenda")
        widgets = {
            "on": DayInput(),
            "first_day": DayInput(),
            "last_day": DayInput(),
            "communes": forms.CheckboxSelectMultiple(),
            "agenda": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, jurisdiction: Jurisdiction, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["communes"].queryset = communes_under(jurisdiction, scope)  # type: ignore[attr-defined]
        self.fields["communes"].required = False
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "title",
            Row(
                Column("on", css_class="col-md-4"),
                Column("place", css_class="col-md-4"),
                Column("chair", css_class="col-md-4"),
            ),
            Row(
                Column("first_day", css_class="col-md-4"), Column("last_day", css_class="col-md-4")
            ),
            "agenda",
            "communes",
        )

    def clean(self) -> dict[str, Any]:
        """A period has its first day first."""
        values = super().clean() or {}
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first day."))
        return values


class ConclusionForm(forms.ModelForm[MeetingConclusion]):
    """One conclusion: what, who answers for it, by when."""

    class Meta:
        model = MeetingConclusion
        fields = ("text", "office", "due_on", "answers")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "due_on": DayInput(),
            "answers": forms.CheckboxSelectMultiple(),
        }

    def __init__(self, *args: Any, jurisdiction: Jurisdiction, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answers"].queryset = communes_under(jurisdiction, scope)  # type: ignore[attr-defined]
        self.fields["answers"].required = False
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "text",
            Row(Column("office", css_class="col-md-8"), Column("due_on", css_class="col-md-4")),
            "answers",
        )
