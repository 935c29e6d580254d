"""The button beside a masked field."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.domain.disclosure import disclose
from accounts.requests import client_address
from units.models import Officer


@never_cache
@login_required
@require_POST
def unmask_officer(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """Show one masked field of an officer in scope; each showing is recorded."""
    officer = get_object_or_404(Officer.objects.visible_to(request.scope), pk=pk)  # type: ignore[attr-defined]
    value = disclose(
        request.user,  # type: ignore[arg-type]
        officer,
        field,
        reason=request.POST.get("reason", "")[:200],
        address=client_address(request),
    )
    return render(request, "accounts/unmasked.html", {"value": value, "officer": officer})
