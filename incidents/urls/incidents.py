"""Addresses of incidents."""

from django.urls import path

from incidents.views import drafts
from incidents.views.incidents import (
    assist,
    book,
    detail,
    links,
    lists,
    moves,
    on_map,
    parts,
    quick,
    record,
    withdraw,
)

PERSON = "incidents/<int:pk>/persons/<int:person_pk>"
FILE = "incidents/<int:pk>/files/<int:file_pk>"

urlpatterns = [
    path("incidents/", lists.IncidentList.as_view(), name="incident_list"),
    path("incidents/map/", on_map.IncidentMap.as_view(), name="incident_map"),
    path("incidents/map/data/", on_map.IncidentMapData.as_view(), name="incident_map_data"),
    path("incidents/quick/", quick.IncidentQuick.as_view(), name="incident_quick"),
    path("incidents/quick/near/", quick.IncidentQuickNear.as_view(), name="incident_quick_near"),
    path("incidents/quick/kept/", quick.IncidentQuickKept.as_view(), name="incident_quick_kept"),
    path(
        "incidents/quick/worker.js",
        quick.IncidentQuickWorker.as_view(),
        name="incident_quick_worker",
    ),
    path("incidents/new/", record.IncidentNew.as_view(), name="incident_create"),
    path("incidents/near/", assist.IncidentNear.as_view(), name="incident_near"),
    path("incidents/drafts/<uuid:key>/", drafts.IncidentDraftView.as_view(), name="incident_draft"),
    path(
        "incidents/drafts/<uuid:key>/discard/",
        drafts.IncidentDraftDiscard.as_view(),
        name="incident_draft_discard",
    ),
    path("incidents/books/", book.BookUpload.as_view(), name="incident_book_upload"),
    path("incidents/books/template/", book.BookTemplate.as_view(), name="incident_book_template"),
    path("incidents/books/<int:pk>/", book.BookPreview.as_view(), name="incident_book"),
    path(
        "incidents/books/<int:pk>/mistakes/",
        book.BookMistakes.as_view(),
        name="incident_book_mistakes",
    ),
    path("incidents/<int:pk>/", detail.IncidentDetail.as_view(), name="incident_detail"),
    path("incidents/<int:pk>/edit/", record.IncidentEdit.as_view(), name="incident_edit"),
    path(
        "incidents/<int:pk>/edit/draft/",
        record.IncidentEditDraft.as_view(),
        name="incident_edit_draft",
    ),
    path(
        "incidents/<int:pk>/moves/<slug:name>/", moves.IncidentMove.as_view(), name="incident_move"
    ),
    path(
        "incidents/<int:pk>/withdraw/",
        withdraw.IncidentWithdraw.as_view(),
        name="incident_withdraw",
    ),
    path("incidents/<int:pk>/persons/new/", parts.PersonNew.as_view(), name="incident_person_new"),
    path(f"{PERSON}/", parts.PersonEdit.as_view(), name="incident_person_edit"),
    path(f"{PERSON}/remove/", parts.PersonRemove.as_view(), name="incident_person_remove"),
    path(f"{PERSON}/identity/", parts.PersonIdentity.as_view(), name="incident_person_identity"),
    path("incidents/<int:pk>/files/new/", parts.FilesNew.as_view(), name="incident_files_new"),
    path(f"{FILE}/", parts.FileGiven.as_view(), name="incident_file"),
    path(f"{FILE}/remove/", parts.FileRemove.as_view(), name="incident_file_remove"),
    path("incidents/<int:pk>/links/new/", links.LinkNew.as_view(), name="incident_link_new"),
    path(
        "incidents/<int:pk>/links/<int:link_pk>/remove/",
        links.LinkRemove.as_view(),
        name="incident_link_remove",
    ),
]
