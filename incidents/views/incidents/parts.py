"""What belongs to an incident: persons involved, the recorded look at who they are, files."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from accounts.requests import client_address
from accounts.views.pages import StepByPost
from incidents.domain.incidents.files import attach_files, remove_file
from incidents.domain.incidents.persons import (
    PersonFacts,
    add_person,
    change_person,
    remove_person,
    see_identity,
    words_that_name,
)
from incidents.domain.incidents.recording import may_correct
from incidents.domain.permissions import RECORD, SEE_IDENTITY
from incidents.forms.incidents import FilesForm, IdentityForm, PersonForm
from incidents.models import IncidentFile, IncidentPerson
from incidents.views.corrections import Correction
from incidents.views.files import given_file
from incidents.views.forms import add_errors, readable
from incidents.views.incidents.base import IncidentView, no_longer_theirs
from incidents.views.incidents.detail import IncidentPage

hide_identity = method_decorator(
    sensitive_post_parameters("full_name", "birth_year", "citizen_id", "phone", "address", "note"),
    name="dispatch",
)


class PersonPage(IncidentView):
    """A page with the form of one person involved."""

    permission_required: str | tuple[str, ...] = RECORD

    @cached_property
    def person(self) -> IncidentPerson:
        """The person of the address, of this incident."""
        rows = IncidentPerson.objects.visible_to(self.request.scope).select_related("incident")
        person: IncidentPerson = get_object_or_404(
            rows, pk=self.kwargs["person_pk"], incident=self.incident
        )
        return person

    def show_person(
        self, form: PersonForm, title: str, status: int = 200, **more: Any
    ) -> HttpResponse:
        """Render the form below the incident's number."""
        context = {"form": form, "incident": self.incident, "title": title, **more}
        return render(self.request, "incidents/incidents/person.html", context, status=status)

    def say_where_named(self, person: IncidentPerson) -> None:
        """Warn where the incident's own words name a person just written down, with the way to correct them."""
        if columns := words_that_name(person):
            said = _(
                "This person is named in “%(columns)s”, which everybody reads who sees the incident. Say there who it is "
                "by the role."
            )
            messages.warning(
                self.request,
                format_html(
                    '{} <a href="{}">{}</a>',
                    said % {"columns": "”, “".join(columns)},
                    reverse("incident_edit", args=[self.incident.pk]),
                    _("Correct the incident"),
                ),
            )


@hide_identity
class PersonNew(PersonPage):
    """Writing down a person involved."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the empty form."""
        if not may_correct(self.incident, self.request.user):
            raise PermissionDenied
        return self.show_new(PersonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write the person down, once; then back to the incident, or to the next person."""
        form = PersonForm(readable(request.POST))
        if not may_correct(self.incident, self.request.user):
            form.add_error(None, no_longer_theirs())
            return self.show_new(form, status=403)
        if not form.is_valid():
            return self.show_new(form, status=422)
        key = form.cleaned_data["submission_key"]
        try:
            added = add_person(self.incident, form.facts(), by=self.request.user, key=key)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show_new(form, status=422)
        said = (
            _("This form had already been received; the person was not written down twice.")
            if added.is_repeat
            else _("The person is written down.")
        )
        self.say_where_named(added.person)
        response = self.done(said, "persons")
        return redirect("incident_person_new", pk) if "another" in request.POST else response

    def show_new(self, form: PersonForm, status: int = 200) -> HttpResponse:
        """Render the form, with a button for one person after the other."""
        return self.show_person(form, _("Person involved"), status, is_new=True)


@hide_identity
class PersonEdit(Correction, PersonPage):
    """Correcting what is known of a person: the form shows who it is, so the look is recorded."""

    permission_required = (RECORD, SEE_IDENTITY)
    facts_class = PersonFacts

    @property
    def row(self) -> IncidentPerson:
        """The person."""
        return self.person

    def check(self) -> None:
        """Raise ``PermissionDenied`` where this person may not correct it, or nothing is kept of the person."""
        if not may_correct(self.incident, self.request.user) or self.person.anonymised_on:
            raise PermissionDenied

    def form(self, *args: Any, **kwargs: Any) -> PersonForm:
        """Make the form of this person."""
        return PersonForm(*args, **kwargs)

    def save(self, form: PersonForm, version: int) -> HttpResponse:
        """Write what the valid form says and show the incident."""
        changed = change_person(self.person, form.facts(), by=self.request.user, version=version)
        self.say_where_named(changed)
        return self.done(_("The person is corrected."), "persons")

    def show(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form; what it shows of the person is recorded as a look, unless it was only typed."""
        if status in (200, 409):
            see_identity(
                self.person,
                by=self.request.user,
                reason=_("to correct it"),
                address=client_address(self.request),
            )
        return self.show_person(form, _("Correct a person involved"), status, **more)


class PersonRemove(StepByPost, PersonPage):
    """Taking a person off the record, by POST."""

    def post(self, request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
        """Delete the row; the history keeps that there was one."""
        remove_person(self.person, by=self.request.user)
        return self.done(_("The person is taken off the record."), "persons")


class PersonIdentity(StepByPost, IncidentPage):
    """Showing who a person is, once the reason is said; the look is recorded."""

    permission_required = SEE_IDENTITY

    def post(self, request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
        """Record the look and show the page with this one person's identity in it."""
        rows = IncidentPerson.objects.visible_to(self.request.scope).select_related("incident")
        person = get_object_or_404(rows, pk=person_pk, incident=self.incident)
        form = IdentityForm(request.POST)
        if not form.is_valid():
            return self.show(asked={person.pk: form}, status=422)
        try:
            identity = see_identity(
                person,
                by=self.request.user,
                reason=form.cleaned_data["reason"],
                address=client_address(self.request),
            )
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show(asked={person.pk: form}, status=422)
        response = self.show(seen={person.pk: identity})
        response["Cache-Control"] = "no-store"
        return response


class FilesNew(StepByPost, IncidentPage):
    """Attaching photos and papers, by POST from the incident's page."""

    permission_required = RECORD

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Attach them all, or say what is wrong with which."""
        form = FilesForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                kept = attach_files(
                    self.incident, form.cleaned_data["papers"], by=self.request.user
                )
            except ValidationError as problem:
                add_errors(form, problem)
            else:
                said = ngettext("%(n)s file is attached.", "%(n)s files are attached.", len(kept))
                return self.done(said % {"n": len(kept)}, "files")
        return self.show(files_form=form, status=422)


class FileGiven(IncidentView):
    """One attached file, to those who see who the persons are: photos and papers may show or name them."""

    permission_required: str | tuple[str, ...] = SEE_IDENTITY

    @cached_property
    def attached(self) -> IncidentFile:
        """The file of the address, of this incident."""
        rows = IncidentFile.objects.visible_to(self.request.scope).select_related("incident")
        attached: IncidentFile = get_object_or_404(
            rows, pk=self.kwargs["file_pk"], incident=self.kwargs["pk"]
        )
        return attached

    def get(self, request: HttpRequest, pk: int, file_pk: int) -> FileResponse:
        """Show a photo, or give a paper to be saved, and record that it was opened."""
        attached, of = self.attached, self.attached.incident
        return given_file(attached, self.request, commune=of.commune_id, number=of.number)


class FileRemove(StepByPost, FileGiven):
    """Taking a file away, by POST."""

    permission_required = (RECORD, SEE_IDENTITY)

    def post(self, request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
        """Remove it from the incident and from the disk."""
        remove_file(self.attached, by=self.request.user)
        return self.done(_("The file is removed."), "files")
