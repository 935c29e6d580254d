"""The list of crime tips."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.domain.permissions import (
    APPROVE_RULE,
    EXPORT_TIPS,
    RECEIVE_TIP,
    VIEW_RULES,
    VIEW_TIPS,
)
from incidents.filters.tips import TipFilter
from incidents.models import CrimeTip
from incidents.queries.tip_rows import with_clock
from incidents.queries.tip_rules import proposals_waiting
from incidents.tables.tips import TipTable
from lists.views import ListPage, parts


class TipList(ListPage):
    """Crime tips, what expires first on top."""

    page_key = "tips"
    title = gettext_lazy("Crime tips")
    permission_required = VIEW_TIPS
    export_permission = EXPORT_TIPS
    table_class = TipTable
    filterset_class = TipFilter
    default_order = "due"
    standard_filters = "state=open"
    standard_name = gettext_lazy("Tips that are not closed")
    empty_title = gettext_lazy("No crime tip has been received yet")
    empty_hint = gettext_lazy("Whoever is on duty receives it, at any hour.")

    def get_queryset(self) -> QuerySet[CrimeTip]:
        return with_clock(CrimeTip.objects.visible_to(self.request.scope))

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related("commune", "category").defer("commune__boundary")

    def buttons(self) -> list[parts.Button]:
        found = [
            parts.Button(
                _("Against the targets"), reverse("tip_measures"), "speedometer2", is_main=False
            ),
        ]
        if self.request.user.has_perm(VIEW_RULES):
            found.append(self.rules_button())
        if self.request.user.has_perm(RECEIVE_TIP):
            found.insert(0, parts.Button(_("Receive a tip"), reverse("tip_receive")))
        return found

    def rules_button(self) -> parts.Button:
        """The way to the deadlines, with how many proposals wait for this person's decision."""
        user, words = self.request.user, _("Deadlines")
        if user.has_perm(APPROVE_RULE):
            count = proposals_waiting(user, self.request.scope)
            if count:
                words = (
                    ngettext(
                        "Deadlines: %d waits for your decision",
                        "Deadlines: %d wait for your decision",
                        count,
                    )
                    % count
                )
        return parts.Button(words, reverse("tip_rule_list"), "hourglass-split", is_main=False)
