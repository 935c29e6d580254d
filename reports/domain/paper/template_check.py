"""Judging a Word template before it is used: a real .docx without anything harmful, every field of it known."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import nodes
from jinja2.exceptions import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.meta import find_undeclared_variables

from reports.domain.paper.documents import DocumentSection, DocumentTable, OfficialDocument
from reports.domain.paper.fields import INNER_NAMES, LOOP_NAMES, TOP_NAMES
from reports.domain.paper.word import environment, fill_template
from units.domain.sheets.detect import (
    DOCUMENT_TYPE,
    MAX_PARTS,
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    RATIO_LOOKED_AT_FROM,
)

MOST_BYTES = 2 * 1024 * 1024
MAIN_PART = "word/document.xml"
# Parts that run or fetch something when the document is opened.
ACTIVE_PARTS = ("vbaproject", "activex", "embeddings/", "vbadata")


def check_template(content: bytes) -> None:
    """Raise ``ValidationError`` with a sentence for each thing that is wrong with a template."""
    _check_archive(content)
    try:
        unknown = list(unknown_fields(content))
    except TemplateSyntaxError as problem:
        raise ValidationError(
            _("The template's tags cannot be read: %(problem)s") % {"problem": problem.message}
        ) from problem
    except ValidationError:
        raise
    except Exception as problem:  # python-docx answers a damaged part with whatever breaks first
        raise _not_word() from problem
    if unknown:
        raise ValidationError(
            [
                _("There is no field “%s”. The fields you can use are listed below.") % name
                for name in unknown
            ]
        )
    _try(content)


def _not_word() -> ValidationError:
    return ValidationError(
        _(
            "This is not a Word document (.docx), or it is damaged. Save it in Word as .docx and send it again."
        )
    )


def _check_archive(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise ValidationError(
            _("The file is larger than %(limit)s MB.") % {"limit": MOST_BYTES // 1_048_576}
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_bomb(parts, len(content))
            if MAIN_PART not in {part.filename for part in parts}:
                raise _not_word()
            for part in parts:
                _refuse_harm(archive, part)
    except ValidationError:
        raise
    except Exception as problem:  # BadZipFile, zlib.error and their like: nothing that unpacks
        raise _not_word() from problem


def _refuse_bomb(parts: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    too_tight = unpacked > RATIO_LOOKED_AT_FROM and unpacked > packed * MAX_RATIO
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES or too_tight:
        raise ValidationError(
            _("The file unpacks to far more than a template needs; it was not opened.")
        )


def _refuse_harm(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No macro, no embedded object, no document type, nothing fetched from elsewhere."""
    name = part.filename.lower()
    if any(active in name for active in ACTIVE_PARTS):
        raise ValidationError(
            _("The template holds macros or embedded objects. Remove them and save it as .docx.")
        )
    if not name.endswith((".xml", ".rels")):
        return
    text = archive.read(part)
    if b"\x00" in text or DOCUMENT_TYPE.search(text):
        raise ValidationError(
            _("The file contains declarations that can harm (XML entities); it was not opened.")
        )
    if name.endswith(".rels") and b'TargetMode="External"' in text and b"hyperlink" not in text:
        raise ValidationError(
            _(
                "The template fetches something from outside (a linked picture or template). Put it into the file itself."
            )
        )


def unknown_fields(content: bytes) -> Iterator[str]:
    """Yield the names that no document has, as they stand in the template, each once."""
    seen: set[str] = set()
    for source in _sources(content):
        tree = environment().parse(source)
        names = sorted(find_undeclared_variables(tree) - TOP_NAMES)
        names += [
            f"{_before(node)}.{node.attr}"
            for node in tree.find_all(nodes.Getattr)
            if node.attr not in _inner_names(node)
        ]
        for name in names:
            if name not in seen:
                seen.add(name)
                yield name


