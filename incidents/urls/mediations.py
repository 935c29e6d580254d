"""Addresses of mediations."""

from django.urls import path

from incidents.views import drafts
from incidents.views.mediations import (
    detail,
    follow_up,
    links,
    lists,
    minutes,
    moves,
    parties,
    record,
    sessions,
    withdraw,
)

ONE = "mediations/<int:pk>"
SESSION = f"{ONE}/sessions/<int:session_pk>"
FILE = f"{ONE}/files/<int:file_pk>"
PARTY = f"{ONE}/parties/<int:party_pk>"

urlpatterns = [
    path("mediations/", lists.MediationList.as_view(), name="mediation_list"),
    path("mediations/new/", record.MediationNew.as_view(), name="mediation_create"),
    path(
        "mediations/drafts/<uuid:key>/", drafts.MediationDraftView.as_view(), name="mediation_draft"
    ),
    path(
        "mediations/drafts/<uuid:key>/discard/",
        drafts.MediationDraftDiscard.as_view(),
        name="mediation_draft_discard",
    ),
    path(f"{ONE}/", detail.MediationDetail.as_view(), name="mediation_detail"),
    path(f"{ONE}/edit/", record.MediationEdit.as_view(), name="mediation_edit"),
    path(f"{ONE}/edit/draft/", record.MediationEditDraft.as_view(), name="mediation_edit_draft"),
    path(f"{ONE}/moves/<slug:name>/", moves.MediationMove.as_view(), name="mediation_move"),
    path(f"{ONE}/withdraw/", withdraw.MediationWithdraw.as_view(), name="mediation_withdraw"),
    path(f"{ONE}/checks/new/", follow_up.FollowUpNew.as_view(), name="mediation_check_new"),
    path(
        f"{ONE}/checks/<int:check_pk>/",
        follow_up.CheckEdit.as_view(),
        name="mediation_check_edit",
    ),
    path(f"{ONE}/follow-up/", follow_up.FollowUpEdit.as_view(), name="mediation_follow_up"),
    path(f"{ONE}/parties/new/", parties.PartyNew.as_view(), name="mediation_party_new"),
    path(f"{ONE}/parties/seen/", parties.PartyIdentities.as_view(), name="mediation_parties_seen"),
    path(f"{PARTY}/", parties.PartyEdit.as_view(), name="mediation_party_edit"),
    path(f"{PARTY}/remove/", parties.PartyRemove.as_view(), name="mediation_party_remove"),
    path(f"{ONE}/sessions/new/", sessions.SessionNew.as_view(), name="mediation_session_new"),
    path(
        f"{ONE}/sessions/new/draft/",
        sessions.SessionNewDraft.as_view(),
        name="mediation_session_new_draft",
    ),
    path(f"{SESSION}/", sessions.SessionEdit.as_view(), name="mediation_session_edit"),
    path(
        f"{SESSION}/draft/",
        sessions.SessionEditDraft.as_view(),
        name="mediation_session_edit_draft",
    ),
    path(
        f"{SESSION}/withdraw/",
        sessions.SessionWithdraw.as_view(),
        name="mediation_session_withdraw",
    ),
    path(f"{SESSION}/print/", minutes.SessionPrint.as_view(), name="mediation_session_print"),
    path(f"{SESSION}/word/", minutes.SessionPaper.as_view(), name="mediation_session_paper"),
    path(f"{FILE}/", sessions.MediationFileGiven.as_view(), name="mediation_file"),
    path(f"{FILE}/remove/", sessions.MediationFileRemove.as_view(), name="mediation_file_remove"),
    path(f"{ONE}/incidents/new/", links.IncidentLinked.as_view(), name="mediation_incident_new"),
    path(
        f"{ONE}/incidents/<int:link_pk>/remove/",
        links.IncidentUnlinked.as_view(),
        name="mediation_incident_remove",
    ),
]
