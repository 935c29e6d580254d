"""Files that show what a difficulty says or what was done for a directive: who adds, sees and removes them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.domain.standing import standing_of
from reports.domain.difficulties import withdraw_difficulty
from reports.domain.evidence import MOST_FILES
from reports.models import Difficulty, Directive, EvidenceFile
from tests.incidents.people import District, make_district
from tests.incidents.pictures import photographed, picture_bytes, upload
from tests.reports.direction_world import issued, raised, signed_in
from units.domain.scope import Scope, apply_scope

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def district() -> District:
    return make_district()


def pdf(content: bytes = PDF, name: str = "Biên bản.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def attach(user: Any, matter: Difficulty | Directive, *files: Any) -> Any:
    name = "difficulty_evidence" if isinstance(matter, Difficulty) else "directive_evidence"
    return signed_in(user).post(
        reverse(name, args=[matter.pk]), {"evidence": list(files)}, follow=True
    )


def kept(user: Any, matter: Difficulty | Directive, *files: Any) -> list[EvidenceFile]:
    attach(user, matter, *files)
    return list(matter.evidence_files.all())


def test_a_photo_and_a_paper_stand_with_the_difficulty_and_say_what_they_are(district):
    difficulty = raised(district)
    page = attach(district.chief, difficulty, upload(photographed()), pdf())
    photo, paper = difficulty.evidence_files.all()
    assert (photo.name, photo.content_type) == ("anh.jpg", "image/jpeg")
    assert (paper.name, paper.content_type) == ("Biên bản.pdf", "application/pdf")
    assert paper.sha256 == hashlib.sha256(PDF).hexdigest()
    assert "Biên bản.pdf" in page.content.decode()
    assert district.chief.get_full_name() in page.content.decode()


def test_the_place_where_a_photo_was_taken_does_not_leave_the_phone(district):
    (photo,) = kept(district.chief, raised(district), upload(photographed()))
    content = photo.file.read()
    assert b"Exif" not in content
    assert b"secret comment" not in content


def test_files_lie_under_random_names_outside_static_files(district, settings):
    (paper,) = kept(district.chief, raised(district), pdf(name="../../etc/Khó khăn.PDF"))
    path = Path(paper.file.path)
    assert path.is_relative_to(settings.MEDIA_ROOT)
    assert "Kh" not in path.name
    assert paper.name == "Khó khăn.pdf"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (upload(b"MZ\x90", "virus.jpg"), "virus.jpg"),
        (pdf(b"%PDF-1.7 cut off"), "PDF"),
        (upload(picture_bytes(kind="GIF"), "anh.gif"), "anh.gif"),
        (pdf(b"MZ", "bien-ban.pdf"), "bien-ban.pdf” không phải là tệp PDF"),
    ],
    ids=["program", "half a PDF", "another kind", "no PDF"],
)
def test_one_wrong_file_keeps_all_out_and_is_named(district, file, said):
    difficulty = raised(district)
    page = attach(district.chief, difficulty, pdf(), file)
    assert said in page.content.decode()
    assert not difficulty.evidence_files.exists()


def test_the_same_file_sent_twice_is_kept_once(district):
    difficulty = raised(district)
    for _ in range(2):
        attach(district.chief, difficulty, pdf())
    assert difficulty.evidence_files.count() == 1


def test_a_matter_has_so_many_files_at_most(district):
    difficulty = raised(district)
    files = [pdf(PDF + str(n).encode()) for n in range(MOST_FILES)]
    assert len(kept(district.chief, difficulty, *files)) == MOST_FILES
    page = attach(district.chief, difficulty, pdf())
    assert str(MOST_FILES) in page.content.decode()
    assert difficulty.evidence_files.count() == MOST_FILES


def test_who_sees_the_difficulty_sees_its_files_and_nobody_else(district):
    (paper,) = kept(district.chief, raised(district), pdf())
    address = reverse("evidence_file", args=[paper.pk])
    answers = {
        role: signed_in(getattr(district, role)).get(address).status_code
        for role in ("chief", "staff", "other_chief")
    }
    assert answers == {"chief": 200, "staff": 200, "other_chief": 404}
    stranger = signed_in(make_district().chief).get(address)
    assert stranger.status_code == 404


def test_the_database_itself_hides_the_files_of_others(district):
    kept(district.chief, raised(district), pdf())
    apply_scope(Scope.all())
    standing = standing_of(district.other_chief)
    apply_scope(standing.scope)
    assert not EvidenceFile.objects.exists()


def test_a_paper_is_saved_and_a_photo_is_shown_as_nothing_else(district):
    photo, paper = kept(district.chief, raised(district), upload(photographed()), pdf())
    client = signed_in(district.chief)
    shown = client.get(reverse("evidence_file", args=[photo.pk]))
    saved = client.get(reverse("evidence_file", args=[paper.pk]))
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"].startswith("attachment")
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert b"".join(saved.streaming_content) == PDF


def test_only_who_added_a_file_removes_it_and_it_leaves_the_disk(
    district, django_capture_on_commit_callbacks
):
    (paper,) = kept(district.chief, raised(district), pdf())
    path, address = Path(paper.file.path), reverse("evidence_remove", args=[paper.pk])
    assert signed_in(district.staff).post(address).status_code == 403
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(district.chief).post(address)
    assert not EvidenceFile.objects.exists()
    assert not path.exists()


def test_nothing_is_added_once_the_matter_is_closed(district):
    difficulty = raised(district)
    withdraw_difficulty(difficulty, "Đã tự khắc phục.", by=district.chief, on=timezone.localdate())
    assert attach(district.chief, difficulty, pdf()).status_code == 403
    assert not difficulty.evidence_files.exists()


def test_whoever_answers_for_a_directive_shows_what_was_done_and_who_raised_it_sees_it(district):
    difficulty = raised(district)
    directive = issued(district, [difficulty], communes=[district.other])
    assert kept(district.other_chief, directive, pdf())
    (paper,) = directive.evidence_files.all()
    page = signed_in(district.chief).get(reverse("directive_detail", args=[directive.pk]))
    assert paper.name in page.content.decode()
    assert (
        signed_in(district.chief).get(reverse("evidence_file", args=[paper.pk])).status_code == 200
    )


def test_the_page_asks_as_often_for_many_files_as_for_one(district):
    difficulty = raised(district)
    client, address = (
        signed_in(district.chief),
        reverse("difficulty_detail", args=[difficulty.pk]),
    )
    counts = []
    for files in ([pdf()], [pdf(PDF + bytes([n])) for n in range(48, 54)]):
        attach(district.chief, difficulty, *files)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
