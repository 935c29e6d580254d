"""The form by which a commune raises a difficulty, and the one that joins alike ones."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from lists.domain.bulk import BulkForm
from reports.domain.difficulties import DifficultyFacts
from reports.forms.matters import bare_helper
from reports.models import Difficulty, DifficultyKind, DifficultySeverity, DifficultyTheme

BIG_CHOICES = "incidents/fields/big_choices.html"
MOST_THEMES = 200


class DifficultyForm(forms.Form):
    """One difficulty: what it is about, how much it hinders, in one sentence, then in full."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=DifficultyKind.choices, widget=forms.RadioSelect
    )
    severity = forms.TypedChoiceField(
        label=_("How much does it hinder the work?"),
        choices=DifficultySeverity.choices,
        coerce=int,
        initial=DifficultySeverity.SERIOUS,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=_("In one sentence"),
        max_length=200,
        widget=forms.TextInput(
            attrs={"placeholder": _("The commune police have no station of their own")}
        ),
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Since when, whom it affects, what has been tried."),
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Figures, papers, dates that show it."),
    )
    proposal = forms.CharField(
        label=_("Proposal"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What you ask of the tier above."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.helper.layout = Layout(
            "version",
            Field("kind", template=BIG_CHOICES),
            Field("severity", template=BIG_CHOICES),
            "title",
            "description",
            "evidence",
            "proposal",
        )

    def facts(self) -> DifficultyFacts:
        """Return what the valid form says."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return DifficultyFacts(**values)


def typed_of(difficulty: Difficulty) -> dict[str, Any]:
    """Return the form's values for a difficulty as it is."""
    names = ("kind", "severity", "title", "description", "evidence", "proposal", "version")
    return {name: getattr(difficulty, name) for name in names}


class JoinForm(BulkForm):
    """Join the chosen difficulties under a theme that is there, or under a new one."""

    title = forms.CharField(
        label=_("Title of the joined difficulty"),
        max_length=200,
        required=False,
        widget=forms.TextInput(
            attrs={"placeholder": _("Stations of the commune police not built yet")}
        ),
    )
    theme = forms.ModelChoiceField(
        label=_("Or join it to"),
        queryset=DifficultyTheme.objects.none(),
        required=False,
        empty_label=_("a new joined difficulty"),
    )

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = DifficultyTheme.objects.visible_to(self.scope)
        if kind:
            themes = themes.filter(kind=kind)
        newest = themes.order_by("-pk").values("pk")[:MOST_THEMES]
        self.fields["theme"].queryset = themes.filter(pk__in=newest)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Either a title or a theme."""
        values = super().clean() or {}
        if not values.get("theme") and not values.get("title"):
            self.add_error("title", _("Write a title, or choose what to join it to."))
        return values
