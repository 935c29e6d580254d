"""A directive as an official letter (công văn): to whom, what is to be done, by when, for which difficulties.

Source: NĐ 30/2020/NĐ-CP, annex III, form 1.5: no name of a type, “V/v …” under the number.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils import translation

from commune_police.paper.days import written_day
from reports.domain.paper.documents import DocumentSection, OfficialDocument
from reports.models import Directive, DirectiveState
from reports.queries.matters import Parties
from units.domain.issuing import POLICE, IssuingBody, issuer_of, lower_first
from units.models.communes import KIND_WORDS

# Words of proper names, which keep their capital after “V/v”.
PROPER = ("Công an", "Ủy ban", "Đảng", "Nhà nước", "Quốc hội", "Chính phủ", "Hội đồng", "Đoàn")
NUMBER_WORDS = ("số:", "số")
SUBJECT_WORDS = ("v/v", "về việc")


def directive_document(
    directive: Directive, parties: Parties, *, today: datetime.date
) -> OfficialDocument:
    """Return the letter of a directive, in Vietnamese whoever asks. ``parties`` is what the person may see
    of it: the others are counted. Who signs is left to the office; so are number and day where none is known."""
    number = _without(directive.document_number.strip(), NUMBER_WORDS)
    issuer = issuer_of(directive.jurisdiction, number)
    dated = directive.document_date or (directive.issued_on if number else None)
    with translation.override("vi"):
        return OfficialDocument(
            body_parent=issuer.parent,
            body=issuer.heading,
            number=f"Số: {number}" if number else f"Số:        /{issuer.symbol}",
            place_date=f"{issuer.place}, {written_day(dated, today)}",
            type_name="",
            title=subject(directive.title),
            addressees=_addressees(parties, issuer),
            summary="\n".join([*_cancelled(directive), _opening(parties, issuer)]),
            sections=_sections(directive, parties, issuer, today),
            closing="Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị kịp thời báo cáo "
            f"{issuer.name} để xem xét, chỉ đạo./.",
            recipients=("Như trên", *_informed(parties, issuer), "Lưu: VT"),
        )


def subject(title: str) -> str:
    """Return what follows “V/v”: without a capital, unless a proper name or an abbreviation begins it."""
    title = _without(title.strip(), SUBJECT_WORDS).rstrip(".")
    first = title.split(" ", 1)[0]
    is_short = len(first) > 1 and first.isupper()
    return title if is_short or title.startswith(PROPER) else lower_first(title)


def _without(text: str, words: Sequence[str]) -> str:
    """Drop a word that the paper's own form already says."""
    for word in words:
        if text.lower().startswith(word) and not text[len(word) : len(word) + 1].isalpha():
            return text[len(word) :].strip(" :.")
    return text


def _addressees(parties: Parties, issuer: IssuingBody) -> list[str]:
    """Offices by name; communes of one kind together; those out of sight as a number."""
    answering = parties.answering
    named = [line.name for line in answering if line.is_office]
    communes = [line.name for line in answering if not line.is_office]
    named += _of_communes(communes, issuer.of_communes)
    if parties.hidden_answering:
        named.append(f"{parties.hidden_answering} đơn vị cấp xã khác")
    return named


def _of_communes(names: Sequence[str], body: str) -> list[str]:
    """Name the bodies of communes, those of one kind together."""
    made = []
    for kind in KIND_WORDS.values():
        own = [name.removeprefix(f"{kind} ") for name in names if name.startswith(f"{kind} ")]
        if len(own) == 1:
            made.append(f"{body} {kind.lower()} {own[0]}")
        elif own:
            made.append(f"{body} các {kind.lower()}: {', '.join(own)}")
    return made


def _informed(parties: Parties, issuer: IssuingBody) -> list[str]:
    """The police of the communes that raised the matter, unless the letter is addressed to them."""
    told = {line.name for line in parties.answering} if issuer.of_communes == POLICE else set()
    others = dict.fromkeys(line.name for line in parties.raised if line.name not in told)
    return [f"{one} (để biết)" for one in _of_communes(list(others), POLICE)]


def _cancelled(directive: Directive) -> list[str]:
    if directive.state != DirectiveState.CANCELLED:
        return []
    since = directive.state_since
    return [f"(Chỉ đạo này đã hủy ngày {since:%d/%m/%Y}. Lý do: {directive.cancelled_reason})"]


def _opening(parties: Parties, issuer: IssuingBody) -> str:
    asks = f"{issuer.name} yêu cầu thực hiện các nội dung sau:"
    if not parties.has_raiser:
        return asks
    names = {line.name for line in parties.raised}
    is_one = len(names) == 1 and not parties.hidden_raised
    unit = lower_first(next(iter(names))) if is_one else "các xã"
    return f"Để giải quyết khó khăn, vướng mắc do Công an {unit} phản ánh, {asks}"


def _sections(
    directive: Directive, parties: Parties, issuer: IssuingBody, today: datetime.date
) -> list[DocumentSection]:
    due = (
        f"Hoàn thành chậm nhất {written_day(directive.due_on, today)}; "
        f"báo cáo kết quả về {issuer.name} khi hoàn thành."
    )
    made = [
        DocumentSection("Nội dung thực hiện", [directive.what]),
        DocumentSection("Thời hạn", [due]),
    ]
    told = [f"{line.name}: {line.difficulty.rstrip('.')}" for line in parties.raised]
    if parties.hidden_raised:
        told.append(f"{parties.hidden_raised} khó khăn, vướng mắc của đơn vị khác")
    if told:
        lines = [f"- {one};" for one in told[:-1]] + [f"- {told[-1]}."]
        made.append(DocumentSection("Khó khăn, vướng mắc được giải quyết", lines))
    return made
