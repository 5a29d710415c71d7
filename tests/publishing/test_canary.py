"""A word that must not be public shows nowhere; one second after it is due it shows everywhere.

Every article here has its own canary word in every field that holds words.
"""

import re
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from threading import Thread

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client, TestCase
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.models import Comment, Site

from home.models import HomePage, Placement, StandardPage
from images.models import NewsImage
from images.sizes import SIZES
from news.blocks import BodyBlock
from news.models import ArticlePage, Byline
from publishing import gate, record, scheduler
from publishing.canary import Answer, Hit, crawl, forms, project_addresses, without
from publishing.verification import verify
from search.models import Promotion
from tests import factories
from tests.factories import paragraph

DRAFT, EMBARGOED, CHANGE = "quillfeather", "marrowgate", "ostlerbeck"
TAKEN_DOWN, WITHHELD = "thornwickle", "saltervane"
WORDS = [DRAFT, EMBARGOED, CHANGE, TAKEN_DOWN, WITHHELD]
REASON = "A source asked for protection."


# Planting


def block(kind, value):
    return {"type": kind, "value": value, "id": f"{kind}-1"}


def items(*values):
    return [{"type": "item", "value": value, "id": f"i{n}"} for n, value in enumerate(values)]


def body_of(word, picture, document):
    """A block of every kind with the word in every place."""
    image = {"image": picture.pk, "decorative": False, "alt_text": f"Alt {word}"}
    linked = f'<p>Linked {word} <a linktype="document" id="{document.pk}">the {word} paper</a></p>'
    return [
        {"type": "paragraph", "value": linked, "id": "p1"},
        block("heading", {"text": f"Heading {word}", "level": "h2"}),
        block("pull_quote", {"text": f"Pull {word}", "speaker": word, "role": word}),
        block(
            "quotation",
            {
                **{"text": f"Quoted {word}", "speaker": word, "source": word},
                "source_url": f"https://court.example/{word}/",
            },
        ),
        block("key_points", {"points": items(f"Point {word}", f"Another {word}")}),
        block("fact_box", {"title": word, "text": f"<p>Fact {word}</p>"}),
        block("divider", None),
        block("image", {"image": image, "caption": word, "credit": word, "width": "wide"}),
        block(
            "gallery",
            {
                "title": word,
                "pictures": items(*[{"image": image, "caption": f"{word} {n}"} for n in "ab"]),
            },
        ),
        block(
            "table",
            {
                "table": {
                    "columns": [{"type": "text", "heading": word}],
                    "rows": [{"values": [word]}],
                    "caption": word,
                },
                "source": word,
            },
        ),
        block("embed", {"url": f"https://video.example/{word}", "title": word, "text": word}),
        block(
            "share", {"heading": word, "text": word, "show_links": True, "show_newsletter": True}
        ),
        block("related_link", {"article": None, "url": f"https://a.example/{word}", "label": word}),
        block("document", {"document": document.pk, "title": word, "text": word}),
    ]


def picture_of(word, title="Picture"):
    """With the sizes that the newsroom's previews have made already."""
    picture = NewsImage.objects.create(
        title=f"{title} {word}",
        file=factories.picture_file(f"{word}.jpg", size=(48, 32)),
        credit=f"Photograph: {word}",
        description=f"Description {word}",
        caption=f"Caption {word}",
        rights_note=f"Rights {word}",
    )
    picture.tags.add(word)
    for spec in ["max-165x165", *SIZES["hero"].specs[:1], *SIZES["structured"].specs]:
        picture.get_rendition(spec)
    return picture


