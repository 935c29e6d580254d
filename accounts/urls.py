"""Addresses of accounts."""

from django.urls import path

from accounts.views.disclosure import unmask_officer
from accounts.views.language import set_language

urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("officers/<int:pk>/show/<slug:field>/", unmask_officer, name="unmask_officer"),
]
