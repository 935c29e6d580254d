"""How the full form of an incident is laid out: what, when, where, harm, who deals with it."""

from __future__ import annotations

from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django.utils.translation import gettext_lazy as _

PLACE = HTML(
    "{% load ground_map %}{% place_picker form.latitude form.longitude commune=form.commune.pk %}"
)
NEAR = HTML('{% include "incidents/incidents/near_watch.html" %}')


def full_layout() -> Layout:
    """Return the layout; persons and files have forms of their own on the incident's page."""
    return Layout(
        "submission_key",
        "version",
        "accuracy",
        Fieldset(_("What"), "category", "summary", css_class="panel"),
        Fieldset(
            _("When"),
            Field("time_known", template="incidents/fields/big_choices.html"),
            Div(
                Div("occurred_from", css_class="col-sm-6"),
                Div("occurred_until", css_class="col-sm-6"),
                css_class="row g-2",
            ),
            css_class="panel",
        ),
        Fieldset(
            _("Where"),
            PLACE,
            Div(
                Div("latitude", css_class="col-6"),
                Div("longitude", css_class="col-6"),
                css_class="row g-2",
            ),
            "point_is_right",
            "hotspot",
            NEAR,
            Div(
                Div("hamlet", css_class="col-sm-5"),
                Div("whereabouts", css_class="col-sm-7"),
                css_class="row g-2",
            ),
            css_class="panel",
        ),
        Fieldset(
            _("Harm"),
            Div(
                Div("deaths", css_class="col-6 col-sm-3"),
                Div("injured", css_class="col-6 col-sm-3"),
                Div("damage_vnd", css_class="col-sm-6"),
                css_class="row g-2",
            ),
            css_class="panel",
        ),
        Fieldset(
            _("Who deals with it"),
            Field("handler", template="incidents/fields/officer_choice.html"),
            "handler_note",
            css_class="panel",
        ),
    )