def fields_of(word):
    """Every field of an article, as `factories.draft` takes them."""
    picture, portrait = picture_of(word), picture_of(word, "Portrait")
    paper = ContentFile(f"%PDF-1.4 {word}".encode(), f"{word}.pdf")
    document = get_document_model().objects.create(title=f"Paper {word}", file=paper)
    return {
        "slug": word,
        "standfirst": f"Standfirst {word}",
        "dateline": f"Port {word.title()}",
        "backstory": f"We asked {word} twice.",
        "kind": "analysis",
        "main_topic": factories.topic(f"Topic {word}", slug=word, description=word, front_order=1),
        "topics": [factories.topic(f"Further {word}", slug=f"further-{word}", description=word)],
        "authors": [
            factories.author(
                *(f"Author {word.title()}",),
                **{"slug": word, "role": word, "biography": word, "portrait": portrait},
                email=f"{word}@news.example",
            )
        ],
        "hero": picture,
        "hero_alt_text": f"Alt {word}",
        "hero_caption": f"Caption {word}",
        "hero_credit": f"Credit {word}",
        "body": body_of(word, picture, document),
        "related": [],
        "seo_title": f"For search engines {word}",
        "search_description": f"Described {word}",
        "social_title": f"Shared {word}",
        "social_text": f"Shared text {word}",
        "social_image": picture,
        "change_note": f"Note {word}",
        "change_was": f"Was {word}",
        "change_now": f"Now {word}",
    }


def drafted(word, **fields):
    """An article with the word everywhere, also in what is said about it."""
    author = factories.user(first_name=word.title())
    page = factories.draft(f"Headline {word}", owner=author, **fields_of(word), **fields)
    page.wagtail_admin_comments = [
        Comment(user=author, text=f"Comment {word}", contentpath="title", position="")
    ]
    page.save_revision(user=author)
    return page


def changed(page, word, **fields):
    """A draft of a public article with the word everywhere; its address stays."""
    page = ArticlePage.objects.get(pk=page.pk)
    fields = fields_of(word) | {"title": f"Headline {word}"} | fields
    authors = fields.pop("authors")
    for name, value in fields.items():
        setattr(page, name, value)
    page.bylines = [Byline(author=author) for author in authors]
    page.save_revision()
    return page


def led_to(*hidden):
    """Public pages lead to hidden ones in every way that the editor knows."""
    first, *_ = hidden
    links = "".join(f'<a linktype="page" id="{page.pk}">here</a> ' for page in hidden)
    factories.published(
        "A public article",
        slug="public-article",
        body=[
            paragraph("All is well."),
            {"type": "paragraph", "value": f"<p>{links}</p>", "id": "links"},
            *[
                block("related_link", {"article": page.pk, "url": "", "label": ""})
                for page in hidden
            ],
        ],
        related=[{"type": "article", "value": page.pk, "id": str(page.pk)} for page in hidden],
    )
    home = HomePage.objects.get()
    home.lead = first
    home.placements = [Placement(article=page) for page in hidden]
    home.save()
    for page in hidden:
        old = f"/old-{page.slug}"
        Redirect.objects.create(old_path=old, redirect_page=page, is_permanent=True)


# Reading


def ask(address, method="get"):
    """As somebody who was never here before."""
    response = getattr(Client(raise_request_exception=False), method)(address)
    body = b"".join(response) if response.streaming else response.content
    cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
    return Answer(response.status_code, [*response.headers.items(), *cookies], body)


def files_of(title):
    """The addresses of a picture, also of its sizes."""
    picture = NewsImage.objects.get(title=title)
    return [file.file.url for file in [picture, *picture.renditions.all()]]


def misspelt(word):
    """As a reader may type it: search mends it, if it knows the word."""
    return word[:4] + word[5:]


def asked_of_search(words):
    """What may make search say a word that the question does not hold."""
    for word in words:
        slip = misspelt(word)
        yield f"/search/suggest/?query={word[:5]}"
        yield f"/search/suggest/?query=headline+{word[:5]}"
        yield from (f"/search/?query={asked}" for asked in (slip, f"headline+{slip}", f'"{slip}"'))
        yield f"/search/?query=harbour+-{slip}"
        yield f"/search/?query={slip}&order=newest&kind=analysis"
    yield from (f"/search/?query={word}" for word in ("ferry", "harbour", "headline", "topic"))
    yield from ("/search/?kind=analysis", "/search/?topic=the-hill", "/search/suggest/?query=harb")
    yield from (f"/search/suggest/?query={begun}" for begun in ("head", "auth", "topi", "furt"))


