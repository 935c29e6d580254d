"""Addresses of the movement."""

from django.urls import path

from incidents.views.movement import lists, models, outreach, standards

ONE = "movement/<int:pk>"
SESSION = "movement/outreach/<int:pk>"

urlpatterns = [
    path("movement/", lists.MovementList.as_view(), name="movement_list"),
    path("movement/new/", models.ModelNew.as_view(), name="movement_create"),
    path("movement/outreach/", lists.OutreachList.as_view(), name="outreach_list"),
    path("movement/outreach/new/", outreach.OutreachNew.as_view(), name="outreach_create"),
    path(f"{SESSION}/", outreach.OutreachDetail.as_view(), name="outreach_detail"),
    path(f"{SESSION}/edit/", outreach.OutreachEdit.as_view(), name="outreach_edit"),
    path(f"{SESSION}/withdraw/", outreach.OutreachWithdraw.as_view(), name="outreach_withdraw"),
    path("movement/standards/", lists.StandardList.as_view(), name="standard_list"),
    path("movement/standards/year/", standards.StandardYear.as_view(), name="standard_year"),
    path(f"{ONE}/", models.ModelDetail.as_view(), name="movement_detail"),
    path(f"{ONE}/edit/", models.ModelEdit.as_view(), name="movement_edit"),
    path(f"{ONE}/ratings/new/", models.ModelRate.as_view(), name="movement_rate"),
    path(
        f"{ONE}/ratings/<int:rating_pk>/", models.RatingEdit.as_view(), name="movement_rating_edit"
    ),
    path(f"{ONE}/withdraw/", models.ModelWithdraw.as_view(), name="movement_withdraw"),
]
