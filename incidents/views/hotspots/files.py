"""Records kept with a place: measures, visits, photos, entries of the official list."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts.views.pages import StepByPost
from incidents.domain.hotspots.actions import change_action, record_action
from incidents.domain.hotspots.listings import save_listing
from incidents.domain.hotspots.photos import add_photo, check_room, remove_photo
from incidents.domain.hotspots.reviews import record_review
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.permissions import ACT, LIST, REPORT, REVIEW
from incidents.forms.hotspots import ActionForm, ListingForm, PhotoForm, ReviewForm
from incidents.forms.hotspots.actions import initial_of
from incidents.models import HotspotAction, OfficialListing
from incidents.views.forms import add_errors, readable
from incidents.views.hotspots.base import HotspotView


class RecordView(HotspotView):
    """A page with one form about a record kept with a place."""

    title = ""
    submit_label = ""

    def show(self, form: BaseForm, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form below the place's name."""
        context = {
            "form": form,
            "hotspot": self.hotspot,
            "title": self.title,
            "submit_label": self.submit_label,
            **more,
        }
        return render(self.request, "incidents/record_form.html", context, status=status)


class ActionNew(RecordView):
    """Recording a measure."""

    permission_required = ACT

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("Record a measure")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the empty form."""
        return self.show(ActionForm(commune=self.hotspot.commune))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record the measure."""
        form = ActionForm(readable(request.POST), commune=self.hotspot.commune)
        if not form.is_valid():
            return self.show(form, status=422)
        user, key = self.request.user, form.cleaned_data["submission_key"]
        try:
            recorded = record_action(self.hotspot, form.facts(), by=user, on=self.today, key=key)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show(form, status=422)
        said = (
            _("This form had already been received. Change the measure that stands here instead.")
            if recorded.is_repeat
            else _("The measure is recorded.")
        )
        return self.done(said, "actions")


class ActionEdit(RecordView):
    """Changing a measure, its progress above all."""

    permission_required = ACT

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("Change a measure")

    @property
    def action(self) -> HotspotAction:
        """The measure of the address, kept with this place."""
        rows = HotspotAction.objects.visible_to(self.request.scope)
        action: HotspotAction = get_object_or_404(
            rows, pk=self.kwargs["action_pk"], hotspot=self.hotspot
        )
        return action

    def get(self, request: HttpRequest, pk: int, action_pk: int) -> HttpResponse:
        """Show the measure as it is."""
        action = self.action
        form = ActionForm(initial=initial_of(action), commune=self.hotspot.commune, action=action)
        return self.show(form)

    def post(self, request: HttpRequest, pk: int, action_pk: int) -> HttpResponse:
        """Save the measure, or show what somebody else saved meanwhile beside what was typed."""
        action = self.action
        form = ActionForm(request.POST, commune=self.hotspot.commune, action=action)
        if not form.is_valid():
            return self.show(form, status=422)
        version = form.cleaned_data["version"] or 0
        try:
            change_action(action, form.facts(), by=self.request.user, version=version)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show(form, status=422)
        except ChangedMeanwhileError as change:
            data = request.POST.copy()
            data["version"] = str(change.current.version)
            again = ActionForm(data, commune=self.hotspot.commune, action=action)
            return self.show(again, status=409, other=change.current)
        return self.done(_("The measure is changed."), "actions")


class ReviewNew(RecordView):
    """Recording a visit."""

    permission_required = REVIEW

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("Record a visit")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the empty form."""
        return self.show(ReviewForm(hotspot=self.hotspot))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record the visit and its photos."""
        form = ReviewForm(request.POST, request.FILES, hotspot=self.hotspot)
        if form.is_valid():
            try:
                self.save(form)
                return self.done(_("The visit is recorded."), "reviews")
            except ValidationError as problem:
                add_errors(form, problem)
        return self.show(form, status=422)

    def save(self, form: ReviewForm) -> None:
        """Record once; photos come with the first arrival only."""
        user = self.request.user
        values = form.cleaned_data
        with transaction.atomic():
            is_repeat = self.hotspot.reviews.filter(submission_key=values["submission_key"])
            photos = [] if is_repeat.exists() else values["photos"]
            check_room(self.hotspot, len(photos))
            record_review(
                self.hotspot,
                form.facts(),
                by=user,
                today=self.today,
                key=values["submission_key"],
            )
            for photo in photos:
                add_photo(self.hotspot, photo, by=user)


class PhotoNew(RecordView):
    """Adding photos."""

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("Add photos")

    def has_permission(self) -> bool:
        """Whoever may report, visit or act may photograph."""
        user = self.request.user
        return super().has_permission() and any(user.has_perm(p) for p in (REPORT, REVIEW, ACT))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form."""
        return self.show(PhotoForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep all photos or none."""
        form = PhotoForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                with transaction.atomic():
                    check_room(self.hotspot, len(form.cleaned_data["photos"]))
                    for photo in form.cleaned_data["photos"]:
                        caption = form.cleaned_data["caption"]
                        add_photo(self.hotspot, photo, by=self.request.user, caption=caption)
                return self.done(_("The photos are added."), "photos")
            except ValidationError as problem:
                add_errors(form, problem)
        return self.show(form, status=422)


class PhotoRemove(StepByPost, RecordView):
    """Removing a photo, by POST alone."""

    def post(self, request: HttpRequest, pk: int, photo_pk: int) -> HttpResponse:
        """Remove it."""
        photo = get_object_or_404(self.hotspot.photos, pk=photo_pk)
        remove_photo(photo, by=self.request.user)
        return self.done(_("The photo is removed."), "photos")


class ListingEdit(RecordView):
    """Entering a place in the official list, or changing its entry."""

    permission_required = LIST

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("Official list")

    def entry(self) -> OfficialListing:
        """The entry of the address, or a new one for this year."""
        pk = self.kwargs.get("listing_pk")
        if pk is None:
            if not self.request.user.has_perm("incidents.add_officiallisting"):
                raise PermissionDenied
            return OfficialListing(hotspot=self.hotspot, year=self.today.year)
        entry: OfficialListing = get_object_or_404(self.hotspot.listings, pk=pk)
        return entry

    def get(self, request: HttpRequest, pk: int, listing_pk: int | None = None) -> HttpResponse:
        """Show the form."""
        return self.show(ListingForm(instance=self.entry()))

    def post(self, request: HttpRequest, pk: int, listing_pk: int | None = None) -> HttpResponse:
        """Save the entry."""
        form = ListingForm(request.POST, instance=self.entry())
        if form.is_valid():
            try:
                save_listing(form.instance, by=self.request.user)
                return self.done(_("The entry of the official list is saved."), "listing")
            except ValidationError as problem:
                add_errors(form, problem)
        return self.show(form, status=422)
