"""Every template keeps the strict content policy and says in its first line what it is for."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
OURS = ["templates", "accounts", "dashboards", "incidents", "lists", "reports", "units"]
TEMPLATES = sorted(
    path
    for room in OURS
    for path in (ROOT / room).rglob("*.html")
    if room == "templates" or "templates" in path.parts
)
PYTHON = sorted(path for room in [*OURS, "commune_police"] for path in (ROOT / room).rglob("*.py"))

TEMPLATE_TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
SCRIPTS = re.compile(r"<script\b[^>]*>", re.IGNORECASE)
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an htmx event attribute": re.compile(r"\shx-on[:-]", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "htmx's evaluated js:": re.compile(r"=\s*[\"']js:", re.IGNORECASE),
    "a file of another host": re.compile(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
}


def offences(markup: str) -> list[str]:
    """Name what in the markup the content policy would refuse."""
    bare = TEMPLATE_TAGS.sub("x", markup)
    found = [name for name, pattern in FORBIDDEN.items() if pattern.search(bare)]
    for tag in SCRIPTS.findall(bare):
        if "src=" not in tag and "application/json" not in tag:
            found.append("an inline script")
    return found


def test_the_guard_knows_each_offence() -> None:
    bad = [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<button onclick="go()">',
        '<a href="javascript:go()">',
        '<div hx-on:click="go()">',
        """<div hx-vals='js:{a: 1}'>""",
        '<script src="https://cdn.example/x.js"></script>',
    ]
    assert [markup for markup in bad if not offences(markup)] == []
    assert offences('<p class="style" data-on="1">{{ form.media }}</p>') == []
    assert offences('<script type="application/json" id="x">{}</script>') == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_template_has_no_inline_script_or_style(path: Path) -> None:
    assert offences(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_template_says_in_its_first_line_what_it_is_for(path: Path) -> None:
    first, second = [*path.read_text(encoding="utf-8").splitlines(), "", ""][:2]
    assert (second if first.startswith("{% extends") else first).startswith("{# ")


def test_no_python_file_writes_inline_style_or_script() -> None:
    pattern = re.compile(r"style=\\?[\"'][a-z-]+\s*:|<script>|\sonclick=")
    offenders = [str(p.relative_to(ROOT)) for p in PYTHON if pattern.search(p.read_text("utf-8"))]
    assert offenders == []


KEY = re.compile(r"{{\s*[\w.]*(?:\.pk|(?<!attrs)\.id)\s*}}")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_key_is_written_without_thousand_separators(path: Path) -> None:
    """{{ officer.pk }} would write 12.345 in an address; |stringformat:'d' writes 12345."""
    assert KEY.findall(path.read_text(encoding="utf-8")) == []
