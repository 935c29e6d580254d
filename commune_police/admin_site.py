"""The admin site: same sign-in page as the rest, Vietnamese titles."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class CommunePoliceAdminSite(AdminSite):
    """The administrator's site, on the project's own sign-in, second factor and lock-out."""

    site_header = _("Commune police administration")
    site_title = _("Commune police")
    index_title = _("Rosters and catalogues")
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in whoever's role works here; no flag on the user decides it."""
        return request.user.is_active and request.user.has_perm("accounts.work_in_admin")

    def login(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Send strangers to the one sign-in page; refuse, with a page that helps, who lacks the right."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path())
