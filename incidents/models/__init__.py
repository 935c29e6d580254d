"""The tables of what happens on the ground; import models from here."""

from incidents.models.actions import ActionKind, ActionState, HotspotAction
from incidents.models.book_imports import BookImport
from incidents.models.categories import IncidentCategory
from incidents.models.deadlines import (
    DECIDING,
    EXTENDED,
    WITHOUT_RULE,
    DeadlineRule,
    RuleState,
    Step,
    TimeUnit,
    TipKind,
    Urgency,
)
from incidents.models.drafts import DraftOf, DraftPhoto, ReportDraft
from incidents.models.hotspots import Hotspot, HotspotKind, HotspotQuerySet
from incidents.models.incident_counts import IncidentCount
from incidents.models.incident_parts import (
    IDENTITY,
    FileType,
    IncidentFile,
    IncidentLink,
    IncidentPerson,
    LinkKind,
    PersonRole,
)
from incidents.models.incident_states import FINAL_OUTCOMES, OUTCOMES, UNSETTLED, IncidentState
from incidents.models.incidents import Incident, PointSource, TimeKnown
from incidents.models.informants import TipInformant
from incidents.models.listings import ListingResult, OfficialListing, OfficialType
from incidents.models.mediation_follow_up import FollowUpCheck, MediationIncident, Verdict
from incidents.models.mediation_parties import PARTY_IDENTITY, MediationParty
from incidents.models.mediation_parts import MediationFile, MediationSession
from incidents.models.mediation_states import MEDIATION_OUTCOMES, MediationState
from incidents.models.mediations import Mediation, MediationSubject
from incidents.models.movement import (
    ModelRating,
    ModelScale,
    ModelState,
    MovementKind,
    MovementModel,
    Rating,
)
from incidents.models.numbering import BookCounter, CommuneSign, NumberedBook
from incidents.models.outreach import OutreachKind, OutreachSession
from incidents.models.photos import HotspotPhoto, PhotoFile
from incidents.models.retention import RetentionOf, RetentionPeriod
from incidents.models.reviews import HotspotReview
from incidents.models.rollups import HotspotCount
from incidents.models.standards import SafetyStandard, StandardOf
from incidents.models.states import CLOSED, OPEN, UNDER_REVIEW, HotspotState, Move
from incidents.models.suggestion_states import SuggestionState
from incidents.models.suggestions import HotspotSuggestion, SearchMethod
from incidents.models.tip_states import OPEN_TIPS, WITH_COMMUNE, TipState
from incidents.models.tips import CrimeTip, TipAnswer, TipChannel, TipDeadline
from incidents.models.verifications import Finding, TipVerification, VerificationState
from incidents.models.withdrawal import Withdrawable

__all__ = [
    "CLOSED",
    "DECIDING",
    "EXTENDED",
    "FINAL_OUTCOMES",
    "IDENTITY",
    "MEDIATION_OUTCOMES",
    "OPEN",
    "OPEN_TIPS",
    "OUTCOMES",
    "PARTY_IDENTITY",
    "UNDER_REVIEW",
    "UNSETTLED",
    "WITHOUT_RULE",
    "WITH_COMMUNE",
    "ActionKind",
    "ActionState",
    "BookCounter",
    "BookImport",
    "CommuneSign",
    "CrimeTip",
    "DeadlineRule",
    "DraftOf",
    "DraftPhoto",
    "FileType",
    "Finding",
    "FollowUpCheck",
    "Hotspot",
    "HotspotAction",
    "HotspotCount",
    "HotspotKind",
    "HotspotPhoto",
    "HotspotQuerySet",
    "HotspotReview",
    "HotspotState",
    "HotspotSuggestion",
    "Incident",
    "IncidentCategory",
    "IncidentCount",
    "IncidentFile",
    "IncidentLink",
    "IncidentPerson",
    "IncidentState",
    "LinkKind",
    "ListingResult",
    "Mediation",
    "MediationFile",
    "MediationIncident",
    "MediationParty",
    "MediationSession",
    "MediationState",
    "MediationSubject",
    "ModelRating",
    "ModelScale",
    "ModelState",
    "Move",
    "MovementKind",
    "MovementModel",
    "NumberedBook",
    "OfficialListing",
    "OfficialType",
    "OutreachKind",
    "OutreachSession",
    "PersonRole",
    "PhotoFile",
    "PointSource",
    "Rating",
    "ReportDraft",
    "RetentionOf",
    "RetentionPeriod",
    "RuleState",
    "SafetyStandard",
    "SearchMethod",
    "StandardOf",
    "Step",
    "SuggestionState",
    "TimeKnown",
    "TimeUnit",
    "TipAnswer",
    "TipChannel",
    "TipDeadline",
    "TipInformant",
    "TipKind",
    "TipState",
    "TipVerification",
    "Urgency",
    "Verdict",
    "VerificationState",
    "Withdrawable",
]
