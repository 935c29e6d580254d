"""Addresses of mediations."""

from django.urls import path

from incidents.views.mediations import detail, lists, moves, parts, record

ONE = "mediations/<int:pk>"
PARTY = f"{ONE}/parties/<int:party_pk>"

urlpatterns = [
    path("mediations/", lists.MediationList.as_view(), name="mediation_list"),
    path("mediations/new/", record.MediationNew.as_view(), name="mediation_create"),
    path(f"{ONE}/", detail.MediationDetail.as_view(), name="mediation_detail"),
    path(f"{ONE}/edit/", record.MediationEdit.as_view(), name="mediation_edit"),
    path(f"{ONE}/moves/<slug:name>/", moves.MediationMove.as_view(), name="mediation_move"),
    path(f"{ONE}/checks/new/", moves.FollowUpNew.as_view(), name="mediation_check_new"),
    path(f"{ONE}/parties/new/", parts.PartyNew.as_view(), name="mediation_party_new"),
    path(f"{ONE}/parties/seen/", parts.PartyIdentities.as_view(), name="mediation_parties_seen"),
    path(f"{PARTY}/", parts.PartyEdit.as_view(), name="mediation_party_edit"),
    path(f"{PARTY}/remove/", parts.PartyRemove.as_view(), name="mediation_party_remove"),
    path(f"{ONE}/sessions/new/", parts.SessionNew.as_view(), name="mediation_session_new"),
    path(
        f"{ONE}/sessions/<int:session_pk>/print/",
        parts.SessionPrint.as_view(),
        name="mediation_session_print",
    ),
    path(f"{ONE}/files/<int:file_pk>/", parts.MediationFileGiven.as_view(), name="mediation_file"),
    path(f"{ONE}/incidents/new/", parts.IncidentLinked.as_view(), name="mediation_incident_new"),
    path(
        f"{ONE}/incidents/<int:link_pk>/remove/",
        parts.IncidentUnlinked.as_view(),
        name="mediation_incident_remove",
    ),
]
