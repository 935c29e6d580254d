"""Declares the units app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    """The units app."""

    name = "units"
    verbose_name = _("Units")

    def ready(self) -> None:
        """Let changes of the calendar be told."""
        from units.domain.calendar_changes import watch_table

        watch_table()
