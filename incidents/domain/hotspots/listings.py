"""Entering a place in the yearly official list, and judging how the year ended."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from incidents.domain.permissions import LIST, require
from incidents.models import OfficialListing


@transaction.atomic
def save_listing(listing: OfficialListing, *, by: User) -> OfficialListing:
    """Save an entry of the official list. Raises ``PermissionDenied`` without ``list_hotspot``.

    The place's own state is left alone: a listed area and a reported place are two things.
    """
    require(by, LIST)
    listing.full_clean(exclude=["hotspot"])
    listing.save()
    return listing
