"""Again and next door: the Knox test of a commune, and the places where it happened again."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from incidents.domain.analysis.knox import SAME_PLACE_M, Pairs
from incidents.domain.analysis.numbers import p_in_words, written
from incidents.domain.permissions import VIEW_INCIDENTS
from incidents.domain.repeats import ROUNDS, Again, repetition
from incidents.forms.analysis import OneCommuneForm
from incidents.models import Incident
from incidents.queries.analysis import Slice
from incidents.views.analysis.base import AnalysisView

WITHIN_DAYS = 28
CLEAR = 0.05


class RepeatsPage(AnalysisView[OneCommuneForm]):
    """What repeats in one commune."""

    form_class = OneCommuneForm
    template_name = "incidents/analysis/repeats.html"

    def answer(self) -> dict[str, Any]:
        """The table of pairs and the places; nothing before a commune is chosen."""
        commune = self.form.commune_chosen
        if commune is None:
            return {}
        asked = Slice(
            self.request.scope,
            self.form.window,
            commune.pk,
            self.form.cleaned_data["category"],
        )
        found = repetition(asked, within_days=WITHIN_DAYS)
        return {
            "commune": commune,
            "found": found,
            "days": [one.up_to_days for one in found.pairs[0]],
            "rows": [
                (
                    self.distance(row[0]),
                    [
                        shown(cell, self.links.chosen(keys))
                        for cell, keys in zip(row, forming, strict=True)
                    ],
                )
                for row, forming in zip(found.pairs, found.forming, strict=True)
            ],
            "again": self.named(found.again),
            "looked_at_url": ""
            if found.is_cut
            else self.links.to(
                self.form.window,
                commune=commune.pk,
                category=asked.category_id,
                point="yes",
            ),
            "rounds": ROUNDS,
            "within_days": WITHIN_DAYS,
            "same_place_m": round(SAME_PLACE_M),
        }

    @staticmethod
    def distance(pairs: Pairs) -> str:
        """A band of distance in words."""
        if pairs.up_to_metres <= SAME_PLACE_M:
            return _("the same place")
        return _("up to %(metres)s m away") % {"metres": round(pairs.up_to_metres)}

    def named(self, again: list[Again]) -> list[tuple[Again, str, str, list[tuple[str, str]]]]:
        """Each place with its words, the address of its incidents and their numbers, linked where the person may open
        them."""
        keys = [key for one in again for key in one.incidents]
        rows = Incident.objects.visible_to(self.request.scope).filter(pk__in=keys)
        facts = {
            pk: (number, where)
            for pk, number, where in rows.values_list("pk", "number", "whereabouts")
        }
        return [
            (
                one,
                next((facts[key][1] for key in one.incidents if facts[key][1]), ""),
                self.links.chosen(one.incidents),
                [(facts[key][0], self.incident_url(key)) for key in one.incidents],
            )
            for one in again
        ]

    def incident_url(self, key: int) -> str:
        """An incident's page, for those who may open it."""
        if not self.request.user.has_perm(VIEW_INCIDENTS):
            return ""
        try:
            return reverse("incident_detail", args=[key])
        except NoReverseMatch:
            return ""


def shown(pairs: Pairs, url: str) -> dict[str, Any]:
    """A cell of the table: pairs and the address of the incidents that form them, what chance would bring, p, and
    whether it is clear among all cells."""
    return {
        "url": url if pairs.observed else "",
        "observed": pairs.observed,
        "expected": written(pairs.expected, 1),
        "ratio": "" if pairs.ratio is None else written(pairs.ratio, 1),
        "p": p_in_words(pairs.p),
        "is_clear": pairs.p_in_all <= CLEAR and pairs.observed > pairs.expected,
    }
