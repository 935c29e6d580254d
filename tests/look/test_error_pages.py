"""Error pages help in both languages and need nothing that may itself have failed."""

import re

import pytest
from django.template.loader import get_template
from django.utils import translation

ALONE = ["400.html", "403_csrf.html", "429.html", "500.html"]


@pytest.mark.parametrize("name", ALONE)
def test_it_is_rendered_without_request_or_database(name: str) -> None:
    # No database mark: a query would fail this test. No request: no context processor runs.
    page = get_template(name).render()
    assert "/static/css/tokens" in page
    assert re.search(r'href="/"', page)


@pytest.mark.parametrize("name", ALONE)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_speaks_both_languages_whatever_is_active(name: str, language: str) -> None:
    with translation.override(language):
        page = get_template(name).render()
    spoken = dict(re.findall(r'<div[^>]*lang="(vi|en)">(.*?)</div>', page, re.DOTALL))
    assert "Đồng chí" in spoken["vi"]
    assert re.search(r"\b(again|back|wait)\b", spoken["en"])


@pytest.mark.parametrize("name", ["403.html", "404.html", *ALONE])
def test_it_shows_its_code(name: str) -> None:
    assert f'<p class="error-code">{name[:3]}</p>' in get_template(name).render()
