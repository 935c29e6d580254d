"""Every address of the project."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.sign_in_urls")),
    path("", include("accounts.urls")),
    path("", include("lists.urls")),
    path("", include("incidents.urls")),
    path("", include("reports.urls")),
    path("", include("dashboards.urls")),
]
