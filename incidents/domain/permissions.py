"""Asks for a permission where the work is done, so that no page or command can forget to."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from accounts.models import User

VIEW = "incidents.view_hotspot"
REPORT = "incidents.report_hotspot"
ACT = "incidents.act_on_hotspot"
REVIEW = "incidents.review_hotspot"
LIST = "incidents.list_hotspot"
EXPORT = "incidents.export_hotspots"
VIEW_INCIDENTS = "incidents.view_incident"
RECORD = "incidents.record_incident"
DECIDE = "incidents.decide_incident"
IMPORT_INCIDENTS = "incidents.import_incidents"
EXPORT_INCIDENTS = "incidents.export_incidents"
SEE_IDENTITY = "incidents.see_identity"
VIEW_MEDIATIONS = "incidents.view_mediation"
RECORD_MEDIATIONS = "incidents.record_mediation"
DECIDE_MEDIATIONS = "incidents.decide_mediation"
EXPORT_MEDIATIONS = "incidents.export_mediations"
VIEW_MOVEMENT = "incidents.view_movementmodel"
KEEP_MOVEMENT = "incidents.keep_movement"
RATE_MODELS = "incidents.rate_movementmodel"
VIEW_OUTREACH = "incidents.view_outreachsession"
RECORD_OUTREACH = "incidents.record_outreach"
EXPORT_MOVEMENT = "incidents.export_movement"
SEE_ANALYSIS = "incidents.see_analysis"
JUDGE = "incidents.judge_suggestion"
VIEW_TIPS = "incidents.view_crimetip"
RECEIVE_TIP = "incidents.receive_tip"
HANDLE_TIP = "incidents.handle_tip"
DECIDE_TIP = "incidents.decide_tip"
DRAFT_VERIFICATION = "incidents.draft_verification"
VIEW_INFORMANT = "incidents.view_informant"
EXPORT_TIPS = "incidents.export_tips"
VIEW_RULES = "incidents.view_deadlinerule"
PROPOSE_RULE = "incidents.propose_deadlinerule"
APPROVE_RULE = "incidents.approve_deadlinerule"


def require(user: User, permission: str) -> None:
    """Raise ``PermissionDenied`` unless ``user`` has the permission."""
    if not user.has_perm(permission):
        raise PermissionDenied
