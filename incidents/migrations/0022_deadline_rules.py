"""The first deadlines of crime tips. Read in excerpts and a published copy of the codified law; none has been
checked with the gazette, and none is marked as checked. Rules approved later take their place by date."""

import datetime

from django.db import migrations

TT28 = (
    "Thông tư 28/2020/TT-BCA (sửa đổi bởi Thông tư 129/2021/TT-BCA)",
    datetime.date(2020, 5, 15),
)
BLTTHS = ("Bộ luật Tố tụng hình sự 2015", datetime.date(2018, 1, 1))
TTLT01 = (
    "Thông tư liên tịch 01/2017 (sửa đổi bởi Thông tư liên tịch 01/2021)",
    datetime.date(2018, 3, 1),
)
HD11 = ("Hướng dẫn 11/HD-BCA-V03 ngày 27/02/2025", datetime.date(2025, 3, 1))
COPY = "Theo bản sao Bộ Pháp điển; phải đối chiếu với văn bản gốc."
PRESS = "Theo báo chí; phải đối chiếu với văn bản gốc."
# Step, urgency, remote, amount, unit, counted back, on to a working day, instrument, article, note.
RULES = [
    ("hand_over", "urgent", False, 24, "hours", False, False, TT28, "Điều 7.1.a", COPY),
    ("hand_over", "urgent", True, 48, "hours", False, False, TT28, "Điều 7.1.a", COPY),
    ("hand_over", "ordinary", None, 7, "days", False, True, TT28, "Điều 7.1.b", COPY),
    ("propose", "", False, 12, "hours", False, False, HD11, "Hướng dẫn chung", PRESS),
    ("propose", "", True, 24, "hours", False, False, HD11, "Hướng dẫn chung", PRESS),
    ("receipt_notice", "", None, 3, "working_days", False, False, TT28, "Điều 17.1", COPY),
    ("assignment", "", None, 3, "days", False, True, TTLT01, "Điều 9", COPY),
    ("decision", "", None, 20, "days", False, True, BLTTHS, "Điều 147.1", COPY),
    ("extension", "", None, 2, "months", False, True, BLTTHS, "Điều 147.2", COPY),
    ("ask_extension", "", None, 5, "days", True, True, BLTTHS, "Điều 147.2", COPY),
    ("second_extension", "", None, 2, "months", False, True, BLTTHS, "Điều 147.2", COPY),
    ("closing_report", "", None, 7, "days", True, True, TTLT01, "Điều 11", COPY),
    ("resumed", "", None, 1, "months", False, True, TTLT01, "Điều 11", COPY),
    ("result_notice", "", None, 3, "days", False, True, TT28, "Điều 17.2", COPY),
]


def add_rules(apps, schema_editor):
    rule = apps.get_model("incidents", "DeadlineRule")
    for step, urgency, remote, amount, unit, back, rolls, source, article, note in RULES:
        rule.objects.get_or_create(
            step=step,
            urgency=urgency,
            is_remote=remote,
            is_delivered=True,
            defaults={
                "amount": amount,
                "unit": unit,
                "counts_back": back,
                "rolls_forward": rolls,
                "instrument": source[0],
                "article": article,
                "valid_from": source[1],
                "note": note,
                "state": "approved",
            },
        )


class Migration(migrations.Migration):
    dependencies = [("incidents", "0021_tip_policies")]

    operations = [migrations.RunPython(add_rules, migrations.RunPython.noop)]
