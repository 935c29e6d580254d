"""Pages of one model, of a new or changed model, of outreach, and of a year's standards."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.views.pages import RightView
from commune_police.history import history_of
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.merging import merged
from incidents.domain.movement.keeping import (
    begin_model,
    change_model,
    model_facts_at,
    model_facts_of,
    rate_model,
    record_outreach,
)
from incidents.domain.permissions import (
    KEEP_MOVEMENT,
    RATE_MODELS,
    RECORD_OUTREACH,
    VIEW_MOVEMENT,
)
from incidents.forms.movement import ModelForm, OutreachForm, RatingForm, typed_model
from incidents.forms.movement.keeping import InCommuneForm
from incidents.models import ModelState, MovementModel
from incidents.tables.movement import STATE_ICONS, STATE_TONES
from incidents.views.communes import CommuneOfForm
from incidents.views.conflicts import differences
from incidents.views.forms import add_errors, readable
from units.models import Commune

TOGETHER = [("scale", "hamlet_id"), ("state", "stopped_on")]


class NewOfCommune(CommuneOfForm, RightView):
    """A page that writes something new down for one commune."""

    form_class: type[InCommuneForm]
    list_name = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form for the person's commune; whoever sees several chooses one first."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        return self.show(self.form_class(commune=commune))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write it down once; on any failure keep every value for another try."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        form = self.form_class(readable(request.POST), commune=commune)
        if form.is_valid():
            try:
                return self.save(form, commune)
            except ValidationError as problem:
                add_errors(form, problem)
        return self.show(form, status=422)

    def save(self, form: Any, commune: Commune) -> HttpResponse:
        """Write down what the valid form says and lead on."""
        raise NotImplementedError

    def show(self, form: InCommuneForm, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "commune": form.commune,
            "title": self.form_title,
            "list_name": self.list_name,
        }
        return render(self.request, "incidents/movement/form.html", context, status=status)


class ModelNew(NewOfCommune):
    """A new model."""

    permission_required = KEEP_MOVEMENT
    form_class = ModelForm
    form_title = gettext_lazy("Add a model")
    list_name = "movement_list"

    def save(self, form: ModelForm, commune: Commune) -> HttpResponse:
        """Write the model down and show it."""
        key = form.cleaned_data["submission_key"]
        model = begin_model(form.facts(), commune=commune, by=self.request.user, key=key)
        messages.success(self.request, _("The model is written down."))
        return redirect("movement_detail", model.pk)


class OutreachNew(NewOfCommune):
    """A new session of outreach."""

    permission_required = RECORD_OUTREACH
    form_class = OutreachForm
    form_title = gettext_lazy("Record outreach")
    list_name = "outreach_list"

    def save(self, form: OutreachForm, commune: Commune) -> HttpResponse:
        """Record the session and go back to the list."""
        key = form.cleaned_data["submission_key"]
        record_outreach(form.facts(), commune=commune, by=self.request.user, key=key)
        messages.success(self.request, _("The session is recorded."))
        return redirect("outreach_list")


class ModelPage(RightView):
    """A page about one model."""

    permission_required: str | tuple[str, ...] = VIEW_MOVEMENT

    @cached_property
    def model(self) -> MovementModel:
        """The model of the address, among those this person may see; else 404."""
        rows = MovementModel.objects.visible_to(self.request.scope)
        model: MovementModel = get_object_or_404(
            rows.select_related("commune__jurisdiction", "kind", "hamlet"), pk=self.kwargs["pk"]
        )
        return model

    def show_model(self, form: RatingForm | None = None, status: int = 200) -> HttpResponse:
        """Render the model with its ratings."""
        model, user = self.model, self.request.user
        context = {
            "model": model,
            "state_tone": STATE_TONES[ModelState(model.state)],
            "state_icon": STATE_ICONS[ModelState(model.state)],
            "ratings": model.ratings.all(),
            "rating_form": form or RatingForm(),
            "may_keep": user.has_perm(KEEP_MOVEMENT),
            "may_rate": user.has_perm(RATE_MODELS),
            "story": history_of(model),
        }
        return render(self.request, "incidents/movement/detail.html", context, status=status)


class ModelDetail(ModelPage):
    """One model with its ratings and history."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Render the page."""
        return self.show_model()


class ModelRate(ModelPage):
    """Rating a model for a year, by POST from its page."""

    permission_required = RATE_MODELS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the rating, or say what is wrong."""
        form = RatingForm(request.POST)
        if form.is_valid():
            try:
                rate_model(self.model, by=self.request.user, **form.cleaned_data)
            except ValidationError as problem:
                add_errors(form, problem)
            else:
                messages.success(request, _("The rating is kept."))
                return redirect("movement_detail", pk)
        return self.show_model(form, status=422)


class ModelEdit(ModelPage):
    """Changing a model. Two people at once: the second sees both versions before saving."""

    permission_required = KEEP_MOVEMENT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the model as it is."""
        initial = {**typed_model(model_facts_of(self.model)), "version": self.model.version}
        return self.show(self.form(initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the change, or show what somebody else saved meanwhile."""
        form = self.form(readable(request.POST))
        if not form.is_valid():
            return self.show(form, status=422)
        version = form.cleaned_data["version"] or 0
        try:
            change_model(self.model, form.facts(), by=self.request.user, version=version)
        except ChangedMeanwhileError as change:
            return self.show_both(form, change)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show(form, status=422)
        messages.success(request, _("The record is corrected."))
        return redirect("movement_detail", pk)

    def form(self, *args: Any, **kwargs: Any) -> ModelForm:
        """Make the form of this model."""
        return ModelForm(*args, commune=self.model.commune, model=self.model, **kwargs)

    def show_both(self, form: ModelForm, change: ChangedMeanwhileError) -> HttpResponse:
        """Fill the form with both people's changes and say which fields both of them changed."""
        current = change.current
        assert isinstance(current, MovementModel)
        mine, theirs = form.facts(), model_facts_of(current)
        base = model_facts_at(current, form.cleaned_data["version"] or 0)
        data = self.request.POST.copy()
        for name, value in typed_model(merged(base, mine, theirs, TOGETHER)).items():
            data[name] = value
        data["version"] = str(current.version)
        both = self.form(data)
        was, own, other = typed_model(base), typed_model(mine), typed_model(theirs)
        return self.show(
            both,
            status=409,
            conflict=differences(both, was, own, other),
            changed_by=current.events.order_by("-pgh_id").first(),  # type: ignore[attr-defined]
        )

    def show(self, form: ModelForm, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "model": self.model,
            "commune": self.model.commune,
            "title": _("Correct the record"),
            "list_name": "movement_list",
            **more,
        }
        return render(self.request, "incidents/movement/form.html", context, status=status)
