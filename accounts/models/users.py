"""People who sign in."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from units.models import Officer
from units.models.fields import NameField


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractUser):
    """A sign-in. What it may see comes from its memberships, never from a flag here."""

    full_name = NameField(_("full name"), max_length=160, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="vi"
    )
    officer = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name=_("personnel file"),
        help_text=_("The sign-in closes when this officer's service ends."),
    )
    must_change_password = models.BooleanField(_("must change the password"), default=False)

    one_time_until = models.DateTimeField(
        _("one-time password works until"), null=True, blank=True, editable=False
    )
    second_factor_removed_at = models.DateTimeField(
        _("second factor removed at"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        constraints = [
            # People type their names in any case; two sign-ins must never answer to one.
            models.UniqueConstraint(
                Lower("username"),
                name="username_in_any_case",
                violation_error_message=_("A sign-in with this name exists already."),
            )
        ]
        permissions = [("work_in_admin", _("Can work in the administration"))]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The person's name; the sign-in name where none is given."""
        return self.full_name or self.username

    def get_short_name(self) -> str:
        """The given name, which is how people are addressed."""
        return self.full_name.rsplit(" ", 1)[-1] if self.full_name else self.username
