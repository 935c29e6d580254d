"""Addresses of the movement."""

from django.urls import path

from incidents.views.movement import keeping, lists, standards

ONE = "movement/<int:pk>"

urlpatterns = [
    path("movement/", lists.MovementList.as_view(), name="movement_list"),
    path("movement/new/", keeping.ModelNew.as_view(), name="movement_create"),
    path("movement/outreach/", lists.OutreachList.as_view(), name="outreach_list"),
    path("movement/outreach/new/", keeping.OutreachNew.as_view(), name="outreach_create"),
    path("movement/standards/", lists.StandardList.as_view(), name="standard_list"),
    path("movement/standards/year/", standards.StandardYear.as_view(), name="standard_year"),
    path(f"{ONE}/", keeping.ModelDetail.as_view(), name="movement_detail"),
    path(f"{ONE}/edit/", keeping.ModelEdit.as_view(), name="movement_edit"),
    path(f"{ONE}/ratings/new/", keeping.ModelRate.as_view(), name="movement_rate"),
]
