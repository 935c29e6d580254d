"""Puts two people's corrections of one record into one form, and side by side in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from incidents.domain.merging import Facts, merged
from units.models.scoped import Record

Form = TypeVar("Form", bound=forms.Form)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the other person changed: their value and mine; ``is_mine_kept`` where both did."""

    field: str
    label: str
    theirs: str
    mine: str
    is_mine_kept: bool


@dataclass(frozen=True, slots=True)
class Corrections(Generic[Facts]):
    """What a record said before (``base``), says in this person's form (``mine``) and says now (``theirs``).

    Fields named ``together`` are one thing said by one person.
    """

    base: Facts
    mine: Facts
    theirs: Facts
    together: Sequence[tuple[str, ...]] = ()


def form_of_both(
    make: Callable[[QueryDict], Form],
    posted: QueryDict,
    current: Record,
    corrections: Corrections[Facts],
    typed: Callable[[Facts], Mapping[str, str]],
) -> tuple[Form, dict[str, Any]]:
    """Return the form filled with both people's corrections of ``current``, and what its page says of them.

    ``make`` makes the form, ``typed`` says facts as its fields hold them.
    """
    base, mine, theirs = corrections.base, corrections.mine, corrections.theirs
    data = posted.copy()
    for name, value in typed(merged(base, mine, theirs, corrections.together)).items():
        data[name] = value
    data["version"] = str(current.version)
    form = make(data)
    return form, {
        "conflict": differences(form, typed(base), typed(mine), typed(theirs)),
        "changed_by": current.events.order_by("-pgh_id").first(),  # type: ignore[attr-defined]
    }


def differences(
    form: forms.Form, was: Mapping[str, str], own: Mapping[str, str], other: Mapping[str, str]
) -> list[Difference]:
    """Return the fields that the other person changed, in the order of the form: what the form held
    before (``was``), what this person typed (``own``), and what the other saved (``other``)."""
    return [
        Difference(
            field=name,
            label=str(form.fields[name].label),
            theirs=in_words(form, name, other[name]),
            mine=in_words(form, name, own[name]),
            is_mine_kept=own[name] not in (was[name], other[name]),
        )
        for name in was
        if other[name] != was[name]
    ]


def in_words(form: forms.Form, name: str, value: str) -> str:
    """Say a field's value as its form shows it: a row's name rather than its key."""
    field = form.fields[name]
    if value == "":
        return _("empty")
    if isinstance(field, forms.ModelChoiceField):
        model = field.queryset.model if field.queryset is not None else None
        row = model._default_manager.filter(pk=value).first() if model else None
        return str(row) if row else value
    if isinstance(field, forms.ChoiceField):
        return dict(_labels(field)).get(value, value)
    return value


def _labels(field: forms.ChoiceField) -> list[tuple[str, str]]:
    return [(str(key), str(label)) for key, label in field.widget.choices]
