"""Columns of the list of deadline rules."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.models import DeadlineRule, TimeUnit
from incidents.queries.tip_rules import RuleStage
from lists.tables import ListTable, TextColumn, address_of, link, short_date, status_badge

STAGE_TONES = {
    RuleStage.PROPOSED: "warn",
    RuleStage.COMING: "info",
    RuleStage.IN_FORCE: "ok",
    RuleStage.OVER: "quiet",
    RuleStage.DECLINED: "bad",
    RuleStage.WITHDRAWN: "quiet",
}


def term_words(rule: DeadlineRule) -> str:
    """Say how long the deadline is: 24 hours; 7 days before the end."""
    n = rule.amount
    said = {
        TimeUnit.HOURS: ngettext("%d hour", "%d hours", n),
        TimeUnit.DAYS: ngettext("%d day", "%d days", n),
        TimeUnit.WORKING_DAYS: ngettext("%d working day", "%d working days", n),
        TimeUnit.MONTHS: ngettext("%d month", "%d months", n),
    }[TimeUnit(rule.unit)] % n
    return _("%s before the end") % said if rule.counts_back else said


def tips_words(rule: DeadlineRule) -> str:
    """Say for which tips the rule holds: their kind and urgency, and whether the commune is remote."""
    parts = [rule.get_kind_display(), rule.get_urgency_display()]
    if rule.is_remote is not None:
        parts.append(_("remote communes") if rule.is_remote else _("communes that are not remote"))
    said = ", ".join(str(one) for one in parts if one)
    return capfirst(said) if said else _("All tips")


def validity_words(rule: DeadlineRule) -> str:
    """Say from when until when the rule holds."""
    if rule.valid_until is None:
        return _("from %s") % short_date(rule.valid_from)
    return f"{short_date(rule.valid_from)} – {short_date(rule.valid_until)}"


class RuleTable(ListTable):
    """A rule in a line."""

    step = TextColumn(
        gettext_lazy("What has to be done"),
        order_by=("step", "urgency", "is_remote", "-valid_from", "pk"),
    )
    tips = TextColumn(gettext_lazy("For which tips"), accessor="pk", orderable=False)
    term = TextColumn(gettext_lazy("Time"), accessor="amount", orderable=False)
    basis = TextColumn(gettext_lazy("Instrument"), accessor="basis", orderable=False)
    place = TextColumn(
        gettext_lazy("Jurisdiction"),
        accessor="jurisdiction__name",
        orderable=False,
        empty_values=(),
    )
    validity = TextColumn(
        gettext_lazy("Validity"),
        accessor="valid_from",
        order_by=("valid_from", "pk"),
        attrs={"td": {"class": "text-nowrap"}},
    )
    stage = TextColumn(gettext_lazy("State"), orderable=False)
    proposed_by = TextColumn(
        gettext_lazy("Proposed by"), accessor="proposed_by__get_full_name", orderable=False
    )
    approved_by = TextColumn(
        gettext_lazy("Approver"), accessor="approved_by__get_full_name", orderable=False
    )

    class Meta:
        default_columns = (
            "step",
            "tips",
            "term",
            "basis",
            "place",
            "validity",
            "stage",
            "proposed_by",
            "approved_by",
        )

    def render_step(self, record: DeadlineRule) -> SafeString:
        return link(address_of("tip_rule", record.pk), capfirst(record.get_step_display()))

    def value_step(self, record: DeadlineRule) -> str:
        return capfirst(record.get_step_display())

    def render_tips(self, record: DeadlineRule) -> str:
        return tips_words(record)

    def value_tips(self, record: DeadlineRule) -> str:
        return tips_words(record)

    def render_term(self, record: DeadlineRule) -> str:
        return term_words(record)

    def value_term(self, record: DeadlineRule) -> str:
        return term_words(record)

    def render_basis(self, record: DeadlineRule) -> SafeString | str:
        if record.is_verified:
            return record.basis
        return format_html(
            '{}<br><small class="muted">{}</small>',
            record.basis,
            _("not checked with the text of the law"),
        )

    def value_basis(self, record: DeadlineRule) -> str:
        return record.basis

    def render_place(self, record: DeadlineRule) -> str:
        return record.jurisdiction.name if record.jurisdiction else _("Everywhere")

    def value_place(self, record: DeadlineRule) -> str:
        return self.render_place(record)

    def render_validity(self, record: DeadlineRule) -> str:
        return validity_words(record)

    def value_validity(self, record: DeadlineRule) -> str:
        return validity_words(record)

    def render_stage(self, value: str) -> SafeString:
        stage = RuleStage(value)
        return status_badge(STAGE_TONES[stage], str(capfirst(stage.label)))

    def value_stage(self, value: str) -> str:
        return str(capfirst(RuleStage(value).label))
