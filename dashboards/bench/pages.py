"""What is measured: every page a person opens, with a row of the database where one is needed."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from incidents.models import Hotspot
from units.models import Commune, EquipmentItem, Officer, Station


@dataclass(frozen=True, slots=True)
class Page:
    """One address to measure; lists name the class whose plain twin they are held against."""

    name: str
    url: str
    plain: str = ""


def pages_of(scope_communes: list[int]) -> list[Page]:
    """Every page, with rows of the given communes; run it where those are visible."""
    commune = Commune.objects.filter(pk__in=scope_communes).order_by("pk")[0]
    officer = Officer.objects.filter(commune=commune).serving().order_by("pk")[0]
    hotspot = Hotspot.objects.filter(commune=commune).order_by("pk")[0]
    item = EquipmentItem.objects.filter(commune=commune).order_by("pk")[0]
    station = Station.objects.filter(commune=commune).order_by("pk")[0]
    word = officer.given_name
    return [
        Page("overview", reverse("overview")),
        *_lists(commune.pk, word),
        Page("map", reverse("map")),
        Page("map, complicated places", f"{reverse('map')}?figure=hotspots"),
        Page("map outlines (GeoJSON)", reverse("map_communes")),
        Page("map places (GeoJSON)", reverse("map_hotspots")),
        Page("search in everything", f"{reverse('search')}?q={word}"),
        Page("commune", reverse("commune_detail", args=[commune.pk])),
        Page("officer", reverse("officer_detail", args=[officer.pk])),
        Page("station", reverse("station_detail", args=[station.pk])),
        Page("equipment item", reverse("equipment_detail", args=[item.pk])),
        Page("place", reverse("hotspot_detail", args=[hotspot.pk])),
    ]


def _lists(commune: int, word: str) -> list[Page]:
    return [
        Page("communes", reverse("commune_list"), "commune_list"),
        Page("officers", reverse("officer_list"), "officer_list"),
        Page("officers, by name", f"{reverse('officer_list')}?q={word}&status=", "officer_list"),
        Page(
            "officers of a commune", f"{reverse('officer_list')}?commune={commune}", "officer_list"
        ),
        Page("officers, page 3", f"{reverse('officer_list')}?page=3", "officer_list"),
        Page("stations", reverse("station_list"), "station_list"),
        Page("equipment", reverse("equipment_list"), "equipment_list"),
        Page("countable goods", reverse("equipment_stock"), "equipment_stock"),
        Page("places", reverse("hotspot_list"), "hotspot_list"),
        Page("places, review overdue", f"{reverse('hotspot_list')}?overdue=1", "hotspot_list"),
    ]
