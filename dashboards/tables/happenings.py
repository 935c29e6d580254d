"""What happened in a commune as lines: each number with the list that shows its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.domain.cards import in_percent, written
from dashboards.queries.happenings import Happenings, Movement
from incidents.domain.tips.measures import Measure, resolved_in_time, taken_up
from incidents.models import StandardOf
from incidents.queries import mediations, tip_rows
from incidents.queries.mediations import MediationFigures
from incidents.queries.movement import OutreachFigures
from incidents.queries.tips import TipCounts


@dataclass(frozen=True, slots=True)
class Aside:
    """Words beside a number: with ``url`` a link to their rows, with ``tone`` a badge."""

    words: str
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A number with its label and rows, ``of`` what it is, and what else is said beside it."""

    label: str
    value: str
    url: str = ""
    asides: list[Aside] = field(default_factory=list)
    of: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """The lines of one kind, with the page that shows more."""

    anchor: str
    title: str
    url: str
    step: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class _Lists:
    """The addresses of the rows behind what happened."""

    found: Happenings

    def tips(self, count: str) -> str:
        """The crime tips of a count."""
        asked = tip_rows.rows_behind(count, self.found.first, self.found.last)
        return self.address("tip_list", asked)

    def mediations(self, count: str) -> str:
        """The mediations of a count."""
        asked = mediations.rows_behind(count, self.found.first, self.found.last)
        return self.address("mediation_list", asked)

    def address(self, name: str, asked: Mapping[str, object]) -> str:
        """A list, kept to the commune."""
        return f"{reverse(name)}?{urlencode({'commune': self.found.commune.pk, **asked})}"


def panels(found: Happenings) -> list[list[Panel]]:
    """Return what happened in two columns of panels; what the person may not see has none."""
    lists, made = _Lists(found), []
    if found.tips is not None:
        days = {"first_day": found.first.isoformat(), "last_day": found.last.isoformat()}
        address = lists.address("tip_measures", days)
        lines = tip_lines(found, found.tips)
        made.append(Panel("tips", _("Crime tips"), address, _("Against the targets"), lines))
    if found.mediations is not None:
        address = lists.address("mediation_list", {})
        lines = mediation_lines(found, found.mediations)
        made.append(Panel("mediations", _("Mediations"), address, _("The book"), lines))
    if found.movement is not None:
        address = lists.address("movement_list", {})
        lines = movement_lines(found, found.movement)
        made.append(Panel("movement", _("The people's movement"), address, _("Models"), lines))
    return [column for column in (made[:-1], made[-1:]) if column]


def month_lines(month: Happenings) -> list[Line]:
    """Return the short lines of one month: what came in, and what is overdue today."""
    lists, lines = _Lists(month), []
    name = {"month": f"{month.first:%m/%Y}"}
    if month.tips is not None:
        waiting = _("not handed over at its end: %s") % written(month.tips.waiting)
        asides = [Aside(waiting, lists.tips("waiting"))]
        if month.tips.overdue:
            words = ngettext("%s overdue", "%s overdue", month.tips.overdue)
            overdue = words % written(month.tips.overdue)
            asides.append(Aside(overdue, lists.tips("overdue"), "bad"))
        lines.append(
            Line(
                _("Crime tips in %(month)s") % name,
                written(month.tips.received),
                lists.tips("received"),
                asides,
            )
        )
    if month.mediations is not None:
        found = month.mediations
        lines.append(
            Line(
                _("Mediations in %(month)s") % name,
                written(found.opened),
                lists.mediations("opened"),
                _open_quarrels(found, lists),
            )
        )
    return lines


def target_lines(year: Happenings) -> list[Line]:
    """Return both measures of the year's tips against their targets."""
    if year.tips is None:
        return []
    lists, said = _Lists(year), {"year": year.last.year}
    return [
        _measure_line(
            _("Tips taken up, %(year)s") % said, taken_up(year.tips), lists.tips("taken_up")
        ),
        _measure_line(
            _("Tips resolved in time, %(year)s") % said,
            resolved_in_time(year.tips),
            lists.tips("in_time"),
        ),
    ]


