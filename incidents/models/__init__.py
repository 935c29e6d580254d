"""The tables of what happens on the ground; import models from here."""

from incidents.models.actions import ActionKind, ActionState, HotspotAction
from incidents.models.hotspots import (
    CLOSED,
    OPEN,
    UNDER_REVIEW,
    Hotspot,
    HotspotKind,
    HotspotQuerySet,
    HotspotState,
)
from incidents.models.listings import ListingResult, OfficialListing, OfficialType
from incidents.models.photos import HotspotPhoto
from incidents.models.reviews import HotspotReview
from incidents.models.rollups import HotspotCount

__all__ = [
    "CLOSED",
    "OPEN",
    "UNDER_REVIEW",
    "ActionKind",
    "ActionState",
    "Hotspot",
    "HotspotAction",
    "HotspotCount",
    "HotspotKind",
    "HotspotPhoto",
    "HotspotQuerySet",
    "HotspotReview",
    "HotspotState",
    "ListingResult",
    "OfficialListing",
    "OfficialType",
]
