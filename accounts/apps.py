"""Declares the accounts app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The accounts app."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Keep the groups equal to the table of roles after every migration."""
        from accounts.domain.roles import sync_roles

        post_migrate.connect(sync_roles, sender=self)
