"""Compiled form templates: they write what Django's own templates write, escaped alike."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget
from django.forms.renderers import TemplatesSetting
from django.test.html import parse_html
from django.utils.translation import override

from commune_police.form_renderer import QuickFormRenderer

QUICK, DJANGO = QuickFormRenderer(), TemplatesSetting()
CHOICES = [("", "—"), ("Nhóm", [("a", "A & B"), ("b", "<b>")]), ("c", "Ấp 1")]
SHARP = "\"><script>'&"


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput({"placeholder": SHARP}), SHARP),
        (forms.NumberInput({"max": 12000, "step": "any"}), 1234567),
        (forms.HiddenInput(), 10_000),
        (forms.Textarea({"rows": 3}), SHARP),
        (AdminTextareaWidget(), "Một\nHai"),
        (AdminDateWidget(), "28/02/2020"),
        (forms.CheckboxInput({"disabled": True, "checked": False}), True),
        (forms.Select(choices=CHOICES), "b"),
        (forms.SelectMultiple(choices=CHOICES), ["a", "c"]),
        (forms.RadioSelect(choices=CHOICES), "c"),
        (forms.TextInput(), None),
    ],
    ids=lambda given: type(given).__name__,
)
def test_a_widget_is_drawn_as_django_draws_it(widget: forms.Widget, value: Any) -> None:
    quick, django = (
        widget.render("name", value, {"id": "id_name"}, renderer) for renderer in (QUICK, DJANGO)
    )
    assert parse_html(quick) == parse_html(django)
    assert "<script>" not in quick


def test_labels_errors_and_whole_forms_are_drawn_alike() -> None:
    class Asked(forms.Form):
        name = forms.CharField(help_text="Họ và tên", label=SHARP)
        on = forms.DateField()

    quick, django = (str(Asked({"name": ""}, renderer=each)) for each in (QUICK, DJANGO))
    assert parse_html(quick) == parse_html(django)
    assert "errorlist" in quick


@pytest.mark.parametrize("allowed", [True, False])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_links_beside_a_choice_are_drawn_alike(allowed: bool, language: str) -> None:
    context = {
        "rendered_widget": "x",
        "is_hidden": False,
        "name": "commune",
        "model": "xã & phường",
        "model_name": "commune",
        "can_change_related": allowed,
        "can_add_related": True,
        "can_delete_related": allowed,
        "can_view_related": allowed,
        "change_related_template_url": "/admin/units/commune/__fk__/change/",
        "delete_related_template_url": "/admin/units/commune/__fk__/delete/",
        "add_related_url": "/admin/units/commune/add/",
        "url_params": "_to_field=id&_popup=1",
        "view_related_url_params": "_to_field=id",
        "model_has_limit_choices_to": not allowed,
    }
    name = "admin/widgets/related_widget_wrapper.html"
    with override(language):
        assert parse_html(QUICK.render(name, context)) == parse_html(DJANGO.render(name, context))