def read_everything(words):
    starts = ["/", "/search/", "/search/suggest/", "/posts/", *(f"/old-{word}/" for word in words)]
    starts += asked_of_search(words)
    return crawl(ask, starts, words, hosts=[Site.objects.get().hostname, "testserver"])


def plant(due):
    """A newsroom in which every word stands somewhere that is not public before `due`."""
    factories.published("Harbour reopens", hero=factories.picture(), hero_decorative=True)
    draft = drafted(DRAFT)
    about = StandardPage(title=f"About {DRAFT}", slug=f"about-{DRAFT}", live=False)
    HomePage.objects.get().add_child(instance=about)
    about.save_revision()
    embargoed = drafted(EMBARGOED, go_live_at=due, embargoed_until=due)
    factories.approved(embargoed).get_latest_revision().publish()
    live = factories.published("Ferry timetable", slug="ferry-timetable")
    changed(live, CHANGE, slug=CHANGE)
    taken_down = drafted(TAKEN_DOWN)
    gate.admit(taken_down, "tests")
    taken_down.refresh_from_db()
    factories.taken_down(taken_down, REASON)
    plant_withheld()
    led_to(draft, embargoed, taken_down)
    for hidden in (draft, embargoed, taken_down):
        for asked in ("ferry", "harbour", hidden.slug, misspelt(hidden.slug)):
            Promotion.objects.create(query=asked, article=hidden)


def plant_withheld():
    """Readers saw the word for a while, as a correction; then it was taken back and withheld."""
    page = factories.published("Mill closes", slug="mill-closes")
    original = page.live_revision.as_object()
    wrong = changed(page, WITHHELD, slug="mill-closes")
    said = (f"Note {WITHHELD}", f"Was {WITHHELD}", f"Now {WITHHELD}")
    wrong.describe_change("correction", *said, serious=True)
    wrong.save_revision()
    factories.approved(wrong).get_latest_revision().publish()
    original.describe_change("correction", "One name was wrong.", "Two names", "One name")
    original.save_revision()
    factories.approved(original).get_latest_revision().publish()
    by = factories.user(group="Moderators")
    record.withhold(page.versions.get(number=2), by, "A court order.")


def of_the_taken_down(address):
    return address.startswith((f"/posts/{TAKEN_DOWN}", f"/old-{TAKEN_DOWN}"))


class Canaries:
    """The newsroom, read through once by somebody who was never there before."""

    maxDiff = 4000
    after = None  # how long after the time it is due; a timedelta
    words = WORDS

    @classmethod
    def setUpTestData(cls):
        due = timezone.now().replace(microsecond=0) + timedelta(days=2)
        cls.now = due + cls.after
        with cls.captureOnCommitCallbacks(execute=True):
            plant(due)
        with time_machine.travel(cls.now), cls.captureOnCommitCallbacks(execute=True):
            scheduler.publish_due()
        with time_machine.travel(cls.now):
            cls.report = read_everything(cls.words)

    def hits(self, word):
        return [hit for hit in self.report.hits if hit.word == word]

    def assert_no_error_and_no_cookie_for_readers(self):
        self.assertEqual(self.report.errors, [])
        newsroom = ("/admin/", "/_util/")
        cookies = [cookie for cookie in self.report.cookies if not cookie[0].startswith(newsroom)]
        self.assertEqual(cookies, [])


