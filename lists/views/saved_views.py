"""Saving a view, choosing which opens first, deleting, and remembering columns."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from lists.domain.address import Address
from lists.domain.saved_views import (
    Sharing,
    delete_view,
    may_edit,
    possible_sharing,
    remember_columns,
    save_view,
    set_default,
)
from lists.forms import SavedViewForm
from lists.models import SavedView
from lists.queries import views_for
from lists.views import memory, parts
from lists.views.reading import PAGES, ListReader
from units.models import Commune, Jurisdiction


@login_required
@require_POST
def choose_columns(request: SignedInRequest) -> HttpResponse:
    """Remember the ticked columns and show the list with them."""
    page, path, address = _list_behind(request, request.POST)
    chosen = [] if request.POST.get("reset") else request.POST.getlist("column")
    columns = page.table_class.known(chosen) if chosen else []
    remember_columns(request.user, page.page_key, columns)
    memory.forget(request)
    return HttpResponseRedirect(parts.here(path, address.showing(columns or None).query()))


@login_required
def save(request: SignedInRequest) -> HttpResponse:
    """Name what a list shows and keep it."""
    data = request.POST if request.method == "POST" else request.GET
    page, path, _address = _list_behind(request, data if "page_key" in data else request.GET)
    sharings = [(sharing, _label(sharing)) for sharing in possible_sharing(request.user)]
    form = SavedViewForm(request.POST or None, sharings=sharings)
    if request.method == "POST" and form.is_valid():
        view = save_view(
            request.user,
            page_key=page.page_key,
            name=form.cleaned_data["name"].strip(),
            shown=page.shown.address,
            columns=page.columns,
            sharing=form.sharing,
            is_default=form.cleaned_data["is_default"],
        )
        messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
        return HttpResponseRedirect(parts.here(path, f"view={view.slug}"))
    context = {
        "form": form,
        "page": page,
        "chips": parts.chips(page.filterset, page.shown.address, path),
        "back_to": parts.here(path, page.shown.links.query()),
    }
    return render(request, "lists/view_form.html", context)


@login_required
def saved_views(request: SignedInRequest) -> HttpResponse:
    """Show the saved views of one list that this person may use."""
    page, path, address = _list_behind(request, request.GET)
    views = views_for(request.user, request.scope, page.page_key)
    context = {
        "page": page,
        "views": [
            (view, parts.here(path, f"view={view.slug}"), may_edit(request.user, view))
            for view in views
        ],
        "back_to": parts.here(path, address.query()),
    }
    return render(request, "lists/views.html", context)


@login_required
@require_POST
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a view open first, or no longer, or delete it."""
    view = get_object_or_404(_usable(request), pk=pk)
    do = request.POST.get("do")
    if do == "delete":
        delete_view(request.user, view)
        messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    elif do in ("default", "undefault"):
        set_default(request.user, view, is_default=do == "default")
        messages.success(request, _("Saved."))
    else:
        raise Http404
    return HttpResponseRedirect(_safe(request, request.POST.get("back_to", "/")))


def _usable(request: SignedInRequest) -> QuerySet[SavedView]:
    """Saved views that the person may use on any page."""
    keys = SavedView.objects.values_list("page_key", flat=True).distinct()
    usable = [view.pk for key in keys for view in views_for(request.user, request.scope, key)]
    return SavedView.objects.filter(pk__in=usable)


def _list_behind(request: SignedInRequest, data: QueryDict) -> tuple[ListReader, str, Address]:
    """Return the list that a form speaks of, its path, and the address that it showed.

    404 for an unknown list, 403 for one that the person may not see.
    """
    page_class = PAGES.get(data.get("page_key", ""))
    if page_class is None:
        raise Http404
    split = urlsplit(_safe(request, data.get("back_to", "/")))
    page = page_class()
    page.setup(request)
    page.require_permission()
    address = Address.read(QueryDict(split.query))
    page.show(address)
    return page, split.path, address


def _safe(request: SignedInRequest, url: str) -> str:
    """The address itself if it is one of this site's, else the start page."""
    allowed = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if allowed and urlsplit(url).netloc == "" else "/"


def _label(sharing: Sharing) -> str:
    """Whom a sharing reaches, by name."""
    if sharing.commune_id is not None:
        return str(Commune.objects.get(pk=sharing.commune_id))
    if sharing.jurisdiction_id is not None:
        return str(Jurisdiction.objects.get(pk=sharing.jurisdiction_id))
    if sharing.role:
        return _("Everyone with my role")
    return str(SavedView.Audience.ME.label)
