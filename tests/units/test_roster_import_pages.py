"""The roster import as somebody of Home Affairs walks through it in the admin."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Disclosure, Membership, User
from tests.accounts.factories import person
from tests.factories import (
    AssignmentFactory,
    CommuneFactory,
    JurisdictionFactory,
    OfficerFactory,
    PositionFactory,
)
from tests.units.sheets import messy
from units.models import Commune, ImportBatch, Jurisdiction, Officer

pytestmark = pytest.mark.django_db
HEADERS = ["Họ và tên", "Ngày sinh", "Giới tính", "CCCD", "Xã", "Chức danh", "Từ ngày"]
RIGHT = [
    "Nguyễn Văn Án",
    "05/03/1985",
    "Nam",
    "080085012345",
    "Xã Long Hòa",
    "Công an viên",
    "01/02/2019",
]
UPLOAD = "admin:units_officer_import"


@pytest.fixture
def district() -> Jurisdiction:
    district = JurisdictionFactory()
    CommuneFactory(name="Long Hòa", jurisdiction=district)
    PositionFactory(name="Công an viên", code="cav")
    return district


@pytest.fixture
def home_affairs(client: Client, district: Jurisdiction) -> Client:
    user = person("home_affairs", district)
    user.language = "en"
    user.save()
    client.force_login(user)
    return client


def roster(*rows: list[object]) -> SimpleUploadedFile:
    return SimpleUploadedFile("ds.xlsx", messy.saved(messy.workbook_of([HEADERS, *rows])))


def send(client: Client, *rows: list[object], **data: object) -> object:
    form = {"file": roster(*rows), "as_of": "28/02/2020", **data}
    return client.post(reverse(UPLOAD), form, follow=True)


def confirm(client: Client, page: object) -> object:
    fingerprint = page.context["plan"].fingerprint  # type: ignore[attr-defined]
    address = page.redirect_chain[-1][0]  # type: ignore[attr-defined]
    return client.post(address, {"confirm": "1", "fingerprint": fingerprint}, follow=True)


def test_a_roster_is_shown_first_and_written_when_confirmed_then_listed(
    home_affairs: Client,
) -> None:
    OfficerFactory(commune=Commune.objects.get(), given_name="Khác")
    page = send(home_affairs, RIGHT)
    assert "Nguyễn Văn Án" in page.content.decode()
    assert Officer.objects.count() == 1
    done = confirm(home_affairs, page)
    new = Officer.objects.get(citizen_id="080085012345")
    assert [row.pk for row in done.context["cl"].result_list] == [new.pk]
    assert "1 new" in done.content.decode()
    assert ImportBatch.objects.get().content is None


def test_back_after_an_import_leads_to_what_was_imported(home_affairs: Client) -> None:
    page = send(home_affairs, RIGHT)
    confirm(home_affairs, page)
    again = home_affairs.get(page.redirect_chain[-1][0], follow=True)
    assert "imported already" in again.content.decode()
    assert [row.full_name for row in again.context["cl"].result_list] == ["Nguyễn Văn Án"]


def test_all_mistakes_stand_in_the_preview_and_in_the_file_that_goes_back(
    home_affairs: Client,
) -> None:
    wrong = [RIGHT[0], "31/02/1990", "Nam", "123", "Xã Mặt Trăng", "Công an viên", None]
    page = send(home_affairs, RIGHT, wrong)
    text = page.content.decode()
    for words in ("31/02/1990", "12 digits, not 3", "Mặt Trăng", "1 row must be mended"):
        assert words in text
    batch = ImportBatch.objects.get()
    book = home_affairs.get(reverse("admin:units_officer_import_mistakes", args=[batch.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert "31/02/1990" in sheet["H3"].value
    assert sheet["H2"].value is None
    confirm(home_affairs, page)
    assert not Officer.objects.exists()


def test_a_doubtful_person_is_asked_about_and_the_answer_kept(home_affairs: Client) -> None:
    known = OfficerFactory(family_name="Nguyễn", middle_name="Văn", given_name="Án", commune=Commune.objects.get(),
                           birth_date=date(1985, 1, 1), birth_precision="year")  # fmt: skip
    AssignmentFactory(officer=known, position__code="x", valid_from=date(2019, 2, 1))
    page = send(home_affairs, [*RIGHT[:5], None, None])
    (row,) = page.context["page"].object_list
    assert f'name="who:{row.stated.key}" value="{known.pk}"' in page.content.decode()
    address = page.redirect_chain[-1][0]
    page = home_affairs.post(
        address, {"answer": "1", f"who:{row.stated.key}": str(known.pk)}, follow=True
    )
    assert page.context["plan"].counts["change"] == 1
    confirm(home_affairs, page)
    known.refresh_from_db()
    assert known.citizen_id == "080085012345"


def test_what_changed_since_the_preview_is_shown_again_before_anything_is_written(
    home_affairs: Client,
) -> None:
    page = send(home_affairs, RIGHT)
    OfficerFactory(citizen_id="080085012345", commune=Commune.objects.get(), birth_date=date(1985, 3, 5),
                   family_name="Nguyễn", middle_name="Văn", given_name="Án", phone="0900000000")  # fmt: skip
    again = confirm(home_affairs, page)
    assert "changed since the preview" in again.content.decode()
    assert ImportBatch.objects.get().state == "preview"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("ds.xlsx", b"%PDF-1.7 ...", "PDF document"),
        ("ds.xlsx", messy.zip_bomb(), "unpacks to far more"),
        ("ds.xlsx", messy.with_entity(), "XML entities"),
        (
            "ds.csv",
            "a,b\nJosé,Renée\nFrançois,x\n".encode("latin-1"),
            "cannot be read with certainty",
        ),
    ],
    ids=["renamed_pdf", "zip_bomb", "xml_entity", "wrong_encoding"],
)
def test_a_file_that_is_no_roster_gets_one_sentence(
    home_affairs: Client, name: str, data: bytes, words: str
) -> None:
    page = home_affairs.post(
        reverse(UPLOAD), {"file": SimpleUploadedFile(name, data), "as_of": "28/02/2020"}
    )
    assert words in page.content.decode()
    assert not ImportBatch.objects.exists()


def test_an_import_makes_no_account_and_no_right(home_affairs: Client) -> None:
    before = (User.objects.count(), Membership.objects.count(), Group.objects.count())
    confirm(home_affairs, send(home_affairs, RIGHT))
    assert Officer.objects.exists()
    assert (User.objects.count(), Membership.objects.count(), Group.objects.count()) == before


def test_somebody_elses_upload_is_not_found(home_affairs: Client, district: Jurisdiction) -> None:
    send(home_affairs, RIGHT)
    other = Client()
    other.force_login(person("home_affairs", district))
    batch = ImportBatch.objects.get()
    for name in ("import_preview", "import_mistakes"):
        assert other.get(reverse(f"admin:units_officer_{name}", args=[batch.pk])).status_code == 404


def test_rows_of_another_districts_commune_are_refused_by_name(home_affairs: Client) -> None:
    CommuneFactory(name="Nơi Khác")
    page = send(home_affairs, [*RIGHT[:4], "Xã Nơi Khác", *RIGHT[5:]])
    assert "Xã Nơi Khác is not among the communes that you keep" in page.content.decode()


def test_a_commune_chief_cannot_reach_the_import(client: Client, district: Jurisdiction) -> None:
    client.force_login(person("commune_chief", Commune.objects.get()))
    assert client.get(reverse(UPLOAD), follow=True).status_code == 403
    assert client.post(reverse(UPLOAD), {"file": roster(RIGHT)}, follow=True).status_code == 403


def test_an_upload_can_be_thrown_away(home_affairs: Client) -> None:
    page = send(home_affairs, RIGHT)
    home_affairs.post(page.redirect_chain[-1][0], {"discard": "1"})
    assert not ImportBatch.objects.exists()


def test_the_export_holds_what_the_filter_shows_and_comes_back_unchanged(
    home_affairs: Client,
) -> None:
    confirm(home_affairs, send(home_affairs, RIGHT))
    OfficerFactory(commune=Commune.objects.get(), given_name="Bình")
    elsewhere = OfficerFactory()
    address = reverse("admin:units_officer_export")
    everybody = home_affairs.get(address, {"format": "xlsx"})
    names = [
        cell.value for cell in openpyxl.load_workbook(io.BytesIO(everybody.content)).active["A"]
    ]
    assert len(names) == 3
    assert elsewhere.full_name not in names
    file = home_affairs.get(address, {"format": "csv", "status": "serving"})
    text = file.content.decode("utf-8-sig")
    assert len(text.splitlines()) == 2
    assert "0800••••2345" in text
    form = {"file": SimpleUploadedFile("x.xlsx", everybody.content), "as_of": "28/02/2020"}
    page = home_affairs.post(reverse(UPLOAD), form, follow=True)
    assert page.context["plan"].counts["unchanged"] == 2
    assert "nothing to import" in page.content.decode()


def test_whole_numbers_leave_only_by_right_and_are_recorded(
    home_affairs: Client, district: Jurisdiction
) -> None:
    confirm(home_affairs, send(home_affairs, RIGHT))
    file = home_affairs.get(
        reverse("admin:units_officer_export"), {"format": "csv", "numbers": "whole"}
    )
    assert "080085012345" in file.content.decode("utf-8-sig")
    assert set(Disclosure.objects.values_list("field", flat=True)) == {"citizen_id"}


def test_the_template_opens(home_affairs: Client) -> None:
    book = home_affairs.get(reverse("admin:units_officer_import_template"))
    assert openpyxl.load_workbook(io.BytesIO(book.content)).sheetnames
