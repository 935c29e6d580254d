"""Counts as they are typed: what cannot be read is refused and kept, never saved as “not known”."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from incidents.forms.fields import CountField, read_whole


@pytest.mark.parametrize(
    ("typed", "count"),
    [("", None), ("  ", None), ("0", 0), ("1.200", 1200), ("1 200", 1200), ("35", 35)],
)
def test_a_count_is_read_with_or_without_dots(typed, count):
    assert CountField(min_value=0).clean(typed) == count


@pytest.mark.parametrize("typed", ["35-40", "1200e", "20-", "1,5", "-1", "1.20", "9" * 5000])
def test_what_is_no_count_is_refused(typed):
    with pytest.raises(ValidationError):
        CountField(min_value=0).clean(typed)


@given(st.integers(0, 2**31 - 1))
def test_every_count_is_read_as_it_is_written(number):
    assert read_whole(f"{number:,}".replace(",", ".")) == read_whole(str(number)) == number


def test_more_than_a_field_takes_is_said():
    with pytest.raises(ValidationError) as refused:
        CountField(max_value=100_000).clean("100001")
    assert refused.value.messages == ["Nhiều nhất là 100.000."]


class Counted(forms.Form):
    """A form with one count."""

    number = CountField()


def test_the_browser_is_given_a_text_so_that_it_sends_what_was_typed():
    box = str(Counted({"number": "35-40"})["number"])
    assert 'type="text"' in box
    assert 'value="35-40"' in box
