"""The first catalogue of incidents; administrators keep it from then on.

Statistical codes of offences are the articles of the Penal Code (100/2015/QH13) by which criminal
statistics are kept (recall: to be checked with the statistical form in force).
"""

from django.db import migrations

# group: code, name, icon, categories (code, name, statistical code, icon, offered in the quick entry)
GROUPS = [
    (
        "public_order",
        "Trật tự công cộng",
        "people",
        [
            ("disturbance", "Gây rối trật tự công cộng", "Đ.318", "megaphone", True),
            ("fight", "Đánh nhau, xô xát", "", "lightning", True),
            ("noise", "Gây mất yên tĩnh, karaoke", "", "volume-up", True),
            ("pavement", "Lấn chiếm lòng, lề đường, chợ", "", "shop", True),
            ("race", "Tụ tập, đua xe trái phép", "Đ.266", "speedometer", False),
            ("duty_resisted", "Chống người thi hành công vụ", "Đ.330", "shield-exclamation", False),
        ],
    ),
    (
        "property",
        "Xâm phạm sở hữu",
        "bag-x",
        [
            ("theft", "Trộm cắp tài sản", "Đ.173", "bag-x", True),
            ("robbery", "Cướp tài sản", "Đ.168", "exclamation-triangle", False),
            ("snatching", "Cướp giật tài sản", "Đ.171", "bicycle", True),
            ("fraud", "Lừa đảo chiếm đoạt tài sản", "Đ.174", "cash-coin", True),
            ("extortion", "Cưỡng đoạt tài sản", "Đ.170", "chat-left-dots", False),
            ("damage", "Hủy hoại, cố ý làm hư hỏng tài sản", "Đ.178", "hammer", False),
        ],
    ),
    (
        "persons",
        "Xâm phạm tính mạng, sức khỏe, danh dự",
        "bandaid",
        [
            ("murder", "Giết người", "Đ.123", "x-octagon", False),
            ("injury", "Cố ý gây thương tích", "Đ.134", "bandaid", True),
            ("domestic", "Bạo lực gia đình", "", "house-heart", True),
            ("children", "Xâm hại trẻ em", "", "emoji-frown", False),
            ("insult", "Làm nhục, vu khống", "Đ.155", "chat-square-quote", False),
        ],
    ),
    (
        "vices",
        "Tệ nạn xã hội",
        "dice-5",
        [
            ("gambling", "Đánh bạc", "Đ.321", "dice-5", True),
            ("gambling_den", "Tổ chức đánh bạc, gá bạc", "Đ.322", "door-closed", False),
            ("prostitution", "Mại dâm", "", "slash-circle", False),
            ("cockfight", "Đá gà ăn tiền", "Đ.321", "egg", False),
        ],
    ),
    (
        "drugs",
        "Ma túy",
        "capsule",
        [
            ("drug_use", "Sử dụng trái phép chất ma túy", "", "capsule", True),
            ("drug_possession", "Tàng trữ trái phép chất ma túy", "Đ.249", "box-seam", False),
            ("drug_trade", "Mua bán trái phép chất ma túy", "Đ.251", "arrow-left-right", False),
        ],
    ),
    (
        "traffic",
        "Giao thông",
        "car-front",
        [
            ("road_accident", "Tai nạn giao thông đường bộ", "Đ.260", "car-front", True),
            ("water_accident", "Tai nạn giao thông đường thủy", "Đ.272", "water", False),
            ("road_offence", "Vi phạm trật tự an toàn giao thông", "", "sign-stop", True),
        ],
    ),
    (
        "fire",
        "Cháy, nổ, tai nạn, sự cố",
        "fire",
        [
            ("fire", "Cháy, nổ", "Đ.313", "fire", True),
            ("drowning", "Đuối nước", "", "water", False),
            ("work_accident", "Tai nạn lao động", "", "cone-striped", False),
            ("disaster", "Thiên tai, sạt lở", "", "cloud-lightning-rain", False),
        ],
    ),
    (
        "economy",
        "Kinh tế, môi trường",
        "tree",
        [
            ("smuggling", "Hàng lậu, hàng cấm, hàng giả", "Đ.190", "box", False),
            ("usury", "Cho vay lãi nặng", "Đ.201", "cash-stack", False),
            ("environment", "Vi phạm về môi trường", "", "tree", False),
            ("fireworks", "Pháo, vũ khí, vật liệu nổ", "Đ.305", "stars", False),
        ],
    ),
    (
        "other",
        "Việc khác",
        "three-dots",
        [
            ("missing", "Người mất tích, đi lạc", "", "person-x", True),
            ("suicide", "Tự tử", "", "heartbreak", False),
            ("found_body", "Phát hiện tử thi", "", "exclamation-circle", False),
            ("lost_found", "Nhặt được, mất tài sản, giấy tờ", "", "search", False),
            ("administrative", "Vi phạm hành chính khác", "", "journal-text", False),
            ("other", "Việc khác", "", "three-dots", True),
        ],
    ),
]


def add_categories(apps, schema_editor):
    category = apps.get_model("incidents", "IncidentCategory")
    for place, (code, name, icon, children) in enumerate(GROUPS, start=1):
        group, _made = category.objects.get_or_create(
            code=f"{code}_group", defaults={"name": name, "icon": icon, "order": place * 100}
        )
        for number, (child, child_name, statistical, child_icon, quick) in enumerate(children, 1):
            category.objects.get_or_create(
                code=child,
                defaults={
                    "parent": group,
                    "name": child_name,
                    "statistical_code": statistical,
                    "icon": child_icon,
                    "order": place * 100 + number,
                    "is_quick": quick,
                },
            )


class Migration(migrations.Migration):
    dependencies = [("incidents", "0007_incident_policies")]

    operations = [migrations.RunPython(add_categories, migrations.RunPython.noop)]
