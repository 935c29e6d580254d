"""The page behind the search box."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from accounts.requests import SignedInRequest
from dashboards.domain.search import search as find


@login_required
def search(request: SignedInRequest) -> HttpResponse:
    """Show what matches ``q``, by kind; htmx gets the results alone."""
    # A NUL cannot be asked of PostgreSQL, nor can other control characters be part of a name.
    text = "".join(c for c in request.GET.get("q", "") if c.isprintable()).strip()[:200]
    groups = find(text, user=request.user, scope=request.scope)
    context = {"search_text": text, "groups": groups}
    template = "dashboards/search_results.html" if request.htmx else "dashboards/search.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
