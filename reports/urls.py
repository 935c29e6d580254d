"""Addresses of reports."""

from django.urls import include, path

urlpatterns = [
    path("", include("reports.urls_district")),
    path("", include("reports.urls_direction")),
    path("", include("reports.urls_meetings")),
    path("", include("reports.urls_paper")),
    path("", include("reports.urls_filing")),
]