class OneSecondBefore(Canaries, TestCase):
    after = timedelta(seconds=-1)

    def test_the_word_stands_in_every_field_that_holds_words(self):
        """Lest the rest be blind: also in a field that the code gains one day."""
        page = ArticlePage.objects.get(slug=DRAFT)
        without_word = [
            field.name
            for field in ArticlePage._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | StreamField)
            and field.editable
            and not field.choices
            and DRAFT not in str(field.value_to_string(page)).lower()
        ]
        self.assertEqual(without_word, ["path", "related"])
        blocks = {block["type"] for block in page.body.raw_data}
        self.assertEqual(blocks, set(BodyBlock.base_blocks))

    def test_the_crawl_comes_to_all_that_readers_have_and_to_what_they_may_guess(self):
        asked = set(self.report.addresses)
        expected = {
            *("/", "/posts/", "/search/", "/topics/the-hill/", "/authors/agnes-holloway/"),
            *(page.get_url() for page in ArticlePage.objects.published()),
            *(f"/search/?query={word}" for word in WORDS),
            *(f"/documents/1/{word}.pdf" for word in WORDS),
            *(f"/search/suggest/?query={word}" for word in WORDS),
            *(f"/search/?{name}={word}" for word in WORDS for name in ("topic", "author", "page")),
            *asked_of_search(WORDS),
        }
        self.assertEqual(expected - asked, set())
        self.assertGreater(len([a for a in asked if a.startswith("/admin/")]), 100)

    def test_a_draft_shows_nowhere(self):
        self.assertEqual(self.hits(DRAFT), [])

    def test_an_embargoed_article_shows_nowhere(self):
        self.assertEqual(self.hits(EMBARGOED), [])

    def test_a_draft_change_of_a_public_article_shows_nowhere(self):
        self.assertEqual(self.hits(CHANGE), [])

    def test_a_withheld_version_shows_nowhere(self):
        self.assertEqual(self.hits(WITHHELD), [])

    def test_an_article_that_was_taken_down_leaves_its_reason_and_nothing_else(self):
        hits = self.hits(TAKEN_DOWN)
        self.assertEqual([hit for hit in hits if not of_the_taken_down(hit.address)], [])
        self.assertEqual({hit.where for hit in hits}, {"answer"})
        answer = ask(f"/posts/{TAKEN_DOWN}/")
        self.assertEqual(answer.status, 410)
        self.assertIn(REASON.encode(), answer.body)
        self.assertNotIn(TAKEN_DOWN.encode(), answer.body.lower())

    def test_no_address_answers_with_an_error_or_a_cookie_for_readers(self):
        self.assert_no_error_and_no_cookie_for_readers()

    def test_what_never_was_public_is_told_from_the_unknown_by_nothing(self):
        for word in (DRAFT, EMBARGOED, CHANGE):
            addresses = [
                *(f"/posts/{word}/", f"/posts/{word}", f"/posts/{word}/?page=2", f"/about-{word}/"),
                *(f"/posts/{word}/versions/{part}" for part in ("", "1/", "timemap/", "1-2/")),
                *(f"/topics/{word}/", f"/topics/further-{word}/", f"/authors/{word}/"),
                *(f"/old-{word}/", f"/preview/{word}/"),
            ]
            self.assertEqual(self.told_from_unknown(word, addresses), [])

    def test_files_that_nothing_public_shows_are_not_there(self):
        """Not even for somebody who has kept the address."""
        for word in WORDS:
            document = get_document_model().objects.get(title=f"Paper {word}")
            addresses = [*files_of(f"Picture {word}"), document.url, document.file.url]
            self.assertEqual(self.told_from_unknown(word, addresses), [])

    def test_the_portrait_of_an_author_of_whom_nothing_is_public_is_not_there(self):
        for word in WORDS:
            self.assertEqual(self.told_from_unknown(word, files_of(f"Portrait {word}")), [])

    def told_from_unknown(self, word, addresses):
        """Those that answer otherwise than one that nobody has ever used, and how."""
        chance = "x" * len(word)
        told = []
        for address, method in product(addresses, ["get", "head", "options"]):
            with time_machine.travel(self.now, tick=False):
                answer = ask(address, method)
                unknown = ask(address.replace(word, chance), method)
            if without(answer, word) != without(unknown, chance):
                told.append(f"{method.upper()} {address}: {answer.status}")
        return told


