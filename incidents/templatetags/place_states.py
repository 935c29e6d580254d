"""A place's state as a badge, the same on every page."""

from django import template
from django.utils.safestring import SafeString

from incidents.models import Hotspot
from incidents.tables.hotspots import STATE_ICONS, STATE_TONES
from lists.tables import status_badge

register = template.Library()


@register.simple_tag
def state_badge(place: Hotspot) -> SafeString:
    """Return the badge of ``place``'s state: icon, word and colour."""
    return status_badge(
        STATE_TONES[place.state], str(place.get_state_display()), STATE_ICONS[place.state]
    )
