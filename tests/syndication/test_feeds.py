"""Who follows us elsewhere reads the same article as on its page, and never one too early.

feedparser, the schema of RFC 4287 and that of JSON Feed judge the feeds: none of them is ours.
"""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import jsonschema
import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache, caches
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree
from rnc2rng import dumps, load
from wagtail.documents import get_document_model
from wagtail.models import PageViewRestriction, Site

from home.models import Publication
from news.models import ArticlePage, NewsIndexPage
from publishing import gate, record
from syndication import freshness
from syndication.fulltext import for_elsewhere
from syndication.items import feed_item
from tests import factories
from tests.factories import change, draft, paragraph, published, taken_down

pytestmark = pytest.mark.django_db

SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"
HERE = "http://localhost:8000"
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
FEEDS = ["/feed", "/topics/the-hill/feed", "/authors/agnes-holloway/feed", "/corrections/feed"]
FORMATS = ["rss", "atom", "json"]
EVERY_FEED = [f"{feed}.{form}" for feed in FEEDS for form in FORMATS]
ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"


@pytest.fixture(scope="module")
def rules():
    """The schema of Atom."""
    # The parser writes down a prefix for no namespace, which XML forbids; nothing uses it.
    schema = dumps(load(str(SCHEMAS / "atom.rnc"))).replace('xmlns:local=""', "")
    return etree.RelaxNG(etree.fromstring(schema.encode()))


def block(kind, value):
    return {"type": kind, "value": value, "id": f"{kind}-1"}


def items(*values):
    return [{"type": "item", "value": value, "id": f"i{n}"} for n, value in enumerate(values)]


def every_block(other):
    """A body of every block; `other` is an article that it links to."""
    picture = factories.picture(credit="Photograph: the picture desk")
    image = {"image": picture.pk, "decorative": False, "alt_text": "The harbour at dawn"}
    paper = ContentFile(b"%PDF-1.4", "budget.pdf")
    document = get_document_model().objects.create(title="The budget", file=paper)
    links = (
        f'As <a linktype="page" id="{other.pk}">we wrote</a>, <b>“soon”</b> & '
        f'<a linktype="document" id="{document.pk}">the table</a>, <a href="/about/">us</a>.'
    )
    columns = [{"type": "text", "heading": "Party"}, {"type": "number", "heading": "Seats"}]
    table = {"columns": columns, "rows": [{"values": ["Union", "118"]}], "caption": "The Assembly"}
    empty = {"image": None, "decorative": False, "alt_text": ""}
    video = {"url": "https://video.example/4411", "title": "The sitting", "text": "In short."}
    return [
        block("key_points", {"points": items("The Senate rose.", "The clock ran.")}),
        paragraph(links),
        block("heading", {"text": "What happens on Monday", "level": "h2"}),
        block("pull_quote", {"text": "Nobody wanted it.", "speaker": "Margit Sorel", "role": "MP"}),
        block(
            "quotation",
            {
                **{"text": "No order shall\n\noutlive it.", "speaker": "The court"},
                **{"source": "Judgment 14", "source_url": "https://court.example/14"},
            },
        ),
        block("fact_box", {"title": "The court", "text": "<p>Nine <i>judges</i>.</p>"}),
        block("divider", None),
        block("image", {"image": image, "caption": "Port Ansel", "credit": "", "width": "wide"}),
        block(
            "gallery",
            {
                "title": "In two views",
                "pictures": items(*[{"image": image, "caption": f"View {n}"} for n in (1, 2)]),
            },
        ),
        block("table", {"table": table, "source": "The clerk"}),
        block("embed", {**video, "poster": image}),
        block("embed", {**video, "poster": empty}),
        block(
            "share", {"heading": "Share", "text": "", "show_links": True, "show_newsletter": True}
        ),
        block("related_link", {"article": other.pk, "url": "", "label": "Read the first part"}),
        block("related_link", {"article": None, "url": "https://a.example/", "label": "A source"}),
        block("document", {"document": document.pk, "title": "Every line", "text": "All of it."}),
    ]


