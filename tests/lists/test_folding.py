"""Search text is folded in Python exactly as the database folds the columns it is compared with."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lists.domain.folding import fold, searched_words

VIETNAMESE = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵĐ "
)


def test_words_are_folded_and_each_is_asked_once() -> None:
    assert searched_words("  Nguyễn  VĂN văn đức ") == ["nguyen", "van", "duc"]


def test_decomposed_text_is_the_same_word() -> None:
    assert fold("Nguye\u0302\u0303n") == fold("Nguyễn") == "nguyen"


@pytest.mark.django_db
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=60,
)
@given(st.text(alphabet=VIETNAMESE, min_size=1, max_size=30))
def test_python_and_database_fold_alike(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT vi_plain(%s)", [text])
        assert cursor.fetchone() == (fold(text),)
