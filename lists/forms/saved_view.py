"""The form that names a view and says for whom it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lists.domain.saved_views import Sharing


class SavedViewForm(forms.Form):
    """Name, audience, and whether the view opens first."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        max_length=80,
        help_text=_("A view of yours with the same name is replaced."),
    )
    audience = forms.TypedChoiceField(label=_("For"), coerce=int, initial=0)
    is_default = forms.BooleanField(
        label=_("Opens first"),
        required=False,
        help_text=_("Shown when the list is opened without filters."),
    )

    def __init__(self, *args: Any, sharings: list[tuple[Sharing, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sharings = [sharing for sharing, _label in sharings]
        field = self.fields["audience"]
        field.choices = [(index, label) for index, (_s, label) in enumerate(sharings)]  # type: ignore[attr-defined]
        if len(sharings) == 1:
            field.widget = forms.HiddenInput()

    @property
    def sharing(self) -> Sharing:
        """For whom the view is; only after validation."""
        return self._sharings[self.cleaned_data["audience"]]
