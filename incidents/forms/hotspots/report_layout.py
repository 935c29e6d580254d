"""How the report form is laid out: one column, the big decisions first, photos last."""

from __future__ import annotations

from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django.utils.translation import gettext_lazy as _

PLACE = HTML(
    "{% load ground_map %}{% place_picker form.latitude form.longitude commune=form.commune.pk %}"
)
NEAR = HTML('{% include "incidents/near_watch.html" %}')


def report_layout(*, with_photos: bool) -> Layout:
    """Return the layout; a correction has no photos, they are added on the place's page."""
    parts = [
        "submission_key",
        "version",
        "suggestion",
        Fieldset(
            _("What place"),
            Field("kind", template="incidents/fields/kind_choices.html"),
            "name",
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
            NEAR,
            Div(
                Div("hamlet", css_class="col-sm-5"),
                Div("whereabouts", css_class="col-sm-7"),
                css_class="row g-2",
            ),
            css_class="panel",
        ),
        Fieldset(_("Why"), "reason", "since", css_class="panel"),
        Fieldset(
            _("Who answers for it"),
            Field("responsible", template="incidents/fields/officer_choice.html"),
            "responsible_note",
            "review_interval_days",
            css_class="panel",
        ),
    ]
    if with_photos:
        parts.append(
            Fieldset(
                _("Photos"),
                HTML('{% include "incidents/fields/photo_inputs.html" %}'),
                css_class="panel",
            )
        )
    return Layout(*parts)
