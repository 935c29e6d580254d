"""Declares the accounts app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The accounts app."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Keep the groups equal to the table of roles; let a chosen password replace a one-time one;
        record whose numbers an export takes out."""
        from allauth.account.signals import password_changed, password_reset, password_set

        from accounts.domain.disclosure import record_export
        from accounts.domain.roles import sync_roles
        from units.signals import numbers_exported

        post_migrate.connect(sync_roles, sender=self)
        for signal in (password_changed, password_reset, password_set):
            signal.connect(_password_chosen)
        numbers_exported.connect(record_export)


def _password_chosen(sender: Any, user: Any, **kwargs: Any) -> None:
    from accounts.domain.sign_in import one_time_password_used_up

    one_time_password_used_up(user)
