"""Declares the reports app: its entries in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """The reports app."""

    name = "reports"
    verbose_name = _("Reports and directives")

    def ready(self) -> None:
        """Offer what goes up and comes down in the navigation."""
        from reports.navigation import register

        register()
