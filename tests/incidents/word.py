"""Reads Word files that pages give out."""

import io
from typing import Any

from docx import Document


def texts(response: Any) -> str:
    """Every text of a Word file: paragraphs and cells, in reading order as far as it matters here."""
    assert response.status_code == 200, response.content[:300]
    assert response["Cache-Control"] == "private, no-store"
    document = Document(io.BytesIO(response.content))
    cells = [cell for table in document.tables for cell in table._cells]
    places = [*document.paragraphs, *(one for cell in cells for one in cell.paragraphs)]
    return "\n".join(one.text for one in places)
