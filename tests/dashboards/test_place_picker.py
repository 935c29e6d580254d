"""The place picker's tag: keys go out as plain digits, whatever the language writes between thousands."""

from typing import Any

from django import forms
from django.template import Context, Template
from django.utils import translation


class PlaceForm(forms.Form):
    latitude = forms.FloatField()
    longitude = forms.FloatField()


def shown(**context: Any) -> str:
    source = "{% load ground_map %}{% place_picker form.latitude form.longitude commune=commune %}"
    with translation.override("vi"):
        return Template(source).render(Context({"form": PlaceForm(), **context}))


def test_the_communes_key_has_no_thousands_separator() -> None:
    assert 'data-commune="12345"' in shown(commune=12345)


def test_a_form_without_a_fixed_commune_names_none() -> None:
    assert 'data-commune=""' in shown(commune=None)


def test_the_map_asks_no_other_server_unless_tiles_are_set(settings: Any) -> None:
    assert 'data-tile-url=""' in shown(commune=1)
    settings.MAP_TILE_URL = "https://tiles.example/{z}/{x}/{y}.png"
    assert "tiles.example" in shown(commune=1)
