"""Directives and support projects are found by their words, case and diacritics ignored."""

import django.contrib.postgres.indexes
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_over_time"),
        ("units", "0011_holidays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="directive",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="supportproject",
            name="update_update",
        ),
        migrations.AddField(
            model_name="directive",
            name="search_text",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("title"), models.F("document_number"), function="vi_plain2"
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="supportproject",
            name="search_text",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.F("title"), models.F("need"), function="vi_plain2"),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddIndex(
            model_name="directive",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    models.F("search_text"), name="gin_trgm_ops"
                ),
                name="directive_search",
            ),
        ),
        migrations.AddIndex(
            model_name="supportproject",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    models.F("search_text"), name="gin_trgm_ops"
                ),
                name="project_search",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directive",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."cancelled_reason" IS DISTINCT FROM (NEW."cancelled_reason") OR OLD."checked_on" IS DISTINCT FROM (NEW."checked_on") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."document_date" IS DISTINCT FROM (NEW."document_date") OR OLD."document_number" IS DISTINCT FROM (NEW."document_number") OR OLD."done_on" IS DISTINCT FROM (NEW."done_on") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."issued_by_id" IS DISTINCT FROM (NEW."issued_by_id") OR OLD."issued_by_name" IS DISTINCT FROM (NEW."issued_by_name") OR OLD."issued_on" IS DISTINCT FROM (NEW."issued_on") OR OLD."jurisdiction_id" IS DISTINCT FROM (NEW."jurisdiction_id") OR OLD."meeting_id" IS DISTINCT FROM (NEW."meeting_id") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."refused_reason" IS DISTINCT FROM (NEW."refused_reason") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_since" IS DISTINCT FROM (NEW."state_since") OR OLD."theme_id" IS DISTINCT FROM (NEW."theme_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."what" IS DISTINCT FROM (NEW."what"))',
                    func='INSERT INTO "reports_directiveevent" ("cancelled_reason", "checked_on", "created_at", "document_date", "document_number", "done_on", "due_on", "id", "issued_by_id", "issued_by_name", "issued_on", "jurisdiction_id", "meeting_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "refused_reason", "state", "state_since", "theme_id", "title", "updated_at", "version", "what") VALUES (NEW."cancelled_reason", NEW."checked_on", NEW."created_at", NEW."document_date", NEW."document_number", NEW."done_on", NEW."due_on", NEW."id", NEW."issued_by_id", NEW."issued_by_name", NEW."issued_on", NEW."jurisdiction_id", NEW."meeting_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."refused_reason", NEW."state", NEW."state_since", NEW."theme_id", NEW."title", NEW."updated_at", NEW."version", NEW."what"); RETURN NULL;',
                    hash="4072e1d5ccaca82f148169b3cbce884d03c233f5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_66976",
                    table="reports_directive",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supportproject",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."commune_id" IS DISTINCT FROM (NEW."commune_id") OR OLD."cost" IS DISTINCT FROM (NEW."cost") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decision_number" IS DISTINCT FROM (NEW."decision_number") OR OLD."difficulty_id" IS DISTINCT FROM (NEW."difficulty_id") OR OLD."directive_id" IS DISTINCT FROM (NEW."directive_id") OR OLD."equipment_type_id" IS DISTINCT FROM (NEW."equipment_type_id") OR OLD."floor_area_m2" IS DISTINCT FROM (NEW."floor_area_m2") OR OLD."handed_over_on" IS DISTINCT FROM (NEW."handed_over_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."need" IS DISTINCT FROM (NEW."need") OR OLD."proposed_by_name" IS DISTINCT FROM (NEW."proposed_by_name") OR OLD."proposed_on" IS DISTINCT FROM (NEW."proposed_on") OR OLD."quantity" IS DISTINCT FROM (NEW."quantity") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."stage_reason" IS DISTINCT FROM (NEW."stage_reason") OR OLD."stage_since" IS DISTINCT FROM (NEW."stage_since") OR OLD."station_id" IS DISTINCT FROM (NEW."station_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."year" IS DISTINCT FROM (NEW."year"))',
                    func='INSERT INTO "reports_supportprojectevent" ("commune_id", "cost", "created_at", "decision_number", "difficulty_id", "directive_id", "equipment_type_id", "floor_area_m2", "handed_over_on", "id", "kind", "need", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_name", "proposed_on", "quantity", "source", "stage", "stage_reason", "stage_since", "station_id", "title", "updated_at", "version", "year") VALUES (NEW."commune_id", NEW."cost", NEW."created_at", NEW."decision_number", NEW."difficulty_id", NEW."directive_id", NEW."equipment_type_id", NEW."floor_area_m2", NEW."handed_over_on", NEW."id", NEW."kind", NEW."need", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposed_by_name", NEW."proposed_on", NEW."quantity", NEW."source", NEW."stage", NEW."stage_reason", NEW."stage_since", NEW."station_id", NEW."title", NEW."updated_at", NEW."version", NEW."year"); RETURN NULL;',
                    hash="12eb452ab7a4ad4d6afaa5822d86dc348d9f1c77",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f1152",
                    table="reports_supportproject",
                    when="AFTER",
                ),
            ),
        ),
    ]
