"""Public holidays of 2023 to 2027, to be checked with each year's announcement; administrators keep them from then on."""

import datetime

from django.db import migrations

NEW_YEAR, TET, HUNG = "Tết Dương lịch", "Tết Nguyên đán", "Giỗ Tổ Hùng Vương"
VICTORY, LABOUR, NATIONAL = "Ngày Chiến thắng", "Ngày Quốc tế lao động", "Quốc khánh"
EXCHANGED = "Làm bù"

# first day, last day, name; a single day has one date. Weekend days inside are days off anyway.
DAYS_OFF = [
    ("2023-01-01", "2023-01-02", NEW_YEAR),
    ("2023-01-20", "2023-01-26", TET),
    ("2023-04-29", "2023-04-29", HUNG),
    ("2023-04-30", "2023-04-30", VICTORY),
    ("2023-05-01", "2023-05-03", LABOUR),
    ("2023-09-01", "2023-09-04", NATIONAL),
    ("2024-01-01", "2024-01-01", NEW_YEAR),
    ("2024-02-08", "2024-02-14", TET),
    ("2024-04-18", "2024-04-18", HUNG),
    ("2024-04-29", "2024-04-30", VICTORY),
    ("2024-05-01", "2024-05-01", LABOUR),
    ("2024-09-02", "2024-09-03", NATIONAL),
    ("2025-01-01", "2025-01-01", NEW_YEAR),
    ("2025-01-27", "2025-01-31", TET),
    ("2025-04-07", "2025-04-07", HUNG),
    ("2025-04-30", "2025-04-30", VICTORY),
    ("2025-05-01", "2025-05-02", LABOUR),
    ("2025-09-01", "2025-09-02", NATIONAL),
    ("2026-01-01", "2026-01-02", NEW_YEAR),
    ("2026-02-16", "2026-02-20", TET),
    ("2026-04-26", "2026-04-27", HUNG),
    ("2026-04-30", "2026-04-30", VICTORY),
    ("2026-05-01", "2026-05-01", LABOUR),
    ("2026-08-31", "2026-09-02", NATIONAL),
    ("2027-01-01", "2027-01-01", NEW_YEAR),
    ("2027-02-05", "2027-02-11", TET),
    ("2027-04-16", "2027-04-16", HUNG),
    ("2027-04-30", "2027-04-30", VICTORY),
    ("2027-05-01", "2027-05-03", LABOUR),
    ("2027-09-02", "2027-09-03", NATIONAL),
]
WORKED = ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"]


def add_days(apps, schema_editor):
    holidays = apps.get_model("units", "PublicHoliday")
    for first, last, name in DAYS_OFF:
        day = datetime.date.fromisoformat(first)
        while day <= datetime.date.fromisoformat(last):
            holidays.objects.get_or_create(day=day, defaults={"name": name})
            day += datetime.timedelta(days=1)
    for day in WORKED:
        holidays.objects.get_or_create(day=day, defaults={"name": EXCHANGED, "is_worked": True})


class Migration(migrations.Migration):
    dependencies = [("units", "0011_holidays")]

    operations = [migrations.RunPython(add_days, migrations.RunPython.noop)]