class AMinuteAfter(Canaries, TestCase):
    after = timedelta(minutes=1)
    words = [EMBARGOED, DRAFT]

    def test_an_embargoed_article_shows_everywhere(self):
        shown = {hit.address for hit in self.hits(EMBARGOED) if hit.where == "body"}
        expected = {
            *("/", "/posts/", f"/posts/{EMBARGOED}/", f"/posts/{EMBARGOED}/versions/"),
            *(f"/topics/{EMBARGOED}/", f"/topics/further-{EMBARGOED}/", f"/authors/{EMBARGOED}/"),
            *(f"/search/?query={EMBARGOED}", "/posts/public-article/"),
            *(f"/search/?query={misspelt(EMBARGOED)}", "/search/?query=harbour"),
            *(f"/search/suggest/?query={EMBARGOED[:5]}", "/search/?kind=analysis"),
            *("/search/suggest/?query=head", "/search/suggest/?query=auth"),
            *("/news-sitemap.xml", f"/sitemap-{self.now:%Y-%m}.xml", f"/archive/{self.now:%Y/%m}/"),
        }
        self.assertEqual(expected - shown, set())

    def test_its_pictures_its_document_and_its_old_address_are_there(self):
        asked = self.report.addresses
        pictures = {ask(a).kind for a in asked if a.startswith(f"/media/images/{EMBARGOED}.")}
        self.assertIn("image/webp", pictures)
        document = get_document_model().objects.get(title=f"Paper {EMBARGOED}").url
        self.assertTrue(document in asked)
        self.assertEqual(ask(document).status, 200)
        self.assertEqual(ask(f"/old-{EMBARGOED}/").status, 301)

    def test_the_record_is_sound_after_all_that(self):
        self.assertEqual([verified.faults for verified in verify() if verified.faults], [])

    def test_a_draft_still_shows_nowhere(self):
        self.assertEqual(self.hits(DRAFT), [])

    def test_no_address_answers_with_an_error_or_a_cookie_for_readers(self):
        self.assert_no_error_and_no_cookie_for_readers()


@pytest.mark.django_db
def test_no_count_or_order_that_readers_see_moves_for_what_is_hidden(
    django_capture_on_commit_callbacks,
):
    """Also where it shares its topic, its author and its picture with a public article."""
    shared = {
        "hero": factories.picture(),
        "hero_alt_text": "The harbour",
        "topics": [factories.topic("Economy")],
        "authors": [factories.author()],
    }
    with django_capture_on_commit_callbacks(execute=True):
        page = factories.published("Harbour reopens", slug="harbour", **shared)
        factories.published("Ferry timetable")
    picture = page.hero.get_rendition("width-480|format-webp").url
    addresses = [
        *("/", "/posts/", "/posts/harbour/", "/posts/harbour/versions/", "/corrections/"),
        *("/topics/the-hill/", "/topics/economy/", "/authors/agnes-holloway/", picture),
        *("/search/", "/search/?query=harbour", "/search/?query=harbour&topic=economy"),
        *("/search/?query=harbuor", "/search/?query=draft", "/search/?query=harbour+embargoed"),
        *("/search/?topic=economy", "/search/?query=senate&order=newest", "/search/?query=closses"),
        *("/search/suggest/?query=harb", "/search/suggest/?query=dra", "/search/suggest/?query=ec"),
        *("/corrections/feed.atom", "/sitemap.xml", "/posts/harbour/versions/timemap/"),
        *("/feed.rss", "/feed.atom", "/feed.json", "/feeds/", "/feeds.opml"),
        *("/topics/economy/feed.rss", "/authors/agnes-holloway/feed.json"),
        *("/sitemap-pages.xml", f"/sitemap-{timezone.localtime():%Y-%m}.xml", "/news-sitemap.xml"),
        *("/robots.txt", "/archive/", f"/archive/{timezone.localtime():%Y/%m}/"),
    ]
    with time_machine.travel(timezone.now(), tick=False):
        before = [ask(address) for address in addresses]
        due = timezone.now() + timedelta(days=1)
        hidden_ones = [("Harbour draft", {}), ("Harbour embargoed", {"go_live_at": due})]
        with django_capture_on_commit_callbacks(execute=True):
            for title, fields in hidden_ones:
                hidden = factories.draft(title, embargoed_until=due, **shared, **fields)
                factories.approved(hidden)
            hidden.get_latest_revision().publish()
            changed = ArticlePage.objects.get(pk=page.pk)
            changed.title = "Harbour closes again"
            changed.save_revision()
        assert [ask(address) for address in addresses] == before


