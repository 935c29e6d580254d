"""Declares the dashboards app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    """The dashboards app."""

    name = "dashboards"
    verbose_name = _("Dashboards")
