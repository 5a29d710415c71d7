"""A reader gets a picture in the lightest form that the browser shows, and never waits for it."""

import io
import random
import re

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import RequestFactory
from PIL import Image

from images.models import NewsImage, NewsRendition
from images.sizes import SIZES
from tests import factories

pytestmark = pytest.mark.django_db
ON_PAGES = [name for name, size in SIZES.items() if size.sources]


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Another test's pictures had the same ids."""
    caches["renditions"].clear()


def drawn(picture, place="hero", preview=False, **options):
    """The HTML of a picture at a place, as a reader or the newsroom's preview gets it."""
    request = RequestFactory().get("/")
    request.is_preview = preview
    template = Template("{% load pictures %}{% picture image place alt=alt eager=eager %}")
    context = {"image": picture, "place": place, "alt": "", "eager": False, "request": request}
    return template.render(Context(context | options))


def sized(width, height):
    file = factories.picture_file(size=(width, height))
    return NewsImage.objects.create(title="Quay", file=file)


def widths(html, form):
    """The widths that are offered in a format."""
    srcset = re.search(rf'srcset="([^"]*)"[^>]* type="image/{form}"', html) or re.search(
        rf'type="image/{form}"[^>]* srcset="([^"]*)"', html
    )
    return [int(each.split()[-1][:-1]) for each in srcset[1].split(", ")] if srcset else []


def file_of(rendition):
    with rendition.file.open() as file:
        return Image.open(io.BytesIO(file.read()))


def test_a_browser_may_choose_avif_then_webp_and_an_old_one_gets_jpeg():
    html = drawn(factories.picture(), preview=True)
    assert widths(html, "avif") == widths(html, "webp") == [480, 800, 1200, 1600]
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    image = re.search(r"<img[^>]*>", html)[0]
    assert re.search(r'src="[^"]*\.jpg"', image)
    assert 'width="1200"' in image and 'height="750"' in image
    assert html.count('sizes="') == 2


@pytest.mark.parametrize("place", ON_PAGES)
def test_each_place_offers_what_it_says(place):
    html = drawn(sized(2000, 2000), place, preview=True)
    for form in ("avif", "webp"):
        assert widths(html, form) == sorted(widths(html, form)) != []


def test_the_main_picture_comes_first_and_all_others_when_they_are_needed():
    picture = factories.picture()
    eager, lazy = drawn(picture, eager=True), drawn(picture)
    assert 'fetchpriority="high"' in eager and "lazy" not in eager
    assert 'loading="lazy"' in lazy and 'decoding="async"' in lazy
    assert "fetchpriority" not in lazy


def test_a_small_picture_is_not_enlarged():
    picture = sized(600, 400)
    html = drawn(picture, preview=True)
    assert widths(html, "avif") == widths(html, "webp") == [480, 600]
    assert 'width="600"' in html and 'height="400"' in html


def halves():
    """A picture, red on the left and blue on the right."""
    image = Image.new("RGB", (1600, 400), "red")
    image.paste("blue", (800, 0, 1600, 400))
    file = io.BytesIO()
    image.save(file, "PNG")
    return SimpleUploadedFile("halves.png", file.getvalue(), "image/png")


@pytest.mark.parametrize(("point", "colour"), [(100, "red"), (1500, "blue")])
def test_what_matters_in_a_picture_stays_in_it(point, colour):
    picture = NewsImage.objects.create(
        title="Halves",
        file=halves(),
        focal_point_x=point,
        focal_point_y=200,
        focal_point_width=50,
        focal_point_height=50,
    )
    picture.make_sizes("card")
    for rendition in picture.renditions.all():
        red, _, blue = file_of(rendition).convert("RGB").getpixel((rendition.width // 2, 50))
        assert (red > blue) == (colour == "red"), rendition.filter_spec


def test_avif_is_lighter_than_webp_and_webp_than_jpeg():
    chance = random.Random(7)  # noqa: S311 - the same picture every time
    waves = Image.frombytes("L", (16, 10), chance.randbytes(160))
    grain = Image.frombytes("L", (1600, 1000), chance.randbytes(1_600_000))
    waves = waves.resize(grain.size, Image.Resampling.BICUBIC)
    sea = Image.blend(waves, grain, 0.06).convert("RGB")
    file = io.BytesIO()
    sea.save(file, "JPEG", quality=95)
    picture = NewsImage.objects.create(
        title="Sea", file=SimpleUploadedFile("sea.jpg", file.getvalue(), "image/jpeg")
    )
    forms = ("width-1200|format-avif|speed-8", "width-1200|format-webp", "width-1200|format-jpeg")
    made = picture.get_renditions(*forms)
    assert [file_of(r).format for r in made.values()] == ["AVIF", "WEBP", "JPEG"]
    avif, webp, jpeg = (made[form].file.size for form in forms)
    assert avif < webp < jpeg


def test_no_reader_waits_while_sizes_are_made():
    picture = factories.picture()
    html = drawn(picture)
    assert "<source" not in html and ".jpg" in html
    assert [r.filter_spec for r in NewsRendition.objects.all()] == list(SIZES["hero"].plain)


def test_a_preview_makes_them_for_the_readers():
    picture = factories.picture()
    drawn(picture, preview=True)
    made = set(picture.renditions.values_list("filter_spec", flat=True))
    assert made == set(SIZES["hero"].specs)
    assert widths(drawn(NewsImage.objects.get()), "avif") == [480, 800, 1200, 1600]


def test_a_picture_whose_file_is_gone_leaves_no_broken_one():
    picture = factories.picture()
    picture.file.storage.delete(picture.file.name)
    assert drawn(picture) == drawn(picture, preview=True) == drawn(None) == ""


@pytest.mark.parametrize("name", SIZES)
def test_a_damaged_file_has_no_sizes_in_any_place_and_is_logged_once(name, caplog):
    picture = factories.damaged(factories.picture())
    assert picture.sizes(name) == NewsImage.objects.get(pk=picture.pk).sizes(name) == {}
    (record,) = caplog.records
    said = f"The file of picture {picture.pk}, “Harbour”, is gone or damaged; upload it again."
    assert record.message.startswith(said)


def test_a_damaged_file_is_not_read_again_for_every_reader(monkeypatch):
    picture, read = factories.damaged(factories.picture()), []
    drawn(picture)
    monkeypatch.setattr(NewsImage, "open_file", lambda self: read.append(self))
    assert drawn(NewsImage.objects.get()) == ""
    assert read == []


def test_what_was_made_before_the_file_was_damaged_is_still_shown():
    picture = factories.picture()
    before = drawn(picture, preview=True)
    factories.damaged(picture, forget=False)
    assert drawn(NewsImage.objects.get()) == before


def test_a_picture_is_looked_up_once(django_assert_num_queries):
    picture = factories.picture()
    drawn(picture, preview=True)
    picture.renditions.filter(filter_spec__contains="avif").delete()
    caches["renditions"].clear()
    for place in ("hero", "card", "lead"):
        drawn(picture, place)
    picture = NewsImage.objects.get()
    with django_assert_num_queries(1):
        drawn(picture)
        drawn(picture, "card")
