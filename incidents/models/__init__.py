"""The tables of what happens on the ground; import models from here."""

from incidents.models.actions import ActionKind, ActionState, HotspotAction
from incidents.models.drafts import DraftPhoto, ReportDraft
from incidents.models.hotspots import Hotspot, HotspotKind, HotspotQuerySet
from incidents.models.listings import ListingResult, OfficialListing, OfficialType
from incidents.models.photos import HotspotPhoto, PhotoFile
from incidents.models.reviews import HotspotReview
from incidents.models.rollups import HotspotCount
from incidents.models.states import CLOSED, OPEN, UNDER_REVIEW, HotspotState, Move

__all__ = [
    "CLOSED",
    "OPEN",
    "UNDER_REVIEW",
    "ActionKind",
    "ActionState",
    "DraftPhoto",
    "Hotspot",
    "HotspotAction",
    "HotspotCount",
    "HotspotKind",
    "HotspotPhoto",
    "HotspotQuerySet",
    "HotspotReview",
    "HotspotState",
    "ListingResult",
    "Move",
    "OfficialListing",
    "OfficialType",
    "PhotoFile",
    "ReportDraft",
]
