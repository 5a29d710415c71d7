"""The picture beside a shared link shows what its article shows, to whom its article is shown."""

import io
import os
import uuid
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.template import Context, Template
from django.utils import timezone
from PIL import Image, ImageChops, ImageOps
from wagtail.models import PageViewRestriction, Site

from home.models import Publication
from images.models import NewsImage
from news.models import ArticlePage
from publishing import gate
from publishing.models import Event
from syndication.cards import HEIGHT, WIDTH, Card, card_of, quote_card_of, site_card
from syndication.typesetting import MOST_BYTES, is_right_to_left, settable
from tests import factories

HEADLINES = {
    "Polish": "Zażółć gęślą jaźń: Senat odsyła budżet, a rząd milczy",
    "Czech": "Příliš žluťoučký kůň úpěl ďábelské ódy v senátu",
    "Vietnamese": "Thượng viện trả lại ngân sách sau phiên họp kéo dài đến nửa đêm",
    "Greek": "Η Γερουσία επιστρέφει τον προϋπολογισμό μετά τα μεσάνυχτα",
    "Cyrillic": "Сенат возвращает бюджет после заседания до полуночи",
    "Arabic": "مجلس الشيوخ يعيد الميزانية إلى الحكومة بعد جلسة طويلة",
    "Persian": "سنا بودجه را پس از نشستی تا نیمه‌شب بازگرداند؛ ۱۲ رأی مخالف",
    "Hebrew": "הסנאט מחזיר את התקציב לממשלה אחרי ישיבה שנמשכה עד חצות",
    "emoji": "Families 👨‍👩‍👧‍👦 march 🇬🇧 🏴󠁧󠁢󠁳󠁣󠁴󠁿 👍🏽 ❤️ 1️⃣ 🏳️‍🌈",
    "mixed": "Senate: مجلس الشيوخ to the ministry of שלום",
    "300 letters": "The Senate sends the budget back because nobody added it up. " * 5,
    "one endless word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 3,
    "markup": "#panic() *bold* _it_ $x^2$ \\ `raw` @ref <label> // [link](x) </script>",
}
PLAIN = Card(at=("article_card", 1), publication="Conservative Fix")


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    """The folder of the cards, empty."""
    folder = tmp_path / "cards"
    settings.STORAGES = settings.STORAGES | {
        "cards": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder},
        }
    }
    return folder


@pytest.fixture
def publication(db):
    return Publication.for_site(Site.objects.get(is_default_site=True))


def picture(image, name="harbour.jpg", **options):
    """A picture on file, as it was uploaded."""
    buffer = io.BytesIO()
    image.save(buffer, Image.registered_extensions()[f".{name.rpartition('.')[2]}"], **options)
    return NewsImage.objects.create(title="Harbour", file=ContentFile(buffer.getvalue(), name))


def seen(card: bytes):
    return Image.open(io.BytesIO(card))


def ink(card: bytes, foot=575):
    """The box around all dark letters below the nameplate and above the foot."""
    grey = seen(card).convert("L").crop((0, 120, WIDTH, foot))
    left, top, right, bottom = grey.point(lambda tone: 255 * (tone < 90)).getbbox()
    return left, top + 120, right, bottom + 120


def has_ink(card: bytes, top, bottom):
    rows = seen(card).convert("L").crop((0, top, WIDTH, bottom))
    return rows.getextrema()[0] < 90


def colourful(card: bytes):
    """The box around everything yellow, as the faces of emoji are."""
    red, _, blue = seen(card).crop((0, 120, WIDTH, HEIGHT)).split()
    return ImageChops.subtract(red, blue).point(lambda tone: 255 * (tone > 90)).getbbox()


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.jpg"))


def quote(text="A budget is a promise.", speaker="Margit Sorel"):
    value = {"text": text, "speaker": speaker, "role": "Prime minister"}
    return {"type": "pull_quote", "value": value, "id": str(uuid.uuid4())}


# What it looks like


