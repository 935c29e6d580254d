"""Taking names out of the words of records, as they stand and as they stood: the history that says a name is rewritten too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.db import models, transaction
from django.views.decorators.debug import sensitive_variables

from incidents.domain.bare_names import may_be_a_person
from incidents.domain.redacting import redacted
from incidents.domain.secrecy import Named, Secret, tells

AT_ONCE = 1_000
Place = tuple[int, str, int, str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """Who is taken out of a record's words, and the mark that stands there afterwards."""

    people: tuple[Named, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Told:
    """The ``columns`` of a model that hold free words. ``of`` is the column of the record that its rows belong to, empty
    for the record itself. ``guards`` are the triggers that otherwise keep its rows as they are."""

    model: type[models.Model]
    columns: tuple[str, ...]
    of: str = ""
    guards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenOut:
    """By the record's key, in how many places people stood whose names are gone; and by model and key of the record, in how
    many of the words that stand now they may still be told, written otherwise than a name is."""

    gone: Counter[int]
    left: Counter[tuple[str, int]]


@transaction.atomic
@sensitive_variables()
def take_out(
    told: Sequence[Told],
    who: Mapping[int, Sequence[Taken]],
    *,
    write: bool = True,
    empties_history: bool = False,
) -> TakenOut:
    """Take people out of the words of records, by the record's key; return in how many places of each, without
    ``write`` only that. A place is one wording of one column: what history repeats of it counts once.

    With ``empties_history`` a wording of before that may still tell somebody, though not surely, goes whole: nobody can
    correct it.

    Of the record only the columns with such words are updated; versions count on, no figure depends on them.
    """
    places: set[tuple[Place, bool]] = set()
    keys = sorted(who)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        for one in told:
            places.update(_of_rows(one, who, some, write=write))
            places.update(_of_history(one, who, some, write=write, empties_history=empties_history))
    return TakenOut(
        Counter(record for (record, *_more), is_gone in places if is_gone),
        Counter((model, record) for (record, model, *_more), is_gone in places if not is_gone),
    )


def _of_rows(
    one: Told, who: Mapping[int, Sequence[Taken]], keys: list[int], *, write: bool
) -> Iterator[tuple[Place, bool]]:
    of = f"{one.of}_id" if one.of else "pk"
    rows = one.model._default_manager.filter(**{f"{of}__in": keys})
    with _without(one.model, one.guards):
        yield from _of_each(one, rows.order_by("pk"), who, ("pk", of), write=write)


def _of_history(
    one: Told,
    who: Mapping[int, Sequence[Taken]],
    keys: list[int],
    *,
    write: bool,
    empties_history: bool,
) -> Iterator[tuple[Place, bool]]:
    events: Any = one.model._meta.get_field("events").related_model
    of = f"{one.of}_id" if one.of else "pgh_obj_id"
    rows = events.objects.filter(**{f"{of}__in": keys})
    with _without(events, ("append_only",)):
        found = _of_each(
            one, rows.order_by("pk"), who, ("pgh_obj_id", of), write=write, empties=empties_history
        )
        yield from ((place, is_gone) for place, is_gone in found if is_gone)


def _without(model: type[models.Model], guards: Iterable[str]) -> AbstractContextManager[None]:
    names = [f"{model._meta.label}:{guard}" for guard in guards]
    return pgtrigger.ignore(*names) if names else nullcontext()


@sensitive_variables()
def _of_each(
    one: Told,
    rows: models.QuerySet[Any],
    who: Mapping[int, Sequence[Taken]],
    keys: tuple[str, str],
    *,
    write: bool,
    empties: bool = False,
) -> Iterator[tuple[Place, bool]]:
    """Rewrite the rows whose words name somebody; yield each place, and whether the name is gone there. With ``empties``
    words that may tell somebody all the same give way to the mark."""
    row_key, record_key = keys
    for row in rows.values("pk", *keys, *one.columns):
        record, changed = row[record_key], {}
        for column in one.columns:
            longest = getattr(one.model._meta.get_field(column), "max_length", None)
            said = row[column] or ""
            words = _less(said, who[record], longest)
            place = record, one.model._meta.label, row[row_key], column, said
            telling = [one for one in who[record] if tells(words, _likely(one.people))]
            if telling and empties:
                words, telling = telling[0].mark, []
            if words != said:
                changed[column] = words
                yield place, True
            if telling:
                yield place, False
        if changed and write:
            rows.filter(pk=row["pk"]).update(**changed)


@sensitive_variables()
def _likely(people: Iterable[Named]) -> list[Named]:
    """Those whose names may be people's: “Chủ nhà” and “Nam thanh niên” stand in words that tell nobody."""
    return [
        one if may_be_a_person(one.full_name) else Secret("", one.phone, one.id_number)
        for one in people
    ]


@sensitive_variables()
def _less(words: str, taken: Sequence[Taken], longest: int | None) -> str:
    for one in taken:
        words = redacted(words, one.people, one.mark, longest)
    return words
