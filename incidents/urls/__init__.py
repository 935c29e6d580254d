"""Addresses of the incidents app, a file for each kind of thing that happens."""

from incidents.urls import hotspots, incidents, tips

urlpatterns = [*hotspots.urlpatterns, *incidents.urlpatterns, *tips.urlpatterns]