def tip_lines(found: Happenings, tips: TipCounts) -> list[Line]:
    """Return the tips of the days, with both measures."""
    lists = _Lists(found)

    def line(label: str, count: str, *asides: Aside) -> Line:
        value = written(getattr(tips, count))
        return Line(label, value, lists.tips(count), list(asides))

    in_time = Aside(_("in time: %s") % written(tips.handed_in_time), lists.tips("handed_in_time"))
    late = Aside(_("past their time: %s") % written(tips.waiting_late), lists.tips("waiting_late"))
    return [
        line(_("Received"), "received"),
        _measure_line(_("Taken up"), taken_up(tips), lists.tips("taken_up")),
        line(_("Handed over"), "handed_over", in_time),
        line(_("Not handed over yet"), "waiting", late),
        line(_("Resolved"), "resolved"),
        _measure_line(_("Resolved in time"), resolved_in_time(tips), lists.tips("in_time")),
        line(_("Open and overdue"), "late"),
    ]


def mediation_lines(found: Happenings, figures: MediationFigures) -> list[Line]:
    """Return the mediations of the days: opened, and how those that ended in them ended."""
    lists = _Lists(found)
    share = figures.success_share
    success = (
        [
            Aside(
                _("%(share)s %% = %(settled)s settled ÷ %(ended)s that ended")
                % {
                    "share": in_percent(share),
                    "settled": written(figures.settled),
                    "ended": written(figures.ended),
                },
                lists.mediations("ended"),
            )
        ]
        if share is not None
        else []
    )
    return [
        Line(
            _("Opened"),
            written(figures.opened),
            lists.mediations("opened"),
            _open_quarrels(figures, lists),
        ),
        Line(_("Settled"), written(figures.settled), lists.mediations("settled"), success),
        Line(_("Not settled"), written(figures.not_settled), lists.mediations("not_settled")),
        Line(_("Referred to court"), written(figures.referred), lists.mediations("referred")),
    ]


def _attendance(outreach: OutreachFigures) -> str:
    """The persons who came, and at how many sessions they were counted, where that is not each."""
    if outreach.counted == outreach.sessions:
        return _("attendance: %s") % written(outreach.attendance)
    return _("attendance: %(persons)s, counted at %(counted)s of %(sessions)s sessions") % {
        "persons": written(outreach.persons),
        "counted": written(outreach.counted),
        "sessions": written(outreach.sessions),
    }


def movement_lines(found: Happenings, movement: Movement) -> list[Line]:
    """Return the movement: models as of the last day, outreach of the days, the year's standards."""
    lists = _Lists(found)
    models, outreach = movement.models, movement.outreach
    day, year = found.last.isoformat(), found.last.year
    span = {"after": found.first.isoformat(), "before": day}
    lines = [
        Line(
            _("Models that run"),
            written(models.running),
            lists.address("movement_list", {"on": day}),
            [
                Aside(_("members: %s") % written(models.members if models.members_known else None)),
                Aside(_("cameras: %s") % written(models.cameras if models.cameras_known else None)),
            ],
        ),
        Line(
            _("Outreach"),
            written(outreach.sessions),
            lists.address("outreach_list", span),
            [Aside(_attendance(outreach))] if outreach.sessions else [],
        ),
    ]
    for kind in StandardOf:
        counts = movement.standards.by_kind.get(kind.value)
        if counts is None:
            continue
        result = (
            _("no result yet")
            if counts.share is None
            else _("%(share)s %% = %(met)s met it ÷ %(judged)s with a result")
            % {
                "share": in_percent(counts.share),
                "met": written(counts.met),
                "judged": written(counts.judged),
            }
        )
        lines.append(
            Line(
                _("Standard %(year)s: %(who)s") % {"year": year, "who": kind.label},
                written(counts.registered),
                lists.address("standard_list", {"year": year, "kind": kind.value}),
                [Aside(result)],
                of=_("registered"),
            )
        )
    return lines


def _open_quarrels(figures: MediationFigures, lists: _Lists) -> list[Aside]:
    """What is being mediated and what should have been asked about, as of today."""
    pending = _("being mediated: %s") % written(figures.pending)
    asides = [Aside(pending, lists.mediations("pending"))]
    if figures.overdue:
        words = ngettext("%s follow-up overdue", "%s follow-ups overdue", figures.overdue)
        late = words % written(figures.overdue)
        asides.append(Aside(late, lists.mediations("overdue"), "warn"))
    return asides


def _measure_line(label: str, measure: Measure, url: str) -> Line:
    if not measure.parts:
        return Line(label, measure.share, asides=[Aside(measure.target)])
    return Line(
        label,
        measure.share,
        url,
        [Aside(measure.target), Aside(measure.verdict, tone=measure.tone)],
        of=f"= {measure.parts}",
    )
