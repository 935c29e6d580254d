"""Signed papers: a PDF attached to what was submitted, judged by its content and kept with its digest."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from commune_police.files import save_with_files
from incidents.domain.attachments import pdf_content
from reports.domain.locking import locked_report
from reports.domain.rights import may_write
from reports.models import Report, SignedPaper

MOST_PAPERS = 5


@transaction.atomic
def attach_paper(report: Report, upload: UploadedFile, *, by: User) -> SignedPaper:
    """Keep a signed PDF with the latest submission of a report.

    Raises ``PermissionDenied``; ``ValidationError`` with a sentence for what is no PDF, too large, one too
    many, or where nothing was submitted yet.
    """
    if not may_write(by, report):
        raise PermissionDenied
    content = pdf_content(upload)
    current = locked_report(report)
    snapshot = current.reportsnapshots.order_by("-number").first()
    if snapshot is None or current.is_writable:
        raise ValidationError(
            _("Submit the report first; the signed paper belongs to what was submitted.")
        )
    if current.signedpapers.count() >= MOST_PAPERS:
        raise ValidationError(
            _("A report has at most %(most)s signed papers.") % {"most": MOST_PAPERS}
        )
    digest = hashlib.sha256(content).hexdigest()
    same: SignedPaper | None = snapshot.papers.filter(sha256=digest).first()
    if same is not None:
        return same  # sent twice: kept once
    paper = SignedPaper(
        report=current,
        snapshot=snapshot,
        name=_tidy_name(upload.name or ""),
        size=len(content),
        sha256=digest,
        by_name=by.get_full_name(),
    )
    save_with_files(paper, {"file": (f"{paper.sha256[:16]}.pdf", content)})
    return paper


def _tidy_name(name: str) -> str:
    """Keep the file's own name without folders, at most 160 characters, ending in .pdf."""
    plain = PurePath(name.replace("\\", "/").replace("\x00", "")).name
    stem = plain[:-4] if plain.lower().endswith(".pdf") else plain
    return f"{stem[:150] or 'bao-cao'}.pdf"
