"""The form of a mediation, new or to be corrected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.domain.mediations.recording import MediationFacts
from incidents.forms.fields import DayField, serving_officers, today
from incidents.forms.plain import OnceForm
from incidents.models import Mediation, MediationSubject
from units.models import Commune, Hamlet, Officer


class MediationForm(OnceForm):
    """What is recorded of a mediation in one commune."""

    subject = forms.ModelChoiceField(
        MediationSubject.objects.none(),
        label=_("What the quarrel is about"),
        empty_label=_("choose…"),
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Without names: the parties are written down separately."),
    )
    opened_on = DayField(label=_("Opened on"), initial=today)
    hamlet = forms.ModelChoiceField(
        Hamlet.objects.none(), label=_("Hamlet"), required=False, empty_label=_("not known")
    )
    handler = forms.ModelChoiceField(
        Officer.objects.none(),
        label=_("Officer who deals with it"),
        required=False,
        empty_label=_("nobody named yet"),
    )

    def __init__(
        self, *args: Any, commune: Commune, mediation: Mediation | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.commune = commune
        held = mediation.subject_id if mediation else None
        officers = serving_officers(commune)
        if mediation and mediation.handler_id:
            officers = officers | Officer.objects.filter(pk=mediation.handler_id)
        choices: dict[str, Any] = {
            "subject": MediationSubject.objects.filter(Q(is_active=True) | Q(pk=held)),
            "hamlet": Hamlet.objects.filter(commune=commune).order_by("name"),
            "handler": officers,
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def facts(self) -> MediationFacts:
        """Return what the valid form says."""
        values = self.cleaned_data
        return MediationFacts(
            subject_id=values["subject"].pk,
            summary=values["summary"],
            opened_on=values["opened_on"],
            hamlet_id=values["hamlet"].pk if values["hamlet"] else None,
            handler_id=values["handler"].pk if values["handler"] else None,
        )
