"""Who gave a tip: unreadable wherever the database goes, shown with a right and a reason, each look recorded."""

import io

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Disclosure
from commune_police.checks import informants_can_be_sealed
from incidents.domain.tips.informants import see_informant
from incidents.domain.tips.sealing import CannotOpenError, unseal
from incidents.models import TipInformant
from tests.incidents.tips import INFORMANT, classified, moved, received

pytestmark = pytest.mark.django_db


def dump() -> str:
    """Every row of every table, as a plain dump of the database would have it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def test_a_dump_tells_nobody(district):
    tip = moved(classified(district), district.chief, "hand_over")
    see_informant(tip, by=district.chief, reason="Mời làm việc")
    rows = dump()
    assert tip.content in rows
    # A code and a yes or no, which other rows may hold.
    told = set(INFORMANT.__dataclass_fields__) - {"special", "is_agency"}
    for name in told:
        assert getattr(INFORMANT, name) not in rows
    assert "Sương" not in rows


def test_each_look_is_recorded_with_its_reason(district):
    tip = received(district)
    assert (
        see_informant(tip, by=district.chief, reason=" Mời làm việc ", address="10.0.0.7")
        == INFORMANT
    )
    look = Disclosure.objects.get()
    assert (look.user, look.reason, look.shown_as, look.address) == (
        district.chief,
        "Mời làm việc",
        tip.number,
        "10.0.0.7",
    )
    with pytest.raises(ValidationError):
        see_informant(tip, by=district.chief, reason="  ")
    assert Disclosure.objects.count() == 1


def test_only_who_handles_the_tip_may_look(district):
    tip = classified(district)
    for user in (district.officer, district.staff, district.home_affairs, district.administrator):
        with pytest.raises(PermissionDenied):
            see_informant(tip, by=user, reason="Mời làm việc")
    tip = moved(tip, district.chief, "hand_over")
    assert see_informant(tip, by=district.staff, reason="Xác minh nội dung tin") == INFORMANT
    assert not Disclosure.objects.exclude(user=district.staff).exists()


def test_nothing_shows_by_accident(district):
    assert "Sương" not in repr(INFORMANT)
    tip = received(district)
    assert "Sương" not in f"{tip} {tip.informant} {vars(tip.informant)}"


def test_keys_are_rotated(district, settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.TIP_KEYS = [old]
    kept = received(district).informant
    settings.TIP_KEYS = [new, old]
    call_command("rotate_tip_keys", stdout=io.StringIO())
    settings.TIP_KEYS = [new]
    kept.refresh_from_db()
    assert unseal(kept.sealed)["phone"] == INFORMANT.phone
    settings.TIP_KEYS = [old]
    with pytest.raises(CannotOpenError):
        unseal(TipInformant.objects.get().sealed)
    with pytest.raises(CommandError):
        call_command("rotate_tip_keys", stdout=io.StringIO())


def test_what_no_key_opens_is_named_by_its_tip_and_keeps_no_other_from_being_sealed_anew(
    district, settings
):
    old, new, lost = (Fernet.generate_key().decode() for _key in range(3))
    settings.TIP_KEYS = [lost]
    strange = [received(district), received(district)]
    settings.TIP_KEYS = [old]
    kept = received(district).informant
    before = set(TipInformant.objects.exclude(pk=kept.pk).values_list("sealed", flat=True))
    settings.TIP_KEYS = [new, old]
    said = io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("rotate_tip_keys", stdout=said)
    assert all(tip.number in str(refused.value) for tip in strange)
    assert kept.tip.number not in str(refused.value)
    assert said.getvalue().startswith("1 informants")
    after = set(TipInformant.objects.exclude(pk=kept.pk).values_list("sealed", flat=True))
    assert after == before
    settings.TIP_KEYS = [new]
    kept.refresh_from_db()
    assert unseal(kept.sealed)["phone"] == INFORMANT.phone
    settings.TIP_KEYS = [new, lost]
    call_command("rotate_tip_keys", stdout=io.StringIO())
    settings.TIP_KEYS = [new]
    assert all(unseal(row.sealed) for row in TipInformant.objects.all())


def test_a_word_that_is_no_key_is_said_in_a_sentence_without_showing_it(district, settings):
    good = Fernet.generate_key().decode()
    settings.TIP_KEYS = [good]
    sealed = received(district).informant.sealed
    for wrong in ("abc", "á" * 44, "x" * 44):
        settings.TIP_KEYS = [good, wrong]
        with pytest.raises(CommandError) as refused:
            call_command("rotate_tip_keys", stdout=io.StringIO())
        assert "Key 2 of TIP_KEYS" in str(refused.value)
        assert wrong not in str(refused.value)
    assert TipInformant.objects.get().sealed == sealed


@pytest.mark.parametrize(
    ("demo", "keys", "count"),
    [
        (True, [], 0),
        (False, [], 1),
        (False, ["short"], 1),
        (False, [Fernet.generate_key().decode()], 0),
    ],
)
def test_production_needs_a_key(settings, demo, keys, count):
    settings.DEMO_MODE, settings.TIP_KEYS = demo, keys
    assert len(informants_can_be_sealed()) == count
