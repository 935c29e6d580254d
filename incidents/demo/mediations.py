"""Mediations of the demonstration: three years in each commune, more around Tết and the harvests, most settled."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from random import Random

from incidents.demo.names import invented_name, invented_phone
from incidents.domain.numbering import sign_of, write_number
from incidents.models import (
    BookCounter,
    FollowUpCheck,
    Mediation,
    MediationParty,
    MediationSession,
    MediationState,
    MediationSubject,
    NumberedBook,
)
from units.demo.lineage import Lineage
from units.models import Commune, Hamlet

SEED = 20200301
YEARS_DAYS = 3 * 365
A_YEAR = 14  # mediations of a commune of ten thousand
FRESH_DAYS = 120
# subject: weight, what is said of it
QUARRELS: dict[str, tuple[int, tuple[str, ...]]] = {
    "land": (30, ("Hai nhà tranh chấp ranh đất, hàng rào lấn qua khoảng 40 cm.", "Lối đi chung bị rào lại, hộ phía sau không có đường ra.")),
    "debt": (18, ("Vay 30 triệu đồng không giấy tờ, quá hẹn chưa trả.", "Chủ hụi chậm giao tiền, hụi viên đến nhà lớn tiếng.")),
    "family": (16, ("Vợ chồng cãi vã, người chồng hay uống rượu.", "Anh em bất hòa việc chăm sóc cha mẹ già.")),
    "neighbours": (14, ("Hàng xóm lời qua tiếng lại vì chó thả rông.", "Cành cây đổ qua mái nhà bên cạnh.")),
    "water": (10, ("Tháo nước vuông tôm làm ngập ruộng rau bên cạnh.", "Cống chung bị nghẹt, hai hộ đổ lỗi cho nhau.")),
    "noise": (8, ("Hát karaoke đến 23 giờ, hàng xóm phản ánh nhiều lần.",)),
    "trade": (6, ("Hai người bán tranh nhau chỗ ngồi trước cổng chợ.",)),
    "accident": (6, ("Va quẹt xe máy trong đường ấp, chưa thống nhất bồi thường.",)),
    "youth": (5, ("Hai nhóm thanh niên xích mích sau trận bóng.",)),
}  # fmt: skip
AGREED = (
    "Hai bên thống nhất, cam kết không tái phạm, bắt tay trước sự chứng kiến của tổ hòa giải.",
    "Bên A trả lại phần lấn chiếm trong 15 ngày; bên B không đòi bồi thường.",
    "Bên A trả dần trong sáu tháng, mỗi tháng một lần tại trụ sở ấp.",
)
ENDS = ("settled", "not_settled", "referred")
ENDED = {
    "not_settled": "Hai bên giữ nguyên yêu cầu, không thống nhất được.",
    "referred": "Hướng dẫn các bên nộp đơn tại Tòa án nhân dân huyện.",
}
SEASON = (1.4, 1.5, 1.1, 1.0, 0.9, 0.9, 0.9, 1.0, 1.0, 1.0, 1.1, 1.3)  # by month


def write_mediations(lineages: Mapping[str, Lineage], today: datetime.date) -> int:
    """Write three years of mediations up to yesterday; return how many. The same every time."""
    random = Random(SEED)  # noqa: S311  (the same draw every time is the point)
    subjects = {one.code: one for one in MediationSubject.objects.all()}
    rows: list[Mediation] = []
    books: dict[int, dict[int, int]] = {}
    for line in lineages.values():
        hamlets = {
            one.pk: list(Hamlet.objects.filter(commune=one).order_by("pk")) for one in line.communes
        }
        officer = line.answering
        for day in _days(random, line.was, today):
            commune = line.on(day)
            # Several of the 17 may be one commune today: its book goes on.
            last = books.setdefault(commune.pk, {})
            number = last[day.year] = last.get(day.year, 0) + 1
            row = _mediation(random, subjects, day, today)
            row.commune, row.handler = commune, officer
            letters = sign_of(commune)
            row.number = write_number(NumberedBook.MEDIATIONS, day.year, letters, number)
            own = hamlets[commune.pk]
            row.hamlet = random.choice(own) if own else None
            row.recorded_by_name = officer.full_name if officer else ""
            rows.append(row)
    BookCounter.objects.bulk_create(
        BookCounter(commune_id=commune, year=year, book=NumberedBook.MEDIATIONS, last=count)
        for commune, last in books.items()
        for year, count in last.items()
    )
    Mediation.objects.bulk_create(rows)
    _write_parts(random, rows, today)
    return len(rows)


def _days(random: Random, commune: Commune, today: datetime.date) -> list[datetime.date]:
    """The days on which a commune's mediations were opened, in order."""
    mean = A_YEAR * 3 * (commune.population or 10_000) / 10_000
    wanted = round(random.gauss(mean, mean**0.5))
    found: list[datetime.date] = []
    while len(found) < wanted:
        day = today - datetime.timedelta(days=random.randint(1, YEARS_DAYS))
        if random.random() * max(SEASON) < SEASON[day.month - 1]:
            found.append(day)
    return sorted(found)


