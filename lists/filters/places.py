"""Filters by commune and by jurisdiction, among those that the person may see."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lists.domain.folding import searched_words
from lists.filters.base import LooseChoiceField
from lists.filters.carried import CarriedFilter
from lists.filters.widgets import LeanInput
from units.domain.scope import Scope
from units.models import Commune, Jurisdiction
from units.models.communes import KIND_WORDS
from units.queries.successors import OWN, line_of

# Up to here a commune is chosen from a list; 3,321 options would be 200 kB on every page.
MOST_OPTIONS = 100


class CommuneFilter(django_filters.CharFilter):
    """One commune: chosen from a list where there are few, else found by name.

    ``path`` leads from the rows to the commune. The filter always becomes a condition on commune
    ids, which is what lets PostgreSQL use an index below row-level security. What happens is kept where it
    happened: ``with_origins`` finds it under the commune that goes on too, as a ``LineFilter`` named ``line`` says.
    """

    def __init__(self, path: str = "commune", *, with_origins: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Commune"))
        super().__init__(**kwargs)
        self.path, self.with_origins = path, with_origins

    @property
    def field(self) -> forms.Field:
        """A select of the communes in scope, or a text field where there are too many."""
        if not hasattr(self, "_field"):
            self._field = self._make_field(self.parent.request.scope)
        return self._field

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep rows of the commune with this key, or of all communes with this name."""
        if not value:
            return qs
        communes = commune_ids(value, self.parent.request.scope)
        line = self.parent.form.cleaned_data.get("line")
        if self.with_origins and line != OWN:
            communes = line_of(*communes, on=read_day(line) if line else None)
        return qs.filter(**{f"{self.path}__in": communes})

    def _make_field(self, scope: Scope) -> forms.Field:
        if scope.communes is None or len(scope.communes) > MOST_OPTIONS:
            return _NamedCommuneField(required=False, label=self.label)
        communes = Commune.objects.visible_to(scope).values_list("pk", "kind", "name")
        options = [(str(pk), f"{KIND_WORDS.get(kind, '')} {name}") for pk, kind, name in communes]
        return LooseChoiceField(
            choices=[("", _("All")), *options], required=False, label=self.label
        )


class LineFilter(CarriedFilter):
    """Whether a commune has its own book alone (``OWN``), or with those that had ended in it by a day; without it, by
    today. It narrows nothing by itself: ``CommuneFilter`` asks for it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Communes"))
        super().__init__(**kwargs)

    def in_words(self, value: str) -> str:
        """Say whose book is read."""
        if value == OWN:
            return gettext("its own book only, not of those that ended in it")
        day = read_day(value)
        return gettext("as they were on %(day)s") % {"day": date_format(day)} if day else value

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep all; what is neither a day nor ``OWN`` finds nothing."""
        return qs if value == OWN or read_day(value) else qs.none()


def read_day(value: str) -> datetime.date | None:
    """Return the day of an address; None where it is none."""
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        return None


class JurisdictionFilter(django_filters.CharFilter):
    """A jurisdiction with all below it; there only for those who see more than one."""

    def __init__(self, path: str = "commune", **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Jurisdiction"))
        super().__init__(**kwargs)
        self.path = path

    @property
    def field(self) -> forms.Field:
        """A select of the jurisdictions in scope, indented by depth."""
        if not hasattr(self, "_field"):
            options = [
                (str(place.pk), "\u2003" * (place.path.count("/") - 2) + place.name)
                for place in self.places
            ]
            self._field = LooseChoiceField(
                choices=[("", _("All")), *options], required=False, label=self.label
            )
        return self._field

    @cached_property
    def places(self) -> list[Jurisdiction]:
        """The jurisdictions in scope; one query."""
        scope: Scope = self.parent.request.scope
        rows = Jurisdiction.objects.only("pk", "name", "path").order_by("path")
        if scope.jurisdictions is not None:
            rows = rows.filter(pk__in=scope.jurisdictions)
        return list(rows)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep rows of communes anywhere below the jurisdiction."""
        if not value:
            return qs
        path = next((place.path for place in self.places if str(place.pk) == value), None)
        if path is None:
            return qs.none()
        inside = Commune.objects.filter(jurisdiction__path__startswith=path).values("pk")
        return qs.filter(**{f"{self.path}__in": inside})


def commune_ids(value: str, scope: Scope) -> list[int]:
    """Return the visible communes meant by a key (from a select or link) or by a name."""
    communes = Commune.objects.visible_to(scope)
    if value.isascii() and value.isdigit():
        return list(communes.filter(pk=int(value)).values_list("pk", flat=True))
    for word in searched_words(value):
        communes = communes.filter(search_text__contains=word)
    return list(communes.values_list("pk", flat=True)[:500])


class _NamedCommuneField(forms.CharField):
    """A commune by name; the key that links carry is shown as its name in the chip."""

    widget = LeanInput

    def in_words(self, value: str) -> str:
        """The commune's name for a key; one query."""
        if value.isascii() and value.isdigit():
            commune = Commune.objects.filter(pk=int(value)).first()
            return str(commune) if commune else value
        return value
