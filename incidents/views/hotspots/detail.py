"""The page of one place: where it is, why it is complicated, what is done, what was found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from incidents.domain.analysis.windows import DAY, LONGEST_DAYS, Window
from incidents.domain.hotspots.effects import effects_of, ring_leaves_commune
from incidents.domain.hotspots.story import story_of
from incidents.domain.hotspots.workflow import moves_offered
from incidents.domain.partial_dates import write_partial_date
from incidents.domain.permissions import ACT, LIST, REPORT, REVIEW, SEE_ANALYSIS
from incidents.forms.hotspots import MoveForm
from incidents.models import HotspotAction, HotspotReview, HotspotState
from incidents.queries.around import PLACE, PLACE_M, RING_M, at_hotspot
from incidents.queries.hours import week_of
from incidents.tables.effects import effect_block
from incidents.tables.hotspots import STATE_ICONS, STATE_TONES
from incidents.tables.week import week_table
from incidents.views.analysis.rows import RowLinks
from incidents.views.forms import moves_with_forms
from incidents.views.hotspots.base import HotspotView
from incidents.views.hotspots.lists import point_of


class HotspotPage(HotspotView):
    """Renders the page; a move that could not be made shows it again."""

    def show(
        self, moves: Mapping[str, MoveForm] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render the page with the forms that came back, by the move's name, the others empty."""
        place = self.hotspot
        reviews = list(place.reviews.all())
        actions = list(place.actions.select_related("officer"))
        offered = moves_offered(place, self.request.user)
        context = {
            "hotspot": place,
            "state_tone": STATE_TONES[place.state],
            "state_icon": STATE_ICONS[place.state],
            "point": [point_of(place)],
            "boundary": place.commune.boundary,
            "commune_url": self.commune_url(),
            "is_overdue": place.review_overdue_on(self.today),
            "days_late": self.days_late(),
            "since": write_partial_date(place.since, place.since_precision),
            "photos": list(place.photos.all()),
            "actions": actions,
            "reviews": reviews,
            "asks_to_resolve": self.asks_to_resolve(reviews),
            "listings": list(place.listings.all()),
            "listed_now": list(place.listings.in_force(self.today)),
            "story": story_of(place),
            "moves": moves_with_forms(offered, MoveForm, moves or {}, place.version),
            "has_main_move": any(one.move.is_main for one in offered),
            **self.rights(),
            **self.figures(actions),
        }
        return render(self.request, "incidents/hotspot_detail.html", context, status=status)

    def figures(self, actions: list[HotspotAction]) -> dict[str, Any]:
        """When incidents happen here and what the measures did, for those who may see it."""
        if not self.request.user.has_perm(SEE_ANALYSIS):
            return {}
        scope, place, links = self.request.scope, self.hotspot, RowLinks(self.request.user)
        year = Window(self.today - DAY * (LONGEST_DAYS - 1), self.today)
        effects = effects_of(scope, actions, today=self.today)
        return {
            "week": week_table(
                week_of(at_hotspot(scope, place, year)),
                partial(links.to, year, zone=f"{place.pk}:{PLACE}"),
            ),
            "window": year,
            "effects": [effect_block(one, links.in_zone) for one in effects],
            "place_m": PLACE_M,
            "ring_m": RING_M,
            "ring_leaves": ring_leaves_commune(place),
        }

    def commune_url(self) -> str:
        """The commune's page, for those who may open it."""
        if not self.request.user.has_perm("units.view_commune"):
            return ""
        try:
            return reverse("commune_detail", args=[self.hotspot.commune_id])
        except NoReverseMatch:
            return ""

    def days_late(self) -> int:
        """How many days the review is overdue; 0 when it is not."""
        due = self.hotspot.next_review_on
        return max((self.today - due).days, 0) if due else 0

    def asks_to_resolve(self, reviews: list[HotspotReview]) -> bool:
        """Tell whether the latest visit, since it was reopened, found the place no longer complicated."""
        place = self.hotspot
        if not place.next_review_on or not reviews or reviews[0].still_complicated:
            return False
        return place.state != HotspotState.REOPENED or reviews[0].on > place.state_since

    def rights(self) -> dict[str, Any]:
        """Which forms this person may open from here."""
        user, place = self.request.user, self.hotspot
        may_report = user.has_perm(REPORT)
        may_review = user.has_perm(REVIEW) and place.state != HotspotState.DECLINED
        may_act = user.has_perm(ACT)
        return {
            "may_edit": may_report,
            "may_act": may_act and place.is_open,
            "may_change_actions": may_act,
            "may_review": may_review,
            "may_photograph": may_report or may_review or may_act,
            "may_list": user.has_perm(LIST),
            "may_list_new": user.has_perm(LIST) and user.has_perm("incidents.add_officiallisting"),
        }


class HotspotDetail(HotspotPage):
    """Everything known of one place, with the buttons that this person may use now."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Render the page."""
        return self.show()
