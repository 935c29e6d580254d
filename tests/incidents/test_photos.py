"""Photos are judged by what they hold, lose everything but their pixels, and are shown by right."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from incidents.domain.hotspots.photos import MOST_PHOTOS, add_photo, clean_photo, remove_photo
from incidents.models import HotspotPhoto
from tests.incidents.factories import HotspotFactory
from tests.incidents.people import District
from tests.incidents.pictures import bomb_png, photographed, picture_bytes, upload


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_the_phones_position_and_every_other_tag_are_gone():
    sent = photographed()
    assert opened(sent).getexif().get_ifd(0x8825), "the picture sent must carry a position"
    for kept in (clean_photo(upload(sent)).full, clean_photo(upload(sent)).thumbnail):
        assert not opened(kept).getexif()
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(opened(kept).info)
        assert "secret" not in kept.decode("latin-1")


def test_a_photo_turned_by_its_flag_stands_upright():
    assert opened(clean_photo(upload(photographed((640, 480), orientation=6))).full).size == (
        480,
        640,
    )


def test_a_large_photo_becomes_at_most_1920_pixels_long():
    cleaned = clean_photo(upload(picture_bytes((4000, 3000))))
    assert (cleaned.width, cleaned.height) == (1920, 1440)
    assert max(opened(cleaned.thumbnail).size) == 480


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_become_jpeg(kind):
    assert opened(clean_photo(upload(picture_bytes(kind=kind))).full).format == "JPEG"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 not a photo", "not a photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not a photo"),
        (b"<html><script>alert(1)</script></html>", "not a photo"),
        (picture_bytes(kind="GIF"), "not a photo"),
        (picture_bytes((900, 900))[:-400], "damaged"),
        (bomb_png(), "too many pixels"),
        (bomb_png(6000, 6000), "too many pixels"),
    ],
)
def test_what_is_no_honest_photo_gets_one_sentence(content, said):
    with translation.override("en"), pytest.raises(ValidationError, match=said) as refused:
        clean_photo(upload(content))
    assert len(refused.value.messages) == 1


def test_a_file_too_large_is_not_even_opened(settings):
    settings.UPLOAD_MAX_BYTES = 1000
    with pytest.raises(ValidationError, match="MB"):
        clean_photo(upload(picture_bytes((900, 900))))


@given(st.binary(max_size=400), st.integers(0, 300))
def test_no_bytes_at_all_make_the_decoder_escape(noise, cut):
    """Whatever is sent, it is a photo or a sentence; never another exception."""
    for content in (noise, picture_bytes((40, 30))[:cut] + noise):
        try:
            kept = clean_photo(upload(content))
        except ValidationError:
            continue
        assert opened(kept.full).format == "JPEG"


@pytest.fixture
def photo(district: District) -> HotspotPhoto:
    place = HotspotFactory(commune=district.commune)
    return add_photo(place, clean_photo(upload(photographed())), by=district.chief)


def test_the_file_lies_under_a_random_name_outside_static_files(photo, settings):
    path = Path(photo.file.path)
    assert path.is_relative_to(settings.MEDIA_ROOT)
    assert "anh" not in path.name
    assert not path.is_relative_to(settings.BASE_DIR / "static")


@pytest.mark.parametrize(
    ("role", "expected"),
    [("chief", 200), ("officer", 200), ("staff", 200), ("other_chief", 404), ("home_affairs", 403)],
)
def test_who_may_see_the_place_sees_its_photo(
    district: District, photo: Any, client: Client, role: str, expected: int
):
    client.force_login(getattr(district, role))
    for name in ("hotspot_photo_file", "hotspot_photo_small"):
        response = client.get(reverse(name, args=[photo.pk]))
        assert response.status_code == expected
        if expected == 200:
            assert response["Content-Type"] == "image/jpeg"
            assert response["X-Content-Type-Options"] == "nosniff"
            assert "private" in response["Cache-Control"]
            assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"


def test_a_stranger_is_sent_to_sign_in(photo, client):
    response = client.get(reverse("hotspot_photo_file", args=[photo.pk]))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_no_address_of_the_web_root_leads_to_the_file(photo, client, district):
    client.force_login(district.chief)
    for prefix in ("/media/", "/static/", "/"):
        assert client.get(prefix + photo.file.name).status_code == 404


def test_a_place_has_at_most_twelve_photos(district):
    place = HotspotFactory(commune=district.commune)
    cleaned = clean_photo(upload(picture_bytes((40, 30))))
    for _ in range(MOST_PHOTOS):
        add_photo(place, cleaned, by=district.chief)
    with pytest.raises(ValidationError, match="12"):
        add_photo(place, cleaned, by=district.chief)


def test_removing_a_photo_removes_its_files(photo, district, django_capture_on_commit_callbacks):
    full, small = Path(photo.file.path), Path(photo.thumbnail.path)
    assert full.exists()
    assert small.exists()
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(photo, by=district.chief)
    assert not full.exists()
    assert not small.exists()


def test_the_district_does_not_remove_a_communes_photo(photo, district):
    with pytest.raises(PermissionDenied):
        remove_photo(photo, by=district.staff)
