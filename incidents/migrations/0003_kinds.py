"""The first catalogue of kinds; administrators keep it from then on."""

from django.db import migrations

KINDS = [
    ("market", "Chợ", "shop"),
    ("three_way_junction", "Ngã ba", "sign-merge-right"),
    ("four_way_junction", "Ngã tư", "sign-intersection"),
    ("black_spot", "Điểm đen tai nạn giao thông", "exclamation-octagon"),
    ("lodging", "Khu nhà trọ", "houses"),
    ("entertainment", "Cơ sở kinh doanh, vui chơi", "music-note-beamed"),
    ("school", "Khu vực trường học", "mortarboard"),
    ("industrial", "Khu, cụm công nghiệp", "buildings"),
    ("waterway", "Bến sông, kênh rạch", "water"),
    ("worship", "Nơi lễ hội, tín ngưỡng", "flag"),
    ("other", "Nơi khác", "geo-alt"),
]


def add_kinds(apps, schema_editor):
    kind = apps.get_model("incidents", "HotspotKind")
    for number, (code, name, icon) in enumerate(KINDS, start=1):
        kind.objects.get_or_create(
            code=code, defaults={"name": name, "icon": icon, "order": number * 10}
        )


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_policies")]

    operations = [migrations.RunPython(add_kinds, migrations.RunPython.noop)]
