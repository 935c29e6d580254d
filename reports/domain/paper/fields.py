"""The fields that a Word template may name, with what each holds: shown to whoever makes a template, and checked."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Field:
    """One field: its name in the template, how it is written there, and what it holds."""

    name: str
    written: str
    meaning: str | Promise


FIELDS: tuple[Field, ...] = (
    Field("body_parent", "{{ body_parent }}", _("the body above the issuing one, in capitals")),
    Field("body", "{{ body }}", _("the issuing body, in capitals")),
    Field("number", "{{ number }}", _("number and symbol of the document")),
    Field("place_date", "{{ place_date }}", _("place and date")),
    Field("type_name", "{{ type_name }}", _("the type of document, such as BÁO CÁO; empty for a directive, which is a letter")),
    Field("title", "{{ title }}", _("what the document is about; in a directive, what follows V/v")),
    Field("span", "{{ span }}", _("the period that it covers, in words")),
    Field("summary", "{%p for line in summary %} … {{ line }} … {%p endfor %}", _("introductory paragraphs")),
    Field("addressees", "{%p for one in addressees %}", _("who is addressed (Kính gửi): the communes and offices that answer for a directive")),
    Field("sections", "{%p for section in sections %}", _("the parts of the body: number, title, paragraphs, tables")),
    Field("section.paragraphs", "{{ paragraph.heading }} {{ paragraph.text }}", _("paragraphs of a part")),
    Field("section.tables", "{%p for table in section.tables %}", _("tables of a part: title, headers, rows, total, is_empty, is_empty_said")),
    Field("table.rows", "{%tr for row in table.rows %} {%tc for cell in row.cells %}", _("rows of a table; each cell has text and is_figure")),
    Field("closing", "{{ closing }}", _("the last sentence of the body")),
    Field("notes", "{%p for note in notes %}", _("explanations of figures")),
    Field("recipients", "{%p for one in recipients %}", _("who receives the document (Nơi nhận)")),
    Field("signer_title", "{{ signer_title }}", _("the signer's authority, in capitals; empty where the office writes it in")),
    Field("signer_name", "{{ signer_name }}", _("the signer's name")),
    Field("digest", "{{ digest }}", _("SHA-256 of what was submitted; empty for a draft")),
    Field("is_draft", "{%p if is_draft %}", _("true while it is a draft")),
)  # fmt: skip
TOP_NAMES = frozenset(one.name for one in FIELDS if "." not in one.name)
# What stands behind a dot: keys of the lists above, and of Jinja's own loop.
INNER_NAMES = frozenset(
    [
        "number",
        "title",
        "paragraphs",
        "tables",
        "heading",
        "text",
        "headers",
        "rows",
        "total",
        "cells",
        "is_figure",
        "is_empty",
        "is_empty_said",
    ]
)
LOOP_NAMES = frozenset(
    [
        "index",
        "index0",
        "first",
        "last",
        "length",
        "revindex",
        "revindex0",
        "previtem",
        "nextitem",
        "cycle",
    ]
)
