"""What every page shows of the person: navigation, role and unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.domain.navigation import navigation_of
from accounts.domain.roles import role_label
from accounts.domain.sign_in import required_step

if TYPE_CHECKING:
    from accounts.models import User


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation that the signed-in person may use; built only when a page shows it."""
    standing = getattr(request, "standing", None)
    if standing is None:
        return {"demo_mode": settings.DEMO_MODE}
    built = SimpleLazyObject(lambda: navigation_of(request))
    return {
        "nav": SimpleLazyObject(lambda: built[0]),
        "bottom_nav": SimpleLazyObject(lambda: built[1]),
        "demo_mode": settings.DEMO_MODE,
        "required_step": SimpleLazyObject(
            lambda: required_step(cast("User", request.user), standing)
        ),
        "role_label": ", ".join(dict.fromkeys(role_label(role) for role in standing.roles)),
        "unit_name": _unit_name(standing.place, standing.scope.only_commune is not None),
    }


def _unit_name(place: str, is_commune: bool) -> str:
    if not place:
        return _("Commune police")
    if is_commune:
        # Within a phrase the kind is written small: Công an xã Long Hòa.
        return _("Police of %s") % (place[:1].lower() + place[1:])
    return _("Commune police · %s") % place
