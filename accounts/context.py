"""What every template may show of the person: navigation and role."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation that the signed-in person may use."""
    return {"nav": [], "bottom_nav": [], "demo_mode": settings.DEMO_MODE}
