"""Pages of models: one with its ratings, a new one, correcting, rating and withdrawing one."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.views.pages import StepByPost
from incidents.domain.movement.keeping import (
    ModelFacts,
    RatingFacts,
    begin_model,
    change_model,
    change_rating,
    rate_model,
    withdraw_model,
)
from incidents.domain.movement.story import story_of_model
from incidents.domain.permissions import KEEP_MOVEMENT, RATE_MODELS, VIEW_MOVEMENT
from incidents.forms.movement import ModelForm, RatingCorrectionForm, RatingForm
from incidents.forms.withdrawal import WithdrawForm
from incidents.models import ModelRating, ModelState, MovementModel
from incidents.tables.movement import STATE_ICONS, STATE_TONES
from incidents.views.corrections import Correction
from incidents.views.forms import add_errors
from incidents.views.movement.base import (
    DetailPage,
    EditPage,
    NewOfCommune,
    OnePage,
    WithdrawPage,
)
from units.models import Commune


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


class ModelPage(OnePage):
    """A page about one model."""

    permission_required: str | tuple[str, ...] = VIEW_MOVEMENT
    kind = MovementModel
    read_with = ("commune__jurisdiction", "kind", "hamlet")
    called, page_name, list_name = "model", "movement_detail", "movement_list"
    one: MovementModel

    def show_one(self, status: int = 200, **forms: Any) -> HttpResponse:
        """Render the model with its ratings, and with the form that came back."""
        model, user = self.one, self.request.user
        is_kept = not model.is_withdrawn
        context = {
            "model": model,
            "state_tone": STATE_TONES[ModelState(model.state)],
            "state_icon": STATE_ICONS[ModelState(model.state)],
            "ratings": model.ratings.all(),
            "rating_form": RatingForm(),
            "withdraw_form": WithdrawForm(),
            "may_keep": is_kept and user.has_perm(KEEP_MOVEMENT),
            "may_rate": is_kept and user.has_perm(RATE_MODELS),
            "story": story_of_model(model),
            **forms,
        }
        return render(self.request, "incidents/movement/detail.html", context, status=status)


class ModelDetail(ModelPage, DetailPage):
    """One model with its ratings and history."""


class ModelEdit(EditPage, ModelPage):
    """Correcting a model."""

    permission_required = KEEP_MOVEMENT
    facts_class = ModelFacts
    together = (("scale", "hamlet_id"), ("state", "stopped_on"))
    form_title = gettext_lazy("Correct the record")
    said = gettext_lazy("The record is corrected.")

    def form(self, *args: Any, **kwargs: Any) -> ModelForm:
        """Make the form of this model."""
        return ModelForm(*args, commune=self.one.commune, model=self.one, **kwargs)

    def correct(self, facts: ModelFacts, version: int) -> None:
        """Write the corrected facts."""
        change_model(self.one, facts, by=self.request.user, version=version)


class ModelWithdraw(WithdrawPage, ModelPage):
    """Withdrawing a model that was written down by mistake, by POST from its page."""

    permission_required = KEEP_MOVEMENT
    said = gettext_lazy("The model is withdrawn; it counts nowhere any more.")

    def take_back(self, reason: str) -> None:
        """Withdraw the model."""
        withdraw_model(self.one, reason, by=self.request.user)


class ModelRate(StepByPost, ModelPage):
    """Rating a model for a year, by POST from its page."""

    permission_required = RATE_MODELS

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the rating, or say what is wrong."""
        form = RatingForm(request.POST)
        if form.is_valid():
            try:
                rate_model(self.one, form.facts(), by=self.request.user)
                return self.done(_("The rating is kept."), "ratings")
            except ValidationError as problem:
                add_errors(form, problem)
        return self.show_one(rating_form=form, status=422)


class RatingEdit(Correction, ModelPage):
    """Correcting the rating of a year."""

    permission_required = RATE_MODELS
    facts_class = RatingFacts

    @cached_property
    def row(self) -> ModelRating:
        """The rating of the address, of this model."""
        rows = ModelRating.objects.visible_to(self.request.scope).select_related("model")
        rating: ModelRating = get_object_or_404(rows, pk=self.kwargs["rating_pk"], model=self.one)
        return rating

    def form(self, *args: Any, **kwargs: Any) -> RatingCorrectionForm:
        """Make the form of this rating."""
        return RatingCorrectionForm(*args, **kwargs)

    def save(self, form: RatingCorrectionForm, version: int) -> HttpResponse:
        """Write what the valid form says and show the model."""
        change_rating(self.row, form.facts(), by=self.request.user, version=version)
        return self.done(_("The rating is corrected."), "ratings")

    def show(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        return self.show_form(form, _("Correct the rating of a year"), status, **more)
