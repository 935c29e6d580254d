"""What a session remembers of lists: the columns chosen last."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from lists.queries import remembered_columns

_KEY = "list_columns"


def columns_of(request: HttpRequest, page_key: str) -> Sequence[str]:
    """Return the columns chosen last; read from the database once per session."""
    if _KEY not in request.session:
        request.session[_KEY] = remembered_columns(request.user)  # type: ignore[arg-type]
    chosen: dict[str, list[str]] = request.session[_KEY]
    return chosen.get(page_key, ())


def forget(request: HttpRequest) -> None:
    """Read the columns from the database again next time."""
    request.session.pop(_KEY, None)
