"""Writes the demonstration's complicated places with their measures, reviews and entries of the official list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from incidents.demo.incident_facts import COURSES
from incidents.demo.places import PLACES, PlaceFact
from incidents.models import (
    CLOSED,
    Hotspot,
    HotspotAction,
    HotspotKind,
    HotspotReview,
    OfficialListing,
)
from units.models import Commune, Officer

REVIEWS_KEPT = 6
# A measure's kind by a word in its description; the first that fits.
ACTION_WORDS = (
    ("camera", "camera"),
    ("đèn", "lights"),
    ("tuần tra", "patrol"),
    ("mật phục", "patrol"),
    ("biển", "signs"),
    ("vạch", "signs"),
    ("gương", "signs"),
    ("điều tiết", "traffic"),
    ("phân luồng", "traffic"),
    ("kiểm tra", "inspection"),
    ("cam kết", "outreach"),
    ("vận động", "outreach"),
    ("tự quản", "self_managed"),
)


def write_places(
    communes: Mapping[str, Commune], answering: Mapping[str, Officer], today: date
) -> int:
    """Write every place as it stands ``today``; return how many. ``answering``: one officer per commune."""
    kinds = {kind.code: kind for kind in HotspotKind.objects.all()}
    rows = [
        _hotspot(fact, communes[fact.commune], kinds[fact.kind], answering.get(fact.commune), today)
        for fact in PLACES
    ]
    Hotspot.objects.bulk_create(rows)
    pairs = list(zip(PLACES, rows, strict=True))
    HotspotAction.objects.bulk_create(
        action for fact, row in pairs for action in _actions(fact, row, today)
    )
    HotspotReview.objects.bulk_create(
        review for fact, row in pairs for review in _reviews(fact, row, today)
    )
    OfficialListing.objects.bulk_create(
        listing for fact, row in pairs for listing in _listings(fact, row, today)
    )
    return len(rows)


def _hotspot(
    fact: PlaceFact, commune: Commune, kind: HotspotKind, officer: Officer | None, today: date
) -> Hotspot:
    reported = today - timedelta(days=fact.opened_days_ago)
    closed = fact.state in CLOSED
    state_since = _state_since(fact, today)
    return Hotspot(
        commune=commune,
        name=fact.name,
        kind=kind,
        latitude=fact.latitude,
        longitude=fact.longitude,
        reason=fact.reason,
        since=(reported - timedelta(days=60)).replace(day=1),
        responsible=officer,
        state=fact.state,
        state_since=state_since,
        reported_on=reported,
        reported_by_name=officer.full_name if officer else "",
        review_interval_days=fact.review_every_days,
        next_review_on=None
        if closed or fact.state == "reported"
        else (_last_review(fact, today) or state_since) + timedelta(days=fact.review_every_days),
        closed_on=state_since if closed else None,
        closed_reason="Ba tháng liền không phát sinh vụ việc, nhân dân đồng tình."
        if closed
        else "",
    )


def _state_since(fact: PlaceFact, today: date) -> date:
    """A place is confirmed about a week after its report; action follows in a month; closing ends it."""
    waited = {"reported": 0, "confirmed": 7, "under_action": 35}.get(fact.state)
    if waited is not None:
        return today - timedelta(days=max(fact.opened_days_ago - waited, 0))
    return today - timedelta(days=(fact.last_review_days_ago or 30) - 1)


def _last_review(fact: PlaceFact, today: date) -> date | None:
    if fact.last_review_days_ago is None:
        return None
    return today - timedelta(days=fact.last_review_days_ago)


def _actions(fact: PlaceFact, row: Hotspot, today: date) -> Iterator[HotspotAction]:
    """Where a course is promised the first measure stands alone for longer than any is compared: what came after it would
    have to share what it did."""
    started = row.reported_on + timedelta(days=20)
    apart = timedelta(days=400 if fact.name in COURSES else 45)
    for order, measure in enumerate(fact.measures):
        planned_for = started + apart * order
        begins = planned_for if fact.name in COURSES else min(planned_for, today)
        is_planned = measure.startswith("Đề nghị") or begins > today
        done = row.state in CLOSED or measure.lower().startswith(("lắp", "kẻ", "gắn", "cắm"))
        yield HotspotAction(
            hotspot=row,
            kind=_action_kind(measure),
            description=measure,
            starts_on=begins,
            ends_on=min(begins + timedelta(days=60), today) if done and not is_planned else None,
            officer=row.responsible,
            state="planned" if is_planned else "done" if done else "ongoing",
        )


def _action_kind(measure: str) -> str:
    said = measure.lower()
    return next((kind for word, kind in ACTION_WORDS if word in said), "other")


def _reviews(fact: PlaceFact, row: Hotspot, today: date) -> Iterator[HotspotReview]:
    last = _last_review(fact, today)
    if last is None:
        return
    step = timedelta(days=fact.review_every_days)
    days = [
        last - step * back for back in range(REVIEWS_KEPT) if last - step * back > row.reported_on
    ]
    for on in reversed(days):
        settled = row.state == "resolved" and on == last
        yield HotspotReview(
            hotspot=row,
            on=on,
            by_name=row.reported_by_name,
            finding="Không còn phức tạp, đề nghị đưa ra khỏi danh sách theo dõi."
            if settled
            else "Còn phát sinh, tiếp tục duy trì biện pháp.",
            still_complicated=not settled,
            next_review_on=None if settled else on + step,
        )


def _listings(fact: PlaceFact, row: Hotspot, today: date) -> Iterator[OfficialListing]:
    if not fact.official_types:
        return
    years = {today.year} | ({today.year - 1} if fact.opened_days_ago > 400 else set())
    for year in sorted(years):
        converted = row.state == "resolved" and year == today.year
        yield OfficialListing(
            hotspot=row,
            year=year,
            decision_number=f"{year % 100 + 86}/QĐ-UBND",
            decision_date=date(year, 1, 15),
            types=list(fact.official_types),
            result="converted"
            if converted
            else "pending"
            if year == today.year
            else "not_converted",
            converted_on=row.closed_on if converted else None,
        )
