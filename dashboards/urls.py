"""Addresses of dashboards."""

from django.urls import path

from dashboards.views.careers import RecognitionList, TrainingList
from dashboards.views.commune import commune_detail
from dashboards.views.communes import CommuneList
from dashboards.views.equipment import EquipmentDetail, EquipmentList, StockList
from dashboards.views.equipment_norms import equipment_norms
from dashboards.views.home import home
from dashboards.views.map import area_map, map_communes, map_hotspots
from dashboards.views.officers import OfficerDetail, OfficerList
from dashboards.views.search import search
from dashboards.views.stations import StationDetail, StationList

urlpatterns = [
    path("", home, name="overview"),
    path("communes/", CommuneList.as_view(), name="commune_list"),
    path("communes/<int:pk>/", commune_detail, name="commune_detail"),
    path("officers/", OfficerList.as_view(), name="officer_list"),
    path("officers/<int:pk>/", OfficerDetail.as_view(), name="officer_detail"),
    path("trainings/", TrainingList.as_view(), name="training_list"),
    path("recognitions/", RecognitionList.as_view(), name="recognition_list"),
    path("stations/", StationList.as_view(), name="station_list"),
    path("stations/<int:pk>/", StationDetail.as_view(), name="station_detail"),
    path("equipment/", EquipmentList.as_view(), name="equipment_list"),
    path("equipment/stock/", StockList.as_view(), name="equipment_stock"),
    path("equipment/norms/", equipment_norms, name="equipment_norms"),
    path("equipment/<int:pk>/", EquipmentDetail.as_view(), name="equipment_detail"),
    path("search/", search, name="search"),
    path("map/", area_map, name="map"),
    path("map/communes.geojson", map_communes, name="map_communes"),
    path("map/hotspots.geojson", map_hotspots, name="map_hotspots"),
]