# The crawl itself


def site_of(pages, headers=None):
    """A small site: path to HTML, or to (status, HTML); unknown paths are 404."""
    asked = []

    def fetch(address):
        asked.append(address)
        said = pages.get(address) or pages.get(address.partition("?")[0], (404, "Unknown"))
        status, text = said if isinstance(said, tuple) else (200, said)
        kind = "text/plain" if address.startswith("/robots") else "text/html; charset=utf-8"
        return status, [("Content-Type", kind), *(headers or {}).get(address, [])], text.encode()

    fetch.asked = asked
    return fetch


@pytest.mark.parametrize(
    "pages",
    [
        {"/": '<a href="/deep/">x</a>', "/deep/": '<a href="er/">', "/deep/er/": "Marrowgate"},
        {"/": "<img srcset='/a.webp 1x, /b.webp 2x'>", "/b.webp": "exif MARROWGATE"},
        {"/": '<form action="/find/"><input name="who">', "/find/?who=marrowgate": "1 result"},
        {"/": '<a href="/x/?shelf=1">', "/x/?shelf=marrowgate": (302, "")},
        {"/robots.txt": "Sitemap: http://news.example/map.xml", "/map.xml": "marrowgate"},
        {"/": '{"next": "/more/"}', "/more/": "marrow<b>gate</b> marrowgate"},
        {"/posts/": "", "/posts/marrowgate/": (403, "Log in")},
        {
            "/": '<a href="/news/today/">',
            "/news/today/": "Today",
            "/news/marrowgate/": (403, "Log in"),
        },
        {"/media/original_images/marrowgate.jpg": "JPEG"},
        {
            "/": '<img src="/media/x/a.0123456789abcdef.wide.webp">',
            "/media/x/a.0123456789abcdef.wide.webp": "WEBP",
            "/media/x/marrowgate.wide.webp": "W",
        },
        {"/documents/7/marrowgate.pdf": "PDF"},
        {"/authors/marrowgate/": "No articles yet"},
        {"/": (500, "Error: marrowgate is missing")},
    ],
    ids=lambda pages: list(pages)[-1],
)
def test_the_crawl_finds_the_word(pages):
    report = crawl(site_of(pages), ["/", "/posts/"], ["marrowgate"], hosts=["news.example"])
    leak = list(pages)[-1]
    found = {hit.address for hit in report.hits}
    assert leak in found
    assert {address.partition("?")[0] for address in found} == {leak.partition("?")[0]}


def test_the_crawl_reads_headers():
    headers = {
        "/": [("Link", "</there/>; rel=next"), ("ETag", '"marrowgate-1"')],
        "/there/": [("Location", "/Marrow%67ate/"), ("Set-Cookie", "seen=1; Path=/")],
    }
    report = crawl(site_of({"/": "", "/there/": (301, "")}, headers), ["/"], ["marrowgate"])
    assert {str(hit)[:30] for hit in report.hits} >= {'/ (header ETag): "marrowgate-1"'[:30]}
    assert [hit.where for hit in report.hits if hit.address == "/there/"] == ["header Location"]
    assert ("/there/", "seen") in report.cookies


def test_a_search_that_repeats_the_question_is_no_leak():
    class Echo(dict):
        found = ""

        def get(self, address, default=None):
            asked = re.fullmatch(r"/search/\?query=(\w+)", address)
            if not asked:
                return super().get(address, default)
            found = self.found if asked[1] == "marrowgate" else ""
            return f"{found} Nothing for “{asked[1]}”, {asked[1]}"

    echo = Echo({"/": "Welcome", "/search/": "Search"})
    assert crawl(site_of(echo), ["/"], ["marrowgate"]).hits == []
    echo.found = "1 article"
    assert crawl(site_of(echo), ["/"], ["marrowgate"]).hits == [
        Hit("/search/?query=marrowgate", "answer", "marrowgate")
    ]
    echo.found = "1 article on marrowgate"
    assert crawl(site_of(echo), ["/"], ["marrowgate"]).hits == [
        Hit("/search/?query=marrowgate", "body", "marrowgate")
    ]


