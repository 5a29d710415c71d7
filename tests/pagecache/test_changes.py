"""Whatever changes, every page that is kept says what a page rendered now would say.

And what did not change is not rendered again.
"""

from datetime import timedelta
from io import BytesIO

import brotli
import pytest
import time_machine
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import TestCase
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Site

from cfsite.wsgi import keep_pages
from demo.archive import grow_archive
from home.models import HomePage, Publication, StandardPage
from images.models import NewsImage
from news.models import ArticlePage, Author, NewsIndexPage, Topic
from pagecache import changes, stores
from pagecache.encoding import compressed
from publishing import record
from publishing.events import deliver_due
from publishing.models import Event
from publishing.scheduler import publish_due
from search.models import Promotion
from tests import every_page, factories
from tests.every_page import CHANGED, FULL, OPINION, PLACES, QUOTE_ID

MACHINES = [
    "/feed.json",
    "/topics/harbour/feed.atom",
    "/authors/agnes-holloway/feed.rss",
    "/corrections/feed.rss",
    "/feeds.opml",
    "/sitemap.xml",
    "/sitemap-2021-05.xml",
    "/sitemap-pages.xml",
    "/news-sitemap.xml",
    "/robots.txt",
    "/search/suggest/?query=harb",
]
ALIKE = {"the second page of a topic", "a search without results", "a narrowed search"}
ASKS_FOR_A_PASSWORD = "/for-members/"  # with a secret of its own each time
PAGES = [place.path for name, place in PLACES.items() if name not in ALIKE]
ADDRESSES = [
    address
    for address in [*PAGES, *MACHINES, "/topics/city-life/", "/authors/rufus-teal/"]
    if address != ASKS_FOR_A_PASSWORD and not address.startswith("{")
]
PLAIN = "/posts/plain-words/"


