"""The list of difficulties as an official table: by kind, with severity, unit, day, state, proposal and answer."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.utils import translation

from reports.domain.paper.documents import DocumentSection, DocumentTable, OfficialDocument, Value
from reports.domain.paper.heading import written_day
from reports.domain.paper.issuer import IssuingBody
from reports.models import UNANSWERED, Difficulty, DifficultyKind, Directive

HEADERS = (
    "STT",
    "Đơn vị",
    "Khó khăn, vướng mắc",
    "Mức độ",
    "Ngày phản ánh",
    "Tình trạng",
    "Đề xuất, kiến nghị",
    "Trả lời, chỉ đạo",
)


def difficulties_document(
    rows: Sequence[Difficulty],
    directives: Mapping[int, Sequence[Directive]],
    *,
    issuer: IssuingBody,
    chosen: Sequence[str],
    today: datetime.date,
) -> OfficialDocument:
    """Return the document of ``rows`` in their order within each kind, in Vietnamese whoever asks.

    ``directives`` are those that answer a difficulty, by its key; ``chosen`` says in words by which filters
    the rows were chosen. The number is left out: such a table goes with a report or a letter.
    """
    with translation.override("vi"):
        return OfficialDocument(
            body_parent=issuer.parent,
            body=issuer.name,
            number="",
            place_date=f"{issuer.place}, {written_day(None, today)}",
            type_name="Bảng tổng hợp",
            title="Khó khăn, vướng mắc của Công an cấp xã",
            span=f"Số liệu tính đến ngày {today:%d/%m/%Y}",
            summary="\n".join(_summary(rows, chosen)),
            sections=_sections(rows, directives),
            recipients=("Lưu: VT",),
            signer_title=issuer.signer_title,
        )


def _summary(rows: Sequence[Difficulty], chosen: Sequence[str]) -> list[str]:
    """How many there are, how many wait, and by which filters they were chosen."""
    if rows:
        waiting = sum(row.state in UNANSWERED for row in rows)
        units = len({row.commune_id for row in rows})
        said = [f"Tổng số {len(rows)} khó khăn, vướng mắc của {units} đơn vị; {waiting} chưa được trả lời."]  # fmt: skip
    else:
        said = ["Không có khó khăn, vướng mắc nào."]
    return [*said, f"Phạm vi: {'; '.join(chosen)}."] if chosen else said


def _sections(
    rows: Sequence[Difficulty], directives: Mapping[int, Sequence[Directive]]
) -> list[DocumentSection]:
    made = []
    for kind in DifficultyKind:
        own = [row for row in rows if row.kind == kind]
        if not own:
            continue
        label = str(kind.label)
        table = DocumentTable(
            "",
            HEADERS,
            [_row(at, row, directives.get(row.pk, ())) for at, row in enumerate(own, start=1)],
        )
        made.append(DocumentSection(f"{label[:1].upper()}{label[1:]} ({len(own)})", tables=[table]))
    return made


def _row(at: int, row: Difficulty, directives: Sequence[Directive]) -> list[Value]:
    return [
        str(at),
        row.commune.full_name,
        row.title,
        _first_up(row.get_severity_display()),
        f"{row.raised_on:%d/%m/%Y}",
        _state(row),
        row.proposal,
        "\n".join(_answers(row, directives)),
    ]


def _state(row: Difficulty) -> str:
    """The state, and since when where that is not the day on which it was raised."""
    state = _first_up(row.get_state_display())
    if row.state_since == row.raised_on:
        return state
    return f"{state} từ {row.state_since:%d/%m/%Y}"


def _answers(row: Difficulty, directives: Sequence[Directive]) -> list[str]:
    """The answer in words, then the directives with their numbers and days."""
    said = []
    if row.answer:
        day = f" (ngày {row.answered_on:%d/%m/%Y})" if row.answered_on else ""
        said.append(f"{row.answer}{day}")
    for one in directives:
        number = f" số {one.document_number}" if one.document_number else ""
        said.append(f"Chỉ đạo{number}: {one.title} (hạn {one.due_on:%d/%m/%Y})")
    return said


def _first_up(text: object) -> str:
    return f"{str(text)[:1].upper()}{str(text)[1:]}"
