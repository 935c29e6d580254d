"""The catalogue tool finds every marked string, and nothing lacks its Vietnamese."""

from pathlib import Path

import pytest

from commune_police import catalogue

TEMPLATE = """{% load i18n %}
{% translate "A plain string" %} {% translate "Bank" context "of a river" %}
{{ form|default:_("In a filter (with a bracket)") }}
{% blocktranslate count n=rows %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}
<p title="{% translate "It’s quoted" %}">not marked</p>
"""


def test_strings_of_templates_are_found_with_context_and_plural(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "CHECKOUT", tmp_path)
    (tmp_path / "page.html").write_text(TEMPLATE)
    (tmp_path / "code.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext\n"
        "A = _('In code')\nB = ngettext('%(n)d officer', '%(n)d officers', 2)\n"
    )
    found = {
        (message.id, message.context) for message in catalogue.source_catalogue() if message.id
    }
    assert found == {
        ("A plain string", None),
        ("Bank", "of a river"),
        ("In a filter (with a bracket)", None),
        (("%(n)s row", "%(n)s rows"), None),
        ("It’s quoted", None),
        ("In code", None),
        (("%(n)d officer", "%(n)d officers"), None),
    }


def test_a_missing_a_doubtful_and_a_broken_translation_are_each_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "CHECKOUT", tmp_path)
    monkeypatch.setattr(catalogue, "LOCALE", tmp_path / "locale")
    (tmp_path / "code.py").write_text("_('Missing'); _('Doubtful'); _('%(n)s broken'); _('Good')\n")
    po = tmp_path / "locale" / "vi" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        '#, fuzzy\nmsgid "Doubtful"\nmsgstr "Nghi ngờ"\n\n'
        '#, python-format\nmsgid "%(n)s broken"\nmsgstr "%(m)s hỏng"\n\n'
        'msgid "Good"\nmsgstr "Tốt"\n'
    )
    lines = catalogue.shortcomings()
    assert len(lines) == 3
    assert "'Missing'" in lines[0]
    assert "'Doubtful'" in lines[1]
    assert "broken" in lines[2]


def test_every_string_has_its_vietnamese() -> None:
    assert catalogue.shortcomings() == []
