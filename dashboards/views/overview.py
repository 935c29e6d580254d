"""The overview: how the communes of a person's jurisdiction stand, what needs attention, and where."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import User
from dashboards.domain.cards import Rows
from dashboards.domain.overview_cards import cards_of
from dashboards.forms.overview import MONTHS, OverviewQuestion, read_question
from dashboards.queries.area_figures import (
    AreaFigures,
    FiguresOnDay,
    with_incidents,
    with_mediations,
    with_tips,
)
from dashboards.queries.attention import concerns_of
from dashboards.queries.incident_months import Months, incident_months, incidents_by_month
from dashboards.queries.map_areas import MapGround, map_ground
from dashboards.queries.months_compared import months_compared
from dashboards.queries.snapshots import overview_of
from dashboards.tables.overview import OverviewTable, build_table
from dashboards.tables.overview_columns import COLUMNS, Place, communes_then
from dashboards.tables.overview_on_cards import ON_CARDS
from dashboards.tables.overview_rows import row_html, total_html
from dashboards.views.overview_charts import (
    Chart,
    headcount_chart,
    incidents_chart,
    reasons_chart,
)
from dashboards.views.overview_file import table_file
from incidents.domain.permissions import DECIDE_TIP
from incidents.queries.mediations import mediated
from incidents.queries.tips import tip_figures
from lists.tables.parts import address_of
from reports.domain.opening import ensure_opened
from reports.domain.rights import REVIEW, readable_offices
from reports.queries.matters import unanswered_by_age
from units.models import Commune, Jurisdiction

# What happens in communes, each shown to whoever may see its list.
HAPPENINGS = {
    "incidents": "incidents.view_incident",
    "tips": "incidents.view_crimetip",
    "mediations": "incidents.view_mediation",
}


def overview(request: HttpRequest) -> HttpResponse:
    """Show the overview, or with ``format=xlsx`` its table as a file."""
    asked = read_question(request)
    ground = _ground(request, asked)
    user = cast(User, request.user)
    with_places = user.has_perm("incidents.view_hotspot")
    with_matters = user.has_perm("reports.view_difficulty")
    ensure_opened(timezone.now())
    found = overview_of(
        ground.area, asked.day, today=asked.today, months=asked.months, with_places=with_places
    )
    happenings = {name for name, right in HAPPENINGS.items() if user.has_perm(right)}
    figures = _with_happenings(found.figures, ground, asked, happenings)
    places = _places(ground, asked, figures)
    table = _table(request, asked, ground, figures, places)
    if request.GET.get("format") == "xlsx":
        return table_file(table, _name(ground), asked.day)
    context = {
        **_frame(request, asked, ground),
        "cards": cards_of(
            figures,
            lambda code: _rows_of(code, _whole(ground), asked),
            with_places=with_places,
            happenings=happenings,
            with_tips_in_hand="tips" in happenings and user.has_perm(DECIDE_TIP),
            compared=months_compared(ground.area, asked.day, today=asked.today)
            if "incidents" in happenings
            else None,
        ),
        "concerns": concerns_of(
            ground.area,
            figures,
            {} if ground.by_branch else {key: place.name for key, place in places},
            asked.today,
            with_places=with_places,
            filters=_whole(ground).filters,
            offices=readable_offices(user) if user.has_perm(REVIEW) else (),
            with_matters=with_matters,
            with_tips="tips" in happenings,
            decides_tips=user.has_perm(DECIDE_TIP),
        ),
        "ages": unanswered_by_age(ground.area, asked.today) if with_matters else [],
        "table": table,
        "rows_html": [row_html(row) for row in table.rows],
        "total_html": total_html(table.total),
        "heads": _heads(table, asked),
        "charts": [
            headcount_chart(found.series),
            reasons_chart(figures.departures, _whole(ground).filters),
            *(_trends(ground, asked) if "incidents" in happenings else ()),
        ],
    }
    return render(request, "dashboards/overview.html", context)


def _trends(ground: MapGround, asked: OverviewQuestion) -> list[Chart]:
    """Incidents month by month; for the nation as a whole there are too many rows for a page."""
    area = ground.area
    if area.by_branch and area.scope.communes is None and ground.jurisdiction is None:
        return []
    months = incidents_by_month(area, Months.of(asked.day).last, asked.months)
    then = communes_then(asked.day, asked.is_today)
    return [incidents_chart(months, {**_whole(ground).filters, **then})]


def _with_happenings(
    figures: FiguresOnDay, ground: MapGround, asked: OverviewQuestion, wanted: Collection[str]
) -> FiguresOnDay:
    """Add what happened last month: one query for each kind that is wanted."""
    months, area = Months.of(asked.day), ground.area
    first, last = months.last, months.last_day
    if not wanted:
        return figures
    # What happened in a commune that has ended whole since stands in the row of the one that goes on.
    folded = figures.successors.folded
    if "incidents" in wanted:
        figures = with_incidents(figures, folded(incident_months(area, asked.day)))
    if "tips" in wanted:
        figures = with_tips(figures, folded(tip_figures(first, last, area, now=timezone.now())))
    if "mediations" in wanted:
        found = mediated(first, last, area, today=asked.today)
        figures = with_mediations(figures, folded(found))
    return figures


def _ground(request: HttpRequest, asked: OverviewQuestion) -> MapGround:
    """The part of the scope that is shown; what the person does not see does not exist."""
    scope = request.scope  # type: ignore[attr-defined]
    if asked.jurisdiction is None:
        return map_ground(scope, None, asked.day)
    jurisdiction = Jurisdiction.objects.filter(pk=asked.jurisdiction).first()
    if jurisdiction is None or not scope.sees_jurisdiction(jurisdiction.pk):
        raise Http404
    return map_ground(scope, jurisdiction, asked.day)


def _places(
    ground: MapGround, asked: OverviewQuestion, figures: FiguresOnDay
) -> list[tuple[int, Place]]:
    """The rows' names and addresses, in the order of names."""
    keys = list(figures.by_key)
    if ground.by_branch:
        found = Jurisdiction.objects.filter(pk__in=keys).order_by("name").only("id", "name")
        return [
            (one.pk, Place(one.name, None, one.pk, asked.address(jurisdiction=one.pk, sort="")))
            for one in found
        ]
    communes = Commune.objects.filter(pk__in=keys).only("id", "name", "kind")
    ended = figures.successors.of
    return [
        (
            one.pk,
            Place(
                one.full_name,
                one.pk,
                address=address_of("commune_detail", one.pk),
                has_ended=one.pk in ended,
            ),
        )
        for one in communes
    ]


