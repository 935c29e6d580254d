"""The project's addresses and the yardsticks beside them; in use only while measuring."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver, path

from commune_police.urls import urlpatterns as project
from dashboards.bench.views import empty_admin_page, empty_page, plain_matrix, plain_twin
from lists.views import ListPage

LISTS = (
    "commune_list",
    "officer_list",
    "station_list",
    "equipment_list",
    "equipment_stock",
    "hotspot_list",
    "incident_list",
    "report_list",
)


def _plain(name: str) -> URLPattern:
    page = _view_class(name)
    return path(f"bench/plain/{name}/", plain_twin(page).as_view(), name=f"plain_{name}")


def _view_class(name: str) -> type[ListPage]:
    found = _find(name, project)
    if found is None:
        raise LookupError(name)
    return found


def _find(name: str, patterns: Sequence[URLPattern | URLResolver]) -> type[ListPage] | None:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = _find(name, pattern.url_patterns)
            if inside is not None:
                return inside
        elif pattern.name == name:
            return getattr(pattern.callback, "view_class", None)
    return None


urlpatterns: list[URLPattern | URLResolver] = [
    path("bench/empty/", empty_page, name="bench_empty"),
    path("bench/empty-admin/", empty_admin_page, name="bench_empty_admin"),
    path("bench/plain/filing_matrix/", plain_matrix, name="plain_filing_matrix"),
    *[_plain(name) for name in LISTS],
    *project,
]
