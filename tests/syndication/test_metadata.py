"""What a page tells machines is what it tells people, and no parser reads it otherwise."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import extruct
import lxml.html
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from wagtail.models import ReferenceIndex, Site

from home.models import Publication, StandardPage
from news.models import Author
from publishing import gate, record
from tests import every_page, factories
from tests.factories import change, paragraph, published

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
HOST = "http://localhost:8000"
SCHEMA_ORG = json.loads((Path(__file__).parent / "schema_org.json").read_text())["types"]


def html_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def things_of(html):
    """What extruct finds of schema.org, by type."""
    graphs = extruct.extract(html, syntaxes=["json-ld"], uniform=False)["json-ld"]
    assert len(graphs) <= 1
    return {thing["@type"]: thing for graph in graphs for thing in graph["@graph"]}


def properties_of(html):
    """What extruct finds of Open Graph, as pairs."""
    found = extruct.extract(html, base_url=HOST, syntaxes=["opengraph"])["opengraph"]
    return found[0]["properties"] if found else []


def named(html, name):
    """The contents of the meta elements with a name."""
    head = lxml.html.fromstring(html).head
    return [meta.get("content") for meta in head.findall("meta") if meta.get("name") == name]


def shown(html, selector):
    """The texts that readers see where a CSS selector points, without the spaces around them."""
    found = BeautifulSoup(html, "html.parser").select(f"main {selector}")
    return [" ".join(element.get_text().split()) for element in found]


def attribute(html, selector, name):
    return [e[name] for e in BeautifulSoup(html, "html.parser").select(f"main {selector}")]


def addresses_in(thing):
    """Every address that a thing, or one within it, gives."""
    if isinstance(thing, dict):
        return [a for value in thing.values() for a in addresses_in(value)]
    if isinstance(thing, list | tuple):
        return [a for value in thing for a in addresses_in(value)]
    return [thing] if re.match(r"\w+://", str(thing)) else []


def things_within(thing):
    """A thing and every thing within it."""
    if isinstance(thing, dict):
        yield thing
    values = thing.values() if isinstance(thing, dict) else thing
    if isinstance(thing, dict | list):
        for value in values:
            yield from things_within(value)


@pytest.fixture(autouse=True)
def no_pictures_of_other_tests():
    """The cache outlives the test, and the next picture gets the number of the last."""
    caches["renditions"].clear()


@pytest.fixture
def publication():
    """A publication of which everything is known."""
    page = {"standfirst": "Who we are.", "body": [paragraph("We are few.")], "live": False}
    for slug in ("about", "ethics", "contact"):
        standing = StandardPage(title=slug.capitalize(), slug=slug, **page)
        Site.objects.get().root_page.add_child(instance=standing)
        standing.save_revision()
        gate.admit(standing, "tests")
    return Publication.objects.create(
        site=Site.objects.get(),
        name="The Marrowgate Lamp",
        tagline="News of the hill",
        logo=factories.picture("Logo"),
        ethics_policy="/ethics/",
        contact="/contact/",
        error_reports="errors@lamp.example",
        founded_on=datetime(1911, 3, 4).date(),
        x_account="@lamp",
        social_accounts=[("link", {"label": "Square", "address": "https://square.example/@lamp"})],
        policies=[
            ("policy", {"about": "ownershipFundingInfo", "address": "/about/"}),
            ("policy", {"about": "masthead", "address": "https://staff.example/"}),
            ("policy", {"about": "diversityPolicy", "address": "mailto:desk@lamp.example"}),
        ],
    )


@pytest.fixture
def everything(publication):
    """An article with all that one can have: corrected once, made clearer once, then updated."""
    picture = factories.picture(credit="Ida Falk", caption="On file.")
    with time_machine.travel(MONDAY, tick=False):
        page = published(
            "Ships wait in the fog & the rain",
            slug="fog",
            kind="analysis",
            authors=[factories.author(role="Political editor"), factories.author("Rufus Teal")],
            topics=[factories.topic("World"), factories.topic("Sea & air", slug="sea-and-air")],
            hero=picture,
            hero_alt_text="A ship in fog.",
            hero_decorative=False,
            hero_caption="Eleven ships “at anchor”.",
            dateline="Corran Bay",
            backstory="We counted the ships twice.",
            social_title="Fog stops ships",
            body=[paragraph("Eleven ships wait in fog."), paragraph("It lifted at noon.")],
        )
    with time_machine.travel(MONDAY + timedelta(hours=1), tick=False):
        told = {"was": "Nine ships", "now": "Eleven ships", "serious": True}
        page = change(page, "correction", "We had an old list.", title="Ships wait in fog", **told)
    with time_machine.travel(MONDAY + timedelta(hours=2), tick=False):
        page = change(page, "clarification", "They are moored.", title="Ships wait in the fog")
    with time_machine.travel(MONDAY + timedelta(hours=3), tick=False):
        return change(page, "update", "The fog has lifted.", title="Ships <wait> & “wait” in fog")


# An article


def test_the_structured_data_of_an_article_is_what_its_page_shows(client, everything):
    html = html_of(client, everything.url)
    article = things_of(html)["AnalysisNewsArticle"]
    assert article["headline"] == shown(html, "h1")[0] == "Ships <wait> & “wait” in fog"
    assert article["description"] == shown(html, "p.standfirst")[0]
    assert [a["name"] for a in article["author"]] == shown(html, ".byline a")
    assert [urlsplit(a["url"]).path for a in article["author"]] == attribute(
        html, ".byline a", "href"
    )
    assert [a.get("jobTitle") for a in article["author"]] == ["Political editor", None]
    times = [article["datePublished"], article["dateModified"]]
    assert times == attribute(html, ".dates time", "datetime")
    assert times == ["2026-11-23T07:00:00+00:00", "2026-11-23T10:00:00+00:00"]
    assert article["keywords"] == shown(html, ".topics a") == ["The Hill", "Sea & air", "World"]
    assert [article["articleSection"]] == shown(html, ".kicker a")[:1]
    assert [article["dateline"]] == shown(html, ".dateline")
    assert article["backstory"] in shown(html, ".backstory")[0]
    assert article["wordCount"] == len(" ".join(shown(html, ".body p")).split()) == 9
    assert article["version"] == 4
    assert article["isAccessibleForFree"] is True
    assert article["inLanguage"] == lxml.html.fromstring(html).get("lang")
    assert article["mainEntityOfPage"] == article["url"] == everything.full_url


def test_its_pictures_come_in_three_shapes_with_the_caption_and_credit_of_the_page(
    client, everything
):
    html = html_of(client, everything.url)
    images = things_of(html)["AnalysisNewsArticle"]["image"]
    # The picture is 1,600 by 1,000 and is not blown up.
    assert [(i["width"], i["height"]) for i in images] == [(1200, 675), (1200, 900), (1000, 1000)]
    for image in images:
        assert image["caption"] in shown(html, ".hero figcaption")[0]
        assert image["creditText"] in shown(html, ".hero figcaption")[0]


def test_its_corrections_are_told_as_on_the_page_and_an_update_is_none(client, everything):
    html = html_of(client, everything.url)
    article = things_of(html)["AnalysisNewsArticle"]
    clarified, corrected = sorted(article["correction"], key=lambda c: c["url"], reverse=True)
    assert corrected["url"] == f"{everything.full_url}#change-2"
    said = "We said: Nine ships\nIt says now: Eleven ships\nWhy: We had an old list."
    assert corrected["text"] == said
    parts = [shown(html, f"#change-2 {part}") for part in ("dt", "dd")]
    assert said == "\n".join(f"{label}: {text}" for label, text in zip(*parts, strict=True))
    assert [clarified["text"]] == shown(html, "#change-3 .note")
    for number, told in ((2, corrected), (3, clarified)):
        assert attribute(html, f"#change-{number} time", "datetime") == [told["datePublished"]]


def test_a_withheld_correction_is_not_told_to_machines_either(client, everything):
    record.withhold(
        everything.versions.get(number=2), factories.user(group="Moderators"), "A court order."
    )
    article = things_of(html_of(client, everything.url))["AnalysisNewsArticle"]
    assert [correction["text"] for correction in article["correction"]] == ["They are moored."]


def test_open_graph_and_x_say_of_an_article_what_its_page_shows(client, everything):
    html = html_of(client, everything.url)
    told = properties_of(html)
    once = dict(told)
    assert once["og:type"] == "article"
    assert once["og:title"] == "Fog stops ships"
    assert once["og:description"] == shown(html, "p.standfirst")[0]
    assert once["og:url"] == everything.full_url
    assert once["og:site_name"] == "The Marrowgate Lamp"
    assert once["og:locale"] == "en_GB"
    assert (once["og:image:width"], once["og:image:height"]) == ("1200", "630")
    assert once["og:image:alt"] == "Fog stops ships"
    times = [once["article:published_time"], once["article:modified_time"]]
    assert times == attribute(html, ".dates time", "datetime")
    assert [once["article:section"]] == shown(html, ".kicker a")[:1]
    tags = [content for name, content in told if name == "article:tag"]
    assert tags == shown(html, ".topics a")
    authors = [content for name, content in told if name == "article:author"]
    assert authors == [urljoin(HOST, path) for path in attribute(html, ".byline a", "href")]
    assert named(html, "twitter:card") == ["summary_large_image"]
    assert named(html, "twitter:site") == ["@lamp"]
    assert named(html, "twitter:image:alt") == ["Fog stops ships"]


def test_an_article_says_no_more_than_it_knows(client):
    page = published()
    html = html_of(client, page.url)
    article = things_of(html)["NewsArticle"]
    unknown = {"image", "correction", "backstory", "dateline", "alternativeHeadline"}
    assert not unknown & article.keys()
    assert article["dateModified"] == article["datePublished"]


@pytest.mark.parametrize(
    ("kind", "called"),
    [
        ("news", "NewsArticle"),
        ("analysis", "AnalysisNewsArticle"),
        ("opinion", "OpinionNewsArticle"),
        ("explainer", "BackgroundNewsArticle"),
        ("interview", "NewsArticle"),
    ],
)
def test_each_kind_of_work_is_told_as_what_it_is(client, kind, called):
    assert called in things_of(html_of(client, published(kind=kind).url))


@pytest.mark.parametrize(
    "headline",
    [
        "</script><script>alert(1)</script>",
        "</title></head><body><!-- <script>",
        "&lt;b&gt; &amp; &quot; is not markup",
        "She said \"no\", he said 'yes' and “both” were wrong",
        "A \\ backslash, a \\u003c and a \\\\",
        "Storm 🌪️ and flag 🏴󠁧󠁢󠁳󠁣󠁴󠁿 and family 👩‍👩‍👧",
        "A line\u2028and a paragraph\u2029in a headline",
        "عاجل: السفن تنتظر في الضباب",
        "]]> --> {{ page.title }} {% now %} ${1}",
        "x" * 255,
    ],
)
def test_whatever_a_headline_says_all_parsers_agree_on_it(client, headline):
    page = published(headline, slug="fog")
    html = html_of(client, page.url)
    assert things_of(html)["NewsArticle"]["headline"] == headline
    assert dict(properties_of(html))["og:title"] == headline
    for parser in ("html.parser", "lxml", "html5lib"):
        soup = BeautifulSoup(html, parser)
        (script,) = soup.find_all("script", type="application/ld+json")
        article = json.loads(script.string)["@graph"][0]
        assert article["headline"] == headline
        assert soup.find("meta", property="og:title")["content"] == headline
        assert soup.find("meta", attrs={"name": "twitter:image:alt"})["content"] == headline
        assert soup.h1.get_text() == headline
        assert not soup.find_all("script", src=None, type=None)


# The same instant everywhere


@pytest.mark.parametrize("day", [MONDAY, MONDAY - timedelta(days=150)], ids=["winter", "summer"])
def test_everybody_is_told_the_same_instants(client, day):
    with time_machine.travel(day, tick=False):
        page = published("Fog", slug="fog")
    with time_machine.travel(day + timedelta(hours=5, seconds=7), tick=False):
        page = change(page, "update", "It lifted.", title="No fog")
        html = html_of(client, page.url)
        [item] = json.loads(html_of(client, "/feed.json"))["items"]
        month = html_of(client, f"/sitemap-{day:%Y-%m}.xml")
        news = html_of(client, "/news-sitemap.xml")
    article, told = things_of(html)["NewsArticle"], dict(properties_of(html))
    published_at = [
        article["datePublished"],
        told["article:published_time"],
        attribute(html, ".dates time", "datetime")[0],
        item["date_published"],
        re.search("publication_date>(.+?)<", news)[1],
    ]
    updated_at = [
        article["dateModified"],
        told["article:modified_time"],
        attribute(html, ".dates time", "datetime")[1],
        item["date_modified"],
        re.search(f"{re.escape(page.full_url)}</loc>.*?<lastmod>(.+?)<", month, re.S)[1],
    ]
    assert {datetime.fromisoformat(time) for time in published_at} == {day}
    assert {datetime.fromisoformat(time) for time in updated_at} == {
        day + timedelta(hours=5, seconds=7)
    }
    assert len({*published_at[:3]}) == len({*updated_at[:3]}) == 1


# The publisher


@pytest.mark.parametrize("address", ["/", "/about/"])
def test_the_front_and_the_standing_pages_tell_all_about_the_publisher(
    client, publication, address
):
    publisher = things_of(html_of(client, address))["NewsMediaOrganization"]
    logo = publisher.pop("logo")
    assert publisher == {
        "@type": "NewsMediaOrganization",
        "@id": f"{HOST}/#publisher",
        "name": "The Marrowgate Lamp",
        "url": f"{HOST}/",
        "slogan": "News of the hill",
        "foundingDate": "1911-03-04",
        "sameAs": ["https://square.example/@lamp"],
        "contactPoint": [
            {"@type": "ContactPoint", "contactType": "newsroom", "url": f"{HOST}/contact/"},
            {"@type": "ContactPoint", "contactType": "corrections", "email": "errors@lamp.example"},
        ],
        "ethicsPolicy": f"{HOST}/ethics/",
        "ownershipFundingInfo": f"{HOST}/about/",
        "masthead": "https://staff.example/",
    }
    assert (logo["width"], logo["height"]) == (600, 375)


def test_an_address_that_is_none_is_left_out_wherever_it_was_stored(client, publication):
    publication.contact = publication.ethics_policy = publication.security_contact = "https://[x"
    publication.policies = [("policy", {"about": "masthead", "address": "https://[x"})]
    publication.social_accounts = [("link", {"label": "Square", "address": "https://[x"})]
    publication.save()
    publisher = things_of(html_of(client, "/"))["NewsMediaOrganization"]
    assert not {"ethicsPolicy", "masthead", "sameAs"} & publisher.keys()
    assert [point["contactType"] for point in publisher["contactPoint"]] == ["corrections"]
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize("address", ["https://[x", "https://a\u2100b/", "//a.example", "ftp://a"])
def test_an_address_that_is_none_is_refused(publication, address):
    publication.contact = address
    publication.policies = [("policy", {"about": "masthead", "address": address})]
    with pytest.raises(ValidationError) as refused:
        publication.full_clean()
    assert "contact" in refused.value.message_dict
    with pytest.raises(ValidationError):
        Publication._meta.get_field("policies").stream_block.clean(publication.policies)


def test_every_page_tells_of_the_policies_and_only_the_front_of_the_rest(client, everything):
    publisher = things_of(html_of(client, "/posts/"))["NewsMediaOrganization"]
    policies = {"ethicsPolicy", "ownershipFundingInfo", "masthead"}
    assert publisher.keys() == {"@type", "@id", "name", "url", "logo"} | policies


def test_an_article_is_by_the_publisher_that_its_page_names(client, everything):
    things = things_of(html_of(client, everything.url))
    publisher = things["NewsMediaOrganization"]
    article = things["AnalysisNewsArticle"]
    assert article["publisher"] == article["copyrightHolder"] == {"@id": publisher["@id"]}


def test_a_publication_without_a_logo_is_known_by_its_mark(client):
    logo = things_of(html_of(client, "/"))["NewsMediaOrganization"]["logo"]
    assert logo["url"].endswith(".svg")
    assert client.get(urlsplit(logo["url"]).path).status_code == 200


def test_an_author_is_told_as_a_person(client, publication):
    author = factories.author(
        role="Political editor",
        biography="She counts votes.\n\nAnd crates.",
        portrait=factories.picture("Portrait"),
    )
    published(authors=[author])
    html = html_of(client, "/authors/agnes-holloway/")
    person = things_of(html)["ProfilePage"]["mainEntity"]
    assert person["name"] == shown(html, "h1")[0]
    assert person["jobTitle"] == shown(html, ".role")[0]
    assert " ".join(person["description"].split()) == shown(html, ".biography")[0]
    assert person["image"][0]["width"] == person["image"][0]["height"] == 600
    told = dict(properties_of(html))
    assert told["og:type"] == "profile"
    assert told["og:image"] == person["image"][0]["url"]


# Every page


@dataclass
class Newsroom:
    """What a newsroom that has every page answers readers."""

    pages: dict  # address: html
    statuses: dict  # of each address of ours that a page gives machines


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker):
    """Built and read once, then rolled back: the tests compare what was read."""
    client = Client()
    with django_db_blocker.unblock(), transaction.atomic():
        caches["renditions"].clear()
        known = every_page.build()
        for instance in (*Author.objects.all(), *Publication.objects.all()):
            ReferenceIndex.create_or_update_for_object(instance)  # as a commit does
        places = [place.path for place in every_page.PLACES.values() if place.status == 200]
        pages = {path: html_of(client, path) for path in (p.format(**known) for p in places)}
        public = [html for path, html in pages.items() if not is_preview(path)]
        given = {a for html in public for a in addresses_given(html) if is_ours(a)}
        statuses = {a: client.get(a.removeprefix(HOST)).status_code for a in given}
        transaction.set_rollback(True)
    return Newsroom(pages, statuses)


def addresses_given(html):
    things = [*things_of(html).values()]
    return [a.partition("#")[0] for a in addresses_in(things) + addresses_in(properties_of(html))]


def is_ours(address):
    return address.startswith(f"{HOST}/")


def is_preview(address):
    return address.startswith("/preview/")


def is_variant(address):
    """Whether it shows in another way what has its own address elsewhere."""
    return is_preview(address) or re.search(r"/versions/\d+/|/quotes/", address)


def test_every_page_has_one_address_and_says_whether_to_list_it(newsroom):
    for address, html in newsroom.pages.items():
        head = lxml.html.fromstring(html).head
        canonical = [link.get("href") for link in head.findall("link[@rel='canonical']")]
        listed = "max-image-preview:large, max-snippet:-1, max-video-preview:-1"
        if address == "/for-members/":  # asks for its password
            assert (canonical, named(html, "robots")) == ([], ["noindex"])
            continue
        assert len(canonical) == 1, address
        assert is_ours(canonical[0]), address
        assert re.fullmatch(r"(page=[2-9])?", urlsplit(canonical[0]).query), address
        if not is_variant(address):
            without = re.sub(r"\?query.*", "", address)
            assert canonical == [HOST + without] == [dict(properties_of(html))["og:url"]]
        unlisted = is_preview(address) or re.search("^/search/|/versions/", address)
        assert named(html, "robots") == ["noindex" if unlisted else listed], address


def test_every_page_tells_the_trail_that_readers_see(newsroom):
    for address, html in newsroom.pages.items():
        trail, things = shown(html, ".breadcrumb li"), things_of(html)
        if is_preview(address):
            assert things == {}
        elif not trail:
            assert address in ("/", "/for-members/")
        else:
            items = things["BreadcrumbList"]["itemListElement"]
            assert [item["name"] for item in items] == trail, address
            assert [item["position"] for item in items] == [*range(1, len(trail) + 1)]
            links = attribute(html, ".breadcrumb a", "href")
            assert [i["item"] for i in items if "item" in i] == [urljoin(HOST, a) for a in links]


def test_every_page_can_be_shared_with_a_title_and_a_picture(newsroom):
    for address, html in newsroom.pages.items():
        if re.search(r"/versions/\d+/|/for-members/", address):
            continue  # nobody is to share it
        told = dict(properties_of(html))
        asked = {"og:type", "og:title", "og:url", "og:image", "og:image:alt", "og:site_name"}
        assert asked <= told.keys(), address
        assert is_ours(told["og:image"]), address


def test_every_address_given_to_machines_is_absolute_and_answers(newsroom):
    assert {a: status for a, status in newsroom.statuses.items() if status != 200} == {}
    assert any("/media/" in address for address in newsroom.statuses)
    relative = r'"(?:url|item|@id|mainEntityOfPage|\w+Policy|\w+Principles)": "(?!https?://)'
    for address, html in newsroom.pages.items():
        assert not re.search(relative, json.dumps(things_of(html))), address


def test_no_page_says_something_empty(newsroom):
    for address, html in newsroom.pages.items():
        contents = [content for _, content in properties_of(html)] + named(html, "description")
        assert all(content.strip() for content in contents), address
        for thing in things_within([*things_of(html).values()]):
            assert all(value not in (None, "", [], {}) for value in thing.values()), address


def test_every_property_is_one_that_schema_org_knows(newsroom):
    """Against a copy of its vocabulary."""
    for address, html in newsroom.pages.items():
        for thing in things_within([*things_of(html).values()]):
            if kind := thing.get("@type"):
                assert {name for name in thing if name[0] != "@"} <= known(kind), address


def known(kind):
    """The properties that schema.org has for a type of thing."""
    above = map(known, SCHEMA_ORG[kind]["above"])
    return set(SCHEMA_ORG[kind]["properties"].split()).union(*above)


# What is not for search engines


def test_a_draft_in_preview_promises_nothing_to_machines(client):
    page = factories.draft("Not yet")
    request = page.make_preview_request()
    html = request.content.decode()
    assert named(html, "robots") == ["noindex"]
    assert "ld+json" not in html
    assert dict(properties_of(html))["og:title"] == "Not yet"
    assert "article:published_time" not in html


def test_a_topic_with_next_to_nothing_is_not_for_search_engines(client):
    topic = factories.topic("Brief")
    for number in range(2):
        published(f"Story {number}", main_topic=topic)
    assert named(html_of(client, "/topics/brief/"), "robots") == ["noindex"]
    published("Story 3", main_topic=topic)
    assert named(html_of(client, "/topics/brief/"), "robots") != ["noindex"]
