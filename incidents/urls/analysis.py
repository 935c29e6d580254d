"""Addresses of where and when."""

from django.urls import path

from incidents.views.analysis import change, measures, places, repeats, when

urlpatterns = [
    path("analysis/", change.ChangePage.as_view(), name="analysis"),
    path("analysis/when/", when.WhenPage.as_view(), name="analysis_when"),
    path("analysis/places/", places.PlacesPage.as_view(), name="analysis_places"),
    path("analysis/measures/", measures.MeasuresPage.as_view(), name="analysis_measures"),
    path("analysis/repeats/", repeats.RepeatsPage.as_view(), name="analysis_repeats"),
]
