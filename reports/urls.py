"""Addresses of reports."""

from django.urls import URLPattern, URLResolver

from reports import urls_filing

urlpatterns: list[URLPattern | URLResolver] = [*urls_filing.urlpatterns]
