"""The project's admin site: the stock Django admin with our sign-in and our words."""

from django.contrib.admin.apps import AdminConfig


class AdminSite(AdminConfig):
    """Django's admin, with the site class that signs people in through the project's own page."""

    default_site = "commune_police.admin_site.CommunePoliceAdminSite"

    def ready(self) -> None:
        """Register the project's own system checks, then find every app's admin."""
        from commune_police import checks  # noqa: F401

        super().ready()
