"""Forms that crispy lays out field by field, inside a ``form`` element of the page."""

from __future__ import annotations

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms


class PlainForm(forms.Form):
    """A form laid out in the order of its fields, without a ``form`` element of its own."""

    @property
    def helper(self) -> FormHelper:
        """How crispy lays the form out."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class OnceForm(PlainForm):
    """A form that is received once, however often it is sent; ``version`` tells corrections apart."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"submission_key": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_submission_key(self) -> uuid.UUID:
        """A page from before the form had a key sends none: it counts as a form of its own."""
        return self.cleaned_data["submission_key"] or uuid.uuid4()
