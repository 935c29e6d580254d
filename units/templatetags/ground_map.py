"""Tags for pages with a map: the place picker of forms, and the tile settings every map shares."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.urls import NoReverseMatch, reverse

register = template.Library()


@register.inclusion_tag("partials/place_picker.html")
def place_picker(
    latitude: BoundField,
    longitude: BoundField,
    commune: int | None = None,
    commune_field: BoundField | None = None,
) -> dict[str, Any]:
    """A map that fills two coordinate fields and warns when the place lies outside the commune.

    Give the commune's key where it is fixed, or the form's field where the person chooses it.
    """
    return {
        "latitude": latitude,
        "longitude": longitude,
        "commune": commune,
        "commune_field": commune_field,
        "boundary_url": boundary_url(),
        **tiles(),
    }


def boundary_url() -> str:
    """Where a map fetches the outlines of communes; empty where no app serves them."""
    try:
        return reverse("map_communes")
    except NoReverseMatch:
        return ""


@register.simple_tag
def tiles() -> dict[str, str]:
    """The address and attribution of background tiles; both empty by default, so no other server is asked."""
    return {
        "tile_url": settings.MAP_TILE_URL,
        "tile_attribution": settings.MAP_TILE_ATTRIBUTION,
    }
