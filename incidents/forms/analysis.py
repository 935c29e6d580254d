"""What the pages of where and when are asked for in their addresses: commune, category, days, sizes, level."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from incidents.domain.analysis.cells import RESOLUTIONS
from incidents.domain.analysis.numbers import written
from incidents.domain.analysis.windows import DAY, Window
from incidents.domain.sentences import must_say
from incidents.forms.fields import DayField, today
from incidents.models import ActionKind, IncidentCategory, SearchMethod
from incidents.tables.effects import verdicts
from units.domain.months import month_of
from units.models import Commune

MOST_DAYS = 3 * 366
MOST_MONTHS = 36
BANDWIDTHS = (100, 150, 250)
CELLS, DENSITY = SearchMethod.CELLS.value, SearchMethod.DENSITY.value
SIZES = [
    *((f"{CELLS}:{resolution}", CELLS, resolution) for resolution in RESOLUTIONS),
    *((f"{DENSITY}:{metres}", DENSITY, metres) for metres in BANDWIDTHS),
]


class CommuneForm(forms.Form):
    """Which commune; whoever sees one commune is not asked for it."""

    defaults: ClassVar[dict[str, str]] = {}
    commune = forms.TypedChoiceField(
        label=gettext_lazy("Commune"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, asked: QueryDict, *, communes: Sequence[Commune]) -> None:
        super().__init__({**self.starting_values(), **asked.dict()})
        self.communes = communes
        choices = [(commune.pk, commune.full_name) for commune in self.communes]
        if len(choices) == 1:
            self.data["commune"] = str(choices[0][0])  # type: ignore[index]
            self.fields["commune"].widget = forms.HiddenInput()
        else:
            choices = [("", self.without_commune()), *choices]  # type: ignore[list-item]
        self.fields["commune"].choices = choices  # type: ignore[attr-defined]

    def starting_values(self) -> dict[str, str]:
        """What is shown before anything is asked for."""
        return dict(self.defaults)

    def without_commune(self) -> str:
        """What the empty choice of a commune means on this page."""
        return _("All communes")

    @property
    def commune_chosen(self) -> Commune | None:
        """The commune asked for."""
        wanted = self.cleaned_data.get("commune")
        return next((one for one in self.communes if one.pk == wanted), None)


class CommuneDaysForm(CommuneForm):
    """Which commune and which days: the last 365 before anything is asked for."""

    first_day = DayField(label=gettext_lazy("From"))
    last_day = DayField(label=gettext_lazy("Until"))

    def starting_values(self) -> dict[str, str]:
        """The year that ends today."""
        day = today()
        first = day - DAY * 364
        return {**self.defaults, "first_day": first.isoformat(), "last_day": day.isoformat()}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_day"), values.get("last_day")
        if first and last:
            if last < first:
                self.add_error("last_day", _("The last day comes before the first day."))
            elif (last - first).days >= MOST_DAYS:
                self.add_error("first_day", _("At most three years are looked at together."))
        return values

    @property
    def window(self) -> Window:
        """The days asked for."""
        return Window(self.cleaned_data["first_day"], self.cleaned_data["last_day"])


class PlaceForm(CommuneForm):
    """Which commune and which category."""

    category = forms.TypedChoiceField(
        label=pgettext_lazy("incident", "Category"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, asked: QueryDict, *, communes: Sequence[Commune]) -> None:
        super().__init__(asked, communes=communes)
        self.fields["category"].choices = _categories()  # type: ignore[attr-defined]


class DaysForm(CommuneDaysForm, PlaceForm):
    """Which commune, which category and which days."""


class OneCommuneForm(DaysForm):
    """The same for pages that look at one commune."""

    def without_commune(self) -> str:
        """Nothing is looked at yet."""
        return _("Choose a commune")


class PlacesForm(OneCommuneForm):
    """How crowded places are looked for. Every choice is the person's; none is automatic."""

    defaults = {"size": f"{CELLS}:9", "minimum": "5", "level": "0.05"}
    size = forms.ChoiceField(label=gettext_lazy("Size looked for"))
    minimum = forms.IntegerField(
        label=gettext_lazy("Fewest incidents"), min_value=3, max_value=1000
    )
    level = forms.TypedChoiceField(label=gettext_lazy("Share of false alarms"), coerce=float)

    def __init__(self, asked: QueryDict, *, communes: Sequence[Commune]) -> None:
        super().__init__(asked, communes=communes)
        self.fields["size"].choices = [  # type: ignore[attr-defined]
            (code, size_in_words(method, size)) for code, method, size in SIZES
        ]
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (str(level), _("at most %(percent)s%%") % {"percent": written(100 * level)})
            for level in (0.01, 0.05, 0.1)
        ]

    @property
    def method_and_size(self) -> tuple[str, int]:
        """How, and how large: the resolution of cells or the bandwidth in metres."""
        wanted = self.cleaned_data["size"]
        return next((method, size) for code, method, size in SIZES if code == wanted)


