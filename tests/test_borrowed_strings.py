"""What packages say to people of ours is Vietnamese too: sign-in, second factor, passwords, the admin's pages."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from babel.messages.extract import extract
from django.contrib import admin
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation.template import templatize

from commune_police.catalogue import CALL, KEYWORDS, call_at

ADMIN_PAGES = sorted((Path(admin.__file__).parent / "templates").rglob("*.html"))
# Of accounts with a telephone number or several e-mail addresses, which nobody here has.
NEVER_SHOWN = ("phone", "primary email", "email addresses")


def said_in(text: Any, language: str) -> str:
    with translation.override(language):
        return str(text)


@pytest.mark.parametrize("adapter", [DefaultAccountAdapter, DefaultMFAAdapter])
def test_no_refusal_at_the_entrance_is_english(adapter: Any) -> None:
    english = [
        source
        for text in adapter.error_messages.values()
        if said_in(text, "vi") == (source := said_in(text, "en"))
        and not any(word in source for word in NEVER_SHOWN)
    ]
    assert english == []


def strings_of(page: Path) -> set[str | tuple[str, str]]:
    """What a template marks for translation; singular and plural where there are two."""
    text = templatize(page.read_text(encoding="utf-8"), origin=page.name)
    calls = [call for match in CALL.finditer(text) if (call := call_at(text, match.start()))]
    return {row[1] for call in calls for row in extract("python", BytesIO(call), KEYWORDS)}


def test_no_page_of_the_admin_is_english() -> None:
    every = {said for page in ADMIN_PAGES for said in strings_of(page)}
    assert len(every) > 100
    with translation.override("vi"):
        left = {
            said
            for said in every
            if (
                translation.gettext(said) == said
                if isinstance(said, str)
                else translation.ngettext(*said, 2) in said
            )
        }
    # Pure signs need no words.
    assert {said for said in left if any(map(str.isalpha, "".join(said)))} == set()


def test_a_short_password_is_refused_in_vietnamese() -> None:
    with translation.override("vi"), pytest.raises(ValidationError) as refused:
        MinimumLengthValidator(12).validate("ngắn")
    assert refused.value.messages == ["Mật khẩu quá ngắn: phải có ít nhất 12 ký tự."]
