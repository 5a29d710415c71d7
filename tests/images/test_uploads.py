"""A file that is no picture, or too much of one, is refused in words and leaves nothing behind."""

import io
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from images.models import NewsImage
from tests import factories

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def huge_png():
    """A valid PNG header of 200 megapixels in a few bytes."""

    def chunk(kind, data):
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    header = struct.pack(">IIBBBBB", 20_000, 10_000, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 20_001)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def cut_off_jpeg(length):
    buffer = io.BytesIO()
    Image.effect_noise((400, 300), 50).save(buffer, "JPEG")
    return buffer.getvalue()[:length]


BAD = {
    "text.jpg": b"this is no picture",
    "empty.jpg": b"",
    "rubbish.gif": b"GIF89a" + b"\xff" * 40,
    "cut-off-in-the-header.jpg": cut_off_jpeg(300),
    "cut-off-in-the-middle.jpg": cut_off_jpeg(20_000),
    "huge.png": huge_png(),
    "script.svg": SVG,
    "script.png": SVG,
    "page.html": b"<html><script>alert(1)</script></html>",
}


@pytest.fixture
def editor(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(factories.user("editor", "Editors"))
    return client


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_words_and_nothing_is_stored(editor, tmp_path, name):
    file = SimpleUploadedFile(name, BAD[name])
    response = editor.post(reverse("wagtailimages:add"), {"title": "x", "file": file})
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not NewsImage.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", BAD)
def test_the_uploader_of_many_refuses_the_same(editor, tmp_path, name):
    file = SimpleUploadedFile(name, BAD[name])
    address = reverse("wagtailimages:add_multiple")
    response = editor.post(
        address, {"title": "x", "files[]": file}, headers={"x-requested-with": "XMLHttpRequest"}
    )
    assert response.status_code in (200, 400)
    assert not NewsImage.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_picture_is_stored_with_its_credit(editor):
    file = SimpleUploadedFile("harbour.jpg", factories.picture_file().read())
    data = {"title": "Harbour", "file": file, "credit": "Photograph: P. Sild"}
    assert editor.post(reverse("wagtailimages:add"), data).status_code == 302
    picture = NewsImage.objects.get()
    assert picture.credit == "Photograph: P. Sild"
    assert default_storage.exists(picture.file.name)


def test_a_picture_without_alt_text_does_not_offer_its_file_name():
    assert factories.picture("DSC_0042").default_alt_text == ""