@pytest.mark.parametrize("script", HEADLINES)
@pytest.mark.parametrize("part", ["headline", "quote"])
def test_any_words_make_a_card_that_networks_take(script, part):
    words = {"headline": "Senate sits", "speaker": "Margit Sorel", part: HEADLINES[script]}
    drawn = replace(PLAIN, topic="World", byline="Žofie Nguyễn", **words).draw()
    assert seen(drawn).size == (WIDTH, HEIGHT) == (1200, 630)
    assert seen(drawn).format == "JPEG" and len(drawn) < MOST_BYTES
    left, _, right, _ = ink(drawn)
    assert left >= 55 and right <= WIDTH - 50
    # The words stay between the nameplate and the foot.
    free = [(104, 116), (576, 600)] if part == "headline" else [(20, 40), (543, 553), (600, 625)]
    assert [rows for rows in free if has_ink(drawn, *rows)] == []


@pytest.mark.parametrize("script", HEADLINES)
def test_every_letter_of_every_headline_is_in_a_font(script):
    headline = " ".join(HEADLINES[script].split())
    assert settable(headline) == headline
    # Boxes in place of letters would be the same boxes in any order.
    other = " ".join(word[::-1] for word in headline.split())
    drawn = [replace(PLAIN, headline=text[:60]).draw() for text in (headline, other)]
    assert drawn[0] != drawn[1]


@pytest.mark.parametrize("one", ["👨‍👩‍👧‍👦", "🧑🏿‍🚀", "👍🏽", "🙆🏼‍♀️"])
def test_an_emoji_of_several_parts_is_one_picture(one):
    left, _, right, _ = colourful(replace(PLAIN, headline=f"A {one}").draw())
    alone_left, _, alone_right, _ = colourful(replace(PLAIN, headline="A 😀").draw())
    assert right - left <= (alone_right - alone_left) * 1.15


def test_arabic_letters_are_joined():
    joined, apart = (replace(PLAIN, headline=word).draw() for word in ("ببب", "ب\u200cب\u200cب"))
    assert ink(joined)[2] - ink(joined)[0] < ink(apart)[2] - ink(apart)[0]


@pytest.mark.parametrize("part, foot", [("headline", 575), ("quote", 540)])
def test_what_is_read_from_the_right_stands_on_the_right(part, foot):
    left, _, right, _ = ink(replace(PLAIN, **{part: "مجلس الشيوخ"}).draw(), foot)
    assert left > WIDTH / 2 and right > WIDTH - 80
    left, _, right, _ = ink(replace(PLAIN, **{part: "Senate"}).draw(), foot)
    assert left < 80 and right < WIDTH / 2


@pytest.mark.parametrize(
    "text, expected",
    [("“שלום” says Senate", True), ("14 % مجلس", True), ("BBC: مجلس", False), ("2026 👍", False)],
)
def test_the_first_letter_decides_from_where_a_headline_is_read(text, expected):
    assert is_right_to_left(text) is expected


@pytest.mark.parametrize(
    "headline, expected",
    [
        ("सीनेट ने बजट लौटाया", ""),
        ("参议院退回预算", ""),
        ("Vote \U0001fae9 today", "Vote today"),  # an emoji younger than the font
        ("𝐁𝐫𝐞𝐚𝐤𝐢𝐧𝐠 ｎｅｗｓ", "Breaking news"),
        ("One\x0b line\nof\u2028text\x00", "One line of text"),
        ("e\u0301te\u0301", "été"),
        ("\ud800 alone", "alone"),
    ],
)
def test_what_no_font_has_is_left_out_and_never_a_box(headline, expected):
    assert settable(headline) == expected
    without = replace(PLAIN, headline=expected)
    assert replace(PLAIN, headline=headline).draw() == without.draw()


def test_opinion_is_set_in_italics():
    news = replace(PLAIN, headline="The Senate was right")
    assert news.draw() != replace(news, opinion=True).draw()


# The picture


