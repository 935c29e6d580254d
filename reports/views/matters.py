"""What the pages of difficulties, directives and projects share: their moves, and two people at one row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.views.pages import RightView, key_or_none
from commune_police.history import HistoryLine
from incidents.views.communes import current_communes
from incidents.views.conflicts import in_words
from reports.domain.moves import Matter, OfferedMove
from reports.forms.matters import MoveForm
from reports.models import Difficulty, Report, ReportMove
from units.models import Commune

MOST_COMMUNES = 200


@dataclass(frozen=True)
class MoveBox:
    """A move as the page offers it: its button, and its form with what was typed."""

    name: str
    move: ReportMove
    form: MoveForm
    is_tried: bool = False

    @property
    def asks(self) -> bool:
        """True where something has to be written."""
        return "words" in self.form.fields or "decision_number" in self.form.fields


@dataclass(frozen=True)
class Tried:
    """A move that did not succeed: its name, and its form with what was typed and what is wrong."""

    name: str
    form: MoveForm


@dataclass(frozen=True)
class Conflict:
    """Somebody was faster: what they did, and what this person had typed."""

    line: HistoryLine | None
    typed: str = ""


@dataclass(frozen=True)
class Difference:
    """One field in which the saved row and the form differ."""

    label: str
    theirs: str
    mine: str


class MatterView(RightView):
    """A page about one row that moves through states."""

    def commune_url(self, commune_id: int) -> str:
        """The commune's page, for those who may open it."""
        if not self.request.user.has_perm("units.view_commune"):
            return ""
        return address("commune_detail", commune_id)


class ForCommune(MatterView):
    """A form for something new of a commune: that of what it is begun from, the one asked for, or the only one there is."""

    title: ClassVar[str | Promise] = ""
    # The list that it will stand in.
    list_name: ClassVar[str] = ""
    list_title: ClassVar[str | Promise] = ""

    @property
    def begun_from(self) -> Difficulty | Report | None:
        """The row named in the address that it is begun from."""
        raise NotImplementedError

    @cached_property
    def commune(self) -> Commune | None:
        """The commune that it is for; none while somebody has to choose."""
        if self.begun_from is not None:
            return self.begun_from.commune
        communes = current_communes(self.request.scope).defer("boundary")
        wanted = key_or_none(self.request.GET.get("commune"))
        if wanted is not None:
            chosen: Commune = get_object_or_404(communes, pk=wanted)
            return chosen
        found = list(communes[:2])
        return found[0] if len(found) == 1 else None

    def ask_for_commune(self, **more: Any) -> HttpResponse:
        """Let those who see several communes say which one."""
        communes = current_communes(self.request.scope).defer("boundary")
        context = {
            "title": self.title,
            "communes": list(communes[:MOST_COMMUNES]),
            "list_url": reverse(self.list_name),
            "list_title": self.list_title,
            **more,
        }
        return render(self.request, "reports/difficulty_commune.html", context)


def address(name: str, *keys: int) -> str:
    """The address of a page; empty where the page is not served."""
    try:
        return reverse(name, args=keys)
    except NoReverseMatch:
        return ""


def move_boxes(
    row: Matter,
    offered: Iterable[OfferedMove],
    tried: Tried | None = None,
    *,
    with_decision: Iterable[str] = (),
) -> list[MoveBox]:
    """Return the moves with their forms; the one that was tried keeps what was typed, with the version that
    the page shows now."""
    boxes = []
    for one in offered:
        is_tried = tried is not None and tried.name == one.name
        if is_tried and tried is not None:
            form = tried.form
            form.data = {**form.data.dict(), "version": str(row.version)}  # type: ignore[attr-defined]
        else:
            form = MoveForm(
                initial={"version": row.version},
                move=one.move,
                name=one.name,
                with_decision=one.name in with_decision,
            )
        boxes.append(MoveBox(one.name, one.move, form, is_tried))
    return boxes


def add_errors(form: forms.BaseForm, problem: ValidationError) -> None:
    """Show what the domain refused beside the field it speaks of, or above the form."""
    if not hasattr(problem, "error_dict"):
        form.add_error(None, problem)
        return
    for field, messages in problem.message_dict.items():
        form.add_error(field if field in form.fields else None, messages)


def differences(form: forms.Form, theirs: Mapping[str, Any]) -> list[Difference]:
    """Return the fields in which what was typed differs from the saved row, in the form's order."""
    found = []
    for name in form.fields:
        if name == "version" or name not in theirs:
            continue
        saved = _written(form[name].field.prepare_value(theirs[name]))
        typed = _written(form.data.get(form.add_prefix(name), ""))
        if saved.strip() != typed.strip():
            label = str(form.fields[name].label)
            found.append(
                Difference(label, in_words(form, name, saved), in_words(form, name, typed))
            )
    return found


def _written(value: Any) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n")


def typed_words(form: MoveForm) -> str:
    """What the person had written into a move's form."""
    return str(form.data.get("words", "") or form.data.get("decision_number", ""))


def said_of_move(row: Matter, state: object) -> str:
    """Say how a row stands after a move."""
    return _("“%(title)s” is now “%(state)s”.") % {"title": row, "state": state}
