"""Row-level security on reports, difficulties, directives, projects and meetings."""

from django.db import migrations

from commune_police.db.policies import (
    EnableChildPolicy,
    EnableCommunePolicy,
    EnableEventPolicy,
    EnableJurisdictionPolicy,
    EnablePolicy,
    child_of,
    owned_by_commune,
    owned_by_jurisdiction,
)

BY_COMMUNE = owned_by_commune("commune_id")
BY_JURISDICTION = owned_by_jurisdiction("jurisdiction_id")
# A report is its commune's, or its jurisdiction's where the jurisdiction reports.
BY_UNIT = (
    f"(commune_id IS NOT NULL AND ({BY_COMMUNE})) OR (commune_id IS NULL AND ({BY_JURISDICTION}))"
)
# Forms are read by all who file them; only who answers for the jurisdiction changes them.
FORM_WRITING = f"EXISTS (SELECT 1 FROM reports_reportform f WHERE f.id = form_id AND ({owned_by_jurisdiction('f.jurisdiction_id')}))"
PART_WRITING = (
    "EXISTS (SELECT 1 FROM reports_formversion v JOIN reports_reportform f ON f.id = v.form_id"
    f" WHERE v.id = form_version_id AND ({owned_by_jurisdiction('f.jurisdiction_id')}))"
)
FORM_PARTS = ["section", "indicator", "formrule"]
# Everybody's periods are open to read; a special one to who asked for it and who must answer.
PERIOD_READING = (
    f"jurisdiction_id IS NULL OR {BY_JURISDICTION}"
    " OR EXISTS (SELECT 1 FROM reports_report r WHERE r.period_id = reports_reportingperiod.id)"
)
REPORT_CHILDREN = ["cellcomment", "reportsnapshot", "signedpaper", "reminder"]
TRACKED_REPORT_CHILDREN = ["cellcomment"]
COMMUNE_OWNED = ["difficulty", "supportproject"]
JURISDICTION_OWNED = ["difficultytheme", "meeting"]
# A directive concerns its jurisdiction and the communes that answer for it or raised the matter.
PARTY = f"({BY_JURISDICTION}) OR ({BY_COMMUNE})"
DIRECTIVE = (
    f"({BY_JURISDICTION}) OR EXISTS"
    " (SELECT 1 FROM reports_directiveparty p WHERE p.directive_id = reports_directive.id)"
)
DIRECTIVE_EVENT = (
    f"({BY_JURISDICTION}) OR EXISTS"
    " (SELECT 1 FROM reports_directiveparty p WHERE p.directive_id = reports_directiveevent.pgh_obj_id)"
)


def event_of_child(name, parent, column):
    return EnableEventPolicy(
        f"reports_{name}event", child_of(parent, f"reports_{name}event.{column}")
    )


def open_history(name):
    return EnablePolicy(f"reports_{name}event", "true", writing="false", inserting="true")


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_models")]

    operations = [
        EnablePolicy("reports_reportform", "true", writing=BY_JURISDICTION),
        open_history("reportform"),
        EnablePolicy("reports_formversion", "true", writing=FORM_WRITING),
        open_history("formversion"),
        *[EnablePolicy(f"reports_{name}", "true", writing=PART_WRITING) for name in FORM_PARTS],
        *[open_history(name) for name in FORM_PARTS],
        EnablePolicy("reports_report", BY_UNIT),
        EnableEventPolicy("reports_reportevent", BY_UNIT),
        EnablePolicy("reports_reportvalue", BY_UNIT),
        EnableEventPolicy("reports_reportvalueevent", BY_UNIT),
        EnablePolicy("reports_reportingperiod", PERIOD_READING, writing=BY_JURISDICTION),
        EnableEventPolicy(
            "reports_reportingperiodevent", f"jurisdiction_id IS NULL OR {BY_JURISDICTION}"
        ),
        *[
            EnableChildPolicy(f"reports_{name}", "reports_report", "report_id")
            for name in REPORT_CHILDREN
        ],
        *[event_of_child(name, "reports_report", "report_id") for name in TRACKED_REPORT_CHILDREN],
        *[EnableCommunePolicy(f"reports_{name}") for name in COMMUNE_OWNED],
        *[EnableEventPolicy(f"reports_{name}event", BY_COMMUNE) for name in COMMUNE_OWNED],
        *[EnableJurisdictionPolicy(f"reports_{name}") for name in JURISDICTION_OWNED],
        *[
            EnableEventPolicy(f"reports_{name}event", BY_JURISDICTION)
            for name in JURISDICTION_OWNED
        ],
        EnableChildPolicy("reports_disbursement", "reports_supportproject", "project_id"),
        event_of_child("disbursement", "reports_supportproject", "project_id"),
        EnablePolicy("reports_directiveparty", PARTY),
        EnableEventPolicy("reports_directivepartyevent", PARTY),
        EnablePolicy("reports_directive", DIRECTIVE),
        EnableEventPolicy("reports_directiveevent", DIRECTIVE_EVENT),
        EnableChildPolicy("reports_directiveprogress", "reports_directive", "directive_id"),
        event_of_child("directiveprogress", "reports_directive", "directive_id"),
        EnableChildPolicy("reports_meetingconclusion", "reports_meeting", "meeting_id"),
        event_of_child("meetingconclusion", "reports_meeting", "meeting_id"),
        EnableChildPolicy("reports_meeting_communes", "reports_meeting", "meeting_id"),
        EnableChildPolicy(
            "reports_meetingconclusion_answers", "reports_meetingconclusion", "meetingconclusion_id"
        ),
        EnablePolicy(
            "reports_documenttemplate",
            f"jurisdiction_id IS NULL OR {BY_JURISDICTION}",
            writing=BY_JURISDICTION,
        ),
        EnableEventPolicy(
            "reports_documenttemplateevent", f"jurisdiction_id IS NULL OR {BY_JURISDICTION}"
        ),
    ]
