"""What the tests of Word documents share: their texts, their pages as LibreOffice draws them, changed templates."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

from docx import Document
from PIL import Image

from reports.domain.paper.standard_templates import build_standard
from reports.models import DocumentKind


def texts(content: bytes) -> list[str]:
    """Every paragraph of a Word file in reading order, those of tables too."""
    body = Document(io.BytesIO(content)).element.body
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    paragraphs = (
        "".join(t.text or "" for t in p.iter(f"{space}t")) for p in body.iter(f"{space}p")
    )
    return [text for text in paragraphs if text.strip()]


def drawn(source: Path) -> list[Image.Image]:
    """The pages of a Word file as LibreOffice draws them, in grey; it gets a profile of its own."""
    folder = source.parent
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    to_pdf = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(source),
    ]
    to_pictures = [
        "pdftoppm",
        "-r",
        "60",
        "-png",
        str(source.with_suffix(".pdf")),
        str(folder / "page"),
    ]
    for command in (to_pdf, to_pictures):
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return [Image.open(one).convert("L") for one in sorted(folder.glob("page*.png"))]


CAN_DRAW = shutil.which("soffice") and shutil.which("pdftoppm")


def changed(kind: DocumentKind, old: str, new: str) -> bytes:
    """The standard template with one text replaced."""
    source, target = io.BytesIO(build_standard(kind)), io.BytesIO()
    with zipfile.ZipFile(source) as read, zipfile.ZipFile(target, "w") as write:
        for part in read.infolist():
            data = read.read(part)
            if part.filename == "word/document.xml":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            write.writestr(part, data)
    return target.getvalue()