class Reader:
    """Asks for pages over WSGI; counts what Django has to render."""

    def __init__(self):
        self.site = get_wsgi_application()
        self.cache = keep_pages(self.count)
        self.rendered = []

    def count(self, environ, start_response):
        self.rendered.append(environ["PATH_INFO"])
        return self.site(environ, start_response)

    def kept(self, address):
        """What a reader gets: the status and the text."""
        return self.ask(self.cache, address)

    def fresh(self, address):
        """What they would get if nothing were kept."""
        status, text = self.ask(self.site, address)
        return status, brotli.decompress(compressed(text))  # less its indentation

    def ask(self, application, address):
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path.replace("%01", "\x01"),
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": BytesIO(),
        }
        told = []
        # What a reader's request commits is seen: here no request may end a page.
        with TestCase.captureOnCommitCallbacks(execute=True):
            answer = application(
                environ, lambda status, headers, exc_info=None: told.append(status)
            )
            try:
                text = b"".join(answer)
            finally:
                if hasattr(answer, "close"):
                    answer.close()
        return told[0], brotli.decompress(compressed(text))

    def rendered_for(self, addresses):
        """Of these, what is not served from what is kept."""
        self.rendered.clear()
        for address in addresses:
            self.kept(address)
        return set(self.rendered)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker):
    """A newsroom that has everything, built once; each test leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        # The site is asked by WSGI, after which Django would close what a test is in the middle of.
        signals.request_finished.disconnect(close_old_connections)
        signals.request_started.disconnect(close_old_connections)
        with TestCase.captureOnCommitCallbacks(execute=True):
            every_page.build()
        for address in ADDRESSES:
            Reader().fresh(address)  # makes the pictures' first size
        yield
        signals.request_started.connect(close_old_connections)
        signals.request_finished.connect(close_old_connections)
        transaction.set_rollback(True)


@pytest.fixture
def reader(newsroom, tmp_path, settings):
    """Somebody who reads it over a page cache."""
    settings.PAGES_DIR = tmp_path
    stores.store.cache_clear()
    with time_machine.travel(timezone.now(), tick=False), transaction.atomic():
        yield Reader()
        transaction.set_rollback(True)
    stores.store.cache_clear()


def article(address):
    return ArticlePage.objects.get(slug=every_page.slug_of(address))


def harbour():
    return Topic.objects.get(slug="harbour")


def saved(thing, **fields):
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.save()
    return thing


def changed(page, **fields):
    """A page changed, approved and published again."""
    return factories.change(page, "update", "There is news.", **fields)


def scheduled():
    page = factories.draft("The clock goes on", go_live_at=timezone.now() + timedelta(hours=1))
    factories.approved(page).get_latest_revision().publish()


def expiring():
    factories.published("Gone soon", expire_at=timezone.now() + timedelta(hours=1))


def two_hours_later():
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert publish_due() == (1, 0)


def front_with(lead):
    home = HomePage.objects.get()
    home.lead = lead
    home.save_revision().publish()


def hero_of(address):
    return article(address).hero


def linked_draft():
    """A draft that a public article and its text lead to already."""
    draft = factories.draft("Soon to be read", slug="soon")
    link = f'<a linktype="page" id="{draft.pk}">the sequel</a>'
    changed(article(PLAIN), related=[("article", draft)], body=[factories.paragraph(link)])
    return draft


NOTHING = list
CHANGES = {
    # What is done before readers come, what changes then (given what the first returned).
    "an article is published": (NOTHING, lambda _: factories.published("Harbour news")),
    "on another topic": (
        NOTHING,
        lambda _: factories.published(main_topic=factories.topic("Weather")),
    ),
    "a headline changes": (NOTHING, lambda _: changed(article(FULL), title="Harbour lamps out")),
    "a text changes": (
        NOTHING,
        lambda _: changed(article(PLAIN), body=[factories.paragraph("It was a Tuesday.")]),
    ),
    "an article moves to another topic": (
        NOTHING,
        lambda _: changed(article(OPINION), main_topic=harbour()),
    ),
    "an article gets another author": (
        NOTHING,
        lambda _: changed(article(PLAIN), bylines=[byline_of(factories.author("Rufus Teal"))]),
    ),
    "an article is taken down": (NOTHING, lambda _: factories.taken_down(article(OPINION))),
    "a page of a list loses its first": (
        NOTHING,
        lambda _: factories.taken_down(ArticlePage.objects.published().newest_first()[1]),
    ),
    "an article comes back": (
        lambda: factories.taken_down(article(OPINION)),
        lambda page: factories.change(page, "minor"),
    ),
    "the clock publishes": (scheduled, lambda _: two_hours_later()),
    "the clock takes down": (expiring, lambda _: two_hours_later()),
    "what is linked goes public": (linked_draft, lambda page: factories.gate.admit(page, "tests")),
    "what is linked is taken down": (
        lambda: [page := linked_draft(), factories.gate.admit(page, "tests")][0],
        lambda page: factories.taken_down(ArticlePage.objects.get(pk=page.pk)),
    ),
    "an address changes": (NOTHING, lambda _: changed(article(PLAIN), slug="plainer-words")),
    "a version is withheld": (
        NOTHING,
        lambda _: record.withhold(
            article(CHANGED).versions.first(), moderator(), "A court has ordered it."
        ),
    ),
    "a standing page changes": (
        NOTHING,
        lambda _: changed(StandardPage.objects.get(slug="about"), standfirst="Eleven people."),
    ),
    "an author is renamed": (
        NOTHING,
        lambda _: saved(Author.objects.get(slug="agnes-holloway"), name="Agnes Holloway-Teal"),
    ),
    "an author has another portrait": (
        NOTHING,
        lambda _: saved(
            Author.objects.get(slug="agnes-holloway"), portrait=factories.picture("New")
        ),
    ),
    "a topic is renamed": (NOTHING, lambda _: saved(harbour(), name="Port", description="Ships.")),
    "a topic comes to the front": (
        lambda: saved(harbour(), front_order=None),
        lambda topic: saved(topic, front_order=1),
    ),
    "a picture has another credit": (
        NOTHING,
        lambda _: saved(hero_of(FULL), credit="Photograph: Ida Falk", caption="The lamps."),
    ),
    "a picture has another focal point": (
        NOTHING,
        lambda _: saved(
            hero_of(FULL),
            focal_point_x=10,
            focal_point_y=10,
            focal_point_width=20,
            focal_point_height=20,
        ),
    ),
    "a picture is made in another size": (
        lambda: hero_of(FULL).renditions.filter(filter_spec__contains="avif").delete(),
        lambda _: NewsImage.objects.get(pk=hero_of(FULL).pk).make_sizes("hero"),
    ),
    "a document is renamed": (
        NOTHING,
        lambda _: saved(get_document_model().objects.first(), title="All the figures"),
    ),
    "the front has another lead": (NOTHING, lambda _: front_with(article(PLAIN))),
    "the index is renamed": (NOTHING, lambda _: saved(NewsIndexPage.objects.get(), title="News")),
    "the publication is described anew": (
        NOTHING,
        lambda _: saved(
            Publication.for_site(Site.objects.get(is_default_site=True)), tagline="By the harbour"
        ),
    ),
    "the site has another name": (
        NOTHING,
        lambda _: saved(Site.objects.get(is_default_site=True), hostname="127.0.0.1"),
    ),
    "editors promote an article": (
        NOTHING,
        lambda _: Promotion.objects.create(query="harbour", article=article(PLAIN)),
    ),
    "many are imported": (NOTHING, lambda _: grow_archive(3, lambda text: None)),
}


def byline_of(author):
    return ArticlePage.bylines.rel.related_model(author=author, sort_order=0)


def moderator():
    return factories.user(group="Moderators")


# It comes first, since after a test of this sort all connections are closed.
@pytest.mark.django_db
def test_who_has_a_session_gets_a_page_of_their_own(client):
    page = factories.published()
    assert client.get(page.url)["Cache-Control"].startswith("public")
    client.force_login(factories.user(group="Editors"))
    assert client.get(page.url)["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_no_page_is_as_it_was_before(reader, committed, change):
    before, happen = CHANGES[change]
    with committed():
        given = before()
    seen = {address: reader.kept(address) for address in ADDRESSES}
    with committed():
        happen(given)
    stale = []
    for address in ADDRESSES:
        kept, fresh = reader.kept(address), reader.fresh(address)
        if kept != fresh:
            stale.append(address)
    assert stale == []
    assert any(reader.kept(address) != seen[address] for address in ADDRESSES), "nothing changed"


def test_what_is_kept_is_not_rendered_again(reader):
    answered = [address for address in ADDRESSES if reader.kept(address)[0].startswith("200")]
    assert reader.rendered_for(answered) == set()
    assert all(address in answered for address in [FULL, "/", "/posts/?page=2", *MACHINES])


ARTICLES = [FULL, OPINION, PLAIN, CHANGED, f"{CHANGED}versions/", f"{FULL}quotes/{QUOTE_ID}/"]


@pytest.mark.parametrize(
    ("happen", "untouched"),
    [
        # Published elsewhere: the lists end, no article does.
        (lambda: factories.published(main_topic=factories.topic("Weather")), ARTICLES),
        # A draft is nobody's business.
        (lambda: factories.draft("Unread"), ADDRESSES),
        (lambda: article(PLAIN).save_revision(), ADDRESSES),
        (lambda: factories.approved(article(PLAIN)), ADDRESSES),
        # An author's role stands where the author does.
        (
            lambda: saved(factories.author("Nobody Yet"), role="Nothing yet"),
            [*ARTICLES, "/topics/city-life/"],
        ),
        (lambda: factories.picture("In no article"), ADDRESSES),
        (lambda: Promotion.objects.create(query="x", article=article(PLAIN)), ["/", *ARTICLES]),
    ],
)
def test_what_did_not_change_stays(reader, committed, happen, untouched):
    kept = [address for address in untouched if reader.kept(address)[0].startswith("200")]
    assert kept
    with committed():
        happen()
    assert reader.rendered_for(kept) == set()


def test_a_correction_ends_the_article_and_its_lists_and_no_article_on_another_topic(
    reader, committed
):
    weather = factories.topic("Weather")
    with committed():
        lone = factories.published("Rain", main_topic=weather, slug="rain")
    for address in [*ARTICLES, lone.url]:
        reader.kept(address)
    with committed():
        changed(ArticlePage.objects.get(pk=lone.pk), title="Rain again")
    assert reader.rendered_for([*ARTICLES, lone.url]) == {lone.url}


def test_what_a_crash_left_untold_is_told_with_the_event(reader, committed, monkeypatch):
    """The process died between the commit and telling the others."""
    reader.kept(PLAIN)
    told = changes.end
    monkeypatch.setattr(changes, "end", lambda *names: None)
    with committed():
        changed(article(PLAIN), title="Plainer words")
    monkeypatch.setattr(changes, "end", told)
    assert b"Plainer words" not in reader.kept(PLAIN)[1]
    Event.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    deliver_due()
    assert b"Plainer words" in reader.kept(PLAIN)[1]


def test_what_is_rolled_back_ends_nothing(reader, django_capture_on_commit_callbacks):
    reader.kept(PLAIN)
    with django_capture_on_commit_callbacks(execute=False):
        changed(article(PLAIN), title="Never said")
    assert reader.rendered_for([PLAIN]) == set()
