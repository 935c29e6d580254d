"""Tells who really asks, where a proxy stands in front."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse


class ProxyAddressMiddleware:
    """Take the visitor's address from the proxy; without BEHIND_PROXY nobody's header is believed.

    Lock-outs, the history and the record of looks at masked data all read ``REMOTE_ADDR``, which behind a
    socket is empty.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.BEHIND_PROXY:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The last entry is the one that our own proxy wrote; earlier ones are the visitor's claims.
        last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if last:
            request.META["REMOTE_ADDR"] = last
        return self.get_response(request)
