"""Amounts and scores as the pages of difficulties, directives and projects write them."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

from reports.domain.money import full_money, short_money

register = template.Library()


@register.filter
def money(amount: int | None) -> str:
    """Write every digit: 2.400.000.000 đồng; a dash for nothing."""
    return "—" if amount is None else full_money(amount)


@register.filter
def spoken_money(amount: int | None) -> str:
    """Write an amount as it is spoken: 2,4 tỷ đồng."""
    return "—" if amount is None else short_money(amount)


@register.filter
def points(score: float) -> str:
    """Write a score with one decimal."""
    return str(number_format(score, decimal_pos=1))


@register.filter
def share(value: float | None) -> str:
    """Write a factor between 0 and 1 with two decimals; a dash where it is not known."""
    return "—" if value is None else str(number_format(value, decimal_pos=2))
