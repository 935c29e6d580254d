"""Addresses of incidents."""

from django.urls import path

from incidents.views import drafts
from incidents.views.hotspots import assist, detail, files, lists, moves, photos, report

urlpatterns = [
    path("hotspots/", lists.HotspotList.as_view(), name="hotspot_list"),
    path("hotspots/map/", lists.HotspotMap.as_view(), name="hotspot_map"),
    path("hotspots/new/", report.ReportNew.as_view(), name="hotspot_create"),
    path("hotspots/near/", assist.NearbyReports.as_view(), name="hotspot_near"),
    path("hotspots/officers/", assist.OfficerOptions.as_view(), name="hotspot_officers"),
    path("hotspots/drafts/<uuid:key>/", drafts.DraftView.as_view(), name="hotspot_draft"),
    path(
        "hotspots/drafts/<uuid:key>/discard/",
        drafts.DraftDiscard.as_view(),
        name="hotspot_draft_discard",
    ),
    path(
        "hotspots/drafts/photos/<int:photo_pk>/",
        photos.DraftPhotoView.as_view(),
        {"size": "small"},
        name="hotspot_draft_photo",
    ),
    path(
        "hotspots/drafts/photos/<int:photo_pk>/discard/",
        assist.DraftPhotoDiscard.as_view(),
        name="hotspot_draft_photo_discard",
    ),
    path(
        "hotspots/photos/<int:photo_pk>/", photos.PhotoFileView.as_view(), name="hotspot_photo_file"
    ),
    path(
        "hotspots/photos/<int:photo_pk>/small/",
        photos.PhotoFileView.as_view(),
        {"size": "small"},
        name="hotspot_photo_small",
    ),
    path("hotspots/<int:pk>/", detail.HotspotDetail.as_view(), name="hotspot_detail"),
    path("hotspots/<int:pk>/edit/", report.ReportEdit.as_view(), name="hotspot_edit"),
    path("hotspots/<int:pk>/moves/<slug:name>/", moves.HotspotMove.as_view(), name="hotspot_move"),
    path("hotspots/<int:pk>/actions/new/", files.ActionNew.as_view(), name="hotspot_action_new"),
    path(
        "hotspots/<int:pk>/actions/<int:action_pk>/",
        files.ActionEdit.as_view(),
        name="hotspot_action_edit",
    ),
    path("hotspots/<int:pk>/reviews/new/", files.ReviewNew.as_view(), name="hotspot_review_new"),
    path("hotspots/<int:pk>/photos/new/", files.PhotoNew.as_view(), name="hotspot_photo_new"),
    path(
        "hotspots/<int:pk>/photos/<int:photo_pk>/remove/",
        files.PhotoRemove.as_view(),
        name="hotspot_photo_remove",
    ),
    path("hotspots/<int:pk>/listing/new/", files.ListingEdit.as_view(), name="hotspot_listing_new"),
    path(
        "hotspots/<int:pk>/listing/<int:listing_pk>/",
        files.ListingEdit.as_view(),
        name="hotspot_listing_edit",
    ),
]