def full_story(headline="Senate sends the budget back", **fields):
    """An article with all that an article can have."""
    other = published("The first part")
    return published(
        headline,
        **{
            "hero": factories.picture(credit="Photograph: on file"),
            "hero_decorative": False,
            "hero_alt_text": "The Senate at night",
            "hero_caption": "The Senate, before the vote.",
            "authors": [factories.author(), factories.author("Rufus Teal")],
            "topics": [factories.topic("Economy")],
            "backstory": "We asked twice.",
            "body": every_block(other),
            **fields,
        },
    )


def get(client, address, **headers):
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    return answer


def entries(client, form="rss", feed="/feed"):
    """The entries as feedparser reads them, JSON's as they are."""
    body = get(client, f"{feed}.{form}").content
    if form == "json":
        return json.loads(body)["items"]
    read = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    assert not read.bozo, read.get("bozo_exception")
    return read.entries


def publication(**fields):
    site = Site.objects.get()
    return Publication.objects.update_or_create(site=site, defaults=fields)[0]


# What it says


AWKWARD = [
    "Fish & chips < steak > peas",
    "A </title><script>alert(1)</script> ]]> headline",
    "Ferry 🛥️ returns to the harbour",
    "A tab \x0b and a bell \x07 in the wire copy",
    "שלום לכולם: a visit",
    "Long " * 50,
]


@pytest.mark.parametrize("headline", AWKWARD)
def test_every_feed_is_valid_whatever_the_headline_says(client, rules, headline):
    fields = {"standfirst": headline[:200], "body": every_block(published("Another"))}
    page = full_story(headline, **fields)
    change(page, "correction", headline, was=headline, now="Now.", title=f"{headline[:240]}!")
    assert_all_valid(client, rules)
    plain = re.sub(r"[\x00-\x1f]", "", f"{headline[:240]}!")
    for form in FORMATS:
        assert " ".join(entries(client, form)[0]["title"].split()) == " ".join(plain.split())


def test_an_empty_publication_has_valid_feeds_too(client, rules):
    for form in FORMATS:
        for feed in ("/feed", "/corrections/feed"):
            assert_valid(client, rules, f"{feed}.{form}")


def assert_all_valid(client, rules):
    for address in EVERY_FEED:
        assert_valid(client, rules, address)


def assert_valid(client, rules, address):
    body = get(client, address).content
    if address.endswith("json"):
        schema = json.loads((SCHEMAS / "jsonfeed-1.1.json").read_text())
        checker = jsonschema.FormatChecker()
        jsonschema.validate(json.loads(body), schema, format_checker=checker)
        return
    assert not feedparser.parse(body).bozo, address
    root = etree.fromstring(body)
    if address.endswith("atom"):
        assert rules.validate(root), rules.error_log
        # The Schematron rules of the RFC's appendix.
        assert root.findall(f"{ATOM}author")
        for entry in root.iter(f"{ATOM}entry"):
            assert entry.find(f"{ATOM}link[@rel='alternate']") is not None


def test_the_three_formats_say_the_same(client):
    page = full_story()
    change(page, "update", "With figures.", standfirst="With the figures.")
    rss, atom, js = ({e["id"]: e for e in entries(client, form)} for form in FORMATS)
    assert rss.keys() == atom.keys() == js.keys()
    for key, told in js.items():
        assert told["title"] == rss[key].title == atom[key].title
        assert told["url"] == rss[key].link == atom[key].link
        assert told["content_html"] == rss[key].content[0].value == atom[key].content[0].value
        assert told["tags"] == [t.term for t in rss[key].tags] == [t.label for t in atom[key].tags]
        names = [author["name"] for author in told["authors"]]
        assert names == [author.name for author in rss[key].authors]
        assert names == [author.name for author in atom[key].authors]
        instant = datetime.fromisoformat(told["date_published"])
        seen = instant.astimezone(UTC).timetuple()[:6]
        assert seen == rss[key].published_parsed[:6] == atom[key].published_parsed[:6]


