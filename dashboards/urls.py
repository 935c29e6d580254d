"""Addresses of dashboards."""

from django.urls import path

from dashboards.views.commune import commune_detail
from dashboards.views.home import home
from dashboards.views.officers import OfficerList

urlpatterns = [
    path("", home, name="overview"),
    path("communes/<int:pk>/", commune_detail, name="commune_detail"),
    path("officers/", OfficerList.as_view(), name="officer_list"),
]
