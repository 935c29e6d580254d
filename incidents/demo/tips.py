"""Crime tips of the demonstration: three years in each commune, most handled in time, the latest still under way."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from random import Random

from incidents.demo.names import invented_name, invented_phone
from incidents.domain.numbering import take_numbers
from incidents.domain.tips.clock import VIETNAM
from incidents.domain.tips.deadlines import due_by, rule_for
from incidents.domain.tips.informants import Informant
from incidents.domain.tips.sealing import seal
from incidents.models import (
    CrimeTip,
    DeadlineRule,
    NumberedBook,
    Step,
    TipChannel,
    TipDeadline,
    TipInformant,
    TipKind,
    TipState,
    Urgency,
)
from units.demo.lineage import Lineage
from units.domain.working_days import WorkingCalendar
from units.models import Commune

SEED = 20200302
YEARS_DAYS = 3 * 365
A_YEAR = 12  # tips of a commune of ten thousand
# Every commune has received a tip in so many days, so that every desk has something to do.
FRESH_DAYS = 8
LATE = 0.1  # of the hand-overs, and of the decisions
UNCLASSIFIED = 10  # hours: what came in late yesterday waits for the morning
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
CHANNELS = {
    TipChannel.SPOKEN: 38,
    TipChannel.TELEPHONE: 34,
    TipChannel.WRITTEN: 12,
    TipChannel.VNEID: 9,
    TipChannel.POST: 4,
    TipChannel.ELECTRONIC: 3,
}
KINDS = {TipKind.DENUNCIATION: 74, TipKind.REPORT: 24, TipKind.PETITION: 2}
SAID = (
    "Nhóm thanh niên tụ tập trước chợ, có mang theo hung khí.",
    "Mất một xe máy dựng trước nhà lúc rạng sáng.",
    "Có người bán số đề ở quán nước đầu ấp.",
    "Hai nhóm thanh niên hẹn đánh nhau ở ngã ba.",
    "Người lạ thu mua đồ cũ, nghi trộm chó ban đêm.",
    "Bị gọi điện giả danh công an, đã chuyển khoản 15 triệu đồng.",
    "Nghi có người sử dụng ma túy ở chòi vuông tôm.",
    "Vay tiền lãi cao, bị đe dọa, tạt sơn trước cửa.",
)
PLACES = ("trước chợ", "đầu ấp", "ngã ba", "bờ kênh", "gần trường học", "khu nhà trọ")
RESULTS = (
    "Khởi tố vụ án hình sự.",
    "Không khởi tố vụ án, chuyển xử phạt vi phạm hành chính.",
    "Không khởi tố vụ án do không có sự việc phạm tội.",
)
ANONYMOUS = "Người báo sợ bị trả thù, không nêu tên."


@dataclass
class _Draw:
    """What is drawn so far, and what the clock is read from."""

    random: Random
    now: datetime.datetime
    working: WorkingCalendar
    rules: dict[tuple[str, str], DeadlineRule] = field(default_factory=dict)
    tips: list[CrimeTip] = field(default_factory=list)
    deadlines: list[TipDeadline] = field(default_factory=list)


def write_tips(lineages: Mapping[str, Lineage], today: datetime.date) -> int:
    """Write three years of tips up to yesterday; return how many. The same every time."""
    now = datetime.datetime.combine(today, datetime.time(7), VIETNAM)
    draw = _Draw(Random(SEED), now, WorkingCalendar.read())  # noqa: S311  (the same draw is the point)
    for line in lineages.values():
        officer = line.answering.full_name if line.answering else ""
        for received_at in _moments(draw, line.was):
            _draw_tip(draw, line.on(received_at.date()), officer, received_at)
    _number(draw.tips)
    for one in draw.deadlines:
        if one.met_at is None and one.replaced_at is None:
            one.tip.next_due_at = min(one.due_at, one.tip.next_due_at or one.due_at)
    CrimeTip.objects.bulk_create(draw.tips)
    TipDeadline.objects.bulk_create(draw.deadlines)
    TipInformant.objects.bulk_create(_informants(draw))
    return len(draw.tips)


def _moments(draw: _Draw, commune: Commune) -> list[datetime.datetime]:
    """When a commune's tips came in: at any hour, more in the evening; the latest of them yesterday."""
    random = draw.random
    mean = A_YEAR * 3 * (commune.population or 10_000) / 10_000
    found: list[datetime.datetime] = []
    spans = [YEARS_DAYS] * max(3, round(random.gauss(mean, mean**0.5)))
    for span in [*spans, FRESH_DAYS]:
        if span == FRESH_DAYS and max(found) > draw.now - FRESH_DAYS * DAY:
            continue
        hour = random.choices(range(24), [1] * 6 + [3] * 12 + [5] * 5 + [2])[0]
        day = draw.now.date() - datetime.timedelta(days=random.randint(1, span))
        found.append(
            datetime.datetime.combine(day, datetime.time(hour, random.randint(0, 59)), VIETNAM)
        )
    return sorted(found)


