"""A meeting's book as an official document: every section with its sentences and tables, then the conclusions."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.domain.meeting_tables import BookTable, MeetingBook
from reports.domain.paper.documents import DocumentSection, DocumentTable, OfficialDocument
from reports.models import MeetingConclusion
from units.domain.issuing import issuer_of

RECIPIENTS = ("Như thành phần dự hội nghị", "Công an các xã, phường, thị trấn", "Lưu: VT")


def meeting_document(
    book: MeetingBook, conclusions: Sequence[MeetingConclusion]
) -> OfficialDocument:
    """Return the document of a meeting (NĐ 30/2020/NĐ-CP), in Vietnamese whoever asks. The number is left
    to the office that issues it."""
    meeting = book.meeting
    place = meeting.jurisdiction
    issuer = issuer_of(place)
    with translation.override("vi"):
        sections = [
            DocumentSection(
                section.title, list(section.sentences), [_table(one) for one in section.tables]
            )
            for section in book.sections
        ]
        if conclusions:
            sections.append(DocumentSection(_("Conclusions"), [_told(one) for one in conclusions]))
        return OfficialDocument(
            body_parent=issuer.parent,
            body=issuer.heading,
            number=f"Số:        /BC-{issuer.symbol}",
            place_date=f"{place.name}, ngày {meeting.on.day:02d} tháng {meeting.on.month:02d} năm {meeting.on.year}",
            title=meeting.title,
            span=f"Số liệu từ ngày {meeting.first_day:%d/%m/%Y} đến ngày {meeting.last_day:%d/%m/%Y}",
            summary=meeting.agenda,
            sections=sections,
            recipients=RECIPIENTS,
            signer_title="Chủ tịch",
            signer_name=meeting.chair,
        )


def _table(table: BookTable) -> DocumentTable:
    return DocumentTable(table.title, table.headers, table.rows, table.total, table.is_empty_said)


def _told(one: MeetingConclusion) -> str:
    """A conclusion with who answers for it and by when."""
    who = ", ".join(
        [*(commune.full_name for commune in one.answers.all()), *filter(None, [one.office])]
    )
    due = f"hạn {date_format(one.due_on, 'd/m/Y')}" if one.due_on else ""
    added = "; ".join(part for part in (who, due) if part)
    return f"{one.text} ({added})." if added else one.text