@pytest.mark.django_db
def test_even_a_picture_of_pure_noise_is_light_enough():
    noise = Image.effect_noise((1600, 1000), 200).convert("RGB")
    card = replace(PLAIN, headline="Snow", photo=picture(noise, "noise.png"))
    assert len(card.draw()) < MOST_BYTES


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name, mode",
    [
        ("a.jpg", "CMYK"),
        ("a.png", "P"),
        ("a.png", "LA"),
        ("a.png", "RGBA"),
        ("a.jpg", "L"),
    ],
)
def test_a_picture_in_any_colours_is_shown(name, mode):
    image = Image.new("RGB", (1400, 900), "teal").convert(mode)
    card = replace(PLAIN, headline="Harbour", photo=picture(image, name))
    corner = seen(card.draw()).getpixel((1150, 40))
    assert max(corner) < 200  # not paper


@pytest.mark.django_db
def test_of_a_moving_picture_the_first_moment_is_shown():
    first, then = (Image.new("RGB", (800, 500), colour) for colour in ("green", "red"))
    moving = picture(first, "a.gif", save_all=True, append_images=[then])
    red, green, _ = seen(replace(PLAIN, headline="x", photo=moving).draw()).getpixel((1100, 40))
    assert green > 100 > red


@pytest.mark.django_db
def test_a_picture_taken_sideways_is_shown_upright():
    upright = Image.new("RGB", (1200, 1000), "blue")
    upright.paste("yellow", (0, 0, 1200, 500))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned
    sideways = picture(upright.transpose(Image.Transpose.ROTATE_90), exif=exif)
    assert ImageOps.exif_transpose(Image.open(sideways.file)).size == upright.size
    red, _, blue = seen(replace(PLAIN, headline="x", photo=sideways).draw()).getpixel((1100, 30))
    assert red > 200 > 100 > blue


@pytest.mark.django_db
def test_what_matters_in_a_picture_stays_in_it():
    tall = Image.new("RGB", (1200, 3000), "navy")
    tall.paste("yellow", (1000, 0, 1200, 200))
    photo = picture(tall)
    card = replace(PLAIN, headline="x", photo=photo)
    assert seen(card.draw()).getpixel((1150, 40))[0] < 60
    before = card.name
    photo.focal_point_x, photo.focal_point_y = 1100, 100
    photo.focal_point_width = photo.focal_point_height = 200
    moved = replace(PLAIN, headline="x", photo=photo)
    assert seen(moved.draw()).getpixel((1150, 40))[0] > 200
    assert moved.name != before


@pytest.mark.django_db
def test_without_the_file_of_its_picture_a_card_is_set_on_paper_and_not_kept(publication, kept):
    article = factories.published(hero=factories.picture())
    os.remove(article.hero.file.path)
    card = card_of(article, publication)
    assert card.file() == replace(card, photo=None).draw()
    assert files(kept) == []


@pytest.mark.django_db
def test_a_broken_picture_does_not_stop_a_card(publication):
    article = factories.published(hero=factories.picture())
    with open(article.hero.file.path, "wb") as file:
        file.write(b"GIF89a, not")
    card = card_of(article, publication)
    assert card.draw() == replace(card, photo=None).draw()


@pytest.mark.django_db
def test_a_picture_too_small_for_a_card_is_left_off(publication):
    small = NewsImage.objects.create(title="Stamp", file=factories.picture_file(size=(300, 200)))
    assert card_of(factories.published(hero=small), publication).photo is None


# Its name


@pytest.mark.django_db
def test_the_same_facts_are_the_same_card(publication):
    article = factories.published(hero=factories.picture(), slug="sums")
    again = ArticlePage.objects.published().for_reading().get(pk=article.pk)
    first, second = card_of(article, publication), card_of(again, publication)
    assert first.name == second.name and first.draw() == second.draw()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fact",
    ["headline", "topic", "kind", "byline", "publication", "tagline", "quote", "speaker"],
)
def test_another_fact_is_another_card(fact):
    assert replace(PLAIN, **{fact: "Other"}).name != PLAIN.name
    assert replace(PLAIN, **{fact: "Other"}).name != replace(PLAIN, **{fact: "Else"}).name


@pytest.mark.django_db
def test_another_picture_or_logo_is_another_card():
    photo, other = factories.picture(), factories.picture()
    names = {replace(PLAIN, photo=p, logo=o).name for p in (None, photo, other) for o in (None, p)}
    assert len(names) == 5


