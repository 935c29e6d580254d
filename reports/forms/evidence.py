"""The small form that adds photos and papers to a difficulty or a directive."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from incidents.forms.fields import AttachmentsField
from reports.domain.evidence import MOST_FILES


class EvidenceForm(forms.Form):
    """Files that show what is said."""

    evidence = AttachmentsField(
        most=MOST_FILES,
        label=gettext_lazy("Photos or PDF files"),
        help_text=format_lazy(
            gettext_lazy("Up to {most} files; a photo's position and camera data are removed."),
            most=MOST_FILES,
        ),
    )
