"""What pages of models and of outreach share: something new for one commune, one row, correcting and withdrawing it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise

from accounts.views.pages import RightView
from incidents.forms.movement.keeping import InCommuneForm
from incidents.models import MovementModel, OutreachSession
from incidents.views.communes import CommuneOfForm
from incidents.views.corrections import Correction
from incidents.views.forms import add_errors, readable
from incidents.views.withdrawing import Withdrawal
from units.models import Commune

FORM = "incidents/movement/form.html"


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
        return render(self.request, FORM, context, status=status)


class OnePage(RightView):
    """A page about one row of ``kind``, which templates call ``called``; its own page is named ``page_name``."""

    kind: type[MovementModel] | type[OutreachSession]
    read_with: tuple[str, ...] = ("commune__jurisdiction", "hamlet")
    called = ""
    page_name = ""
    list_name = ""

    @cached_property
    def one(self) -> Any:
        """The row of the address, among those this person may see; else 404."""
        rows = self.kind.objects.visible_to(self.request.scope).select_related(*self.read_with)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def page_of_record(self) -> str:
        """The address of the row's page."""
        return reverse(self.page_name, args=[self.one.pk])

    def done(self, sentence: str | Promise, anchor: str = "") -> HttpResponse:
        """Say what happened and go back to the row."""
        messages.success(self.request, str(sentence))
        response = redirect(self.page_name, self.one.pk)
        response["Location"] += anchor and f"#{anchor}"
        return response

    def show_one(self, status: int = 200, **forms: Any) -> HttpResponse:
        """Render the row, and the form that came back."""
        raise NotImplementedError

    def show_form(
        self, form: Any, title: str | Promise, status: int = 200, **more: Any
    ) -> HttpResponse:
        """Render a form about the row."""
        context = {
            "form": form,
            self.called: self.one,
            "commune": self.one.commune,
            "title": title,
            "list_name": self.list_name,
            **more,
        }
        return render(self.request, FORM, context, status=status)


class DetailPage(OnePage):
    """The row with its history."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Render the page."""
        return self.show_one()


class EditPage(Correction, OnePage):
    """Correcting the row: ``form_title`` stands above the form, ``said`` is said afterwards."""

    form_title: str | Promise
    said: str | Promise

    @property
    def row(self) -> Any:
        """The row."""
        return self.one

    def correct(self, facts: Any, version: int) -> None:
        """Write the corrected facts."""
        raise NotImplementedError

    def save(self, form: Any, version: int) -> HttpResponse:
        """Write what the valid form says and show the row."""
        self.correct(form.facts(), version)
        return self.done(self.said)

    def show(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        return self.show_form(form, self.form_title, status, **more)


class WithdrawPage(Withdrawal, OnePage):
    """Withdrawing what was written down by mistake, from its page; ``said`` is said afterwards."""

    said: str | Promise

    def withdraw(self, reason: str) -> HttpResponse:
        """Withdraw the row and say so."""
        self.take_back(reason)
        return self.done(self.said)

    def take_back(self, reason: str) -> None:
        """Withdraw the row."""
        raise NotImplementedError

    def show_again(self, **more: Any) -> HttpResponse:
        """Render the row."""
        return self.show_one(**more)
