"""What needs the district now: each with its one next action, most urgent first."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.queries.area_figures import FiguresOnDay
from dashboards.queries.concerns import MOST_OF_A_KIND, Concern, n
from dashboards.queries.happening_concerns import (
    places_reported,
    reviews_overdue,
    tips_due_soon,
    tips_overdue,
    tips_to_accept,
)
from reports.models import Directive, Report, ReportState
from reports.queries.filing import to_read
from units.models.communes import KIND_WORDS
from units.queries.area import Area, fetch
from units.queries.equipment import Expiring, expiring_on

MOST = 9
ORDER = {"bad": 0, "warn": 1, "info": 2}


def concerns_of(
    area: Area,
    figures: FiguresOnDay,
    names: Mapping[int, str],
    today: datetime.date,
    *,
    with_places: bool,
    filters: Mapping[str, object],
    offices: Sequence[str] = (),
    with_matters: bool = False,
    with_tips: bool = False,
    decides_tips: bool = False,
) -> list[Concern]:
    """Return what to look at in ``area`` now, at most nine; at most nine queries.

    ``offices`` are those whose reports the person reads; ``with_matters`` adds overdue directives, ``with_tips``
    overdue crime tips, ``decides_tips`` those of which a step is due soon that the person may take. For tips the law
    counts hours: nothing else pushes them off the page.

    Departures are those of ``figures``, whatever their day; all else is as of ``today``. ``names`` are those of the rows, ``filters`` the list filters that keep the area.
    """
    tips: list[Concern] = []
    if with_tips:
        tips += tips_overdue(area, filters)
        tips += tips_due_soon(area, filters) if decides_tips else ()
        tips += tips_to_accept(figures.total.tips.to_accept, filters)
    found = [*_without_chief(area, today), *_rising(figures, names)]
    if with_places:
        found += [*reviews_overdue(area, today), *places_reported(area, today)]
    if offices:
        found += _reports(area, list(offices))
    if with_matters:
        found += _directives(area, today)
    found += [*_expired(expiring_on(today, area), filters), *_silent(figures, filters)]
    others = sorted(found, key=_urgency)[: MOST - len(tips)]
    return sorted([*tips, *others], key=_urgency)


def _urgency(concern: Concern) -> int:
    return ORDER[concern.tone]


WITHOUT_CHIEF = """
    WITH chosen AS MATERIALIZED ({chosen}), led AS (
        SELECT a.commune_id FROM units_assignment a WHERE a.is_chief AND a.validity @> %(day)s::date AND {only}
    )
    SELECT c.id, c.kind, c.name, count(*) OVER ()
    FROM chosen JOIN units_commune c ON c.id = chosen.commune_id
    WHERE c.validity @> %(day)s::date AND NOT EXISTS (SELECT 1 FROM led WHERE led.commune_id = c.id)
    ORDER BY c.sort_key LIMIT {most}
