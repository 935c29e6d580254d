"""The form that takes a filled Excel form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from units.domain.sheets.detect import MAX_FILE_BYTES


class UploadForm(forms.Form):
    """One spreadsheet; what it really is, its reader finds out from its content."""

    file = forms.FileField(
        label=_("Filled Excel form"),
        help_text=_("The form that was downloaded from this report, as .xlsx or .xls."),
        error_messages={"required": _("Choose the filled Excel form first.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.xlsm"}),
        allow_empty_file=True,
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        uploaded = self.cleaned_data["file"]
        most = min(MAX_FILE_BYTES, settings.UPLOAD_MAX_BYTES)
        if uploaded.size > most:
            raise ValidationError(
                _("The file is larger than %(limit)s MB."), params={"limit": most // 1_048_576}
            )
        return uploaded
