"""Declares the lists app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListsConfig(AppConfig):
    """The lists app."""

    name = "lists"
    verbose_name = _("Lists")
