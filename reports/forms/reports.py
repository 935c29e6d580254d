"""Small forms of a report's page: a move with its message, a replacement, nothing to report, a comment, a paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.domain.filling import LONGEST_REASON
from reports.models import ReportMove


def prose(label: Any, *, required: bool = True, rows: int = 3) -> forms.CharField:
    """Return a field for some sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST_REASON}),
    )


class MoveForm(forms.Form):
    """The version of the report that was seen and, where the move asks for it, a message."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    message = prose("", required=False)

    def __init__(self, *args: Any, move: ReportMove, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if move.needs_message:
            self.fields["message"].label = move.message_label  # type: ignore[assignment]
            self.fields["message"].required = True
        else:
            del self.fields["message"]


class SubmitForm(forms.Form):
    """The version of the report that was looked through, and the fingerprint of its cells."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    fingerprint = forms.CharField(widget=forms.HiddenInput, required=False)


class NothingForm(forms.Form):
    """Whether there is nothing to report, and why."""

    is_so = forms.BooleanField(required=False)
    reason = prose(_("Why there is nothing to report"), required=False, rows=2)


class ReplaceForm(forms.Form):
    """Why an accepted report has to be replaced."""

    reason = prose(_("Why the report has to be replaced"))


class CommentForm(forms.Form):
    """What somebody says about a cell or the report."""

    text = prose(_("Comment"), rows=2)


class PaperForm(forms.Form):
    """A signed PDF; what it holds is judged where it is kept."""

    file = forms.FileField(
        label=_("Signed PDF"),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