def test_an_entry_has_headline_standfirst_authors_topics_and_picture(client):
    page = full_story(standfirst="Fish & chips.")
    told = entries(client, "json")[0]
    assert told["title"] == page.title
    assert told["url"] == page.full_url
    assert told["summary"] == "Fish & chips."
    assert [author["name"] for author in told["authors"]] == ["Agnes Holloway", "Rufus Teal"]
    assert told["authors"][0]["url"] == f"{HERE}/authors/agnes-holloway/"
    assert told["tags"] == ["The Hill", "Economy"]
    (picture,) = told["attachments"]
    assert told["image"] == picture["url"]
    assert re.fullmatch(rf"{HERE}/media/images/\S+\.jpg", told["image"])
    item = etree.fromstring(get(client, "/feed.rss").content).find(".//item")
    assert item.find("description").text == "Fish &amp; chips."  # RSS takes it for HTML
    assert item.find("guid").get("isPermaLink") == "false"
    shown = item.find(f"{MEDIA}content")
    assert shown.attrib == {
        **{"url": told["image"], "medium": "image", "type": "image/jpeg"},
        **{"width": "1200", "height": "750"},
    }
    assert shown.find(f"{MEDIA}description").text == "The Senate, before the vote."
    assert shown.find(f"{MEDIA}credit").text == "Photograph: on file"