"""


def _without_chief(area: Area, day: datetime.date) -> Iterator[Concern]:
    sql = WITHOUT_CHIEF.format(
        chosen=area.chosen, only=area.only("a.commune_id"), most=MOST_OF_A_KIND
    )
    rows = fetch(sql, {**area.parameters, "day": day})
    if rows and rows[0][3] > MOST_OF_A_KIND:
        count = rows[0][3]
        yield Concern(
            "bad",
            ngettext("%s commune has no chief", "%s communes have no chief", count) % n(count),
            ", ".join(f"{KIND_WORDS.get(kind, '')} {name}" for _pk, kind, name, _count in rows)
            + "…",
            _("See"),
            reverse("commune_list") + "?current=1",
        )
        return
    for pk, kind, name, _count in rows:
        yield Concern(
            "bad",
            _("%s has no chief") % f"{KIND_WORDS.get(kind, '')} {name}",
            _("nobody holds the post on this day"),
            _("Open"),
            reverse("commune_detail", args=[pk]),
        )


def _rising(figures: FiguresOnDay, names: Mapping[int, str]) -> Iterator[Concern]:
    rising = [
        (key, figure)
        for key, figure in figures.departures.by_key.items()
        if figure.is_marked and figure.change > 0 and key in names
    ]
    rising.sort(key=lambda pair: -pair[1].change)
    for key, figure in rising[:MOST_OF_A_KIND]:
        yield Concern(
            "bad",
            _("%(place)s: %(now)s departures, %(before)s the year before")
            % {"place": names[key], "now": n(figure.count), "before": n(figure.earlier)},
            _("more than chance explains"),
            _("See who and why"),
            _departed(figures, key),
        )


def _departed(figures: FiguresOnDay, key: int) -> str:
    span = {
        "commune": key,
        "left_after": figures.departures.first_day.isoformat(),
        "left_before": figures.departures.last_day.isoformat(),
    }
    return f"{reverse('officer_list')}?{urlencode(span)}"


def _reports(area: Area, offices: list[str]) -> Iterator[Concern]:
    """Reports whose deadline has passed without a submission, and reports that wait to be read."""
    now = timezone.now()
    missing = Report.objects.visible_to(area.scope).filter(
        state=ReportState.DRAFT,
        number=0,
        due_at__lt=now,
        first_submitted_at__isnull=True,
        excused_at__isnull=True,
        commune__isnull=False,
        period__form__office__in=offices,
    )
    waiting = to_read(area.scope, offices)
    if area.path:
        missing = missing.filter(commune__jurisdiction__path__startswith=area.path)
        waiting = waiting.filter(commune__jurisdiction__path__startswith=area.path)
    count = missing.count()
    if count:
        yield Concern(
            "bad",
            ngettext("%s report is missing", "%s reports are missing", count) % n(count),
            _("the deadline has passed"),
            _("Remind"),
            reverse("filing_matrix"),
        )
    count = waiting.order_by().count()
    if count:
        yield Concern(
            "info",
            ngettext("%s report waits to be read", "%s reports wait to be read", count) % n(count),
            _("submitted by the communes"),
            _("Read"),
            reverse("reading_queue"),
        )


def _directives(area: Area, day: datetime.date) -> Iterator[Concern]:
    """Directives whose day has passed."""
    late = Directive.objects.visible_to(area.scope).overdue(day)
    if area.path:
        late = late.filter(jurisdiction__path__startswith=area.path)
    count = late.count()
    if count:
        yield Concern(
            "warn",
            ngettext("%s directive is overdue", "%s directives are overdue", count) % n(count),
            _("not reported as done"),
            _("See"),
            f"{reverse('directive_list')}?due=1",
        )


def _expired(expiring: Expiring, filters: Mapping[str, object]) -> Iterator[Concern]:
    def address(name: str, **more: str) -> str:
        return f"{reverse(name)}?{urlencode({**filters, **more})}"

    for expired, soon, name in (
        (expiring.licences_expired, expiring.licences_soon, "equipment_list"),
        (expiring.stock_licences_expired, expiring.stock_licences_soon, "equipment_stock"),
    ):
        if expired:
            yield Concern(
                "bad",
                ngettext("%s licence has expired", "%s licences have expired", expired)
                % n(expired),
                _("%s more within 30 days") % n(soon),
                _("Renew"),
                address(name, licence="expired"),
            )
    if expiring.inspections_overdue:
        yield Concern(
            "warn",
            ngettext(
                "%s inspection of equipment is overdue",
                "%s inspections of equipment are overdue",
                expiring.inspections_overdue,
            )
            % n(expiring.inspections_overdue),
            _("%s more within 30 days") % n(expiring.inspections_soon),
            _("See"),
            address("equipment_list", inspection="overdue"),
        )
    if expiring.certificates_expired:
        yield Concern(
            "warn",
            ngettext(
                "%s certificate has expired",
                "%s certificates have expired",
                expiring.certificates_expired,
            )
            % n(expiring.certificates_expired),
            _("%s more within 30 days") % n(expiring.certificates_soon),
            _("See"),
            address("officer_list", certificate="expired"),
        )


def _silent(figures: FiguresOnDay, filters: Mapping[str, object]) -> Iterator[Concern]:
    unknown = figures.total.stations.unknown
    if unknown:
        yield Concern(
            "info",
            ngettext(
                "%s commune has not recorded its station",
                "%s communes have not recorded their stations",
                unknown,
            )
            % n(unknown),
            _("neither that there is one nor that there is none"),
            _("See"),
            f"{reverse('commune_list')}?{urlencode({**filters, 'all': 1})}",
        )
