"""Small forms on a tip's page: what it is, a move, an extension, a proposal and its answer, why somebody looks at the informant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.domain.sentences import must_say
from incidents.domain.tips.proposing import ProposalAnswer
from incidents.domain.tips.receiving import Classification
from incidents.forms.capitals import begin_with_capitals
from incidents.forms.dressed import DressedForm
from incidents.forms.fields import DayField, today
from incidents.forms.incidents.fields import CategoryField
from incidents.models import CrimeTip, Move, TipAnswer, TipDeadline, TipState, Urgency


class ClassifyForm(DressedForm):
    """The class of a tip, and why; which version of the tip the person was looking at. ``proposal`` is the clock of the
    proposal to handle it in the commune, where one runs or was met: one that was made is no longer asked for."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices)
    is_remote = forms.BooleanField(
        label=_("Remote commune (mountain, forest, island)"), required=False
    )
    is_proposed = forms.BooleanField(
        label=_("The commune proposes to handle it itself"),
        required=False,
        help_text=_(
            "A simple, clear case of a less serious or serious crime within the commune, whose suspect's residence and background are known."
        ),
    )
    because = forms.CharField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, tip: CrimeTip, proposal: TipDeadline | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("auto_id", "id_classify_%s")
        kwargs.setdefault(
            "initial",
            {
                "version": tip.version,
                "urgency": tip.urgency or Urgency.ORDINARY,
                "is_remote": tip.is_remote,
                "is_proposed": proposal is not None,
                "category": tip.category_id,
            },
        )
        super().__init__(*args, **kwargs)
        self.fields["category"] = CategoryField(
            held=tip.category_id, label=_("Kind of crime"), required=False
        )
        self.fields["because"].required = tip.state != TipState.RECEIVED
        if proposal is not None and proposal.met_at:
            del self.fields["is_proposed"]
        begin_with_capitals(self, "urgency")
        self.order_fields(["version", "urgency", "category", "is_remote", "is_proposed", "because"])
        self.dress()

    def classification(self) -> Classification:
        """Return what the valid form says."""
        values = self.cleaned_data
        category = values["category"]
        return Classification(
            urgency=values["urgency"],
            is_remote=values["is_remote"],
            category_id=category.pk if category else None,
            because=values["because"],
            is_proposed=values.get("is_proposed", False),
        )


class TipMoveForm(DressedForm):
    """What a move says."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, name: str, move: Move, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_{name}_%s")
        super().__init__(*args, **kwargs)
        if move.needs_reason:
            self.fields["note"].label = move.reason_label  # type: ignore[assignment]
        else:
            del self.fields["note"]


class ExtendForm(DressedForm):
    """The decision that extends the deadline."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=60)
    decision_on = DayField(label=_("Day of the decision"), initial=today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_extend_%s")
        super().__init__(*args, **kwargs)


class ProposeForm(ExtendForm):
    """The commune's report that proposes to handle the tip itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_propose_%s")
        super().__init__(*args, **kwargs)
        self.fields["decision_number"].label = _("Number of the report")
        self.fields["decision_on"].label = _("Day of the report")


class AnswerForm(DressedForm):
    """What was answered to the proposal, as it stands; noted wrongly, it is noted anew."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(label=_("Answer to the proposal"), choices=TipAnswer.choices)
    on = DayField(label=_("Day of the answer"))
    by_whom = forms.CharField(
        label=_("Who answered"), max_length=160, help_text=_("Rank, name and position.")
    )
    note = forms.CharField(
        label=_("What the answer says"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed for another direction. Without the informant's name."),
    )

    def __init__(self, *args: Any, tip: CrimeTip, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_answer_%s")
        kwargs.setdefault(
            "initial",
            {
                "version": tip.version,
                "answer": tip.answer or TipAnswer.AGREED,
                "on": tip.answered_on or today(),
                "by_whom": tip.answered_by,
                "note": tip.answer_note,
            },
        )
        super().__init__(*args, **kwargs)
        begin_with_capitals(self, "answer")

    def said(self) -> ProposalAnswer:
        """Return what the valid form says."""
        values = {name: one for name, one in self.cleaned_data.items() if name != "version"}
        return ProposalAnswer(**values)


class LookForm(DressedForm):
    """Why somebody has to know who gave the tip."""

    reason = forms.CharField(label=_("Why you have to know"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_look_%s")
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        # A paper's name is put before it later, so that the reason is asked for here too.
        if "reason" in values:
            must_say(values["reason"], "reason")
        return values
