"""Names the device of a session in words, from what its browser says of itself."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from ua_parser import parse

register = template.Library()
LONGEST = 1_000


@register.filter
def device_words(user_agent: str) -> str:
    """Return “Chrome Mobile · Samsung SM-A146P · Android 14”; as much of it as is told."""
    told = parse(str(user_agent)[:LONGEST])
    browser = told.user_agent.family if told.user_agent else ""
    device = told.device.family if told.device and told.device.brand else ""
    system = " ".join(filter(None, [told.os.family, told.os.major])) if told.os else ""
    words = " · ".join(dict.fromkeys(filter(None, [browser, device, system])))
    return words or _("unknown device")
