"""Declares the incidents app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    """The incidents app."""

    name = "incidents"
    verbose_name = _("Incidents")
