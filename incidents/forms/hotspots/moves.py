"""The form behind a button that moves a place to another state."""

from __future__ import annotations

from typing import Any

from django import forms

from incidents.forms.dressed import DressedForm
from incidents.models import Move


class MoveForm(DressedForm):
    """Why, and which version of the place the person was looking at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, name: str, move: Move, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_{name}_%s")
        super().__init__(*args, **kwargs)
        if move.needs_reason:
            self.fields["reason"].label = move.reason_label  # type: ignore[assignment]
        else:
            del self.fields["reason"]