def _draw_tip(draw: _Draw, commune: Commune, officer: str, received_at: datetime.datetime) -> None:
    random = draw.random
    tip = CrimeTip(
        commune=commune,
        received_at=received_at,
        received_by_name=officer,
        kind=random.choices(list(KINDS), list(KINDS.values()))[0],
        channel=random.choices(list(CHANNELS), list(CHANNELS.values()))[0],
        content=random.choice(SAID),
        event_place=random.choice(PLACES),
    )
    if tip.channel in (TipChannel.VNEID, TipChannel.ELECTRONIC):
        tip.channel_code = f"{random.randint(10**7, 10**8 - 1)}"
    if tip.channel in (TipChannel.TELEPHONE, TipChannel.POST) and random.random() < 0.15:
        tip.is_anonymous, tip.anonymous_reason = True, ANONYMOUS
    draw.tips.append(tip)
    classify = _deadline(draw, tip, Step.CLASSIFY, received_at)
    if received_at + UNCLASSIFIED * HOUR > draw.now:
        _deadline(draw, tip, Step.HAND_OVER, received_at)
        return
    # Within an hour or two, by the minute at which it came.
    classify.met_at = received_at + (1 + received_at.minute / 60) * HOUR
    tip.urgency = Urgency.URGENT if random.random() < 0.3 else Urgency.ORDINARY
    tip.state = TipState.CLASSIFIED
    _play(draw, tip)


def _play(draw: _Draw, tip: CrimeTip) -> None:
    """From the class to the end, as far as today; a few are late."""
    random, now = draw.random, draw.now
    is_late = random.random() < LATE
    hand_over = _deadline(draw, tip, Step.HAND_OVER, tip.received_at)
    left = hand_over.due_at - tip.received_at
    handed_at = tip.received_at + left * (1.3 if is_late else random.uniform(0.2, 0.9))
    if handed_at > now:
        if random.random() < 0.5:
            tip.state = TipState.CHECKING
        return
    hand_over.met_at = handed_at
    tip.state, tip.moved_note = (
        TipState.HANDED_OVER,
        "Đội Cảnh sát hình sự, kèm biên bản tiếp nhận.",
    )
    tip.handed_with = tip.moved_note
    accepted_at = handed_at + random.uniform(3, 30) * HOUR
    if accepted_at <= now:
        tip.state, tip.moved_note = TipState.ACCEPTED, ""
    for step, longest in ((Step.RECEIPT_NOTICE, 60), (Step.ASSIGNMENT, 40)):
        done_at = accepted_at + random.uniform(4, longest) * HOUR
        one = _deadline(draw, tip, step, handed_at)
        one.met_at = done_at if done_at <= now else None
    _decide(draw, tip, handed_at, is_late=random.random() < LATE)


def _decide(draw: _Draw, tip: CrimeTip, handed_at: datetime.datetime, *, is_late: bool) -> None:
    """The decision, one in eight after an extension; the notice of the result, and the end."""
    random, now = draw.random, draw.now
    held = _deadline(draw, tip, Step.DECISION, handed_at)
    if random.random() < 0.125 and held.due_at - 3 * DAY <= now:
        held.replaced_at = held.due_at - 3 * DAY
        day = held.replaced_at.date()
        held = _deadline(draw, tip, Step.EXTENSION, handed_at)
        held.decision_number, held.decision_on = f"{random.randint(1, 90)}/QĐ-CAH", day
    report = _deadline(draw, tip, Step.CLOSING_REPORT, handed_at, end=held.due_at)
    resolved_at = handed_at + (held.due_at - handed_at) * (
        1.2 if is_late else random.uniform(0.3, 0.95)
    )
    if min(report.due_at, resolved_at) <= now:
        report.met_at = min(report.due_at, resolved_at)
    if resolved_at > now:
        return
    held.met_at = tip.resolved_at = resolved_at
    tip.state, tip.result = TipState.RESOLVED, random.choice(RESULTS)
    notice = _deadline(draw, tip, Step.RESULT_NOTICE, resolved_at)
    told_at = resolved_at + random.uniform(4, 60) * HOUR
    if told_at > now:
        return
    notice.met_at, tip.state = told_at, TipState.CLOSED
    tip.informant_notified = (
        "Không có địa chỉ để thông báo." if tip.is_anonymous else "Đã thông báo bằng văn bản."
    )


def _deadline(
    draw: _Draw,
    tip: CrimeTip,
    step: Step,
    began: datetime.datetime,
    *,
    end: datetime.datetime | None = None,
) -> TipDeadline:
    """A deadline by the rule that holds, which is read once for each step and urgency."""
    key = step.value, tip.urgency
    if key not in draw.rules:
        rule = rule_for(step, tip)
        if rule is None:
            raise LookupError(f"No rule says by when to {step.value}.")
        draw.rules[key] = rule
    rule = draw.rules[key]
    due = due_by(rule, began, draw.working, end=end)
    made = TipDeadline(tip=tip, step=step, rule=rule, began_at=began, due_at=due)
    draw.deadlines.append(made)
    return made


def _number(tips: list[CrimeTip]) -> None:
    """Give the numbers of the register in the order of receipt; several of the 17 may be one commune today."""
    books: dict[tuple[int, int], list[CrimeTip]] = {}
    for tip in sorted(tips, key=lambda one: one.received_at):
        books.setdefault((tip.commune_id, tip.received_at.year), []).append(tip)
    for (_commune, year), own in books.items():
        numbers = take_numbers(own[0].commune, year, NumberedBook.TIPS, len(own))
        for tip, number in zip(own, numbers, strict=True):
            tip.number = number


def _informants(draw: _Draw) -> Iterator[TipInformant]:
    """An invented informant for each tip that names one, sealed."""
    random = draw.random
    for tip in draw.tips:
        if tip.is_anonymous:
            continue
        informant = Informant(
            full_name=invented_name(random),
            address=tip.commune.full_name,
            phone=invented_phone(random),
            how_known="Nhìn thấy trực tiếp",
        )
        yield TipInformant(tip=tip, sealed=seal(asdict(informant)))
