"""Counts of crime tips equal a count by hand for every area and period, and the list shows as many rows."""

import datetime
from dataclasses import astuple, fields

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.filters.tips import TipFilter
from incidents.models import CrimeTip, DeadlineRule, TipChannel, TipKind
from incidents.queries.tip_months import tips_by_month
from incidents.queries.tip_rows import rows_behind
from incidents.queries.tips import TipCounts, TipFigures, tip_figures
from tests.factories import CommuneFactory, JurisdictionFactory
from tests.incidents.factories import VIETNAM, CrimeTipFactory, TipDeadlineFactory
from units.domain.scope import Scope
from units.queries.area import Area

COUNTS = [one.name for one in fields(TipCounts)]
HOUR = datetime.timedelta(hours=1)
HAND_OVER_DAYS, DECISION_DAYS = 7, 20
days = st.integers(0, 90)
# Where, kind, channel, day and hour of receipt, hours until classified, handed over, resolved; the first time handed over
# at once, and returned after so many hours.
stories = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(TipKind.values),
        st.sampled_from(TipChannel.values[:3]),
        days,
        st.integers(0, 23),
        st.none() | st.just(0),
        st.none() | st.integers(0, 20 * 24),
        st.none() | st.integers(0, 40 * 24),
        st.none() | st.integers(1, 19 * 24),
    ),
    max_size=8,
)


@pytest.fixture
def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def communes(db):
    jurisdiction = JurisdictionFactory()
    return [
        *CommuneFactory.create_batch(2, jurisdiction=jurisdiction),
        CommuneFactory(jurisdiction=JurisdictionFactory()),
    ]


class Story:
    """A tip as it went: kept as rows, and known here by its moments, for the count by hand."""

    def __init__(self, commune, begins, story):
        _where, self.kind, self.channel, day, hour, classed, handed, resolved, returned = story
        self.commune = commune
        self.received = begins + datetime.timedelta(days=day, hours=hour)
        self.is_classed = classed is not None
        self.returned = (
            self.received + HOUR * returned if self.is_classed and returned is not None else None
        )
        self.began = self.returned or self.received  # the last clock of the hand-over
        self.handed = self.began + HOUR * handed if self.is_classed and handed is not None else None
        self.resolved = self.handed + HOUR * resolved if self.handed and resolved else None
        self.hand_due = self.began + datetime.timedelta(days=HAND_OVER_DAYS)
        self.decision_due = (
            self.handed + datetime.timedelta(days=DECISION_DAYS) if self.handed else None
        )
        self.write()

    @property
    def state(self):
        if self.resolved:
            return "resolved"
        if self.handed:
            return "accepted"
        if self.returned:
            return "returned"
        return "classified" if self.is_classed else "received"

    def write(self):
        running = [] if self.handed else [self.hand_due]
        if self.handed and not self.resolved:
            running.append(self.decision_due)
        tip = CrimeTipFactory(
            commune=self.commune,
            kind=self.kind,
            channel=self.channel,
            received_at=self.received,
            state=self.state,
            urgency="ordinary" if self.is_classed else "",
            resolved_at=self.resolved,
            result="Khởi tố." if self.resolved else "",
            next_due_at=min(running, default=None),
        )
        if self.returned:
            first_due = self.received + datetime.timedelta(days=HAND_OVER_DAYS)
            TipDeadlineFactory(tip=tip, due_at=first_due, met_at=self.received)
            TipDeadlineFactory(
                tip=tip,
                step="decision",
                due_at=self.received + datetime.timedelta(days=DECISION_DAYS),
                replaced_at=self.returned,
            )
        TipDeadlineFactory(tip=tip, began_at=self.began, due_at=self.hand_due, met_at=self.handed)
        if self.handed:
            TipDeadlineFactory(
                tip=tip,
                step="decision",
                began_at=self.handed,
                due_at=self.decision_due,
                met_at=self.resolved,
            )

    def is_out(self, end):
        """Whether the commune had handed it over by then, and not got it back."""
        gone = [when for when in (self.returned and self.received, self.handed) if when]
        return sum(when < end for when in gone) > bool(self.returned and self.returned < end)

    def late(self, end, now):
        """Whether it stood unresolved at ``end`` though the time was past."""
        if self.returned and end <= self.returned:
            return False  # handed over at once, and back before the decision's time was past
        due = self.hand_due if self.handed is None or self.handed >= end else self.decision_due
        open_still = self.resolved is None or self.resolved >= end
        return open_still and self.received < end and due <= min(end, now)

    def counts(self, start, end, now):
        waits = self.received < end and not self.is_out(end)
        came = start <= self.received < end
        left = self.received if end <= (self.returned or start) else self.handed
        went = self.is_out(end) and left >= start
        done = self.resolved is not None and start <= self.resolved < end
        late = self.late(end, now)
        running = None if self.resolved else self.decision_due if self.handed else self.hand_due
        return TipCounts(
            received=came,
            taken_up=came and self.is_classed,
            handed_over=went,
            handed_in_time=went and (left == self.received or left < self.hand_due),
            returned=self.is_out(start) and bool(self.returned and start <= self.returned < end),
            resolved=done,
            in_time=done and self.resolved < self.decision_due,
            late=late,
            opening=self.received < start and not self.is_out(start),
            waiting=waits,
            waiting_late=waits and late,
            overdue=running is not None and running <= now,
            solving=self.state == "accepted",  # as of now, whatever the period
        )


