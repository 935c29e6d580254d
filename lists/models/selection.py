"""The rows that somebody chose for a bulk action, kept on the server until it is confirmed."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Selection(models.Model):
    """Row ids fixed at the moment of choosing: what is confirmed is what was seen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    page_key = models.CharField(_("page"), max_length=40)
    action = models.CharField(_("action"), max_length=40)
    row_ids = ArrayField(models.BigIntegerField(), verbose_name=_("rows"))
    matching = models.PositiveIntegerField(_("rows that match the filter"))
    matching_is_capped = models.BooleanField(_("more rows match than were counted"), default=False)
    back_to = models.TextField(_("address of the list"), default="/")
    created_at = models.DateTimeField(_("chosen"), auto_now_add=True)

    class Meta:
        verbose_name = _("selection")
        verbose_name_plural = _("selections")

    def __str__(self) -> str:
        return f"{self.page_key} {self.action}: {len(self.row_ids)}"