def test_a_feed_says_what_it_is_where_it_is_and_who_tells_of_it(client):
    logo = factories.picture("Logo")
    publication(
        name="The Ansel Post", tagline="For Ansel.", logo=logo, websub_hub="https://hub.example/"
    )
    published()
    for feed, title, page in [
        ("/feed", "The Ansel Post", "/"),
        ("/topics/the-hill/feed", "The Hill | The Ansel Post", "/topics/the-hill/"),
        (
            "/authors/agnes-holloway/feed",
            "Agnes Holloway | The Ansel Post",
            "/authors/agnes-holloway/",
        ),
        ("/corrections/feed", "Corrections and clarifications | The Ansel Post", "/corrections/"),
    ]:
        here = HERE + feed
        for form in ("rss", "atom"):
            answer = get(client, f"{feed}.{form}")
            assert (
                answer["Link"] == f'<{here}.{form}>; rel="self", <https://hub.example/>; rel="hub"'
            )
            told = feedparser.parse(answer.content).feed
            assert told.title == title
            assert told.language == "en-GB"
            assert told.subtitle
            links = {link.rel: link for link in told.links}
            assert links["alternate"].href == HERE + page
            assert links["self"].href == f"{here}.{form}"
            assert links["self"].type == f"application/{form}+xml"
            assert links["hub"].href == "https://hub.example/"
        told = json.loads(get(client, f"{feed}.json").content)
        assert told["version"] == "https://jsonfeed.org/version/1.1"
        assert (told["title"], told["feed_url"]) == (title, f"{here}.json")
        assert told["home_page_url"] == HERE + page
        assert told["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
        assert told["icon"].endswith(".png")
        assert told["favicon"].endswith(".png")
    image = etree.fromstring(get(client, "/feed.rss").content).find(".//image")
    assert image.find("title").text == "The Ansel Post"
    assert image.find("link").text == f"{HERE}/"


def test_the_thirty_newest_are_in_it_the_newest_first(client):
    for day in range(32):
        with time_machine.travel(MONDAY + timedelta(days=day), tick=False):
            published(f"Story {day}")
    titles = [f"Story {day}" for day in range(31, 1, -1)]
    for form in FORMATS:
        assert [entry["title"] for entry in entries(client, form)] == titles


def test_a_topic_and_an_author_have_only_their_own(client):
    published(
        "On ships", main_topic=factories.topic("Ships"), authors=[factories.author("Ada Quay")]
    )
    published("On roads", topics=[factories.topic("Ships")])
    published("On rain")
    assert {e.title for e in entries(client, feed="/topics/ships/feed")} == {"On ships", "On roads"}
    assert {e.title for e in entries(client, feed="/authors/ada-quay/feed")} == {"On ships"}


# What stays and what moves


def test_an_entry_is_the_same_for_ever_whatever_moves(client):
    page = full_story()
    before = {form: entries(client, form)[0]["id"] for form in FORMATS}
    assert len(set(before.values())) == 1
    change(page, title="Another headline", slug="another-address")
    Site.objects.update(hostname="news.example")
    NewsIndexPage.objects.get().move(NewsIndexPage.objects.get().get_parent(), pos="first-child")
    cache.clear()
    now = {form: entries(client, form)[0] for form in FORMATS}
    assert {form: entry["id"] for form, entry in now.items()} == before
    assert now["json"]["url"] == "http://news.example:8000/posts/another-address/"


def test_publication_never_moves_and_the_update_only_with_what_readers_are_told(client):
    with time_machine.travel(MONDAY, tick=False):
        page = published()
    with time_machine.travel(MONDAY + timedelta(hours=1), tick=False):
        page = change(page, title="A comma, moved")
    assert times_of(client) == ("2026-11-23T07:00:00+00:00", "2026-11-23T07:00:00+00:00")
    assert "date_modified" not in entries(client, "json")[0]
    with time_machine.travel(MONDAY + timedelta(hours=2), tick=False):
        change(page, "update", "With figures.", title="Figures")
    assert times_of(client) == ("2026-11-23T07:00:00+00:00", "2026-11-23T09:00:00+00:00")
    assert entries(client, "json")[0]["date_modified"] == "2026-11-23T09:00:00+00:00"


def times_of(client):
    entry = entries(client, "atom")[0]
    return entry.published, entry.updated


@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_is_as_old_as_its_newest_entry(client, feed):
    with time_machine.travel(MONDAY, tick=False):
        page = published()
        change(page, "correction", "An old list.", title="Nine ships", was="Eleven.", now="Nine.")
    with time_machine.travel(MONDAY + timedelta(days=2), tick=False):
        change(page, title="Nine ships wait")
        for form in ("rss", "atom"):
            told = feedparser.parse(get(client, f"{feed}.{form}").content).feed
            assert told.updated_parsed[:6] == MONDAY.timetuple()[:6]


# The full text


def test_the_full_text_has_every_block_and_nothing_that_works_only_here(client):
    page = full_story()
    change(
        page, "correction", "An old list.", was="Eleven ships.", now="Nine ships.", serious=False
    )
    html = entries(client, "json")[0]["content_html"]
    for words in [
        *("The Senate rose.", "As <a", "<b>“soon”</b> &amp;", "<h2>What happens on Monday</h2>"),
        *(
            "Nobody wanted it.",
            "Margit Sorel, MP",
            "No order shall",
            "Judgment 14",
            "Nine <i>judges",
        ),
        *("Port Ansel <small>Photograph: the picture desk</small>", "In two views", "View 2"),
        *("The Assembly", "118", "The clerk", "Read the first part", "A source", "Every line"),
        *("The Senate, before the vote. <small>Photograph: on file</small>", "We asked twice."),
    ]:
        assert words in " ".join(html.split()), words
    assert html.index("Eleven ships.") < html.index("The upper house") < html.index("<figure>")
    assert '<p><a href="https://video.example/4411">The sitting</a></p>' in html
    assert f'<p>You can <a href="{page.full_url}">share this article</a>' in html
    assert html.count("<img") == 5  # the main one, one, two in the gallery, a poster
    assert set(re.findall(r"\b(\w+)=", re.sub(r'"[^"]*"', "", html))) <= {
        *("href", "src", "alt", "width", "height", "cite", "scope"),
    }
    addresses = re.findall(r'\b(?:href|src|cite)="([^"]*)"', html)
    assert addresses
    assert [address for address in addresses if not re.match("https?://", address)] == []
    assert not re.search(r"<(script|style|form|iframe|button|svg|span|source|picture)\b", html)
    assert not re.search(r"¶|#b-|share this quote", html, re.I)


def test_links_in_the_text_lead_where_they_lead_on_the_page(client):
    page = full_story()
    hidden = draft("Quizzelwick resigns", slug="quizzelwick")
    link = f'<a linktype="page" id="{hidden.pk}">words</a>'
    related = {"article": hidden.pk, "url": "", "label": ""}
    change(
        page, body=[*page.body.get_prep_value(), paragraph(link), block("related_link", related)]
    )
    html = entries(client, "json")[0]["content_html"]
    other = ArticlePage.objects.get(title="The first part")
    assert f'As <a href="{other.full_url}">we wrote</a>' in html
    assert re.search(rf'<a href="{HERE}/documents/\d+/budget\S*pdf">the table</a>', html)
    assert f'<a href="{HERE}/about/">us</a>' in html
    assert "uizzelwick" not in html


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<p class="x" id="b-1" onclick="go()">A</p>', "<p>A</p>"),
        ('<a href="javascript:alert(1)">A</a>', "<a>A</a>"),
        ('<a href="#b-2">A</a>', '<a href="https://here.example/story/#b-2">A</a>'),
        ('<img src="a.jpg" srcset="b.jpg 2x">', '<img src="https://here.example/story/a.jpg">'),
        ("<p>A<script>if (a < b) { alert('<p>') }</script>B</p>", "<p>AB</p>"),
        ("<p>A<svg><path d='M0'/></svg>B<style>p{}</style></p>", "<p>AB</p>"),
        ("<form><p>A</p><input></form><p>B</p>", "<p>B</p>"),
        ('<a href="http://[x">A</a>', "<a>A</a>"),
        ('<a href="https://a\u2100b/">A</a>', "<a>A</a>"),
        (
            "<p>A<br/>B &amp; C &lt; D &#8217; E & F</p>",
            "<p>A<br>B &amp; C &lt; D &#8217; E &amp; F</p>",
        ),
        (
            '<p><span>A</span> <q cite="/b">B</q></p>',
            '<p>A <q cite="https://here.example/b">B</q></p>',
        ),
        (
            '<a href="mailto:a@b.example?subject=A&amp;B">A</a>',
            '<a href="mailto:a@b.example?subject=A&amp;B">A</a>',
        ),
    ],
)
def test_html_for_elsewhere_keeps_the_text_and_drops_what_acts(html, kept):
    assert for_elsewhere(html, "https://here.example/story/") == kept


