"""Addresses of dashboards."""

from django.urls import path

from dashboards.views.officers import OfficerList

urlpatterns = [
    path("officers/", OfficerList.as_view(), name="officer_list"),
]