def test_a_page_that_is_never_the_same_is_no_leak():
    class Turning(dict):
        turns = 0

        def get(self, address, default=None):
            self.turns += 1
            return f"Visit {self.turns}" if address.startswith("/login/") else default

    report = crawl(site_of(Turning()), ["/login/?next=marrowgate"], ["marrowgate"])
    assert report.hits == []


def test_the_crawl_stays_on_the_site_and_within_its_limit():
    away = '<a href="https://elsewhere.example/x/">x</a> <a href="mailto:a@b.example">y</a>'
    fetch = site_of({"/": away})
    report = crawl(fetch, ["/"], ["marrowgate"], limit=25)
    assert len(fetch.asked) <= 26
    assert not [address for address in fetch.asked if "elsewhere" in address]
    assert report.not_asked > 0


def test_a_word_is_known_in_every_way_it_may_be_written():
    assert {"o’brien & söhne", "o%e2%80%99brien%20%26%20s%c3%b6hne", "obrien-sohne"} <= set(
        forms("O’Brien & Söhne")
    )
    written = ["O’Brien &amp; Söhne", "O%E2%80%99Brien+%26+S%C3%B6hne", "obrien_sohne"]
    for text in written:
        report = crawl(site_of({"/": f"… {text} …"}), ["/"], ["O’Brien & Söhne"])
        assert Hit("/", "body", "O’Brien & Söhne") in report.hits, text


def test_every_address_pattern_of_the_project_is_tried():
    addresses = set(project_addresses("marrowgate"))
    assert {"/topics/marrowgate/", "/authors/marrowgate/", "/search/"} <= addresses
    assert "/admin/pages/1/view_draft/" in addresses
    assert "/documents/1/marrowgate" in addresses


# The command


@pytest.fixture
def running_site():
    """Serves over HTTP what the test puts into `pages`."""
    pages = {"/": "Welcome", "/search/": "Search"}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            said = pages.get(self.path)
            self.send_response(200 if said else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write((said or "Unknown").encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    server.pages, server.url = pages, f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


def test_the_command_says_that_a_word_shows_nowhere(running_site, capsys):
    call_command("look_for_leaks", "marrowgate", url=running_site.url)
    said = capsys.readouterr().out
    assert re.search(r"Asked 127.0.0.1:\d+ for \d+ addresses as an anonymous reader.", said)
    assert "“marrowgate” shows nowhere." in said


def test_the_command_says_where_a_word_shows(running_site, capsys, settings):
    settings.WAGTAILADMIN_BASE_URL = running_site.url
    running_site.pages["/"] = 'See <a href="/away/">'
    running_site.pages["/away/"] = "The Marrowgate papers"
    with pytest.raises(CommandError, match="shows in 1 places"):
        call_command("look_for_leaks", "marrowgate")
    assert "“marrowgate”: /away/ (body): the marrowgate papers" in capsys.readouterr().out


def test_the_command_stops_at_its_limit_and_says_so(running_site, capsys):
    call_command("look_for_leaks", "marrowgate", url=running_site.url, limit=10)
    assert "Stopped at the limit" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "options", "why"),
    [
        ("vote", {}, "by chance"),
        ("2026-11-24", {}, "by chance"),
        ("вестник", {}, "Latin letters"),
        ("marrowgate", {"limit": 0}, "above 0"),
        ("marrowgate", {"url": "news.example"}, "address of a site"),
        ("marrowgate", {"url": "http://127.0.0.1:1"}, "Is the site running"),
    ],
)
def test_the_command_refuses_in_words(word, options, why):
    with pytest.raises(CommandError, match=why):
        call_command("look_for_leaks", word, **options)