def _inner_names(node: nodes.Getattr) -> frozenset[str]:
    is_loop = isinstance(node.node, nodes.Name) and node.node.name == "loop"
    return LOOP_NAMES if is_loop else INNER_NAMES


def _before(node: nodes.Getattr) -> str:
    return node.node.name if isinstance(node.node, nodes.Name) else "…"


def _sources(content: bytes) -> Iterator[str]:
    """The texts that are templates: body, headers, footers."""
    word = DocxTemplate(io.BytesIO(content))
    word.init_docx()
    if word.docx is None or Document(io.BytesIO(content)).element.find(qn("w:body")) is None:
        raise _not_word()
    yield word.patch_xml(word.get_xml())
    for kind in (word.HEADER_URI, word.FOOTER_URI):
        for _key, part in word.get_headers_footers(kind):
            yield word.patch_xml(word.get_part_xml(part))


def _try(content: bytes) -> None:
    """Fill the template with invented documents: a report, a letter to several, and one with nothing in it."""
    for document in (SAMPLE, LETTER, EMPTY):
        try:
            fill_template(content, document.context(), is_strict=True)
        except UndefinedError as problem:
            raise ValidationError(
                _("A field of the template does not exist: %(problem)s")
                % {"problem": problem.message}
            ) from problem
        except (TemplateError, ValueError, TypeError, KeyError, AttributeError) as problem:
            raise ValidationError(
                _("The template cannot be filled: %(problem)s") % {"problem": str(problem)[:200]}
            ) from problem


SAMPLE = OfficialDocument(
    body_parent="Công an huyện Cần Đước",
    body="Công an xã Long Hòa",
    number="Số: 12/BC-CAX",
    place_date="Long Hòa, ngày 16 tháng 11 năm 2026",
    title="Tình hình an ninh trật tự tháng 11/2026",
    span="Từ ngày 15/10/2026 đến ngày 14/11/2026",
    summary="Thực hiện chế độ báo cáo định kỳ.",
    addressees=("Công an các xã, thị trấn",),
    sections=(
        DocumentSection(
            "Tình hình",
            (("1. An ninh chính trị:", "Ổn định."), "Không có vụ việc nổi lên."),
            (
                DocumentTable(
                    "Vụ việc",
                    ("STT", "Nội dung", "Số vụ"),
                    (("1", "Trộm cắp", 2),),
                    ("", "Cộng", 2),
                ),
                DocumentTable("Khó khăn", ("STT", "Nội dung"), ()),
            ),
        ),
    ),
    closing="Trên đây là báo cáo.",
    notes=("Dòng 6: dịp lễ hội.",),
    recipients=("Công an huyện (để báo cáo)", "Lưu: VT"),
    signer_title="Trưởng Công an xã",
    signer_name="Nguyễn Văn A",
    digest="0" * 64,
)
LETTER = OfficialDocument(
    body_parent="Ủy ban nhân dân tỉnh Long An",
    body="Ủy ban nhân dân huyện Cần Đước",
    number="Số: 87/UBND-NC",
    place_date="Cần Đước, ngày 16 tháng 11 năm 2026",
    type_name="",
    title="bố trí đất, vốn xây dựng trụ sở làm việc của Công an xã",
    addressees=("Phòng Tài chính – Kế hoạch", "Ủy ban nhân dân các xã: Long Hòa, Tân Trạch"),
    summary="Ủy ban nhân dân huyện Cần Đước yêu cầu thực hiện các nội dung sau:",
    sections=(
        DocumentSection("Nội dung thực hiện", ("Bố trí vốn xây dựng trụ sở.",)),
        DocumentSection("Thời hạn", ("Hoàn thành chậm nhất ngày 31 tháng 12 năm 2026.",)),
    ),
    closing="Trong quá trình thực hiện, nếu có vướng mắc, đề nghị kịp thời báo cáo./.",
    recipients=("Như trên", "Lưu: VT"),
)
EMPTY = OfficialDocument(body_parent="", body="", number="", place_date="", title="", is_draft=True)
