"""How an incident's time, state and amounts are written, the same on every page."""

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html

from incidents.domain.book.times import Span
from incidents.models import Incident, PersonRole
from incidents.tables.incidents import span_words, when_words

register = template.Library()


@register.simple_tag
def when(incident: Incident) -> str:
    """Say when ``incident`` happened, as far as that is known."""
    return when_words(incident)


@register.simple_tag
def span(stated: Span) -> str:
    """Say a time that a row of a book states."""
    return span_words(stated.start, stated.end, is_rough=stated.is_rough)


@register.simple_tag
def person_role(code: str) -> str:
    """Name the part that a person had in it."""
    return str(PersonRole(code).label)


@register.simple_tag
def dong(amount: int) -> str:
    """Write whole đồng: 1.490.000 ₫."""
    return f"{number_format(amount, use_l10n=True, force_grouping=True)}\u00a0₫"


@register.simple_tag
def link_to(words: str, url: str) -> str:
    """Return words that lead to an address, or the words alone where there is none."""
    return format_html('<a href="{}">{}</a>', url, words) if url else words
