"""The last look before a bulk change: what will change, what not and why; then the change itself."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.requests import SignedInRequest
from lists.domain.bulk import BulkAction, apply_to_selection, review
from lists.models import Selection
from lists.views.list_page import ListPage
from lists.views.reading import PAGES

_SHOWN = 50


@login_required
def selection(request: SignedInRequest, pk: object) -> HttpResponse:
    """Show what a bulk action will do; on POST do it, all or nothing."""
    chosen = get_object_or_404(Selection, pk=pk, owner=request.user)
    page, action = _page_and_action(request, chosen)
    rows = page.get_queryset().filter(pk__in=chosen.row_ids)
    form = action.form_class(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                changed = apply_to_selection(chosen, action, rows, form.cleaned_data, request.user)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            done = ngettext("%(number)s row changed.", "%(number)s rows changed.", changed)
            messages.success(request, done % {"number": changed})
            return HttpResponseRedirect(chosen.back_to)
    judged = review(action, page.rows_queryset(rows).order_by(*page.order))
    context = {
        "selection": chosen,
        "page": page,
        "action": action,
        "form": form,
        "accepted": judged.accepted,
        "accepted_shown": judged.accepted[:_SHOWN],
        "more": max(len(judged.accepted) - _SHOWN, 0),
        "refused": judged.refused,
        "refused_shown": judged.refused[:_SHOWN],
    }
    return render(request, "lists/selection.html", context)


def _page_and_action(request: SignedInRequest, chosen: Selection) -> tuple[ListPage, BulkAction]:
    page_class = PAGES.get(chosen.page_key)
    if page_class is None or not issubclass(page_class, ListPage):
        raise Http404(_("This list is gone."))
    page = page_class()
    page.setup(request)
    page.require_permission()
    action = page.action_named(chosen.action)
    if not request.user.has_perm(action.permission):
        raise PermissionDenied
    return page, action
