"""Addresses of the list of incidents that hold exactly the rows behind a number of where and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from incidents.domain.analysis.areas import Part
from incidents.domain.analysis.windows import Window
from incidents.domain.permissions import VIEW_INCIDENTS
from incidents.filters.where_when import MOST_CHOSEN
from incidents.models import Hotspot


class RowLinks:
    """Builds the addresses for one person: empty ones for who may not see the list."""

    def __init__(self, user: User) -> None:
        self.start = reverse("incident_list") if user.has_perm(VIEW_INCIDENTS) else ""

    def to(
        self,
        window: Window,
        *,
        commune: int | None = None,
        category: int | None = None,
        **more: object,
    ) -> str:
        """The incidents of some days, a commune and a category; ``more`` are further filters of the list."""
        asked: Mapping[str, object] = {
            "commune": commune,
            "category": category,
            "happened_after": window.first,
            "happened_before": window.last,
            **more,
        }
        return self.with_filters(asked)

    def with_filters(self, asked: Mapping[str, object]) -> str:
        """The incidents that some filters leave; empty values ask for nothing."""
        if not self.start:
            return ""
        pairs = {name: value for name, value in asked.items() if value not in (None, "")}
        return f"{self.start}?{urlencode(pairs, safe=',:')}"

    def in_zone(
        self, window: Window, hotspot: Hotspot, zone: str, *, category: int | None = None
    ) -> str:
        """Those of one zone about a place, which keeps to the ground of its commune by itself."""
        return self.to(window, category=category, zone=f"{hotspot.pk}:{zone}")

    def in_part(self, window: Window, part: Part, *, category: int | None = None) -> str:
        """Those in a part of a commune's ground."""
        return self.to(window, commune=part.commune_id, category=category, area=part)

    def chosen(self, keys: Iterable[int]) -> str:
        """Those with these keys; empty where there are more than an address can carry."""
        listed = [str(key) for key in keys]
        return "" if len(listed) > MOST_CHOSEN else self.with_filters({"chosen": ",".join(listed)})
