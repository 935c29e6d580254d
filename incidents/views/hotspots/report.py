"""Reporting a complicated place, and correcting a report."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.views.pages import key_or_none
from incidents.domain import drafts
from incidents.domain.facts import facts_at, facts_of
from incidents.domain.hotspots import photos
from incidents.domain.hotspots.reporting import (
    SAID_TOGETHER,
    ReportFacts,
    correct_hotspot,
    report_hotspot,
)
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.permissions import JUDGE, REPORT
from incidents.domain.suggestions.judging import confirm as confirm_suggestion
from incidents.domain.suggestions.words import evidence_in_words
from incidents.forms.hotspots import ReportForm
from incidents.forms.hotspots.report import typed_values
from incidents.models import DraftOf, Hotspot, HotspotSuggestion, ReportDraft, SuggestionState
from incidents.views.communes import CommuneOfForm
from incidents.views.conflicts import Corrections, form_of_both
from incidents.views.drafts import draft_asked_for
from incidents.views.forms import add_errors, readable
from incidents.views.hotspots.base import HotspotView
from units.models import Commune

# A form with none of these has nothing that anybody would miss.
WORTH_KEEPING = ("kind", "name", "reason", "whereabouts", "latitude", "since", "responsible_note")


class ReportNew(CommuneOfForm, HotspotView):
    """The empty form, a draft of it, or what was typed when it could not be saved."""

    permission_required = REPORT
    form_title = gettext_lazy("Report a complicated place")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form for the person's commune; whoever sees several chooses one first."""
        draft = draft_asked_for(request, DraftOf.HOTSPOT)
        commune = self.commune_of(draft.values.get("commune") if draft else None)
        if commune is None:
            return self.ask_for_commune()
        key = draft.submission_key if draft else uuid.uuid4()
        initial = {
            "submission_key": key,
            **self.of_suggestion(key_or_none(request.GET.get("suggestion"))),
            **(draft.values if draft else {}),
        }
        form = ReportForm(initial=initial, commune=commune, scope=self.request.scope)
        return self.show(form, draft)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Report the place; on any failure keep every value, and the photos, for another try."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        typed = readable(request.POST)
        form = ReportForm(typed, request.FILES, commune=commune, scope=self.request.scope)
        if form.is_valid():
            try:
                return self.save(form, commune)
            except ValidationError as problem:
                add_errors(form, problem)
        return self.show(form, self.keep(form), status=422)

    def save(self, form: ReportForm, commune: Commune) -> HttpResponse:
        """Report once, whatever the number of times the form arrives."""
        user = self.request.user
        key = form.cleaned_data["submission_key"]
        with transaction.atomic():
            reported = report_hotspot(
                form.facts(), commune=commune, by=user, on=self.today, key=key
            )
            suggestion = self.suggestion(form.cleaned_data["suggestion"])
            if suggestion and not reported.is_repeat:
                confirm_suggestion(suggestion, reported.hotspot, by=user, on=self.today)
            if not reported.is_repeat:
                draft = drafts.draft_of(user, key)
                if draft:
                    photos.take_over(draft, reported.hotspot, by=user)
                    draft.delete()
                photos.check_room(reported.hotspot, len(form.whole_photos))
                for photo in form.whole_photos:
                    photos.add_photo(reported.hotspot, photo, by=user)
        said = (
            _("This report had already been received; it was not recorded twice.")
            if reported.is_repeat
            else _("The place is reported. The district sees it now.")
        )
        messages.success(self.request, said)
        return redirect("hotspot_detail", reported.hotspot.pk)

    def suggestion(self, key: int | None) -> HotspotSuggestion | None:
        """The suggestion that was taken up and is reported now, among those this person may judge."""
        if key is None or not self.request.user.has_perm(JUDGE):
            return None
        found: HotspotSuggestion | None = (
            HotspotSuggestion.objects.visible_to(self.request.scope)
            .filter(pk=key, state=SuggestionState.SUGGESTED)
            .first()
        )
        return found

    def of_suggestion(self, key: int | None) -> dict[str, Any]:
        """What the form begins with when it reports a suggested place: the point and the evidence."""
        suggestion = self.suggestion(key)
        if suggestion is None:
            return {}
        return {
            "suggestion": suggestion.pk,
            "latitude": f"{suggestion.latitude:.6f}",
            "longitude": f"{suggestion.longitude:.6f}",
            "reason": evidence_in_words(suggestion),
        }

    def keep(self, form: ReportForm) -> ReportDraft | None:
        """Keep what was typed and photographed while the form is not right yet."""
        key = form.cleaned_data.get("submission_key") if hasattr(form, "cleaned_data") else None
        if key is None:
            return None
        typed = {name: str(value) for name, value in form.data.items()}
        if not form.whole_photos and not any(typed.get(name) for name in WORTH_KEEPING):
            return None
        draft = drafts.save_draft(
            self.request.user, key, {**typed, "commune": str(form.commune.pk)}
        )
        if draft:
            for photo in form.whole_photos:
                photos.keep_with_draft(draft, photo)
        return draft

    def show(self, form: ReportForm, draft: ReportDraft | None, status: int = 200) -> HttpResponse:
        """Render the form with the drafts that wait, except the one being written."""
        others = [one for one in drafts.drafts_of(self.request.user) if one != draft]
        context = {
            "form": form,
            "commune": form.commune,
            "draft": draft,
            "draft_photos": list(draft.photos.all()) if draft else [],
            "drafts": others if self.request.method == "GET" and not draft else [],
        }
        return render(self.request, "incidents/report_new.html", context, status=status)


class ReportEdit(HotspotView):
    """Correcting a report. Two people at once: the second sees both versions before saving."""

    permission_required = REPORT

    def form(self, *args: Any, **kwargs: Any) -> ReportForm:
        """Make the form of this report."""
        hotspot, scope = self.hotspot, self.request.scope
        return ReportForm(*args, commune=hotspot.commune, scope=scope, hotspot=hotspot, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the report as it is."""
        initial = {
            **typed_values(facts_of(self.hotspot, ReportFacts)),
            "version": self.hotspot.version,
        }
        return self.show(self.form(initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the correction, or show what somebody else saved meanwhile."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        version = form.cleaned_data["version"]
        try:
            saved = correct_hotspot(
                self.hotspot, form.facts(), by=self.request.user, version=version or 0
            )
        except ChangedMeanwhileError as change:
            return self.show_both(form, change)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show(form, status=422)
        messages.success(self.request, _("The report is corrected."))
        return redirect("hotspot_detail", saved.pk)

    def show_both(self, form: ReportForm, change: ChangedMeanwhileError) -> HttpResponse:
        """Fill the form with both people's changes and say which fields both of them changed."""
        current = change.current
        assert isinstance(current, Hotspot)
        base = facts_at(current, form.cleaned_data["version"] or 0, ReportFacts)
        corrections = Corrections(base, form.facts(), facts_of(current, ReportFacts), SAID_TOGETHER)
        both, context = form_of_both(
            self.form, self.request.POST, current, corrections, typed_values
        )
        return self.show(both, status=409, **context)

    def show(self, form: ReportForm, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "hotspot": self.hotspot, "commune": self.hotspot.commune, **more}
        return render(self.request, "incidents/report_edit.html", context, status=status)
