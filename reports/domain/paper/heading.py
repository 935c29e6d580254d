"""The heading and foot of an official paper: who issues it, its symbol, place, date, recipients and signer.

Source: NĐ 30/2020/NĐ-CP, annex I (components of an administrative document).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone, translation

from commune_police.paper.days import written_day
from reports.domain.wording import period_in_words
from reports.models import Office, Report
from units.domain.issuing import JURISDICTION_WORDS, SYMBOLS, chief_of, in_words, lower_first
from units.domain.scope import Scope
from units.models import Commune, Jurisdiction, JurisdictionKind

UPPER_TIERS = (JurisdictionKind.NATION, JurisdictionKind.PROVINCE, JurisdictionKind.CITY)
REPORT_WORD = "báo cáo"


@dataclass(frozen=True)
class Heading:
    """What stands around the content of a report's paper."""

    parent: str
    body: str
    symbol: str
    place: str
    place_date: str
    subject: str
    period: str
    span: str
    form: str
    recipients: tuple[str, ...]
    signer_title: str
    signer_name: str
    # The issuing body inside a sentence: Công an xã Long Hòa.
    issuer: str
    # The unit's own jurisdiction, or the commune's; whose Word templates are used.
    jurisdiction: Jurisdiction

    @property
    def number(self) -> str:
        """The number's line, its digits left to the office that registers the paper."""
        return f"Số:        /{self.symbol}"

    @property
    def blank_date(self) -> str:
        """Place and date of a form still to be filled by hand."""
        return f"{self.place}, ngày ...... tháng ...... năm ........."


def heading_of(report: Report, *, scope: Scope, today: datetime.date) -> Heading:
    """Return the heading of a unit's report; at most three queries.

    A submitted report carries the day of its submission; a draft leaves day and month to be written.
    """
    period = report.period
    with translation.override("vi"):
        words = period_in_words(period)
    chain = _jurisdictions_of(report)
    issuer = _Issuer.of(report, chain)
    is_filed = report.submitted_at is not None and not report.is_writable
    day = timezone.localdate(report.submitted_at) if is_filed else None
    return Heading(
        parent=issuer.parent.upper(),
        body=issuer.body.upper(),
        symbol=f"BC-{issuer.symbol}",
        place=issuer.place,
        place_date=f"{issuer.place}, {written_day(day, today)}",
        subject=subject_of(period.form.name, words),
        period=words,
        span=f"Từ ngày {period.first_day:%d/%m/%Y} đến ngày {period.last_day:%d/%m/%Y}",
        form=f"Mẫu báo cáo, phiên bản {period.form_version.number}",
        recipients=issuer.recipients,
        signer_title=issuer.signer_title,
        signer_name=chief_of(report.commune, scope, day or today) if report.commune else "",
        issuer=issuer.body,
        jurisdiction=chain[0],
    )


def subject_of(form_name: str, period_words: str) -> str:
    """Join the form's name and the period: Tình hình an ninh trật tự tháng 11/2026; “Báo cáo” is the type."""
    name = form_name.strip()
    if name.lower().startswith(REPORT_WORD + " "):
        name = name[len(REPORT_WORD) + 1 :]
    first_word = period_words.split(" ", 1)[0].lower()
    if name.lower().endswith(" " + first_word):
        name = name[: -len(first_word) - 1]
    return f"{name[:1].upper()}{name[1:]} {period_words}"


@dataclass(frozen=True)
class _Issuer:
    """The body that issues a report, the one above it, and who signs."""

    parent: str
    body: str
    symbol: str
    place: str
    signer_title: str
    recipients: tuple[str, ...]

    @classmethod
    def of(cls, report: Report, chain: list[Jurisdiction]) -> _Issuer:
        """Tell who issues; ``chain`` runs from the unit's own jurisdiction up."""
        if report.commune is not None:
            return cls._of_commune(report.commune, report.period.form.office, chain)
        assert report.jurisdiction is not None
        if report.period.form.office == Office.HOME_AFFAIRS:
            return cls._of_home_affairs(report.jurisdiction, chain)
        return cls._of_police(report.jurisdiction, chain)

    @classmethod
    def _of_commune(cls, commune: Commune, office: str, chain: list[Jurisdiction]) -> _Issuer:
        # An area is no level of the police: what stands above the commune is the next tier up.
        above = next((one for one in chain if one.kind != JurisdictionKind.CLUSTER), None)
        parent = f"Công an {in_words(above)}" if above else ""
        unit = lower_first(commune.full_name)
        reader = parent
        if office == Office.HOME_AFFAIRS and above is not None:
            is_upper = above.kind in UPPER_TIERS
            reader = f"{'Sở' if is_upper else 'Phòng'} Nội vụ {in_words(above)}"
        kind = unit.removesuffix(commune.name).strip()
        return cls(
            parent=parent,
            body=f"Công an {unit}",
            symbol=SYMBOLS[commune.kind],
            place=commune.name,
            signer_title=f"Trưởng Công an {kind}".upper(),
            recipients=(
                *([f"{reader} (để báo cáo)"] if reader else []),
                f"Đảng ủy, UBND {kind} (để báo cáo)",
                "Lưu: VT",
            ),
        )

    @classmethod
    def _of_police(cls, own: Jurisdiction, chain: list[Jurisdiction]) -> _Issuer:
        above = next((one for one in chain[1:] if one.kind != JurisdictionKind.CLUSTER), None)
        is_upper = own.kind in UPPER_TIERS
        kind = JURISDICTION_WORDS.get(JurisdictionKind(own.kind), "")
        parent = _police_above(above)
        return cls(
            parent=parent,
            body=f"Công an {in_words(own)}",
            symbol=SYMBOLS.get(JurisdictionKind(own.kind), "CA"),
            place=own.name,
            signer_title="GIÁM ĐỐC" if is_upper else f"Trưởng Công an {kind}".strip().upper(),
            recipients=(f"{parent} (để báo cáo)", f"UBND {in_words(own)}", "Lưu: VT"),
        )

    @classmethod
    def _of_home_affairs(cls, own: Jurisdiction, chain: list[Jurisdiction]) -> _Issuer:
        is_upper = own.kind in UPPER_TIERS
        above = chain[1] if len(chain) > 1 else None
        reader = "Bộ Nội vụ" if is_upper or above is None else f"Sở Nội vụ {in_words(above)}"
        return cls(
            parent=f"Ủy ban nhân dân {in_words(own)}",
            body="Sở Nội vụ" if is_upper else "Phòng Nội vụ",
            symbol="SNV" if is_upper else "PNV",
            place=own.name,
            signer_title="GIÁM ĐỐC" if is_upper else "TRƯỞNG PHÒNG",
            recipients=(f"{reader} (để báo cáo)", f"UBND {in_words(own)}", "Lưu: VT"),
        )


def _police_above(above: Jurisdiction | None) -> str:
    if above is None or above.kind == JurisdictionKind.NATION:
        return "Bộ Công an"
    return f"Công an {in_words(above)}"


def _jurisdictions_of(report: Report) -> list[Jurisdiction]:
    """The unit's own jurisdiction and those above it, from below; two queries at most."""
    own = report.jurisdiction
    if own is None:
        assert report.commune is not None
        own = Jurisdiction.objects.get(pk=report.commune.jurisdiction_id)
    keys = [int(key) for key in own.path.strip("/").split("/") if key]
    found = {one.pk: one for one in Jurisdiction.objects.filter(pk__in=keys)}
    return [found[key] for key in reversed(keys) if key in found]
