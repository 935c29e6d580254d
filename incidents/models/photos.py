"""Photos of hotspots: re-encoded on arrival, kept outside the web root under random names."""

from __future__ import annotations

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.actions import HotspotFileQuerySet
from incidents.models.hotspots import Hotspot
from units.models.fields import NameField
from units.models.scoped import Record


def random_name(photo: models.Model, filename: str) -> str:
    """Return where a photo is kept; nothing of the sender's file name remains."""
    name = uuid.uuid4().hex
    return f"hotspots/{name[:2]}/{name}.jpg"


class PhotoFile(models.Model):
    """A photo as it is kept: a JPEG without metadata, and a small one for lists of photos."""

    file = models.FileField(_("file"), upload_to=random_name, max_length=120, editable=False)
    thumbnail = models.FileField(
        _("small photo"), upload_to=random_name, max_length=120, editable=False
    )
    width = models.PositiveIntegerField(_("width (pixels)"), editable=False)
    height = models.PositiveIntegerField(_("height (pixels)"), editable=False)
    size = models.PositiveIntegerField(_("size (bytes)"), editable=False)

    class Meta:
        abstract = True
        ordering = ["id"]


@pghistory.track(exclude=["thumbnail"])
class HotspotPhoto(PhotoFile, Record):
    """One photo of a place. The file has lost its metadata, the phone's position among it."""

    hotspot = models.ForeignKey(
        Hotspot, on_delete=models.CASCADE, related_name="photos", verbose_name=_("place")
    )
    caption = NameField(_("caption"), max_length=160, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("added by"),
    )
    added_by_name = NameField(_("name of who added it"), max_length=160, blank=True)

    objects = HotspotFileQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.caption or f"{self.hotspot} #{self.pk}"
