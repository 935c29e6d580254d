"""Small pieces of HTML that cells are made of; the same markup as templates/partials."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

_PLACE = 987_654_321

# A state is never colour alone: each tone has its sign.
TONES = {
    "ok": "check-circle-fill",
    "warn": "exclamation-triangle-fill",
    "bad": "x-octagon-fill",
    "info": "info-circle-fill",
    "quiet": "dash-circle",
}


def status_badge(tone: str, word: str, icon: str = "") -> SafeString:
    """Return a badge with icon and word; ``tone`` is ok, warn, bad, info or quiet."""
    return format_html(
        '<span class="status status-{}"><i class="bi bi-{}" aria-hidden="true"></i>{}</span>',
        tone,
        icon or TONES[tone],
        word,
    )


def address_of(view: str, pk: int) -> str:
    """Return the address of a row's page; ``reverse`` runs once per view, not once per row."""
    before, after = _address_around(view, get_script_prefix())
    return f"{before}{pk}{after}"


@lru_cache(maxsize=256)
def _address_around(view: str, prefix: str) -> tuple[str, str]:
    before, _place, after = reverse(view, args=[_PLACE]).partition(str(_PLACE))
    return before, after
