"""Personal tokens with which another system reads what their owner may see."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User
from units.models.fields import NameField
from units.models.scoped import Record


@pghistory.track(exclude=["digest", "last_used_at"])
class ApiToken(Record):
    """One token. Only its SHA-256 is kept; the token itself is shown once, when it is made."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="api_tokens", verbose_name=_("user")
    )
    name = NameField(_("what it is for"), max_length=80)
    beginning = models.CharField(_("begins with"), max_length=8, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("personal token")
        verbose_name_plural = _("personal tokens")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"
