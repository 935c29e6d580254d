"""Strings of packages that have no Vietnamese of their own; named here, our catalogue translates them."""

from django.utils.translation import gettext_noop as _

# django-allauth
ALLAUTH = (
    _("Current Password"),
    _("New Password"),
    _("New Password (again)"),
    _("Forgot your password?"),
    _("Authenticator code"),
    _("Code"),
    _("Remember Me"),
)
# Django's admin
ADMIN = (
    _("Show counts"),
    _("Hide counts"),
    _("Filter navigation items"),
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("Select all objects on this page for an action"),
    _("Select this object for an action - {}"),
)