class ChangeForm(PlaceForm):
    """Which whole months are compared, and by what the rows are told apart."""

    defaults = {"length": "1"}
    length = forms.TypedChoiceField(
        label=gettext_lazy("Period"),
        coerce=int,
        choices=[
            (1, gettext_lazy("one month")),
            (3, gettext_lazy("three months")),
            (6, gettext_lazy("six months")),
            (12, gettext_lazy("twelve months")),
        ],
    )
    last_month = forms.ChoiceField(label=gettext_lazy("Last month"))
    rows = forms.ChoiceField(
        label=gettext_lazy("Rows"),
        choices=[
            ("category", gettext_lazy("categories")),
            ("commune", gettext_lazy("communes")),
        ],
    )

    def __init__(self, asked: QueryDict, *, communes: Sequence[Commune]) -> None:
        super().__init__(asked, communes=communes)
        months = [month_of(today(), -back) for back in range(1, MOST_MONTHS + 1)]
        self.fields["last_month"].choices = [  # type: ignore[attr-defined]
            (f"{month:%Y-%m}", f"{month:%m/%Y}") for month in months
        ]
        self.data.setdefault("last_month", f"{months[0]:%Y-%m}")  # type: ignore[attr-defined]
        sees_one = len(self.communes) == 1
        self.data.setdefault("rows", "category" if sees_one else "commune")  # type: ignore[attr-defined]
        if sees_one:
            self.data["rows"] = "category"  # type: ignore[index]
            self.fields["rows"].widget = forms.HiddenInput()

    @property
    def month(self) -> datetime.date:
        """The first day of the last month."""
        return datetime.date.fromisoformat(f"{self.cleaned_data['last_month']}-01")


class MeasuresForm(PlaceForm):
    """Which measures are judged, and by incidents of which category."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of measure"), required=False)
    verdict = forms.ChoiceField(label=gettext_lazy("What it did"), required=False)

    def __init__(self, asked: QueryDict, *, communes: Sequence[Commune]) -> None:
        super().__init__(asked, communes=communes)
        self.fields["kind"].choices = [("", _("All")), *ActionKind.choices]  # type: ignore[attr-defined]
        self.fields["verdict"].choices = [("", _("All")), *verdicts().items()]  # type: ignore[attr-defined]


class DismissForm(forms.Form):
    """Why a suggested place is none, and the key of the form that says so."""

    place = forms.CharField(max_length=40, widget=forms.HiddenInput)
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why it is no complicated place"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    take_up = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("take_up") and "reason" in values:
            must_say(values["reason"], "reason")
        return values


def size_in_words(method: str, size: int) -> str:
    """Say how places are looked for and how large."""
    if method == DENSITY:
        return _("density, bandwidth %(metres)s m") % {"metres": size}
    metres = 200 if size == RESOLUTIONS[0] else 75
    return _("cells with edges of about %(metres)s m") % {"metres": metres}


def _categories() -> list[tuple[Any, Any]]:
    """All, then each group with its categories; the group itself means all of them."""
    groups: dict[int, tuple[str, list[tuple[int, str]]]] = {}
    rows = IncidentCategory.objects.order_by("parent__order", "order", "name").values_list(
        "pk", "parent_id", "name"
    )
    listed = list(rows)
    for pk, parent, name in listed:
        if parent is None:
            groups[pk] = (name, [(pk, _("%(group)s: all") % {"group": name})])
    for pk, parent, name in listed:
        if parent is not None:
            groups[parent][1].append((pk, name))
    return [("", _("All incidents")), *groups.values()]
