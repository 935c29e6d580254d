"""Whose address is believed: the proxy's word behind a proxy, nobody's word without one."""

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from commune_police.proxy import ProxyAddressMiddleware


def _address_seen(settings: object, **headers: str) -> str:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    ProxyAddressMiddleware(view)(RequestFactory().get("/", REMOTE_ADDR="", **headers))
    return seen[0]


def test_behind_a_proxy_its_own_entry_counts_and_not_what_the_visitor_claims(settings) -> None:
    settings.BEHIND_PROXY = True
    assert _address_seen(settings, HTTP_X_FORWARDED_FOR="6.6.6.6, 10.1.2.3") == "10.1.2.3"
    assert _address_seen(settings) == ""


def test_without_a_proxy_the_header_is_ignored(settings) -> None:
    settings.BEHIND_PROXY = False
    with pytest.raises(MiddlewareNotUsed):
        ProxyAddressMiddleware(lambda request: HttpResponse())
