"""The small form that adds photos to a place."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.fields import PhotosField


class PhotoForm(forms.Form):
    """Photos and what they show."""

    photos = PhotosField(label=_("Photos"))
    caption = forms.CharField(label=_("Caption"), max_length=160, required=False)
