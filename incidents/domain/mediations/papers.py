"""The minutes of a mediation's session as plain values, for Word.

An official paper, so its words are Vietnamese in every language of the page. No form is prescribed for mediations by
the police of a commune; the wording is ours, after the heading that NĐ 30/2020/NĐ-CP, annex I asks for. The parties
are named only when the caller has looked (``parts.see_parties``); otherwise initials and dots stand there, to be
written on by hand. Their phone numbers are never printed.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils import translation

from commune_police.paper.days import written_day
from commune_police.paper.minutes import Fact, Heading, Line, Paper, Signature
from incidents.models import MediationParty, MediationSession
from units.domain.issuing import IssuingBody

BLANK_HOUR = "..... giờ ....."
READ_OUT = (
    f"Buổi hòa giải kết thúc hồi {BLANK_HOUR} cùng ngày. Biên bản đã đọc lại cho các bên nghe, công nhận đúng "
    "và cùng ký tên dưới đây."
)


def minutes_of(
    session: MediationSession,
    parties: Sequence[MediationParty],
    *,
    issuer: IssuingBody,
    today: datetime.date,
    names: bool = False,
) -> Paper:
    """Return the minutes of a session; with ``names`` they say who the parties are."""
    with translation.override("vi"):
        return Paper(
            parent=issuer.parent,
            body=issuer.heading,
            number=f"Số: {session.mediation.number}",
            place_date=f"{issuer.place}, {written_day(session.on, today)}",
            title="Biên bản",
            subject="Hòa giải mâu thuẫn, tranh chấp",
            lines=_lines(session, parties, issuer, names),
            signatures=(Signature("Các bên"), Signature("Người tiến hành hòa giải")),
        )


def _lines(
    session: MediationSession, parties: Sequence[MediationParty], issuer: IssuingBody, names: bool
) -> list[Line]:
    mediation = session.mediation
    lines: list[Line] = [
        f"Hồi {BLANK_HOUR}, ngày {session.on:%d/%m/%Y}, {issuer.name} tiến hành hòa giải giữa các bên sau đây.",
        Fact("Địa điểm", session.place),
        Fact("Người tiến hành hòa giải", session.mediated_by),
        Heading("1. Các bên"),
    ]
    for at, party in enumerate(parties, start=1):
        lines += _party(at, party, names)
    lines += [
        Heading("2. Mâu thuẫn, tranh chấp"),
        Fact("Về việc", mediation.subject.name),
        mediation.summary,
        Heading("3. Nội dung buổi hòa giải"),
        session.minutes,
    ]
    if session.signed_by:
        lines.append(Fact("Thành phần ký biên bản", session.signed_by))
    return [*lines, READ_OUT]


def _party(at: int, party: MediationParty, names: bool) -> list[Fact]:
    """Who a party is; the side it stands on (“bên A”) is written by hand, for the record does not say it."""
    if party.anonymised_on:
        return [Fact(f"{at}) Họ và tên", "đã xóa thông tin cá nhân khi hết thời hạn lưu giữ")]
    if not names:
        return [
            Fact(f"{at}) Họ và tên ({party.initials})"),
            Fact("Năm sinh, nơi cư trú"),
            Fact("Là bên"),
        ]
    born = str(party.birth_year or "")
    return [
        Fact(f"{at}) Họ và tên", party.full_name),
        Fact("Năm sinh", born),
        Fact("Nơi cư trú", party.address),
        Fact("Là bên"),
    ]
