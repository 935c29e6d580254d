"""The officer's form in the admin: citizen IDs stay masked until somebody with the right asks to see one."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.domain.sheets.identity import OLDEST
from units.models import Officer


class OfficerForm(forms.ModelForm[Officer]):
    """An officer; the stored citizen ID is never sent to the page, only replaced or removed."""

    new_citizen_id = forms.CharField(
        label=_("citizen ID (CCCD)"),
        required=False,
        max_length=14,
        help_text=_("12 digits. Leave empty to keep the one on file."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    remove_citizen_id = forms.BooleanField(label=_("remove the citizen ID"), required=False)

    class Meta:
        model = Officer
        exclude = ("citizen_id",)  # noqa: DJ006  (the admin's fieldsets choose what is shown)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "new_citizen_id" in self.fields:
            self.fields["new_citizen_id"].widget.attrs["placeholder"] = (
                self.instance.masked_citizen_id
            )

    def clean_new_citizen_id(self) -> str:
        """Return the digits typed, spaces and dots taken out."""
        typed = str(self.cleaned_data["new_citizen_id"] or "")
        digits = typed.replace(" ", "").replace(".", "")
        if digits:
            field = Officer._meta.get_field("citizen_id")
            field.run_validators(digits)
            if Officer.objects.filter(citizen_id=digits).exclude(pk=self.instance.pk).exists():
                raise forms.ValidationError(_("Another officer has this citizen ID."))
        return digits

    def clean_birth_date(self) -> datetime.date | None:
        """Refuse what no officer can be born on, as the roster import does: else its own export stops there."""
        born: datetime.date | None = self.cleaned_data["birth_date"]
        today = timezone.localdate()
        if born is not None and born > today:
            raise forms.ValidationError(_("The date of birth lies in the future."))
        if born is not None and today.year - born.year > OLDEST:
            raise forms.ValidationError(
                _("Somebody born in %(date)s is more than 100 years old.") % {"date": born.year}
            )
        return born

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("new_citizen_id") and self.cleaned_data.get("remove_citizen_id"):
            self.add_error("remove_citizen_id", _("Either replace the citizen ID or remove it."))
        return cleaned

    def _post_clean(self) -> None:
        if digits := self.cleaned_data.get("new_citizen_id"):
            self.instance.citizen_id = digits
        elif self.cleaned_data.get("remove_citizen_id"):
            self.instance.citizen_id = None
        super()._post_clean()  # type: ignore[misc]
