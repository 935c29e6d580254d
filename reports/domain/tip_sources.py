"""The sources that fill cells from the register of crime tips; each event counts on its own day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.models import TipChannel, TipKind
from incidents.queries.tip_rows import rows_behind
from reports.domain.records import Given, Records


@dataclass(frozen=True, slots=True)
class TipSource:
    """One figure of the register: which count of ``TipCounts``, of which kind and channel (empty: all)."""

    code: str
    label: str | Promise
    count: str
    kind: str = ""
    channel: str = ""

    def read(self, records: Records) -> Given:
        """Return the figure by commune."""
        return {
            key: getattr(figures.of(kind=self.kind, channel=self.channel), self.count)
            for key, figures in records.tips.items()
        }

    def asked(self, first: datetime.date, day: datetime.date) -> Mapping[str, str]:
        """What the list is asked for."""
        only = {"kind": self.kind, "channel": self.channel}
        return {
            **rows_behind(self.count, first, day),
            **{name: value for name, value in only.items() if value},
        }


TIP_SOURCES = (
    TipSource("tips_opening", _("Tips not handed over when the period began"), "opening"),
    TipSource("tips_received", _("Tips received"), "received"),
    TipSource(
        "tips_denunciations",
        _("Tips received: denunciations"),
        "received",
        TipKind.DENUNCIATION.value,
    ),
    TipSource("tips_reports", _("Tips received: reports"), "received", TipKind.REPORT.value),
    TipSource("tips_petitions", _("Tips received: petitions"), "received", TipKind.PETITION.value),
    TipSource("tips_spoken", _("Tips received: spoken"), "received", "", TipChannel.SPOKEN.value),
    TipSource(
        "tips_written", _("Tips received: written"), "received", "", TipChannel.WRITTEN.value
    ),
    TipSource(
        "tips_telephone",
        _("Tips received: by telephone"),
        "received",
        "",
        TipChannel.TELEPHONE.value,
    ),
    TipSource("tips_post", _("Tips received: by post"), "received", "", TipChannel.POST.value),
    TipSource(
        "tips_electronic",
        _("Tips received: by electronic means"),
        "received",
        "",
        TipChannel.ELECTRONIC.value,
    ),
    TipSource("tips_vneid", _("Tips received: VNeID"), "received", "", TipChannel.VNEID.value),
    TipSource("tips_taken_up", _("Tips received and classified"), "taken_up"),
    TipSource("tips_handed_over", _("Tips handed over"), "handed_over"),
    TipSource("tips_handed_in_time", _("Tips handed over in time"), "handed_in_time"),
    TipSource("tips_returned", _("Tips of earlier periods that were returned"), "returned"),
    TipSource("tips_resolved", _("Tips resolved"), "resolved"),
    TipSource("tips_resolved_in_time", _("Tips resolved in time"), "in_time"),
    TipSource("tips_late", _("Tips late and unresolved at the end of the period"), "late"),
    TipSource("tips_waiting", _("Tips not handed over at the end of the period"), "waiting"),
    TipSource(
        "tips_waiting_late",
        _("Tips not handed over at the end of the period, late"),
        "waiting_late",
    ),
)
