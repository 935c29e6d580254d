"""Bulk actions: what they are called, who may, what they change, and the rows chosen for them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from lists.models import Selection
from units.domain.scope import Scope

# A bulk change is read by a person before it is confirmed; more than this nobody checks.
SELECTION_LIMIT = 5_000
_KEPT = datetime.timedelta(days=1)

Text = str | Promise


class BulkForm(forms.Form):
    """What a bulk action asks; ``scope`` limits the choices it offers."""

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope


Run = Callable[[QuerySet[Any], Mapping[str, Any], User], int]
Refusal = Callable[[Model], str]


@dataclass(frozen=True)
class BulkAction:
    """One thing that can be done to many rows.

    ``run(rows, values, user)`` is the domain function: it gets the locked rows and the form's
    cleaned values and returns how many rows it changed; ``ValidationError`` undoes everything.
    ``refusal(row)`` says in a sentence why a row cannot take part ("" if it can).
    """

    name: str
    label: Text
    effect: Text
    permission: str
    run: Run
    form_class: type[BulkForm] = BulkForm
    icon: str = "check2-square"
    refusal: Refusal = lambda row: ""


@dataclass(frozen=True)
class Review:
    """The chosen rows split into those that will change and those that will not, with reasons."""

    accepted: tuple[Model, ...]
    refused: tuple[tuple[Model, str], ...]


def choose(
    user: User,
    *,
    page_key: str,
    action: BulkAction,
    row_ids: Sequence[int],
    matching: int,
    capped: bool,
    back_to: str,
) -> Selection:
    """Keep the chosen rows until confirmed; selections older than a day are thrown away."""
    if not user.has_perm(action.permission):
        raise PermissionDenied
    if not row_ids:
        raise ValidationError(_("Choose at least one row."))
    if len(row_ids) > SELECTION_LIMIT:
        raise ValidationError(
            _("More than %(limit)s rows match. Narrow the filter, then select again.")
            % {"limit": SELECTION_LIMIT}
        )
    Selection.objects.filter(owner=user, created_at__lt=timezone.now() - _KEPT).delete()
    return Selection.objects.create(
        owner=user,
        page_key=page_key,
        action=action.name,
        row_ids=list(row_ids),
        matching=matching,
        matching_is_capped=capped,
        back_to=back_to,
    )


def review(action: BulkAction, rows: QuerySet[Any]) -> Review:
    """Ask the action which of the rows it accepts."""
    accepted: list[Model] = []
    refused: list[tuple[Model, str]] = []
    for row in rows:
        reason = action.refusal(row)
        if reason:
            refused.append((row, reason))
        else:
            accepted.append(row)
    return Review(tuple(accepted), tuple(refused))


@transaction.atomic
def apply_to_selection(
    selection: Selection,
    action: BulkAction,
    rows: QuerySet[Any],
    values: Mapping[str, Any],
    user: User,
) -> int:
    """Run the action on the accepted rows, all or nothing, and forget the selection.

    Returns the number of rows changed. The rows are locked and judged again, because they may have
    changed since the person saw them.
    """
    if selection.owner_id != user.pk or not user.has_perm(action.permission):
        raise PermissionDenied
    locked = list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    accepted = review(action, rows.filter(pk__in=locked)).accepted
    changed = action.run(rows.filter(pk__in=[row.pk for row in accepted]), values, user)
    selection.delete()
    return changed
