"""Addresses that only the tests of the request's transaction use."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import SimpleTemplateResponse
from django.urls import path

from commune_police.urls import urlpatterns as real
from units.models import Officer


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        for officer in Officer.objects.all():
            yield f"{officer.pk}\n"

    return StreamingHttpResponse(lines())


def rendered_late(request: HttpRequest) -> SimpleTemplateResponse:
    template = engines["django"].from_string(
        "{% for o in officers %}{{ o.pk|stringformat:'d' }} {% endfor %}"
    )
    return SimpleTemplateResponse(template, {"officers": Officer.objects.all()})


def fails(request: HttpRequest) -> HttpResponse:
    Officer.objects.update(note="đã sửa")
    raise RuntimeError("after the change")


def changes(request: HttpRequest) -> HttpResponse:
    Officer.objects.update(note="đã sửa")
    return HttpResponse("")


urlpatterns = [
    path("t/empty/", empty),
    path("t/streamed/", streamed),
    path("t/late/", rendered_late),
    path("t/fails/", fails),
    path("t/changes/", changes),
    *real,
]