def _whole(ground: MapGround) -> Place:
    """Everything shown, as the lists filter it."""
    part = ground.jurisdiction
    return Place(_("Together"), None, part.pk if part and part.parent_id else None)


def _table(
    request: HttpRequest,
    asked: OverviewQuestion,
    ground: MapGround,
    figures: FiguresOnDay,
    places: list[tuple[int, Place]],
) -> OverviewTable:
    columns = [
        column
        for column in COLUMNS
        if (not column.permission or request.user.has_perm(column.permission))
        and not (column.is_optional and column.value(figures.total) is None)
    ]
    total: tuple[Place, AreaFigures] = (_whole(ground), figures.total)
    return build_table(
        columns,
        places,
        figures.by_key,
        total,
        day=asked.day,
        is_today=asked.is_today,
        figure=asked.figure,
        sort=asked.sort,
    )


def _rows_of(code: str, place: Place, asked: OverviewQuestion) -> Rows:
    column = next(c for c in (*COLUMNS, *ON_CARDS) if c.code == code)
    return Rows(column.address(place, asked.day, asked.is_today), str(column.label))


def _heads(table: OverviewTable, asked: OverviewQuestion) -> list[dict[str, Any]]:
    """The column heads: each turns the order by its column, largest first, then smallest."""
    heads = []
    for column in table.columns:
        down, up = f"-{column.code}", column.code
        heads.append(
            {
                "label": column.label,
                "url": asked.address(sort=up if asked.sort == down else down),
                "order": {down: "descending", up: "ascending"}.get(asked.sort, ""),
            }
        )
    return heads


def _name(ground: MapGround) -> str:
    return ground.jurisdiction.name if ground.jurisdiction else ""


def _frame(request: HttpRequest, asked: OverviewQuestion, ground: MapGround) -> dict[str, Any]:
    """What the page's head and forms need."""
    above = _above(request, ground.jurisdiction)
    return {
        "asked": asked,
        "day_text": formats.date_format(asked.day, "d/m/Y"),
        "month_choices": MONTHS,
        "ground": ground,
        "above": [(one.name, asked.address(jurisdiction=one.pk)) for one in above],
        "name_order_url": asked.address(sort=""),
        "today_url": asked.address(day=asked.today),
        "file_url": f"{asked.address()}{'' if asked.address() == '?' else '&'}format=xlsx",
    }


def _above(request: HttpRequest, jurisdiction: Jurisdiction | None) -> list[Jurisdiction]:
    """The jurisdictions above, as far up as the person sees."""
    if jurisdiction is None or jurisdiction.parent_id is None:
        return []
    scope = request.scope  # type: ignore[attr-defined]
    keys = [int(key) for key in jurisdiction.path.strip("/").split("/")[:-1]]
    found = Jurisdiction.objects.in_bulk([key for key in keys if scope.sees_jurisdiction(key)])
    return [found[key] for key in keys if key in found]
