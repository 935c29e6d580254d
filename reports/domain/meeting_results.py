"""The section of a meeting's book that compares what was reported."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.domain.meeting_tables import BookSection, BookTable, Ground, in_text
from reports.domain.results import Results, results_of
from reports.queries.results import main_form


def results_section(ground: Ground) -> BookSection | None:
    """What was reported, against the stretch before and the same days a year ago."""
    form = main_form(ground.area.scope, ground.offices)
    if form is None:
        return None
    results = results_of(form, ground.area, ground.span)
    lines = results.lines if results else []
    known = [
        line for line in lines if any(x is not None for x in (line.now, line.before, line.year_ago))
    ]
    # Over whole years the stretch before is the year before: told once.
    with_year = ground.span.before != ground.span.year_ago
    rows = [
        [
            f"{line.indicator.line} {line.indicator.name}",
            line.indicator.unit,
            line.now,
            line.before,
            line.change,
            *([line.year_ago, line.year_change] if with_year else []),
        ]
        for line in known
    ]
    headers = [
        _("Indicator"),
        pgettext("measure", "Unit"),
        _("This period"),
        _("Period before"),
        pgettext("difference", "Change"),
        *([_("A year ago"), _("Change on the year")] if with_year else []),
    ]
    said = _(
        "Sums of the approved reports “%(form)s”; the period before has as many reporting periods as this one. Rates are reckoned from their parts."
    ) % {"form": form.name}
    return BookSection(
        "results",
        _("Results"),
        [said, *(_covered(results, with_year=with_year) if results else ())],
        [
            BookTable(
                _("Results compared"),
                headers,
                rows,
                is_empty_said=_("No report of this period is approved yet."),
            )
        ],
    )


def _covered(results: Results, *, with_year: bool) -> Iterator[str]:
    """Say how much of each stretch was reported, and what is therefore not compared."""
    yield _(
        "This period: %(counted)s of %(expected)s reports of %(periods)s reporting periods are approved; where the last one is missing, the commune's latest figure stands for it."
    ) % {
        "counted": in_text(results.now.counted),
        "expected": in_text(results.now.expected),
        "periods": in_text(results.now.periods),
    }
    earlier = [(_("Period before"), results.before)]
    if with_year:
        earlier.append((_("A year ago"), results.year_ago))
    for name, reported in earlier:
        values = {
            "name": name,
            "counted": in_text(reported.counted),
            "expected": in_text(reported.expected),
            "periods": in_text(reported.periods),
        }
        if results.is_comparable(reported):
            yield (
                _("%(name)s: %(counted)s of %(expected)s reports of %(periods)s reporting periods.")
                % values
            )
        else:
            yield (
                _(
                    "%(name)s: %(counted)s reports of %(periods)s reporting periods, so figures that add up are not compared."
                )
                % values
            )
