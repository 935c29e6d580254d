"""Special reports: asked of chosen communes when something has happened, outside every calendar."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from reports.domain.opening import expect_reports, version_for
from reports.domain.reminders import announce
from reports.domain.rights import REQUEST, may_read, require
from reports.models import FormVersion, ReportForm, ReportingPeriod
from units.models import Commune, Jurisdiction


@transaction.atomic
def request_special(
    form: ReportForm,
    *,
    title: str,
    request: str,
    first_day: datetime.date,
    last_day: datetime.date,
    due: datetime.datetime,
    communes: Sequence[Commune],
    jurisdiction: Jurisdiction,
    by: User,
) -> ReportingPeriod:
    """Ask communes for a special report; each gets a report to file by ``due``, and its chief a letter where
    mail is set up.

    Raises ``PermissionDenied``; ``ValidationError`` for a form that is not asked for on request, without a
    published version, without a title, for communes that are not there, or a deadline that has passed.
    """
    require(by, REQUEST)
    if not may_read(by, form.office):
        raise PermissionDenied
    version = version_for(form, timezone.localdate())
    _check_request(form, version, title, communes, jurisdiction, due)
    period = ReportingPeriod(
        form=form,
        form_version=version,
        code=f"{last_day:%Y-%m-%d}",
        title=title,
        request=request,
        first_day=first_day,
        last_day=last_day,
        due_at=due,
        is_special=True,
        jurisdiction=jurisdiction,
    )
    period.full_clean(exclude=["form_version"])
    period.save()
    reports = expect_reports(period, communes, {commune.pk: due for commune in communes})
    announce(reports, by=by)
    return period


def _check_request(
    form: ReportForm,
    version: FormVersion | None,
    title: str,
    communes: Sequence[Commune],
    jurisdiction: Jurisdiction,
    due: datetime.datetime,
) -> None:
    if not form.is_special or not form.is_active:
        raise ValidationError({"form": _("This form is filed by its calendar, not on request.")})
    if version is None:
        raise ValidationError({"form": _("The form has no published version yet.")})
    if not title.strip():
        raise ValidationError({"title": _("Say in a few words what the report is about.")})
    if not communes:
        raise ValidationError({"communes": _("Choose at least one commune.")})
    paths = [one.path for one in (jurisdiction, form.jurisdiction) if one is not None]
    there = Commune.objects.filter(
        *(Q(jurisdiction__path__startswith=path) for path in paths),
        pk__in=[commune.pk for commune in communes],
        validity__contains=timezone.localdate(),
    )
    known = set(there.values_list("pk", flat=True))
    outside = [commune.full_name for commune in communes if commune.pk not in known]
    if outside:
        raise ValidationError(
            {
                "communes": _("Cannot be asked for this report: %(communes)s.")
                % {"communes": ", ".join(outside)}
            }
        )
    if due <= timezone.now():
        raise ValidationError({"due": _("The deadline has passed already.")})
