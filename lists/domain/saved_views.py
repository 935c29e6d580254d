"""Saving, sharing and deleting views, and remembering columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from accounts.models import User
from lists.domain.address import Address
from lists.models import ColumnChoice, SavedView

SHARE = "lists.share_savedview"
_OF_UNITS = (SavedView.Audience.COMMUNE, SavedView.Audience.JURISDICTION)
_SLUG_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Sharing:
    """Whom a view is for: one of the person, a commune, a jurisdiction or a role."""

    audience: SavedView.Audience = SavedView.Audience.ME
    commune_id: int | None = None
    jurisdiction_id: int | None = None
    role: str = ""


def may_edit(user: User, view: SavedView) -> bool:
    """Tell whether the person may change or delete the view: its maker, or who shares views in its unit."""
    if view.owner_id == user.pk:
        return True
    return view.audience in _OF_UNITS and user.has_perm(SHARE)


def possible_sharing(user: User) -> list[Sharing]:
    """Return for whom this person may save views: always themselves; who may share, also the
    communes, jurisdictions and roles of their memberships. Two queries at most."""
    found = [Sharing()]
    if not user.has_perm(SHARE):
        return found
    audience = SavedView.Audience
    memberships = user.memberships.on(timezone.localdate()).select_related("role").order_by("pk")
    for membership in memberships:
        if membership.commune_id is not None:
            found.append(Sharing(audience.COMMUNE, commune_id=membership.commune_id))
        if membership.jurisdiction_id is not None:
            found.append(Sharing(audience.JURISDICTION, jurisdiction_id=membership.jurisdiction_id))
        found.append(Sharing(audience.ROLE, role=membership.role.name))
    return list(dict.fromkeys(found))


@transaction.atomic
def save_view(
    user: User,
    *,
    page_key: str,
    name: str,
    shown: Address,
    columns: Sequence[str],
    sharing: Sharing,
    is_default: bool,
) -> SavedView:
    """Keep filter, columns and order of ``shown`` under ``name``.

    The person's own view of that name for the same audience is replaced, so "save" twice does not
    make two. With ``is_default`` the former default of that audience steps back.
    """
    view = SavedView.objects.filter(
        owner=user, page_key=page_key, name=name, audience=sharing.audience
    ).first() or SavedView(owner=user, page_key=page_key, name=name, slug=_new_slug(name))
    view.query = shown.filter_query
    view.columns = list(columns)
    view.order = shown.order
    view.audience = sharing.audience
    view.commune_id = sharing.commune_id
    view.jurisdiction_id = sharing.jurisdiction_id
    view.role = sharing.role
    view.is_default = is_default
    if is_default:
        _step_back(view)
    view.save()
    return view


@transaction.atomic
def set_default(user: User, view: SavedView, *, is_default: bool) -> None:
    """Make the view open first for its audience, or no longer."""
    if not may_edit(user, view):
        raise PermissionDenied
    if is_default:
        _step_back(view)
    view.is_default = is_default
    view.save(update_fields=["is_default", "updated_at"])


def delete_view(user: User, view: SavedView) -> None:
    """Remove a view; the rows it showed are untouched."""
    if not may_edit(user, view):
        raise PermissionDenied
    view.delete()


def remember_columns(user: User, page_key: str, columns: Sequence[str]) -> None:
    """Show these columns next time; none at all means the list's own choice again."""
    if not columns:
        ColumnChoice.objects.filter(owner=user, page_key=page_key).delete()
        return
    ColumnChoice.objects.update_or_create(
        owner=user, page_key=page_key, defaults={"columns": list(columns)}
    )


def _step_back(view: SavedView) -> None:
    same_audience = SavedView.objects.filter(
        page_key=view.page_key,
        audience=view.audience,
        commune=view.commune_id,
        jurisdiction=view.jurisdiction_id,
        role=view.role,
        is_default=True,
    ).exclude(pk=view.pk)
    if view.audience == SavedView.Audience.ME:
        same_audience = same_audience.filter(owner=view.owner_id)
    same_audience.update(is_default=False)


def _new_slug(name: str) -> str:
    """A readable slug with five random letters, so that names may repeat between people."""
    readable = slugify(name.replace("đ", "d").replace("Đ", "D"))[:50] or "view"
    return f"{readable}-{get_random_string(5, _SLUG_LETTERS)}"
