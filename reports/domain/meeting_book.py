"""Everything a meeting looks at, made ready from the records: what the page presents, Word prints and Excel keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.models import CLOSED, Hotspot, HotspotState
from incidents.queries.hotspots import open_places
from reports.domain.meeting_results import results_section
from reports.domain.meeting_tables import (
    BookSection,
    BookTable,
    Ground,
    MeetingBook,
    Value,
    in_text,
)
from reports.models import (
    OPEN_DIFFICULTIES,
    Difficulty,
    DifficultyKind,
    Directive,
    DirectiveState,
    Meeting,
    SupportProject,
)
from reports.queries.results import Span
from units.domain.scope import Scope
from units.models import Commune, DepartureReason
from units.queries.area import Area
from units.queries.departures import departures_between
from units.queries.equipment import equipment_on
from units.queries.headcount import strength_on
from units.queries.stations import stations_on


def book_of(
    meeting: Meeting, *, scope: Scope, offices: list[str], with_places: bool
) -> MeetingBook:
    """Return the meeting's book as the records stand now; a fixed number of queries.

    ``offices`` are those whose reports the reader may see; places of disorder are left out for those
    without the right to them.
    """
    communes = _communes(meeting, scope)
    ground = Ground(
        area=Area(scope.narrowed_to(communes)),
        span=Span(meeting.first_day, meeting.last_day),
        communes=communes,
        offices=offices,
        with_places=with_places,
    )
    makers: list[Callable[[Ground], BookSection | None]] = [
        _force,
        results_section,
        _places,
        _difficulties,
        _directives(meeting),
        _projects,
        _proposals,
    ]
    sections = [section for make in makers if (section := make(ground)) is not None]
    return MeetingBook(meeting, sections, communes)


def _communes(meeting: Meeting, scope: Scope) -> dict[int, Commune]:
    chosen = list(meeting.communes.all().defer("boundary"))
    if not chosen:
        chosen = list(
            Commune.objects.visible_to(scope)
            .filter(
                jurisdiction__path__startswith=meeting.jurisdiction.path,
                validity__contains=meeting.last_day,
            )
            .defer("boundary")
        )
    return {one.pk: one for one in chosen if scope.sees(one.pk)}


def _force(ground: Ground) -> BookSection:
    """The roster against the norm, who left and why, stations and equipment missing."""
    day = ground.span.last
    strength = strength_on(day, ground.area)
    left = departures_between(ground.span.first, day, ground.area)
    stations, equipment = stations_on(day, ground.area), equipment_on(day, ground.area)
    rows, urls = [], []
    for key, commune in ground.communes.items():
        force = strength.get(key)
        station, goods = stations.get(key), equipment.get(key)
        rows.append(
            [
                commune.full_name,
                force.part_time.due if force else None,
                force.part_time.present if force else 0,
                force.part_time.short if force else None,
                force.regular.present if force else 0,
                sum(left.get(key, {}).values()),
                _station_words(station),
                goods.short if goods else None,
            ]
        )
        urls.append(reverse("commune_detail", args=[key]))
    total = [
        _("Together"),
        *(_sum(row[index] for row in rows) for index in range(1, 6)),
        "",
        _sum(row[7] for row in rows),
    ]
    headers = [
        _("Commune"),
        _("Due"),
        _("Present"),
        _("Short"),
        _("Regular police"),
        _("Departures"),
        _("Station"),
        _("Equipment short"),
    ]
    return BookSection(
        "force",
        _("Force, stations and equipment"),
        [*_force_sentences(total, left, stations)],
        [BookTable(_("Roster against the norm"), headers, rows, total, urls)],
    )


def _station_words(station: Any) -> str:
    from units.models import Tenure

    return str(Tenure(station.tenure).label) if station and station.tenure else _("not recorded")


def _force_sentences(
    total: Sequence[Value], left: Mapping[int, Mapping[str, int]], stations: Mapping[int, Any]
) -> Iterable[str]:
    if total[1] is not None:
        yield _(
            "The part-time force has %(present)s people against %(due)s due; %(short)s are missing."
        ) % {"present": in_text(total[2]), "due": in_text(total[1]), "short": in_text(total[3])}
    reasons: dict[str, int] = {}
    for by_reason in left.values():
        for reason, count in by_reason.items():
            reasons[reason] = reasons.get(reason, 0) + count
    if reasons:
        told = ", ".join(
            f"{DepartureReason(reason).label} {count}"
            for reason, count in sorted(reasons.items(), key=lambda pair: -pair[1])
        )
        yield _("%(count)s left in the period: %(reasons)s.") % {
            "count": in_text(sum(reasons.values())),
            "reasons": told,
        }
    missing = sum(one.none for one in stations.values())
    if missing:
        yield ngettext(
            "%(count)s commune has no station.", "%(count)s communes have no station.", missing
        ) % {"count": in_text(missing)}


def _places(ground: Ground) -> BookSection | None:
    """Open places with what is being done, and resolved ones with what helped."""
    if not ground.with_places:
        return None
    still_open = list(open_places(ground.area))
    resolved = (
        Hotspot.objects.visible_to(ground.area.scope)
        .filter(
            state=HotspotState.RESOLVED,
            closed_on__range=(ground.span.first, ground.span.last),
        )
        .select_related("kind")
        .prefetch_related("actions")
        .order_by("commune_id", "sort_key", "pk")
    )
    assert HotspotState.RESOLVED in CLOSED
    opened = BookTable(
        _("Complicated places that are open"),
        [_("Commune"), _("Place"), _("Kind"), _("State"), _("What is being done")],
        [
            [
                ground.name(one.commune_id),
                one.name,
                one.kind.name,
                str(one.get_state_display()),
                _told(one, done=False),
            ]
            for one in still_open
        ],
        urls=[reverse("hotspot_detail", args=[one.pk]) for one in still_open],
        is_empty_said=_("No complicated place is open."),
    )
    closed = list(resolved)
    helped = BookTable(
        _("Places resolved in the period, and what helped"),
        [_("Commune"), _("Place"), _("What helped"), _("What shows it")],
        [
            [ground.name(one.commune_id), one.name, _told(one, done=True), one.closed_reason]
            for one in closed
        ],
        urls=[reverse("hotspot_detail", args=[one.pk]) for one in closed],
        is_empty_said=_("No place was resolved in the period."),
    )
    said = _("%(open)s places are open, %(resolved)s were resolved in the period.") % {
        "open": in_text(len(still_open)),
        "resolved": in_text(len(closed)),
    }
    return BookSection("places", _("Complicated places"), [said], [opened, helped])


def _told(place: Hotspot, *, done: bool) -> str:
    told = [
        one.description
        for one in place.actions.all()
        if (one.state == "done" if done else one.state in ("planned", "ongoing"))
    ]
    return "; ".join(told) or "—"


def _open_difficulties(ground: Ground) -> list[Difficulty]:
    return list(
        Difficulty.objects.visible_to(ground.area.scope)
        .filter(state__in=OPEN_DIFFICULTIES)
        .order_by("kind", "-severity", "raised_on", "pk")
    )


def _difficulties(ground: Ground) -> BookSection:
    """Open difficulties by kind, and one by one."""
    found = _open_difficulties(ground)
    counts = {kind: [one for one in found if one.kind == kind] for kind in DifficultyKind.values}
    by_kind = BookTable(
        _("Difficulties by kind"),
        [_("Kind"), _("Open"), _("Without an answer"), _("Communes")],
        [
            [
                str(DifficultyKind(kind).label),
                len(some),
                sum(1 for one in some if one.state == "raised"),
                len({one.commune_id for one in some}),
            ]
            for kind, some in counts.items()
            if some
        ],
        is_empty_said=_("No difficulty is open."),
    )
    one_by_one = BookTable(
        _("Difficulties one by one"),
        [_("Commune"), _("Kind"), _("Difficulty"), _("Raised on"), _("State"), _("Answer")],
        [
            [
                ground.name(one.commune_id),
                str(one.get_kind_display()),
                one.title,
                _day(one.raised_on),
                str(one.get_state_display()),
                one.answer or "—",
            ]
            for one in found
        ],
        urls=[_page("difficulty_detail", one.pk) for one in found],
        is_empty_said=_("No difficulty is open."),
    )
    waiting = sum(1 for one in found if one.state == "raised")
    said = _("%(open)s difficulties are open, %(waiting)s of them without an answer.") % {
        "open": in_text(len(found)),
        "waiting": in_text(waiting),
    }
    return BookSection("difficulties", _("Difficulties"), [said], [by_kind, one_by_one])


def _directives(meeting: Meeting) -> Callable[[Ground], BookSection]:
    def make(ground: Ground) -> BookSection:
        """Directives not finished, the overdue first."""
        found = list(
            Directive.objects.visible_to(ground.area.scope)
            .filter(
                jurisdiction__path__startswith=meeting.jurisdiction.path,
                state__in=[DirectiveState.ISSUED, DirectiveState.UNDER_WAY, DirectiveState.DONE],
            )
            .prefetch_related("parties__commune")
            .order_by("due_on", "pk")
        )
        day = ground.span.last
        late = [one for one in found if one.overdue_on(day)]
        table = BookTable(
            _("Directives not finished"),
            [_("Directive"), _("Document"), _("Who answers"), _("Due on"), _("State")],
            [
                [
                    one.title,
                    one.document_number or "—",
                    ", ".join(str(party) for party in one.parties.all() if party.role == "answers"),
                    _day(one.due_on),
                    f"{one.get_state_display()}{' · ' + _('overdue') if one in late else ''}",
                ]
                for one in found
            ],
            urls=[_page("directive_detail", one.pk) for one in found],
            is_empty_said=_("No directive is open."),
        )
        said = _("%(open)s directives are open, %(late)s of them overdue.") % {
            "open": in_text(len(found)),
            "late": in_text(len(late)),
        }
        return BookSection("directives", _("Directives"), [said], [table])

    return make


def _projects(ground: Ground) -> BookSection:
    """Support projects with their cost and what was paid."""
    found = list(
        SupportProject.objects.visible_to(ground.area.scope)
        .exclude(stage="rejected")
        .prefetch_related("disbursements")
        .order_by("commune_id", "-proposed_on", "pk")
    )
    paid = {one.pk: sum(each.amount for each in one.disbursements.all()) for one in found}
    table = BookTable(
        _("Support projects"),
        [_("Commune"), _("Project"), _("Who pays"), _("Cost (VND)"), _("Paid (VND)"), _("Stage")],
        [
            [
                ground.name(one.commune_id),
                one.title,
                str(one.get_source_display()),
                one.cost,
                paid[one.pk],
                str(one.get_stage_display()),
            ]
            for one in found
        ],
        [_("Together"), "", "", sum(one.cost for one in found), sum(paid.values()), ""]
        if found
        else (),
        [_page("project_detail", one.pk) for one in found],
        is_empty_said=_("No support project is recorded."),
    )
    return BookSection("projects", _("Support projects"), [], [table])


def _proposals(ground: Ground) -> BookSection:
    """What communes propose, from their open difficulties."""
    found = [one for one in _open_difficulties(ground) if one.proposal]
    table = BookTable(
        _("Proposals of the communes"),
        [_("Commune"), _("About"), _("Proposal")],
        [[ground.name(one.commune_id), one.title, one.proposal] for one in found],
        urls=[_page("difficulty_detail", one.pk) for one in found],
        is_empty_said=_("No open difficulty carries a proposal."),
    )
    return BookSection("proposals", _("Proposals"), [], [table])


def _page(name: str, pk: int) -> str:
    return reverse(name, args=[pk])


def _day(day: Any) -> str:
    return str(date_format(day, "d/m/Y"))


def _sum(values: Iterable[Value]) -> int | None:
    """Add what is known; nothing where nothing is."""
    known = [value for value in values if isinstance(value, int)]
    return sum(known) if known else None