def test_a_picture_whose_file_is_gone_leaves_no_gap(client):
    page = full_story()
    page.hero.get_renditions("width-1200|format-jpeg")
    page.hero.renditions.all().delete()
    caches["renditions"].clear()
    page.hero.file.storage.delete(page.hero.file.name)
    told = entries(client, "json")[0]
    assert "image" not in told
    assert "before the vote" not in told["content_html"]


def test_a_draft_makes_the_entry_that_it_will_have(client):
    page = full_story()
    page = change(page, "update", "With figures.", title="Figures")
    saved = ArticlePage.objects.get(pk=page.pk)
    drafted = page.get_latest_revision().as_object()
    assert feed_item(drafted) == feed_item(saved)
    told = entries(client, "json")[0]
    item = feed_item(drafted)
    assert (item.id, item.title, item.html) == (told["id"], told["title"], told["content_html"])


def test_a_draft_that_nobody_has_published_makes_an_entry_too():
    item = feed_item(draft("Not yet", hero=factories.picture()).get_latest_revision().as_object())
    assert (item.title, item.published, item.updated) == ("Not yet", None, None)
    assert "The Senate rose" in item.html


# What must not be in it


def test_what_is_not_public_is_in_no_feed(client):
    published("The public one")
    tomorrow = timezone.now() + timedelta(days=1)
    draft("Quizzelwick drafted")
    scheduled = draft("Quizzelwick scheduled", go_live_at=tomorrow)
    factories.approved(scheduled).get_latest_revision().publish()
    factories.approved(draft("Quizzelwick embargoed", embargoed_until=tomorrow))
    gone = published("Quizzelwick taken down")
    change(gone, "correction", "Quizzelwick", was="Quizzelwick", now="Quizzelwick", standfirst="Q.")
    taken_down(gone)
    private = draft("Quizzelwick private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    gate.admit(private, "tests")
    addresses = [*EVERY_FEED, "/feeds/", "/feeds.opml"]
    said = {address: get(client, address).content.decode() for address in addresses}
    assert [address for address, text in said.items() if "uizzelwick" in text] == []
    assert "The public one" in said["/feed.rss"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_topic_or_author_with_nothing_public_has_no_feed(client, form):
    topic, person = factories.topic("Quizzel"), factories.author("Ada Quizzel")
    waiting = draft("Not yet", main_topic=topic, authors=[person])
    addresses = [f"/topics/quizzel/feed.{form}", f"/authors/ada-quizzel/feed.{form}"]
    for address in [*addresses, f"/topics/nothing/feed.{form}", f"/authors/nobody/feed.{form}"]:
        headers = {"if-none-match": "*", "if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}
        assert client.get(address, headers=headers).status_code == 404
    for address in ("/feeds/", "/feeds.opml"):
        assert "uizzel" not in client.get(address).content.decode()
    gate.admit(waiting, "tests")
    for address in addresses:
        assert client.get(address).status_code == 200
    for address in ("/feeds/", "/feeds.opml"):
        assert "uizzel" in client.get(address).content.decode()


# What it costs


def test_a_feed_takes_the_same_few_queries_for_any_number_of_articles(client):
    full_story("First", slug="first")
    change(full_story("Second"), "update", "With figures.", title="Second, with figures")
    few = {address: queries(client, address) for address in EVERY_FEED}
    for number in range(6):
        page = full_story(f"Story {number}")
        change(page, "correction", "A slip.", title=f"Story {number}.", was="A.", now="B.")
    assert {address: queries(client, address) for address in EVERY_FEED} == few
    assert max(few.values()) <= 26


def queries(client, address, **headers):
    client.get(address)
    caches["renditions"].clear()
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address, headers=headers)
    return len(asked)


def test_who_has_it_already_is_told_so_at_little_cost(client):
    full_story()
    for address in [*EVERY_FEED, "/feeds.opml"]:
        assert_told_so_at_little_cost(client, address)


def assert_told_so_at_little_cost(client, address):
    answer = get(client, address)
    for known in (
        {"if-none-match": answer["ETag"]},
        {"if-modified-since": answer["Last-Modified"]},
    ):
        with CaptureQueriesContext(connection) as asked:
            again = client.get(address, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == answer["ETag"]
        assert again["Cache-Control"] == answer["Cache-Control"]
        assert len(asked) <= 7
        assert not any("newsarticle" in query["sql"] and "body" in query["sql"] for query in asked)


def test_the_etag_counts_for_more_than_the_time(client):
    published()
    answer = get(client, "/feed.rss")
    known = {"if-none-match": '"another"', "if-modified-since": answer["Last-Modified"]}
    assert client.get("/feed.rss", headers=known).status_code == 200
    long_ago = "Thu, 01 Jan 1970 00:00:00 GMT"
    for etag in (answer["ETag"], answer["ETag"].removeprefix("W/"), f'"x", {answer["ETag"]}', "*"):
        known = {"if-none-match": etag, "if-modified-since": long_ago}
        assert client.get("/feed.rss", headers=known).status_code == 304
        assert client.head("/feed.rss", headers=known).status_code == 304


def renamed(thing):
    thing.name = f"{thing.name} the Second"
    thing.save()


def credited(picture):
    picture.credit = "Photograph: somebody else"
    picture.save()


EVENTS = {
    "publication": lambda page: published("Another"),
    "minor change": lambda page: change(page, title="Another headline"),
    "correction": lambda page: change(page, "correction", "A slip.", title="B", was="A", now="B"),
    "take-down": taken_down,
    "author renamed": lambda page: renamed(page.bylines.first().author),
    "topic renamed": lambda page: renamed(page.main_topic),
    "settings": lambda page: publication(name="The Ansel Post"),
    "hub": lambda page: publication(websub_hub="https://hub.example/"),
    "credit on file": lambda page: credited(page.hero),
    "an old article brought in": lambda page: brought_in(),
}


def brought_in():
    with time_machine.travel(datetime(2019, 5, 1, tzinfo=UTC), tick=False):
        page = draft("From 2019")
        page.first_published_at = timezone.now()
        page.save()
    gate.admit(page, "tests")


@pytest.mark.parametrize("event", EVENTS)
def test_whatever_changes_a_feed_changes_its_etag(client, event):
    published("Stays")
    page = full_story()
    before = {address: get(client, address)["ETag"] for address in EVERY_FEED}
    body = get(client, "/feed.rss").content
    EVENTS[event](page)
    now = {address: client.get(address)["ETag"] for address in EVERY_FEED}
    assert [address for address in EVERY_FEED if now[address] == before[address]] == []
    assert get(client, "/feed.rss", **{"if-none-match": before["/feed.rss"]}).content != body


def test_the_time_of_a_feed_never_goes_back(client):
    seen = []
    with time_machine.travel(MONDAY, tick=False) as clock:
        for event in [
            lambda: published("First"),
            lambda: published("Second"),
            lambda: brought_in(),
            lambda: taken_down(ArticlePage.objects.get(title="Second")),
            lambda: change(ArticlePage.objects.get(title="First"), title="First of all"),
            lambda: taken_down(ArticlePage.objects.get(title="First of all")),
        ]:
            clock.shift(60)
            event()
            answer = get(client, "/feed.rss")
            told = datetime.strptime(answer["Last-Modified"], "%a, %d %b %Y %H:%M:%S GMT")
            seen.append(told.replace(tzinfo=UTC))
            assert seen[-1] == timezone.now()
    assert seen == sorted(seen)


def test_a_withheld_version_takes_its_correction_out_of_the_feed(client):
    page = published("Eleven ships")
    page = change(page, "correction", "An old list.", title="Nine", was="Eleven.", now="Nine.")
    page = change(page, title="Nine ships")
    before = get(client, "/corrections/feed.rss")
    assert "An old list." in before.content.decode()
    moderator = factories.user(group="Moderators")
    record.withhold(page.versions.get(number=2), moderator, "A court has ordered it.")
    after = get(client, "/corrections/feed.rss", **{"if-none-match": before["ETag"]})
    assert "An old list." not in after.content.decode()
    assert "An old list." not in get(client, "/feed.rss").content.decode()


def test_who_asks_by_the_time_alone_loses_the_words_of_a_withheld_version_too(client):
    with time_machine.travel(MONDAY, tick=False):
        page = published("Eleven ships")
        page = change(page, "correction", "An old list.", title="Nine", was="Eleven.", now="Nine.")
        page = change(page, title="Nine ships")
        moderator = factories.user(group="Moderators")
    with time_machine.travel(MONDAY + timedelta(hours=1), tick=False):
        before = get(client, "/corrections/feed.rss")
    with time_machine.travel(MONDAY + timedelta(hours=2), tick=False):
        record.withhold(page.versions.get(number=2), moderator, "A court has ordered it.")
        known = {"if-modified-since": before["Last-Modified"]}
        after = get(client, "/corrections/feed.rss", **known)
    assert "An old list." not in after.content.decode()


def test_all_that_a_feed_is_made_of_counts_for_its_etag(client):
    page = full_story()
    change(page, "correction", "A slip.", title="Nine", was="Eleven.", now="Nine.")
    rendered = {
        Path(template.origin.name)
        for address in EVERY_FEED
        for template in get(client, address).templates
    }
    ours = {path for path in rendered if path.is_relative_to(settings.BASE_DIR / "templates")}
    assert len(ours) > 10
    assert ours | {settings.BASE_DIR / "images" / "sizes.py"} <= set(freshness.made_of())


# How it is handed out


def test_feeds_are_for_everybody_and_for_caches(client):
    full_story()
    client.force_login(factories.user(group="Moderators"))  # even the newsroom gets the public one
    for address in [*EVERY_FEED, "/feeds.opml"]:
        for answer in (client.get(address), client.head(address)):
            assert answer.status_code == 200
            assert not answer.cookies
            assert "Cookie" not in answer.get("Vary", "")
            assert answer["Cache-Control"] == "public, max-age=300, stale-while-revalidate=3600"
        assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("rss", "application/rss+xml; charset=utf-8"),
        ("atom", "application/atom+xml; charset=utf-8"),
        ("json", "application/feed+json"),
    ],
)
def test_each_format_is_served_as_what_it_is(client, form, kind):
    published()
    answer = get(client, f"/feed.{form}")
    assert answer["Content-Type"] == kind
    assert answer.get("Access-Control-Allow-Origin") == ("*" if form == "json" else None)
    known = client.get(f"/feed.{form}", headers={"if-none-match": answer["ETag"]})
    assert known.get("Access-Control-Allow-Origin") == ("*" if form == "json" else None)


@pytest.mark.parametrize(
    "address", ["/feed.xml", "/feed.rss/", "/feed.", "/topics/the-hill/feed.x"]
)
def test_what_is_no_feed_is_not_found(client, address):
    published()
    assert client.get(address).status_code == 404


def test_the_corrections_are_found_where_they_once_were(client):
    answer = client.get("/corrections/feed/")
    assert (answer.status_code, answer["Location"]) == (301, "/corrections/feed.atom")
    assert client.post("/corrections/feed/").status_code == 405


def test_a_correction_keeps_the_id_that_it_has_always_had(client):
    with time_machine.travel(MONDAY, tick=False):
        page = published("Eleven ships", slug="ships")
        change(page, "correction", "An old list.", title="Nine", was="Eleven.", now="Nine.")
    change(page, title="Nine ships", slug="nine-ships")
    for form in FORMATS:
        (entry,) = entries(client, form, "/corrections/feed")
        assert entry["id"] == "tag:localhost,2026-11-23:/posts/ships/versions/2/"
        assert entry["title"] == "Correction: Nine ships"


# How readers find it


def test_the_list_of_feeds_has_every_feed_once(client):
    full_story()
    factories.topic("Nothing yet")
    root = etree.fromstring(get(client, "/feeds.opml").content)
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert [part.tag for part in root] == ["head", "body"]
    outlines = list(root.iter("outline"))
    assert all(outline.get("text") for outline in outlines)
    found = [outline.get("xmlUrl") for outline in outlines if outline.get("type") == "rss"]
    assert found == [
        f"{HERE}{feed}.rss"
        for feed in [
            "/feed",
            *("/topics/economy/feed", "/topics/the-hill/feed"),
            *("/authors/agnes-holloway/feed", "/authors/rufus-teal/feed"),
            "/corrections/feed",
        ]
    ]
    for outline in outlines:
        if outline.get("type"):
            assert client.get(outline.get("htmlUrl").partition(HERE)[2]).status_code == 200


def test_a_page_says_how_to_follow_us_and_is_linked_from_every_page(client):
    full_story()
    assert 'href="/feeds/"' in get(client, "/").content.decode()
    html = get(client, "/feeds/").content.decode()
    main = html.partition("<main")[2]
    for address in [*EVERY_FEED, "/topics/economy/feed.json", "/feeds.opml"]:
        assert f'href="{address}"' in main
        assert client.get(address).status_code == 200


def alternates(client, address):
    html = get(client, address).content.decode().partition("</head>")[0]
    return re.findall(r'<link rel="alternate" type="[\w/+]+" title="[^"]+" href="([^"]+)"', html)


def in_every_format(*feeds):
    return [f"{feed}.{form}" for feed in feeds for form in FORMATS]


def test_feed_readers_find_first_what_the_page_is_about(client):
    page = full_story()
    expected = {
        "/": in_every_format("/feed"),
        "/posts/": in_every_format("/feed"),
        "/feeds/": in_every_format("/feed"),
        "/corrections/": in_every_format("/corrections/feed", "/feed"),
        "/topics/economy/": in_every_format("/topics/economy/feed", "/feed"),
        "/authors/rufus-teal/": in_every_format("/authors/rufus-teal/feed", "/feed"),
        page.url: in_every_format("/topics/the-hill/feed", "/feed"),
    }
    assert {address: alternates(client, address) for address in expected} == expected
