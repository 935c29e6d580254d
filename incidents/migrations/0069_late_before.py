"""What was overdue when a tip was suspended or returned is marked so; tips that nobody has classified get the clock of
the ordinary hand-over, which new ones have from receipt."""

from django.db import migrations
from django.db.models import Q

from incidents.domain.tips.clock import VIETNAM, Span, due_at
from units.domain.working_days import WorkingCalendar

SEE_ALL = "SELECT set_config('app.communes', '*', true), set_config('app.jurisdictions', '*', true)"
# An extension replaces what it extends without a word about lateness: it was decided in time.
MARK_LATE = """
    UPDATE incidents_tipdeadline d SET ended_late = true
    WHERE d.step IN ('decision', 'extension', 'second_extension', 'resumed', 'closing_report')
      AND d.replaced_at >= d.due_at
      AND EXISTS (
          SELECT 1 FROM incidents_crimetipevent e
          WHERE e.pgh_obj_id = d.tip_id AND e.state IN ('suspended', 'returned')
            AND e.pgh_created_at BETWEEN d.replaced_at - interval '5 minutes'
                                     AND d.replaced_at + interval '5 minutes'
      )
      AND NOT EXISTS (
          SELECT 1 FROM incidents_tipdeadline x
          WHERE x.tip_id = d.tip_id AND x.id > d.id AND x.step IN ('extension', 'second_extension')
            AND x.created_at BETWEEN d.replaced_at - interval '5 minutes'
                                 AND d.replaced_at + interval '5 minutes'
      )
"""


def mark_late(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(SEE_ALL)
        cursor.execute(MARK_LATE)


def start_clocks(apps, schema_editor):
    tips = apps.get_model("incidents", "CrimeTip").objects.filter(state="received")
    deadlines = apps.get_model("incidents", "TipDeadline").objects
    working = WorkingCalendar.of(apps.get_model("units", "PublicHoliday").objects.all())
    for tip in tips.exclude(deadlines__step="hand_over").select_related("commune__jurisdiction"):
        rule = _rule(apps, tip)
        if rule is None:
            continue
        span = Span(rule.amount, rule.unit, rule.rolls_forward)
        due = due_at(tip.received_at, span, working)
        deadlines.create(tip=tip, step="hand_over", rule=rule, began_at=tip.received_at, due_at=due)
        tip.next_due_at = min(due, tip.next_due_at or due)
        tip.save(update_fields=["next_due_at"])


def _rule(apps, tip):
    """The rule of an ordinary hand-over that held for the tip: the latest, and of these the narrowest."""
    day = tip.received_at.astimezone(VIETNAM).date()
    above = [int(key) for key in tip.commune.jurisdiction.path.strip("/").split("/") if key]
    rules = apps.get_model("incidents", "DeadlineRule").objects.filter(
        Q(jurisdiction=None) | Q(jurisdiction__in=above),
        Q(kind="") | Q(kind=tip.kind),
        Q(urgency="") | Q(urgency="ordinary"),
        Q(is_remote=None) | Q(is_remote=tip.is_remote),
        Q(is_delivered=True) | Q(approved_at__lte=tip.received_at),
        Q(valid_until=None) | Q(valid_until__gte=day),
        state="approved",
        step="hand_over",
        valid_from__lte=day,
    )
    narrow = ("kind", "urgency", "is_remote", "jurisdiction_id")
    return max(
        rules,
        key=lambda one: (
            one.valid_from,
            sum(getattr(one, name) not in ("", None) for name in narrow),
            one.pk,
        ),
        default=None,
    )


class Migration(migrations.Migration):
    dependencies = [("incidents", "0068_late_and_calendar")]

    operations = [
        migrations.RunPython(mark_late, migrations.RunPython.noop),
        migrations.RunPython(start_clocks, migrations.RunPython.noop),
    ]
