"""A report's state as a badge, the same on every page."""

from django import template
from django.utils.safestring import SafeString

from reports.models import Report
from reports.tables.reports import state_badge

register = template.Library()


@register.simple_tag
def report_state_badge(report: Report) -> SafeString:
    """Return the badge of ``report``'s state: icon, word and colour."""
    return state_badge(report)