def told(communes, found, today):
    """The stories, begun 100 days ago, with an hour of this day as the present."""
    CrimeTip.objects.all().delete()
    began = today - datetime.timedelta(days=100)
    begins = datetime.datetime(began.year, began.month, began.day, tzinfo=VIETNAM)
    return [Story(communes[story[0]], begins, story) for story in found]


def instant(day):
    return datetime.datetime(day.year, day.month, day.day, tzinfo=VIETNAM)


many = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@many
@given(found=stories, ends=st.tuples(days, days).map(sorted), seen=st.sets(st.integers(0, 2)))
def test_figures_of_any_period_equal_a_count_by_hand(communes, today, found, ends, seen):
    now = timezone.now()
    tips = told(communes, found, today)
    first, last = (today - datetime.timedelta(days=100 - day) for day in ends)
    start, end = instant(first), instant(last + datetime.timedelta(days=1))
    area = Area(Scope.of([communes[number].pk for number in seen]))
    figures = tip_figures(first, last, area, now=now)
    for number in seen:
        mine = [tip for tip in tips if tip.commune == communes[number]]
        by_hand = sum((tip.counts(start, end, now) for tip in mine), TipCounts())
        got = figures.get(communes[number].pk, TipFigures())
        assert got.total == by_hand
        came = by_hand.received + by_hand.returned
        assert by_hand.opening + came - by_hand.handed_over == by_hand.waiting
        for kind in TipKind:
            of_kind = [tip.counts(start, end, now) for tip in mine if tip.kind == kind]
            assert got.of(kind=kind) == sum(of_kind, TipCounts())
        by_channel = [got.of(channel=channel) for channel in TipChannel]
        assert sum(by_channel, TipCounts()) == got.total
    months = tips_by_month(first, last, area)
    whole = sum((one.total for one in figures.values()), TipCounts())
    assert sum(month.received for month in months) == whole.received
    assert sum(month.resolved for month in months) == whole.resolved
    assert (months[0].first, months[-1].last) == (first, last)


class Asking:
    """What a list's filters ask of a request."""

    scope = Scope.all()


@many
@given(found=stories, ends=st.tuples(days, days).map(sorted))
def test_the_list_keeps_as_many_rows_as_each_figure_says(communes, today, found, ends):
    told(communes, found, today)
    first, last = (today - datetime.timedelta(days=100 - day) for day in ends)
    everywhere = Area(Scope.all())
    figures = tip_figures(first, last, everywhere, now=timezone.now())
    total = sum((one.total for one in figures.values()), TipCounts())
    for name, value in zip(COUNTS, astuple(total), strict=True):
        asked = dict(rows_behind(name, first, last))
        listed = TipFilter(asked, CrimeTip.objects.all(), request=Asking()).qs
        assert (name, listed.count()) == (name, value)


def test_shares_name_what_is_open_and_overdue():
    assert (TipCounts().taken_up_share, TipCounts().in_time_share) == (None, None)
    counts = TipCounts(received=4, taken_up=3, resolved=9, in_time=9, late=1)
    assert (counts.taken_up_share, counts.in_time_share) == (75, 90)


def test_branches_are_added_up_under_the_jurisdiction_below(communes, today):
    for commune in communes:
        CrimeTipFactory(commune=commune, received_at=instant(today))
    figures = tip_figures(today, today, Area(Scope.all(), by_branch=True), now=timezone.now())
    assert figures[communes[0].jurisdiction_id].total.received == 2


def test_an_extension_moves_the_day_from_which_a_tip_is_late(communes, today):
    """Until it was given, the decision was late; from then on only the extension counts."""
    began = instant(today - datetime.timedelta(days=40))
    tip = CrimeTipFactory(
        commune=communes[0], received_at=began, state="accepted", next_due_at=began + 60 * 24 * HOUR
    )
    TipDeadlineFactory(tip=tip, met_at=began + HOUR)
    given_at = began + 22 * 24 * HOUR
    TipDeadlineFactory(
        tip=tip, step="decision", due_at=began + 20 * 24 * HOUR, replaced_at=given_at
    )
    TipDeadlineFactory(tip=tip, step="extension", due_at=began + 60 * 24 * HOUR)
    late = [
        tip_figures(day, day, Area(Scope.all()), now=timezone.now())[communes[0].pk].total.late
        for day in ((began + number * 24 * HOUR).date() for number in (18, 20, 21, 22, 30))
    ]
    assert late == [0, 1, 1, 0, 0]


def test_a_suspended_tip_is_not_late_until_its_new_time_is_past(communes, today):
    """The decision's clock stands still from the suspension on and begins anew when the tip is taken up again."""
    began = instant(today - datetime.timedelta(days=60))
    day = 24 * HOUR
    tip = CrimeTipFactory(commune=communes[0], received_at=began, state="accepted")
    TipDeadlineFactory(tip=tip, met_at=began + HOUR)
    suspended, resumed = began + 10 * day, began + 30 * day
    TipDeadlineFactory(tip=tip, step="decision", due_at=began + 20 * day, replaced_at=suspended)
    TipDeadlineFactory(
        tip=tip, step="resumed", rule=DeadlineRule.objects.first(), due_at=resumed + 20 * day
    )
    late = [
        tip_figures(on, on, Area(Scope.all()), now=timezone.now())[communes[0].pk].total.late
        for on in ((began + number * day).date() for number in (9, 25, 45, 55))
    ]
    assert late == [0, 0, 0, 1]
