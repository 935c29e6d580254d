"""What other systems may ask of indicators, and the OpenAPI document that says so: one table for both."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

PAGE = 1000
MOST_A_MINUTE = 120
PERIOD = re.compile(
    r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?|-W(0[1-9]|[1-4]\d|5[0-3])|-Q[1-4]|-H[12]|-9M)?$"
)


class BadQuestionError(ValueError):
    """A parameter that cannot be read, in a sentence."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of the address, as it is documented and read."""

    name: str
    description: str
    example: str
    is_required: bool = False
    repeats: bool = False


PARAMETERS = (
    Parameter(
        "form",
        "Code of the report form; a wrong one is answered with those there are.",
        "security_month_2",
        is_required=True,
    ),
    Parameter(
        "indicator",
        "Code of an indicator; may be repeated.",
        "incidents",
        is_required=True,
        repeats=True,
    ),
    Parameter("from", "Code of the first period; a year takes all of it in.", "2026-01"),
    Parameter("until", "Code of the last period; a year takes all of it in.", "2026-12"),
    Parameter("commune", "Official five-digit code; may be repeated.", "28108", repeats=True),
    Parameter(
        "updated_since",
        "Only reports changed since this moment (ISO 8601).",
        "2026-11-01T00:00:00+07:00",
    ),
    Parameter("after", "Where the last page ended; taken from “next”.", "123456"),
)


@dataclass(frozen=True, slots=True)
class AskedOfApi:
    """The question, read."""

    form: str
    indicators: list[str]
    first: str = ""
    last: str = ""
    communes: list[str] = field(default_factory=list)
    updated_since: datetime.datetime | None = None
    after: int = 0


def read_question(given: QueryDict) -> AskedOfApi:
    """Read the parameters. Raises ``BadQuestionError`` for one that is unknown, missing or cannot be read."""
    known = {one.name for one in PARAMETERS}
    for name in given:
        if name not in known:
            raise BadQuestionError(_("Unknown parameter “%s”.") % name[:40])
    for one in PARAMETERS:
        if one.is_required and not given.get(one.name):
            raise BadQuestionError(_("The parameter “%s” is missing.") % one.name)
    for name in ("from", "until"):
        period = str(given.get(name, ""))
        if period and not PERIOD.match(period):
            raise BadQuestionError(_("“%s” is not a period; write 2026-11.") % period[:20])
    after = given.get("after", "0")
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        raise BadQuestionError(_("“after” is taken from “next” and is a number."))
    return AskedOfApi(
        form=str(given["form"]).replace("\x00", ""),
        indicators=[code.replace("\x00", "") for code in given.getlist("indicator")],
        first=given.get("from", ""),
        last=given.get("until", ""),
        communes=[code.replace("\x00", "") for code in given.getlist("commune") if code],
        updated_since=_moment(given.get("updated_since", "")),
        after=int(after),
    )


def _moment(text: str) -> datetime.datetime | None:
    if not text:
        return None
    try:
        # A plus sign in an address arrives as a blank.
        found = parse_datetime(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        found = None
    if found is None:
        raise BadQuestionError(
            _("“%s” is not a moment; write 2026-11-01T00:00:00+07:00.") % text[:40]
        )
    return timezone.make_aware(found) if timezone.is_naive(found) else found


FIELDS: dict[str, dict[str, Any]] = {
    "commune_code": {
        "type": "string",
        "description": "Official code within the report's period.",
        "example": "28108",
    },
    "commune": {"type": "string", "example": "Cần Đước"},
    "period": {"type": "string", "example": "2026-11"},
    "first_day": {"type": "string", "format": "date"},
    "last_day": {"type": "string", "format": "date"},
    "indicator": {"type": "string", "example": "incidents"},
    "line": {"type": "string", "example": "6"},
    "name": {"type": "string", "example": "Vụ việc xảy ra"},
    "unit": {"type": "string", "example": "vụ"},
    "value": {
        "type": "string",
        "description": "Decimal number; zero is “0”, nothing filed gives no entry.",
        "example": "14",
    },
    "report": {"type": "integer", "description": "Key of the report that counts."},
    "replacement": {
        "type": "integer",
        "description": "0 for the report itself, 1, 2… for its replacements.",
    },
    "approved_at": {"type": ["string", "null"], "format": "date-time"},
}


def openapi() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the interface."""
    parameters = [
        {
            "name": one.name,
            "in": "query",
            "required": one.is_required,
            "description": one.description,
            "schema": {"type": "array", "items": {"type": "string"}}
            if one.repeats
            else {"type": "string"},
            "example": [one.example] if one.repeats else one.example,
            **({"explode": True, "style": "form"} if one.repeats else {}),
        }
        for one in PARAMETERS
    ]
    refusals = {
        str(status): {
            "description": words,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
        }
        for status, words in (
            (400, "A parameter cannot be read."),
            (401, "No token, or one that is unknown, expired or revoked."),
            (403, "The token's owner may not read indicators."),
            (404, "There is no such form."),
            (405, "Nothing can be written here."),
            (429, f"More than {MOST_A_MINUTE} requests in a minute; see Retry-After."),
        )
    }
    entry = {"type": "object", "properties": FIELDS, "required": list(FIELDS)}
    page = {
        "type": "object",
        "required": ["results", "next"],
        "properties": {
            "results": {
                "type": "array",
                "maxItems": PAGE,
                "items": {"$ref": "#/components/schemas/Entry"},
            },
            "next": {"type": ["string", "null"], "description": "Address of the following page."},
        },
    }

    def operation(kind: str, content: dict[str, Any]) -> dict[str, Any]:
        return {
            "get": {
                "operationId": f"indicators_{kind}",
                "summary": f"Accepted figures of communes' reports as {kind.upper()}.",
                "parameters": parameters,
                "security": [{"personalToken": []}],
                "responses": {
                    "200": {"description": "Entries in a lasting order.", "content": content},
                    **refusals,
                },
            }
        }

    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Indicators of commune police reports",
            "version": "1",
            "description": "Read-only. A token sees what its owner may see. Only approved reports count; a replacement counts instead of the report that it replaces.",
        },
        "paths": {
            "/api/v1/indicators.json": operation(
                "json", {"application/json": {"schema": {"$ref": "#/components/schemas/Page"}}}
            ),
            "/api/v1/indicators.csv": operation(
                "csv", {"text/csv": {"schema": {"type": "string"}}}
            ),
        },
        "components": {
            "securitySchemes": {"personalToken": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Entry": entry,
                "Page": page,
                "Refusal": {
                    "type": "object",
                    "required": ["error"],
                    "properties": {"error": {"type": "string"}},
                },
            },
        },
    }
