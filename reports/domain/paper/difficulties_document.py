"""The list of difficulties as an official table: by kind, with severity, unit, day, state, proposal and answer."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.utils import translation

from commune_police.paper.days import written_day
from reports.domain.paper.documents import DocumentSection, DocumentTable, OfficialDocument, Value
from reports.models import UNANSWERED, Difficulty, DifficultyKind, Directive
from units.domain.issuing import IssuingBody

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
UNIT = HEADERS.index("Đơn vị")


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
    # A commune's own paper names it in the title instead of in every row.
    is_own = issuer.commune_id is not None and {row.commune_id for row in rows} <= {
        issuer.commune_id
    }
    with translation.override("vi"):
        return OfficialDocument(
            body_parent=issuer.parent,
            body=issuer.heading,
            number="",
            place_date=f"{issuer.place}, {written_day(None, today)}",
            type_name="Bảng tổng hợp",
            title=f"Khó khăn, vướng mắc của {issuer.name if is_own else 'Công an cấp xã'}",
            span=f"Số liệu tính đến ngày {today:%d/%m/%Y}",
            summary="\n".join(_summary(rows, chosen)),
            sections=_sections(rows, directives, is_own=is_own),
            recipients=("Lưu: VT",),
            signer_title=issuer.signer_title,
        )


def _summary(rows: Sequence[Difficulty], chosen: Sequence[str]) -> list[str]:
    """How many there are, how many wait, and by which filters they were chosen."""
    if not rows:
        said = "Không có khó khăn, vướng mắc nào."
    else:
        waiting = sum(row.state in UNANSWERED for row in rows)
        units = len({row.commune_id for row in rows})
        whose = f" của {units} đơn vị" if units > 1 else ""
        answered = (
            f"{waiting} nội dung chờ trả lời" if waiting else "không còn nội dung chờ trả lời"
        )
        said = f"Tổng số {len(rows)} khó khăn, vướng mắc{whose}; {answered}."
    return [said, f"Điều kiện lọc: {'; '.join(chosen)}."] if chosen else [said]


def _sections(
    rows: Sequence[Difficulty], directives: Mapping[int, Sequence[Directive]], *, is_own: bool
) -> list[DocumentSection]:
    made = []
    for kind in DifficultyKind:
        own = [row for row in rows if row.kind == kind]
        if not own:
            continue
        label = str(kind.label)
        lines: list[Sequence[Value]] = [HEADERS]
        lines += [_row(at, row, directives.get(row.pk, ())) for at, row in enumerate(own, start=1)]
        if is_own:
            lines = [[*line[:UNIT], *line[UNIT + 1 :]] for line in lines]
        table = DocumentTable("", [str(one) for one in lines[0]], lines[1:])
        made.append(DocumentSection(f"{label[:1].upper()}{label[1:]} ({len(own)})", tables=[table]))
    return made


def _row(at: int, row: Difficulty, directives: Sequence[Directive]) -> Sequence[Value]:
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
        day = f"Ngày {row.answered_on:%d/%m/%Y}: " if row.answered_on else ""
        said.append(f"{day}{row.answer}")
    for one in directives:
        number = f" số {one.document_number}" if one.document_number else ""
        said.append(f"Chỉ đạo{number}: {one.title} (hạn {one.due_on:%d/%m/%Y})")
    return said


def _first_up(text: object) -> str:
    return f"{str(text)[:1].upper()}{str(text)[1:]}"
