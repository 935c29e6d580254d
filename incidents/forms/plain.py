"""Forms that crispy lays out field by field, inside a ``form`` element of the page."""

from __future__ import annotations

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms


class KeyField(forms.UUIDField):
    """A form's own key, by which it is received once; a form that lost its key, or is of before it had one, still counts,
    once per sending."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, required=False, **kwargs)

    def clean(self, value: Any) -> uuid.UUID:
        key: uuid.UUID | None = super().clean(value)
        return key or uuid.uuid4()


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

    submission_key = KeyField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"submission_key": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
