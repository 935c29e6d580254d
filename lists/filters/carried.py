"""Filters that links carry: no field of the form asks for them, a chip says them in words and takes them away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms


class CarriedField(forms.CharField):
    """A value that travels with the form; ``say`` puts it in words for its chip."""

    widget = forms.HiddenInput

    def __init__(self, *, say: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.say = say

    def in_words(self, value: str) -> str:
        """Say the value."""
        return self.say(value)


class CarriedFilter(django_filters.CharFilter):
    """Base of filters that links carry: subclasses say the value in words and narrow by it."""

    @property
    def field(self) -> CarriedField:
        """The hidden field."""
        if not hasattr(self, "_field"):
            self._field = CarriedField(say=self.in_words, label=self.label)
        return self._field

    def in_words(self, value: str) -> str:
        """Return the value as people say it."""
        raise NotImplementedError
