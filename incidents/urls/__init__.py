"""Addresses of the incidents app, a file for each kind of thing that happens."""

from incidents.urls import analysis, hotspots, incidents, mediations, movement, tips

urlpatterns = [
    *hotspots.urlpatterns,
    *incidents.urlpatterns,
    *analysis.urlpatterns,
    *mediations.urlpatterns,
    *movement.urlpatterns,
    *tips.urlpatterns,
]
