"""A roster is planned, shown and written: whom it makes, whom it changes, whom it asks about, and what stops it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.utils.translation import override

from tests.factories import (
    AssignmentFactory,
    CommuneFactory,
    ForceTypeFactory,
    HamletFactory,
    OfficerFactory,
    PositionFactory,
)
from tests.units.sheets import messy
from tests.units.sheets.people import PEOPLE
from units.domain.roster.plan import Action, Plan, plan_import
from units.domain.roster.write import ImportRefused, Written, write_import
from units.domain.scope import Scope
from units.models import Assignment, ImportBatch, ImportState, Officer

pytestmark = pytest.mark.django_db
AS_OF = date(2020, 2, 28)
HEADERS = (
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "CCCD",
    "Xã",
    "Chức danh",
    "Từ ngày",
    "Ấp",
    "Điện thoại",
)


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    """The communes and positions that the messy files name."""
    force = ForceTypeFactory(code="ban-chuyen-trach", name="Công an xã bán chuyên trách")
    PositionFactory(force_type=force, code="truong", name="Trưởng Công an xã", is_chief=True)
    PositionFactory(force_type=force, code="pho", name="Phó trưởng Công an xã")
    PositionFactory(force_type=force, code="cav", name="Công an viên")
    for code, name, kind in (
        ("28123", "Long Hòa", "xa"),
        ("28138", "Tân Lân", "xa"),
        ("28108", "Cần Đước", "thi-tran"),
    ):
        commune = CommuneFactory(code=code, name=name, kind=kind)
        HamletFactory(commune=commune, name="Ấp 1")


def planned(data: bytes, scope: Scope | None = None, answers: dict[str, int] | None = None) -> Plan:
    with override("en"):
        return plan_import(data, scope or Scope.all(), as_of=AS_OF, answers=answers)


def batch() -> ImportBatch:
    return ImportBatch.objects.create(
        uploaded_by=1, uploaded_by_name="quantri", file_name="ds.xlsx", content=b"x", as_of=AS_OF
    )


def imported(data: bytes, **kwargs: object) -> Written:
    return write_import(planned(data, **kwargs), batch())  # type: ignore[arg-type]


def sheet(*rows: dict[str, object]) -> bytes:
    """A roster of the named cells; the rest is blank."""
    return messy.saved(
        messy.workbook_of([HEADERS, *[[row.get(h) for h in HEADERS] for row in rows]])
    )


def row(**changes: object) -> dict[str, object]:
    names = {"name": "Họ và tên", "born": "Ngày sinh", "sex": "Giới tính", "cccd": "CCCD", "commune": "Xã",
             "position": "Chức danh", "start": "Từ ngày", "hamlet": "Ấp", "phone": "Điện thoại"}  # fmt: skip
    base: dict[str, object] = {
        "Họ và tên": "Nguyễn Văn Án", "Ngày sinh": "05/03/1985", "Giới tính": "Nam", "CCCD": "080085012345",
        "Xã": "Xã Long Hòa", "Chức danh": "Công an viên", "Từ ngày": "01/02/2019",
    }  # fmt: skip
    return base | {names[key]: value for key, value in changes.items()}


def only(plan: Plan) -> str:
    (problem,) = [problem for problem in plan.problems if problem.is_error]
    return problem.sentence


@pytest.mark.parametrize("make", messy.MESSY, ids=lambda make: make.__name__)
def test_every_messy_file_is_imported_whole_and_a_second_time_changes_nothing(
    make: Callable[[], bytes],
) -> None:
    data = make()
    written = imported(data)
    assert {officer.citizen_id for officer in written.created} == {p.citizen_id for p in PEOPLE}
    for person in PEOPLE:
        officer = Officer.objects.get(citizen_id=person.citizen_id)
        assert officer.full_name == person.name
        assert officer.phone == person.phone
        assert officer.sex == {"Nam": "m", "Nữ": "f"}[person.sex]
        assert officer.post.position.name == person.position
        assert officer.commune.full_name == person.commune
        if make is messy.only_years:
            assert (officer.birth_date.year, officer.birth_precision) == (person.born.year, "year")
        else:
            assert (officer.birth_date, officer.birth_precision) == (person.born, "day")
    again = planned(data)
    assert again.counts["unchanged"] == len(PEOPLE) == len(again.rows)
    assert not again.can_be_written


def test_all_mistakes_are_told_at_once_with_their_place_and_the_way_to_mend_them() -> None:
    plan = planned(
        sheet(
            row(born="31/02/1990", cccd="123", commune="Xã Mặt Trăng"),
            row(name="Lê Văn Bốn", cccd="080091000001", position="Giám đốc", born="1991"),
            row(name=None, cccd="080091000002", born="1991"),
        )
    )
    told = {(p.place.row, p.place.column_letter) for p in plan.problems if p.is_error}
    assert told == {(2, "B"), (2, "D"), (2, "E"), (3, "F"), (4, "A")}
    assert all(p.how_to_mend for p in plan.problems if p.is_error)
    assert {p.place.column_title for p in plan.problems} >= {"Ngày sinh", "CCCD", "Xã"}
    assert "31/02/1990" in plan.problems[0].sentence


def test_one_wrong_row_keeps_the_whole_file_out() -> None:
    plan = planned(sheet(row(), row(name="Lê Văn Bốn", cccd="12")))
    with pytest.raises(ImportRefused):
        write_import(plan, batch())
    assert not Officer.objects.exists()


def test_a_rule_of_the_database_undoes_everything() -> None:
    plan = planned(sheet(row(), row(name="Lê Văn Bốn", cccd="080091000001", born="1991")))
    OfficerFactory(citizen_id="080091000001")
    with override("en"), pytest.raises(ImportRefused, match="080091000001"):
        write_import(plan, batch())
    assert Officer.objects.count() == 1
    assert not Assignment.objects.exists()


def test_citizen_id_decides_over_a_corrected_name() -> None:
    OfficerFactory(family_name="Nguyễn", middle_name="Văn", given_name="An", citizen_id="080085012345",
                   birth_date=date(1985, 3, 5), commune=long_hoa())  # fmt: skip
    plan = planned(sheet(row()))
    assert plan.rows[0].changes[0].new == "Nguyễn Văn Án"
    assert plan.rows[0].action is Action.CHANGE


def test_a_citizen_id_of_somebody_quite_different_is_asked_about() -> None:
    OfficerFactory(family_name="Lê", given_name="Tư", citizen_id="080085012345", birth_date=date(1960, 1, 1),
                   commune=long_hoa())  # fmt: skip
    assert planned(sheet(row())).rows[0].action is Action.DOUBTFUL


def test_name_and_exact_birth_date_find_a_person_without_citizen_id() -> None:
    officer = known_person(birth_date=date(1985, 3, 5), citizen_id=None)
    written = imported(sheet(row()))
    assert [o.pk for o in written.changed] == [officer.pk]
    officer.refresh_from_db()
    assert officer.citizen_id == "080085012345"


def test_a_birth_year_that_may_be_the_same_is_asked_never_guessed() -> None:
    officer = known_person(birth_date=date(1985, 1, 1), birth_precision="year", citizen_id=None)
    data = sheet(row())
    plan = planned(data)
    assert plan.rows[0].action is Action.DOUBTFUL
    assert [known.officer.pk for known in plan.rows[0].match.candidates] == [officer.pk]
    assert not plan.can_be_written
    key = plan.rows[0].stated.key
    written = imported(data, answers={key: officer.pk})
    assert [o.pk for o in written.changed] == [officer.pk]
    officer.refresh_from_db()
    assert (officer.birth_date, officer.birth_precision) == (date(1985, 3, 5), "day")


def test_a_doubtful_person_may_be_somebody_new() -> None:
    known_person(birth_date=date(1985, 1, 1), birth_precision="year", citizen_id=None)
    data = sheet(row())
    written = imported(data, answers={planned(data).rows[0].stated.key: 0})
    assert len(written.created) == 1
    assert Officer.objects.count() == 2


def test_an_answer_that_was_not_offered_is_not_taken() -> None:
    known_person(birth_date=date(1985, 1, 1), birth_precision="year", citizen_id=None)
    stranger = OfficerFactory(commune=long_hoa())
    data = sheet(row())
    plan = planned(data, answers={planned(data).rows[0].stated.key: stranger.pk})
    assert plan.rows[0].action is Action.DOUBTFUL


def test_namesakes_with_other_birth_dates_are_other_people() -> None:
    known_person(birth_date=date(1971, 3, 5), citizen_id=None)
    assert planned(sheet(row())).rows[0].action is Action.CREATE


def test_a_less_exact_date_does_not_blur_a_known_one() -> None:
    known_person(citizen_id="080085012345", birth_date=date(1985, 3, 5))
    assert planned(sheet(row(born="1985"))).rows[0].action is Action.UNCHANGED


def test_a_blank_cell_changes_nothing() -> None:
    officer = known_person(
        citizen_id="080085012345", birth_date=date(1985, 3, 5), phone="0912345678"
    )
    imported(sheet(row(phone=None, born=None, hamlet="Ấp 1")))
    officer.refresh_from_db()
    assert (officer.phone, officer.birth_date) == ("0912345678", date(1985, 3, 5))


def test_a_later_first_day_in_another_post_ends_the_present_one() -> None:
    officer = known_person(citizen_id="080085012345", birth_date=date(1985, 3, 5))
    imported(sheet(row(commune="Xã Tân Lân", position="Phó trưởng CAX", start="15/06/2020")))
    old, new = officer.assignments.order_by("valid_from")
    assert (old.valid_until, new.valid_from) == (date(2020, 6, 14), date(2020, 6, 15))
    officer.refresh_from_db()
    assert officer.commune.name == "Tân Lân"


def test_another_post_without_a_later_first_day_is_a_mistake_to_mend() -> None:
    known_person(citizen_id="080085012345", birth_date=date(1985, 3, 5))
    plan = planned(sheet(row(commune="Xã Tân Lân", start=None)))
    assert "since 01/02/2019" in only(plan)


def test_a_commune_never_gets_two_chiefs() -> None:
    chief = known_person(citizen_id="080085012345", birth_date=date(1985, 3, 5), position="truong")
    rival = row(
        name="Lê Văn Bốn",
        cccd="080091000001",
        born="1991",
        position="Trưởng Công an xã",
        start="01/03/2020",
    )
    assert chief.full_name in only(planned(sheet(rival)))
    moving = row(position="Phó trưởng Công an xã", start="01/03/2020")
    written = imported(sheet(moving, rival))
    assert len(written.created) == len(written.changed) == 1


def test_a_person_named_twice_is_a_mistake() -> None:
    plan = planned(sheet(row(), row(name="Nguyễn Văn Ân")))
    assert "row 2" in only(plan)


def test_an_importer_writes_only_in_communes_that_are_theirs() -> None:
    mine = Scope.of(communes=[long_hoa().pk])
    plan = planned(
        sheet(
            row(), row(name="Lê Văn Bốn", cccd="080091000001", born="1991", commune="Xã Tân Lân")
        ),
        mine,
    )
    assert [r.action for r in plan.rows] == [Action.CREATE, Action.ERROR]
    assert "Tân Lân" in only(plan)


def test_a_citizen_id_of_an_unseen_commune_stops_the_import_with_a_sentence(
    as_scope: Callable[[Scope], AbstractContextManager[None]],
) -> None:
    elsewhere = OfficerFactory(citizen_id="080085012345")
    mine = Scope.of(communes=[long_hoa().pk])
    own = batch()
    with as_scope(mine):
        plan = planned(sheet(row()), mine)
        assert plan.rows[0].action is Action.CREATE
        with override("en"), pytest.raises(ImportRefused, match="080085012345"):
            write_import(plan, own)
    assert Officer.objects.get() == elsewhere


def test_somebody_new_needs_a_number_or_a_birth_date_and_a_sex() -> None:
    plan = planned(sheet(row(cccd=None, born=None, sex=None)))
    assert {p.place.column_letter for p in plan.problems if p.is_error} == {"B", "C"}


def test_a_citizen_id_that_contradicts_the_row_is_a_warning() -> None:
    plan = planned(sheet(row(sex="Nữ", born="05/03/1986")))
    assert [p.is_error for p in plan.problems] == [False, False]
    assert plan.can_be_written


def test_whoever_has_no_first_day_is_in_position_since_the_day_of_the_roster() -> None:
    imported(sheet(row(start=None)))
    assert Assignment.objects.get().valid_from == AS_OF


def test_a_first_day_known_to_the_month_stays_so() -> None:
    imported(sheet(row(start="02/2019")))
    post = Assignment.objects.get()
    assert (post.valid_from, post.valid_from_precision) == (date(2019, 2, 1), "month")


def test_the_batch_knows_exactly_whom_it_made_and_changed_and_forgets_the_file() -> None:
    known_person(citizen_id="080085012345", birth_date=date(1985, 3, 5))
    data = sheet(row(phone="0912345678"), row(name="Lê Văn Bốn", cccd="080091000001", born="1991"))
    own = batch()
    written = write_import(planned(data), own)
    own.refresh_from_db()
    assert (own.state, own.content, own.created_count, own.changed_count) == (
        ImportState.DONE,
        None,
        1,
        1,
    )
    linked = set(own.officers.values_list("officer", "was_created"))
    assert linked == {(written.created[0].pk, True), (written.changed[0].pk, False)}


def test_a_batch_is_seen_only_by_who_sent_it() -> None:
    from commune_police.db import context

    own = batch()
    context.set_visible(None, None, user_id=2)
    assert not ImportBatch.objects.filter(pk=own.pk).exists()
    context.set_visible(None, None, user_id=1)
    assert ImportBatch.objects.filter(pk=own.pk).exists()


def long_hoa() -> object:
    from units.models import Commune

    return Commune.objects.get(code="28123")


def known_person(position: str = "cav", **fields: object) -> Officer:
    """Nguyễn Văn Án on record, in Long Hòa since 1 February 2019."""
    from units.models import Position

    officer = OfficerFactory(
        family_name="Nguyễn", middle_name="Văn", given_name="Án", commune=long_hoa(), **fields
    )
    AssignmentFactory(
        officer=officer, position=Position.objects.get(code=position), valid_from=date(2019, 2, 1)
    )
    return officer


def test_a_short_name_of_a_position_is_told_apart_by_force_hamlet_or_asked() -> None:
    force = ForceTypeFactory(code="chinh-quy", name="Công an chính quy")
    PositionFactory(
        force_type=force, code="truong-cq", name="Trưởng Công an xã (chính quy)", is_chief=True
    )
    PositionFactory(code="o-ap", name="Tuần tra viên ở ấp", at_hamlet=True)
    PositionFactory(code="thuong-truc", name="Tuần tra viên thường trực")
    assert "several positions" in only(planned(sheet(row(position="Tuần tra viên"))))
    at_hamlet = planned(sheet(row(position="Tuần tra viên", hamlet="Ấp 1"))).rows[0]
    assert at_hamlet.post.begin.position.code == "o-ap"
    data = messy.saved(
        messy.workbook_of(
            [
                [*HEADERS, "Lực lượng"],
                [*[row(position="Trưởng CAX").get(h) for h in HEADERS], "chính quy"],
            ]
        )
    )
    assert planned(data).rows[0].post.begin.position.code == "truong-cq"


def test_somebody_who_left_comes_back_only_with_a_first_day() -> None:
    officer = known_person(citizen_id="080085012345", birth_date=date(1985, 3, 5))
    officer.assignments.update(valid_until=date(2020, 1, 31))
    assert "left on 31/01/2020" in only(planned(sheet(row(start=None))))
    assert "before the last one ended" in only(planned(sheet(row())))
    imported(sheet(row(start="01/05/2021")))
    assert officer.assignments.count() == 2


def test_the_preview_takes_the_same_queries_for_five_rows_and_for_fifty() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(count: int) -> int:
        rows = [
            row(
                name=f"Lê Văn {chr(65 + n // 26)}{chr(97 + n % 26)}",
                cccd=f"0800910{n:05d}",
                born="1991",
            )
            for n in range(count)
        ]
        data = sheet(*rows)
        imported(data)
        with CaptureQueriesContext(connection) as captured:
            assert planned(data).counts["unchanged"] == count
        return len(captured)

    assert queries(5) == queries(50) <= 12


def test_uploads_that_nobody_confirmed_are_dropped_after_a_day() -> None:
    from datetime import timedelta

    from django.core.management import call_command
    from django.utils import timezone

    fresh, stale = batch(), batch()
    ImportBatch.objects.filter(pk=stale.pk).update(created_at=timezone.now() - timedelta(days=2))
    call_command("forget_uploads")
    assert list(ImportBatch.objects.all()) == [fresh]


def test_the_preview_shows_everything_that_would_be_entered_for_somebody_new() -> None:
    shown = {change.new for change in planned(sheet(row(phone="0912345678"))).rows[0].changes}
    assert {"05/03/1985", "080085012345", "0912345678", "01/02/2019"} <= shown


def test_a_namesake_of_the_same_birth_year_in_another_commune_is_asked_about() -> None:
    known_person(birth_date=date(1985, 1, 1), birth_precision="year", citizen_id=None)
    same = sheet(row(born="1985", cccd=None))
    elsewhere = sheet(row(born="1985", cccd=None, commune="Xã Tân Lân", start="01/02/2021"))
    assert planned(same).rows[0].action is Action.UNCHANGED
    assert planned(elsewhere).rows[0].action is Action.DOUBTFUL


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"commune": "Xã Sao Hỏa"}, "no commune"),
        ({"position": "Thủ tướng"}, "no position"),
        ({"born": "hôm qua", "cccd": None}, "not a date"),
        ({"cccd": "abc", "born": None, "sex": None}, "12 digits"),
    ],
    ids=["commune", "position", "birth date", "citizen ID"],
)
def test_a_cell_that_cannot_be_read_is_not_called_missing_too(changes, said) -> None:
    assert said in only(planned(sheet(row(**changes))))


def test_a_post_that_begins_in_the_future_is_remarked_upon_and_let_pass() -> None:
    plan = planned(sheet(row(start="01/01/2090")))
    (remark,) = plan.problems
    assert not remark.is_error
    assert "begins only on 01/01/2090" in remark.sentence
    assert plan.rows[0].action is Action.CREATE


@pytest.mark.parametrize(
    ("make", "name"),
    [(messy.semicolons_in_windows_1258, "Windows-1258"), (messy.csv_in_tcvn3, "TCVN3")],
)
def test_a_text_file_in_an_old_character_set_says_that_it_was_converted(make, name) -> None:
    assert any(name in note for note in planned(make()).notes)
    assert not planned(messy.csv_with_mark()).notes
