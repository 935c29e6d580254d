"""Indicators for other systems: JSON and CSV with a personal token; documented in docs/openapi.json."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from accounts.domain.standing import open_standing
from accounts.domain.tokens import digest_of, owner_of
from accounts.models import User
from accounts.requests import client_address
from lists.domain.exporting import write_csv
from reports.domain.api import MOST_A_MINUTE, PAGE, AskedOfApi, BadQuestionError, read_question
from reports.domain.rights import EXPORT, readable_offices
from reports.domain.snapshots import written
from reports.models import Indicator, Report, ReportForm, ReportingPeriod
from reports.queries.series import Entry, entries, values_of
from units.domain.scope import Scope, apply_scope
from units.models import Commune

BEARER = "Bearer "
KINDS = ("json", "csv")


class RefusedError(Exception):
    """Why a request is not answered: the status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


# Nothing is written and no session is read here, so there is nothing to forge.
@method_decorator(csrf_exempt, name="dispatch")
class IndicatorsApi(View):
    """GET only. Whoever the token belongs to reads what they may see today."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Answer with entries, or with the reason why not."""
        if kind not in KINDS:
            return refused(RefusedError(404, _("There are indicators.json and indicators.csv.")))
        try:
            user = asking_user(request)
            # As the middleware does for somebody signed in: one transaction that sees their part alone.
            with transaction.atomic():
                standing = open_standing(user)
                apply_scope(standing.scope, user_id=user.pk)
                user.standing = standing  # type: ignore[attr-defined]
                if not standing.is_open or not user.has_perm(EXPORT):
                    raise RefusedError(403, _("This account may not read indicators."))
                found = self.found(request, user, standing.scope)
        except RefusedError as refusal:
            return refused(refusal)
        except BadQuestionError as mistake:
            return refused(RefusedError(400, str(mistake)))
        return answer(request, found, kind)

    def http_method_not_allowed(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        """Say in JSON that nothing can be written here."""
        response = refused(RefusedError(405, _("This can only be read: use GET.")))
        response.headers["Allow"] = ", ".join(name.upper() for name in self.http_method_names)
        return response

    def found(self, request: HttpRequest, user: User, scope: Scope) -> list[Entry]:
        """The entries asked for, one more than a page holds."""
        asked = read_question(request.GET)
        forms = ReportForm.objects.filter(office__in=readable_offices(user))
        form = forms.filter(code=asked.form).first()
        if form is None:
            theirs = Report.objects.visible_to(scope).filter(period__form=OuterRef("pk"))
            readable = forms.filter(Exists(theirs)).order_by("code")
            codes = ", ".join(readable.values_list("code", flat=True))
            raise RefusedError(404, _("There is no such form. You may read: %s.") % (codes or "—"))
        check_codes(form, asked, scope)
        periods = periods_of(form, asked, scope)
        rows = values_of(form, scope, periods, asked.indicators)
        if asked.communes:
            rows = rows.filter(commune__code__in=asked.communes)
        if asked.updated_since:
            rows = rows.filter(report__updated_at__gte=asked.updated_since)
        return list(entries(rows, asked.after, PAGE + 1))


def check_codes(form: ReportForm, asked: AskedOfApi, scope: Scope) -> None:
    """Raise ``BadQuestionError`` for an indicator or a commune that does not exist: an empty answer would
    read as nothing filed."""
    known = set(
        Indicator.objects.filter(form_version__form=form, code__in=asked.indicators).values_list(
            "code", flat=True
        )
    )
    for code in asked.indicators:
        if code not in known:
            raise BadQuestionError(_("The form has no indicator “%s”.") % code[:40])
    communes = set(
        Commune.objects.visible_to(scope)
        .filter(code__in=asked.communes)
        .values_list("code", flat=True)
    )
    for code in asked.communes:
        if code not in communes:
            raise BadQuestionError(_("You may read no commune “%s”.") % code[:10])


def periods_of(form: ReportForm, asked: AskedOfApi, scope: Scope) -> Sequence[ReportingPeriod]:
    """The form's periods between the codes asked for."""
    found: QuerySet[ReportingPeriod] = ReportingPeriod.objects.visible_to(scope).filter(
        form=form, is_special=False
    )
    if asked.first:
        found = found.filter(code__gte=asked.first)
    if asked.last:
        # A year or a half names everything in it: until 2026 takes November 2026 in.
        found = found.filter(Q(code__lte=asked.last) | Q(code__startswith=f"{asked.last}-"))
    return list(found)


def asking_user(request: HttpRequest) -> User:
    """Return whose token was sent. Raises ``RefusedError`` without a good one, or when it asks too often."""
    header = request.headers.get("Authorization", "")
    if not header.startswith(BEARER):
        raise RefusedError(401, _("Send a personal token: Authorization: Bearer …"))
    token = header.removeprefix(BEARER).strip()
    user = owner_of(token, timezone.now())
    if user is None:
        # Guesses are counted by where they come from: each would else begin a count of its own.
        _count(f"address:{client_address(request)}")
        raise RefusedError(401, _("This token is unknown, expired or revoked."))
    _count(f"token:{digest_of(token)[:24]}")
    return user


def _count(name: str) -> None:
    """Count this minute's requests under a name."""
    key = f"api:{name}:{timezone.now():%Y%m%d%H%M}"
    if cache.add(key, 1, timeout=120):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # the cache made room meanwhile
        return
    if count > MOST_A_MINUTE:
        raise RefusedError(429, _("At most %d requests a minute; wait a moment.") % MOST_A_MINUTE)


def refused(refusal: RefusedError) -> JsonResponse:
    """Say why, as JSON."""
    response = JsonResponse(
        {"error": refusal.sentence},
        status=refusal.status,
        json_dumps_params={"ensure_ascii": False},
    )
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if refusal.status == 429:
        response.headers["Retry-After"] = str(60 - timezone.now().second)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def answer(request: HttpRequest, found: list[Entry], kind: str) -> HttpResponse:
    """Return a page of entries; ``next`` leads to the following one."""
    page, more = found[:PAGE], len(found) > PAGE
    following = _next(request, page[-1].key) if more else None
    if kind == "csv":
        body = write_csv(
            COLUMNS, [[row[name] for name in COLUMNS] for row in map(_row, page)], delimiter=","
        )
        response = HttpResponse(body, content_type="text/csv; charset=utf-8")
        if following:
            response.headers["Link"] = f'<{following}>; rel="next"'
    else:
        content = {"results": [_row(entry) for entry in page], "next": following}
        response = HttpResponse(
            json.dumps(content, ensure_ascii=False), content_type="application/json; charset=utf-8"
        )
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _next(request: HttpRequest, key: int) -> str:
    asked = request.GET.copy()
    asked["after"] = str(key)
    return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")


def _row(entry: Entry) -> dict[str, Any]:
    row = asdict(entry)
    row.pop("key")
    row["value"] = written(entry.value)
    row["first_day"], row["last_day"] = entry.first_day.isoformat(), entry.last_day.isoformat()
    row["approved_at"] = entry.approved_at.isoformat() if entry.approved_at else None
    return row


COLUMNS = [name for name in Entry.__slots__ if name != "key"]
