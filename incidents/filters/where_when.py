"""Filters by hour, weekday and place: what the numbers of the pages of where and when lead to."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.domain.analysis import areas
from incidents.domain.suggestions.searching import ground_of
from incidents.models import Hotspot
from incidents.queries.analysis import keys_in
from incidents.queries.around import PLACE, PLACE_M, REST, RING, RING_M, in_zone
from incidents.tables.week import hour_label
from lists.filters import CarriedFilter
from units.domain.scope import Scope
from units.models import Commune

MOST_CHOSEN = 300
NOT_FOUND = gettext_lazy("not found")
HOURS_OF_DAY = [(str(hour), hour_label(hour)) for hour in range(24)]
DAYS_OF_WEEK = [(str(day + 1), WEEKDAYS[day]) for day in range(7)]
HOUR_KNOWN = (
    ("yes", gettext_lazy("known within a week")),
    ("no", gettext_lazy("not known within a week")),
)
POINT = (
    ("yes", gettext_lazy("with a point")),
    ("no", gettext_lazy("without a point")),
)


class ChosenFilter(CarriedFilter):
    """Incidents by their keys, with commas between."""

    def in_words(self, value: str) -> str:
        """Say how many there are."""
        n = len(value.split(","))
        return ngettext("%(n)s chosen one", "%(n)s chosen ones", n) % {"n": number_format(n)}

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep these; what is no key finds nothing."""
        if not value:
            return qs
        keys = value.split(",")
        if len(keys) > MOST_CHOSEN or not all(key.isascii() and key.isdigit() for key in keys):
            return qs.none()
        return qs.filter(pk__in=map(int, keys))


class HotspotFilter(CarriedFilter):
    """A complicated place by its key: the incidents linked to it."""

    def in_words(self, value: str) -> str:
        """Say the place's name; one query."""
        place = visible_place(value, self.parent.request.scope)
        return place.name if place else str(NOT_FOUND)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep those linked to it."""
        if not value:
            return qs
        return qs.filter(hotspot=value) if _is_key(value) else qs.none()


class ZoneFilter(CarriedFilter):
    """In a complicated place, in the ring around it or in the rest of its commune: ``12:ring``."""

    def in_words(self, value: str) -> str:
        """Say the zone and the place; one query."""
        key, _colon, zone = value.partition(":")
        place = visible_place(key, self.parent.request.scope)
        if place is None:
            return str(NOT_FOUND)
        words = {
            PLACE: _("%(place)s, at most %(metres)s m away or linked to it"),
            RING: _("%(place)s, from %(metres)s to %(ring)s m away"),
            REST: _("%(place)s, farther than %(ring)s m away in the commune"),
        }
        said = words.get(zone, "%(place)s")
        return said % {"place": place.name, "metres": PLACE_M, "ring": RING_M}

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep those in the zone; one query for the place."""
        if not value:
            return qs
        key, _colon, zone = value.partition(":")
        place = visible_place(key, self.parent.request.scope)
        return in_zone(qs, place, zone) if place else qs.none()


class AreaFilter(CarriedFilter):
    """A part of a commune's ground (``incidents.domain.analysis.areas``): cells, a circle, all of it or what lies beyond."""

    def in_words(self, value: str) -> str:
        """Say the part and its commune; one query."""
        part = areas.Part.read(value)
        commune = part and visible_commune(part.commune_id, self.parent.request.scope)
        if not part or not commune:
            return str(NOT_FOUND)
        return part_in_words(part, commune.full_name)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep those whose point lies there; two queries, for the commune and for the points."""
        if not value:
            return qs
        part = areas.Part.read(value)
        commune = part and visible_commune(part.commune_id, self.parent.request.scope)
        ground = commune and ground_of(commune)
        if not part or not ground:
            return qs.none()
        return qs.filter(pk__in=keys_in(qs, part, ground))


def part_in_words(part: areas.Part, commune: str) -> str:
    """Say a part of the ground of a commune, whose name is given."""
    if part.kind == areas.CELLS:
        n = len(part.cells)
        said = ngettext(
            "%(n)s hexagonal cell in %(commune)s", "%(n)s hexagonal cells in %(commune)s", n
        )
        return said % {"n": n, "commune": commune}
    if part.kind == areas.CIRCLE and part.centre is not None:
        return _("within %(metres)s m of %(at)s in %(commune)s") % {
            "metres": round(part.metres),
            "at": f"{part.centre.latitude:.5f}, {part.centre.longitude:.5f}",
            "commune": commune,
        }
    said = _("outside %(commune)s") if part.kind == areas.BEYOND else _("inside %(commune)s")
    return said % {"commune": commune}


def visible_place(key: str, scope: Scope) -> Hotspot | None:
    """Return a complicated place that this person may see; one query."""
    if not _is_key(key):
        return None
    found: Hotspot | None = Hotspot.objects.visible_to(scope).filter(pk=key).first()
    return found


def visible_commune(key: int, scope: Scope) -> Commune | None:
    """Return a commune that this person may see; one query."""
    found: Commune | None = Commune.objects.visible_to(scope).filter(pk=key).first()
    return found


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit()
