"""Makes pictures, honest and dishonest, for tests of uploads."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

GPS_IFD = 0x8825


def picture_bytes(
    size: tuple[int, int] = (640, 480), kind: str = "JPEG", color: str = "green", **options: object
) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, color).save(target, kind, **options)
    return target.getvalue()


def photographed(size: tuple[int, int] = (640, 480), orientation: int = 1) -> bytes:
    """A JPEG as a phone makes it: with the place it was taken at, and turned by a flag."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Điện thoại của Án"
    gps = exif.get_ifd(GPS_IFD)
    gps[1], gps[2], gps[3], gps[4] = "N", (10.0, 35.0, 31.2), "E", (106.0, 34.0, 24.6)
    return picture_bytes(size, exif=exif.tobytes(), comment=b"secret comment")


def upload(content: bytes, name: str = "anh.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=kind)


def bomb_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """A small PNG that claims billions of pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
        + chunk(b"IEND", b"")
    )
