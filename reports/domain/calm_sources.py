"""The sources that fill cells from the books of mediations and of the movement."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.models import StandardOf
from incidents.queries.mediations import added_mediations, rows_behind
from reports.domain.records import Given, Records


@dataclass(frozen=True, slots=True)
class MediationSource:
    """One figure of the book of mediations: which count of ``MediationFigures``, about which subjects (codes, as
    ``incidents.queries.kinds`` reads them; empty: all).

    ``has_past`` is false where the book knows only how a mediation stands today.
    """

    code: str
    label: str | Promise
    count: str
    subjects: str = ""
    has_past: bool = True

    def read(self, records: Records) -> Given:
        """Return the figure by commune."""
        wanted = records.subjects.of(self.subjects) if self.subjects else None
        return {
            key: getattr(
                added_mediations(
                    figures
                    for subject, figures in by_subject.items()
                    if wanted is None or subject in wanted
                ),
                self.count,
            )
            for key, by_subject in records.mediated.items()
        }

    def asked(self, first: datetime.date, day: datetime.date) -> Mapping[str, str]:
        """What the list is asked for."""
        rows = rows_behind(self.count, first, day)
        return {**rows, "subject": self.subjects} if self.subjects else rows


MEDIATION_SOURCES = (
    MediationSource("mediations_opened", _("Mediations opened"), "opened"),
    MediationSource("mediations_land", _("Mediations opened: land"), "opened", "land"),
    MediationSource("mediations_debt", _("Mediations opened: debt"), "opened", "debt"),
    MediationSource("mediations_family", _("Mediations opened: family"), "opened", "family"),
    MediationSource(
        "mediations_other", _("Mediations opened: all others"), "opened", "-land,-debt,-family"
    ),
    MediationSource("mediations_settled", _("Mediations settled"), "settled"),
    MediationSource("mediations_not_settled", _("Mediations not settled"), "not_settled"),
    MediationSource("mediations_referred", _("Mediations referred to court"), "referred"),
    MediationSource("mediations_pending", _("Quarrels being mediated"), "pending", has_past=False),
    MediationSource(
        "follow_ups_overdue", _("Follow-ups of agreements overdue"), "overdue", has_past=False
    ),
)


@dataclass(frozen=True, slots=True)
class StandardSource:
    """Who registered for the standard of the year in which the period ends, or met it; unknown where nothing is
    written down, and met also until a result is."""

    kind: StandardOf
    met: bool

    @property
    def code(self) -> str:
        """``standard_families_registered``."""
        return f"standard_{self.kind.value}_{'met' if self.met else 'registered'}"

    @property
    def label(self) -> str | Promise:
        """What the admin calls it."""
        return LABELS[self.kind][self.met]

    def read(self, records: Records) -> Given:
        """Return the figure by commune."""
        found: dict[int, int | None] = {}
        for key, figures in records.standards.items():
            counts = figures.by_kind.get(self.kind.value)
            if counts is not None:
                known = counts.judged or not counts.registered
                found[key] = (counts.met if known else None) if self.met else counts.registered
        return found

    def asked(self, _first: datetime.date, day: datetime.date) -> Mapping[str, object]:
        """What the list is asked for."""
        return {"year": day.year, "kind": self.kind.value}


LABELS: Mapping[StandardOf, tuple[Promise, Promise]] = {
    StandardOf.FAMILIES: (
        _("Yearly standard: families registered"),
        _("Yearly standard: families that met it"),
    ),
    StandardOf.AGENCIES: (
        _("Yearly standard: agencies registered"),
        _("Yearly standard: agencies that met it"),
    ),
    StandardOf.SCHOOLS: (
        _("Yearly standard: schools registered"),
        _("Yearly standard: schools that met it"),
    ),
    StandardOf.ENTERPRISES: (
        _("Yearly standard: enterprises registered"),
        _("Yearly standard: enterprises that met it"),
    ),
    StandardOf.HAMLETS: (
        _("Yearly standard: hamlets registered"),
        _("Yearly standard: hamlets that met it"),
    ),
}
STANDARD_SOURCES = tuple(StandardSource(kind, met) for kind in StandardOf for met in (False, True))