@pytest.mark.django_db
def test_what_is_said_when_it_is_shared_is_on_the_card(publication):
    social = factories.picture()
    article = factories.draft(
        "Long", hero=factories.picture(), social_title="Short", social_image=social
    )
    card = card_of(article, publication)
    assert (card.headline, card.photo, card.topic, card.byline) == (
        "Short",
        social,
        "The Hill",
        "Agnes Holloway",
    )


@pytest.mark.django_db
def test_an_address_costs_no_query(publication, django_assert_num_queries):
    made = factories.published(hero=factories.picture(), body=[quote()])
    article = ArticlePage.objects.published().for_reading().get(pk=made.pk)
    publication = Publication.for_site(Site.objects.get(is_default_site=True))
    with django_assert_num_queries(0):
        assert card_of(article, publication).address.startswith(f"/cards/{made.pk}/")
        block = article.pull_quotes[0]
        assert block.id in quote_card_of(article, block, publication).address


@pytest.mark.django_db
def test_an_article_that_is_not_saved_yet_can_be_previewed(publication):
    page = ArticlePage(title="Senate sits", kind="news")
    assert card_of(page, publication).address and card_of(page, publication).draw()


@pytest.mark.django_db
def test_the_editors_preview_is_the_card_that_readers_get(publication, client):
    article = factories.draft("مجلس الشيوخ يعيد الميزانية 🇬🇧", hero=factories.picture())
    draft = article.get_latest_revision().as_object()
    tag = Template("{% load cards %}{% drawn_card page publication %}")
    shown = tag.render(Context({"page": draft, "publication": publication}))
    gate.admit(article, "tests")
    public = ArticlePage.objects.published().for_reading().get(pk=article.pk)
    response = client.get(card_of(public, publication).address)
    assert b64decode(shown.removeprefix("data:image/jpeg;base64,")) == response.content


# Who gets it


