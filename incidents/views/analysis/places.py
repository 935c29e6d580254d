"""Suggested places of a commune: their evidence, and what a chief makes of them."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incidents.domain.analysis.areas import BEYOND, GROUND, Part
from incidents.domain.analysis.numbers import p_in_words, written
from incidents.domain.analysis.plane import Spot
from incidents.domain.analysis.windows import Window
from incidents.domain.permissions import JUDGE, REPORT, require
from incidents.domain.submissions import SUGGESTIONS, wait_for_turn
from incidents.domain.suggestions import judging
from incidents.domain.suggestions.searching import Answer, FoundPlace, Question, search
from incidents.domain.suggestions.words import counted_on
from incidents.forms.analysis import DismissForm, PlacesForm, size_in_words
from incidents.models import HotspotSuggestion
from incidents.queries.suggestions import judged
from incidents.views.analysis.base import AnalysisView
from units.models import Commune

MOST_JUDGED = 30


class PlacesPage(AnalysisView[PlacesForm]):
    """The crowded places that the figures point at, surest first."""

    form_class = PlacesForm
    template_name = "incidents/analysis/places.html"

    def answer(self) -> dict[str, Any]:
        """The suggestions with their parameters; nothing before a commune is chosen."""
        question = self.question
        if question is None:
            return {}
        found = search(question, self.request.scope)
        places = [
            self.shown(number, one, "" if found.is_cut else self.rows_url(one, question))
            for number, one in enumerate(found.places, start=1)
        ]
        user = self.request.user
        return {
            "commune": question.commune,
            "found": found,
            "places": [one for one in places if one["place"].is_new],
            "known": [one for one in places if not one["place"].is_new],
            "points": [point_of(one["number"], one["place"], question.commune) for one in places],
            "boundary": question.commune.boundary,
            "size_words": size_in_words(question.method, question.size),
            "question": question,
            "judged": [
                (one, self.judged_url(one))
                for one in judged(self.request.scope, question.commune.pk)[:MOST_JUDGED]
            ],
            **({} if found.is_cut else self.searched_urls(question)),
            "may_judge": user.has_perm(JUDGE),
            "may_report": user.has_perm(JUDGE) and user.has_perm(REPORT),
            "here": self.request.get_full_path(),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Dismiss a place or take it up; the figures are looked at anew, nothing is believed of the form."""
        require(self.request.user, JUDGE)
        if not self.form.is_valid() or self.question is None:
            return self.show(status=422)
        said = DismissForm(request.POST)
        if not said.is_valid():
            return self.show(status=422, refused=said, refused_place=request.POST.get("place", ""))
        wait_for_turn(SUGGESTIONS, self.question.commune)
        found = search(self.question, self.request.scope)
        place = next((one for one in found.places if one.key == said.cleaned_data["place"]), None)
        if place is None:
            messages.warning(
                request, _("The figures have changed meanwhile: this place is no longer suggested.")
            )
            return redirect(request.get_full_path())
        try:
            return self.judge(place, found, said)
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
            return redirect(request.get_full_path())

    def judge(self, place: FoundPlace, found: Answer, said: DismissForm) -> HttpResponse:
        """Keep the evidence of a place that nobody has judged yet, then dismiss the place, or lead on to the form that reports it."""
        assert self.question is not None
        values, user = said.cleaned_data, self.request.user
        judging.refuse_judged(place, key=values["submission_key"])
        kept = place.taken_up or judging.take_up(
            place,
            self.question,
            looked_at=found.looked_at,
            by=user,
            on=self.today,
            key=values["submission_key"],
        )
        if values["take_up"]:
            query = urlencode({"commune": kept.commune_id, "suggestion": kept.pk})
            return redirect(f"{reverse('hotspot_create')}?{query}")
        judging.dismiss(kept, by=user, on=self.today, reason=values["reason"])
        messages.success(
            self.request,
            _("The suggestion is dismissed. It comes back only when clearly more happens there."),
        )
        return redirect(self.request.get_full_path())

    @cached_property
    def question(self) -> Question | None:
        """What is looked for, once a commune is chosen."""
        commune = self.form.commune_chosen
        if commune is None:
            return None
        asked = self.form.cleaned_data
        method, size = self.form.method_and_size
        return Question(
            commune=commune,
            window=self.form.window,
            category_id=asked["category"],
            method=method,
            size=size,
            minimum=asked["minimum"],
            level=asked["level"],
        )

    def rows_url(self, place: FoundPlace, question: Question) -> str:
        """The incidents that a suggestion counts."""
        part = place.part_of(question.commune.pk)
        return self.links.in_part(question.window, part, category=question.category_id)

    def judged_url(self, kept: HotspotSuggestion) -> str:
        """The incidents that a kept suggestion's days and place have today."""
        centre = Spot(kept.latitude, kept.longitude)
        part = Part.of_suggestion(kept.commune_id, kept.cells, centre, kept.radius_m)
        window = Window(kept.first_day, kept.last_day)
        return self.links.in_part(window, part, category=kept.category_id)

    def searched_urls(self, question: Question) -> dict[str, str]:
        """The incidents that were looked at, and those that were left out."""
        commune, asked = question.commune.pk, {"category": question.category_id}
        return {
            "looked_at_url": self.links.in_part(question.window, Part(commune, GROUND), **asked),
            "outside_url": self.links.in_part(question.window, Part(commune, BEYOND), **asked),
            "without_url": self.links.to(question.window, commune=commune, point="no", **asked),
        }

    def shown(self, number: int, place: FoundPlace, url: str) -> dict[str, Any]:
        """A suggestion with its figures in words, and the address of its incidents."""
        times = place.count / place.expected if place.expected else None
        return {
            "number": number,
            "place": place,
            "url": url,
            "ground": counted_on(place.cells, place.radius_m),
            "expected": written(place.expected, 1),
            "times": "" if times is None else written(times, 0 if times >= 10 else 1),
            "p": p_in_words(place.p),
            "q": "" if place.q is None else p_in_words(place.q),
            "key": uuid.uuid4(),
        }


def point_of(number: int, place: FoundPlace, commune: Commune) -> dict[str, Any]:
    """What the map needs of a suggested place."""
    state = _("reported already") if place.hotspots else _("suggested")
    if place.dismissed:
        state = pgettext("suggestion", "dismissed")
    return {
        "name": _("Place %(number)s") % {"number": number},
        "url": f"#suggestion-{number}",
        "latitude": place.centre.latitude,
        "longitude": place.centre.longitude,
        "state": state,
        "state_code": "declined"
        if place.dismissed
        else "confirmed"
        if place.hotspots
        else "reported",
        "kind": _("%(count)s incidents") % {"count": place.count},
        "icon": "bullseye",
        "mark": str(number),
        "commune": commune.full_name,
    }
