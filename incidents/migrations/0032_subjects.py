"""The first catalogues of mediation and the movement; administrators keep them from then on."""

from django.db import migrations

SUBJECTS = (
    ("land", "Tranh chấp đất đai, ranh đất, lối đi"),
    ("debt", "Nợ, vay mượn, hụi"),
    ("family", "Mâu thuẫn gia đình, hôn nhân"),
    ("neighbours", "Mâu thuẫn xóm giềng"),
    ("water", "Nước tưới, cống rãnh, vuông tôm"),
    ("noise", "Tiếng ồn, karaoke, vệ sinh"),
    ("trade", "Mua bán, chỗ bán hàng"),
    ("accident", "Bồi thường va chạm giao thông"),
    ("youth", "Mâu thuẫn trong thanh thiếu niên"),
    ("other", "Việc khác"),
)
KINDS = (
    ("camera", "Camera an ninh"),
    ("self_managed", "Tổ tự quản về an ninh, trật tự"),
    ("lights", "Thắp sáng đường quê"),
    ("gong", "Tiếng kẻng an ninh"),
    ("zalo", "Nhóm Zalo an ninh"),
    ("lodging", "Nhà trọ tự quản"),
    ("school", "Cổng trường an toàn"),
    ("fire", "Tổ liên gia an toàn phòng cháy, chữa cháy"),
    ("religion", "Cơ sở tôn giáo tự quản"),
    ("other", "Mô hình khác"),
)


def add_subjects(apps, schema_editor):
    for name, rows in (("MediationSubject", SUBJECTS), ("MovementKind", KINDS)):
        model = apps.get_model("incidents", name)
        for place, (code, label) in enumerate(rows, start=1):
            model.objects.get_or_create(code=code, defaults={"name": label, "order": place * 10})


class Migration(migrations.Migration):
    dependencies = [("incidents", "0031_mediation_policies")]

    operations = [migrations.RunPython(add_subjects, migrations.RunPython.noop)]