def _mediation(
    random: Random,
    subjects: Mapping[str, MediationSubject],
    day: datetime.date,
    today: datetime.date,
) -> Mediation:
    """One quarrel opened on ``day`` as it stands today: four of five are settled, within a month."""
    code = random.choices(list(QUARRELS), [weight for weight, _said in QUARRELS.values()])[0]
    row = Mediation(subject=subjects[code], summary=random.choice(QUARRELS[code][1]), opened_on=day)
    ended = day + datetime.timedelta(days=random.randint(3, 30))
    if ended >= today:
        return row
    row.state = random.choices(ENDS, (80, 13, 7))[0]
    row.outcome_on = ended
    row.outcome_note = ENDED.get(row.state, "")
    if row.state == MediationState.SETTLED:
        row.agreement = random.choice(AGREED)
    return row


def _write_parts(random: Random, rows: list[Mediation], today: datetime.date) -> None:
    """Write sessions and follow-ups of all, and invented parties of the latest."""
    sessions: list[MediationSession] = []
    checks: list[FollowUpCheck] = []
    parties: list[MediationParty] = []
    for row in rows:
        sessions += _sessions(random, row)
        checks += _checks(random, row, today)
        if (today - row.opened_on).days <= FRESH_DAYS:
            parties += [_party(random, row) for _number in range(2)]
    MediationSession.objects.bulk_create(sessions)
    FollowUpCheck.objects.bulk_create(checks)
    MediationParty.objects.bulk_create(parties)
    Mediation.objects.bulk_update([row for row in rows if row.follow_up_on], ["follow_up_on"])


def _sessions(random: Random, row: Mediation) -> Iterator[MediationSession]:
    """One session, or two where the first brought nothing; none while it was opened only just."""
    if row.outcome_on is None:
        return
    length = (row.outcome_on - row.opened_on).days
    first = row.opened_on + datetime.timedelta(days=length // 2)
    where = {"mediation": row, "place": "Trụ sở ấp", "mediated_by": "Tổ hòa giải ấp, Công an viên"}
    signed = "Tổ trưởng tổ hòa giải, Công an viên, hai bên"
    if random.random() < 0.4:
        yield MediationSession(
            on=first, minutes="Hai bên trình bày, chưa thống nhất, hẹn gặp lại.", **where
        )
    words = row.agreement or row.outcome_note
    yield MediationSession(on=row.outcome_on, minutes=words, signed_by=signed, **where)


def _checks(random: Random, row: Mediation, today: datetime.date) -> Iterator[FollowUpCheck]:
    """A follow-up a month after the agreement and, where it is not kept, another one later; one in eight is forgotten."""
    if row.state != MediationState.SETTLED or row.outcome_on is None:
        return
    due = row.outcome_on + datetime.timedelta(days=30)
    while due < today:
        is_old = (today - due).days > 60
        if not is_old and random.random() < 0.125:
            break
        verdict = random.choices(("kept", "unclear", "not_kept"), (85, 10, 5))[0]
        yield FollowUpCheck(
            mediation=row, on=due, verdict=verdict, checked_by_name=row.recorded_by_name
        )
        if verdict == "kept":
            return
        due += datetime.timedelta(days=30)
    row.follow_up_on = due


def _party(random: Random, row: Mediation) -> MediationParty:
    return MediationParty(
        mediation=row,
        full_name=invented_name(random),
        birth_year=random.randint(1950, 2004),
        phone=invented_phone(random),
        address=str(row.hamlet or ""),
    )
