"""What a norm says in words, with the text it comes from."""

import pytest
from django.utils import translation

from tests import factories
from units.domain.norms import source_of
from units.models import EstablishmentBand

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "fixed", "low": 1}, "1"),
        ({"kind": "fixed", "low": 1, "per_hamlet": True}, "1 for each hamlet"),
        ({"kind": "range", "low": 1, "high": 2}, "1–2"),
        (
            {"kind": "share", "low": None, "share_percent": 80, "rounding": "up"},
            "80 % of the headcount, rounded up",
        ),
    ],
)
def test_a_norm_is_told_in_words(fields, words):
    norm = factories.EstablishmentNormFactory(**fields)
    norm.refresh_from_db()
    with translation.override("en"):
        assert source_of(norm).formula == words


def test_bands_are_told_with_their_steps():
    norm = factories.EstablishmentNormFactory(kind="band", low=None, measure="population")
    EstablishmentBand.objects.create(norm=norm, above=0, number=3)
    EstablishmentBand.objects.create(norm=norm, above=3600, number=4, step_size=900, step_number=1)
    with translation.override("en"):
        assert (
            source_of(norm).formula
            == "by population: over 0: 3; over 3,600: 4 (+1 for each full 900)"
        )


def test_the_source_names_article_and_instrument_and_whether_it_was_checked():
    norm = factories.EstablishmentNormFactory(article="Điều 3", instrument="NĐ 73/2009/NĐ-CP")
    source = source_of(norm)
    assert (source.source, source.is_verified) == ("Điều 3, NĐ 73/2009/NĐ-CP", False)