@pytest.mark.django_db
def test_readers_get_the_card_of_a_public_article(client, publication):
    card = card_of(factories.published(hero=factories.picture()), publication)
    response = client.get(card.address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response["Cache-Control"] == "public, max-age=3600"
    assert response.content == card.draw() and not response.cookies
    assert client.head(card.address)["ETag"] == response["ETag"]
    again = client.get(card.address, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(card.address).status_code == 405


@pytest.mark.django_db
def test_readers_get_the_card_of_a_quote_in_a_public_article(client, publication):
    article = factories.published(body=[quote()])
    card = quote_card_of(article, article.pull_quotes[0], publication)
    assert client.get(card.address).content == card.draw()
    elsewhere = card.address.replace(article.pull_quotes[0].id, str(uuid.uuid4()))
    assert client.get(elsewhere).status_code == 404


@pytest.mark.django_db
def test_readers_get_the_card_of_the_publication(client, publication):
    card = site_card(publication)
    assert client.get(card.address).content == card.draw()
    assert client.get("/cards/old.jpg").url == card.address


def scheduled():
    page = factories.draft(body=[quote()])
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision()
    factories.approved(page).get_latest_revision().publish()
    return page


def embargoed():
    return factories.draft(body=[quote()], embargoed_until=timezone.now() + timedelta(days=1))


def restricted():
    page = factories.draft(body=[quote()])
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    gate.admit(page, "tests")
    return page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "hidden",
    [
        lambda: factories.draft(body=[quote()]),
        scheduled,
        embargoed,
        restricted,
        lambda: factories.taken_down(factories.published(body=[quote()])),
    ],
    ids=["draft", "scheduled", "embargoed", "restricted", "taken down"],
)
def test_nobody_gets_the_card_of_what_is_not_public(client, publication, kept, hidden):
    article = hidden()
    of_quote = quote_card_of(article, article.pull_quotes[0], publication)
    for address in (card_of(article, publication).address, of_quote.address):
        assert client.get(address).status_code == 404
        assert client.get(address.rpartition("/")[0] + "/anything.jpg").status_code == 404
    assert files(kept) == []


@pytest.mark.django_db
def test_an_old_address_leads_to_the_card_of_today(client, publication, kept):
    article = factories.published("Senate sits")
    before = card_of(article, publication).address
    now = card_of(factories.change(article, title="Senate rises"), publication).address
    response = client.get(before)
    assert (response.status_code, response.url) == (302, now)
    assert before != now and client.get(now).status_code == 200


@pytest.mark.django_db
def test_a_stranger_makes_us_draw_nothing(client, publication, kept):
    article = factories.published()
    for name in ("0" * 20, "x", "a-b"):
        assert client.get(f"/cards/{article.pk}/{name}.jpg").status_code == 302
    for path in (f"{article.pk}/..%2f.jpg", f"{article.pk}/x.png", "99999999999999999999/x.jpg"):
        assert client.get(f"/cards/{path}").status_code == 404
    assert files(kept) == []


# When it is drawn


@pytest.mark.django_db
def test_the_cards_are_drawn_at_publication_and_go_with_their_article(
    publication, kept, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        article = factories.published(body=[quote(), quote("No.")])
    of_quotes = [quote_card_of(article, block, publication) for block in article.pull_quotes]
    first = [card_of(article, publication).path, *(card.path for card in of_quotes)]
    assert files(kept) == sorted(first)

    with django_capture_on_commit_callbacks(execute=True):
        article = factories.change(article, title="Senate rises")
    assert card_of(article, publication).path in files(kept)
    assert len(files(kept)) == 3 and not set(first) & set(files(kept))

    with django_capture_on_commit_callbacks(execute=True):
        factories.taken_down(article)
    assert files(kept) == []


@pytest.mark.django_db
def test_a_card_that_cannot_be_drawn_or_kept_holds_up_nothing(
    publication, kept, caplog, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as recorded:
        article = factories.published(body=[quote(), quote("No.")])
    first, second = (quote_card_of(article, each, publication) for each in article.pull_quotes)
    (kept / first.path).mkdir(parents=True)  # no file can be read or written here
    for tell in recorded:
        tell()
    assert not Event.objects.exclude(next_try_at=None).exists()
    assert f"The card {first.path} could not be drawn" in caplog.text
    assert {card_of(article, publication).path, second.path} <= set(files(kept))


class Overtaken(FileSystemStorage):
    """Just before it keeps its first card, somebody else keeps the same."""

    def save(self, name, content, **options):
        if somebody := vars(type(self)).get("somebody"):
            type(self).somebody = None
            somebody()
        return super().save(name, content, **options)


@pytest.mark.django_db
@pytest.mark.parametrize("which", [card_of, None], ids=["article", "site"])
def test_two_who_draw_a_card_at_once_keep_one(publication, kept, settings, which):
    article = factories.published()
    card = card_of(article, publication) if which else site_card(publication)
    cards = settings.STORAGES["cards"] | {"BACKEND": f"{__name__}.Overtaken"}
    settings.STORAGES = settings.STORAGES | {"cards": cards}
    Overtaken.somebody = card.file
    assert card.file() == card.draw() == (kept / card.path).read_bytes()
    assert files(kept) == [card.path]


@pytest.mark.django_db
def test_the_card_of_the_publication_takes_the_place_of_its_last(client, publication, kept):
    article = card_of(factories.published(), publication)
    client.get(article.address)
    client.get(site_card(publication).address)
    publication.tagline = "News of the hill"
    publication.save()
    now = site_card(Publication.for_site(Site.objects.get()))
    client.get(now.address)
    assert files(kept) == sorted([article.path, now.path])


@pytest.mark.django_db
@pytest.mark.parametrize("damage", ["missing", "cut short"])
def test_a_card_that_is_not_there_is_drawn_again(client, publication, kept, damage):
    card = card_of(factories.published(), publication)
    whole = client.get(card.address).content
    file = kept / card.path
    assert file.read_bytes() == whole
    file.write_bytes(whole[:500]) if damage == "cut short" else file.unlink()
    assert client.get(card.address).content == whole == file.read_bytes()
    assert files(kept) == [card.path]


@pytest.mark.django_db
def test_a_card_that_was_kept_is_not_drawn_again(client, publication):
    card = card_of(factories.published(), publication)
    mine = replace(PLAIN, headline="Kept").draw()
    storages["cards"].save(card.path, ContentFile(mine))
    assert client.get(card.address).content == mine
