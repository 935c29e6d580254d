"""Imports of incident books: the uploaded file between preview and confirmation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Commune
from units.models.scoped import CommuneOwnedQuerySet


class BookImport(models.Model):
    """One uploaded book of one commune. Only who sent it sees it, since it names people; the file is
    dropped when the import is done."""

    commune = models.ForeignKey(
        Commune, on_delete=models.CASCADE, related_name="+", verbose_name=_("commune")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("sent by"),
    )
    created_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(null=True, editable=False)
    created_count = models.PositiveIntegerField(_("created"), default=0)
    known_count = models.PositiveIntegerField(_("on record before"), default=0)
    done_at = models.DateTimeField(_("imported at"), null=True, blank=True)

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a book of incidents")
        verbose_name_plural = _("imports of books of incidents")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "-created_at"], name="bookimport_by_owner")]

    def __str__(self) -> str:
        return self.file_name
