"""The form behind a button that moves a place to another state: a reason, and the version seen."""

from __future__ import annotations

from typing import Any

from django import forms

from incidents.models import Move


class MoveForm(forms.Form):
    """Why, and which version of the place the person was looking at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if move.needs_reason:
            self.fields["reason"].label = move.reason_label  # type: ignore[assignment]
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]
