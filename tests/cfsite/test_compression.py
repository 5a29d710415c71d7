"""Text travels compressed, and everything else as it would without."""

import gzip

import brotli
import pytest
from django.http import FileResponse, HttpResponse
from django.test import RequestFactory
from django.views.decorators.cache import never_cache
from django.views.decorators.http import condition
from wagtail.models import Site

from cfsite.middleware import SHORTEST, Compression
from home.models import Publication
from syndication.cards import site_card
from tests import factories

TEXT = "The Senate sat until midnight, and rose without a vote. " * 20
BROWSER = "gzip, deflate, br, zstd"
KNOWN = {"if-none-match": "ETag", "if-modified-since": "Last-Modified"}


@pytest.fixture
def ask():
    """What a view's answer becomes on its way to somebody who accepts these codings."""

    def ask(view, codings="", method="get", **headers):
        request = getattr(RequestFactory(), method)("/", headers=headers)
        request.META["HTTP_ACCEPT_ENCODING"] = codings
        return Compression(view)(request)

    return ask


def page(request, text=TEXT, kind="text/html; charset=utf-8"):
    return HttpResponse(text, content_type=kind)


READ = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.mark.parametrize(
    ("codings", "used"),
    [
        (BROWSER, "br"),
        ("gzip", "gzip"),
        ("br;q=1.0, gzip;q=0.8", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.0,gzip", "gzip"),
        ("br;q=0.5", "br"),
        ("identity", None),
        ("", None),
    ],
)
def test_the_coding_is_one_that_the_reader_takes(ask, codings, used):
    response = ask(page, codings)
    assert response.get("Content-Encoding") == used
    assert READ[used](response.content).decode() == TEXT
    if used:
        assert int(response["Content-Length"]) == len(response.content) < len(TEXT)
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "kind",
    [
        "text/html",
        "text/plain; charset=utf-8",
        "application/rss+xml",
        "application/atom+xml; charset=utf-8",
        "application/xml",
        "application/json",
        "application/feed+json",
        "application/link-format",
        "image/svg+xml",
    ],
)
def test_every_sort_of_text_is_compressed(ask, kind):
    assert ask(lambda r: page(r, kind=kind), BROWSER)["Content-Encoding"] == "br"


@pytest.mark.parametrize("kind", ["image/avif", "image/png", "application/pdf", "font/woff2"])
def test_what_is_compressed_by_itself_is_left_alone(ask, kind):
    response = ask(lambda r: page(r, kind=kind), BROWSER)
    assert response.content.decode() == TEXT
    assert not response.has_header("Content-Encoding")
    assert not response.has_header("Vary")


def test_a_streamed_file_is_left_alone(ask, tmp_path):
    file = tmp_path / "figures.csv"
    file.write_text(TEXT)
    response = ask(lambda r: FileResponse(file.open("rb"), content_type="text/csv"), BROWSER)
    assert not response.has_header("Content-Encoding")
    assert b"".join(response).decode() == TEXT


def test_a_short_text_is_left_alone(ask):
    response = ask(lambda r: page(r, "x" * (SHORTEST - 1)), BROWSER)
    assert not response.has_header("Content-Encoding")


def test_a_text_is_not_compressed_twice(ask):
    def view(request):
        return HttpResponse(gzip.compress(b"x" * 9999), headers={"Content-Encoding": "gzip"})

    assert gzip.decompress(ask(view, BROWSER).content) == b"x" * 9999


def personal(request):
    return never_cache(page)(request)


def with_cookie(request):
    response = page(request)
    response.set_cookie("csrftoken", "secret")
    return response


def varying(request):
    response = page(request)
    response["Vary"] = "Cookie"
    return response


@pytest.mark.parametrize("view", [personal, with_cookie, varying])
def test_the_length_of_a_personal_page_tells_no_secret(ask, view):
    answers = [ask(view, BROWSER) for _ in range(20)]
    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({len(answer.content) for answer in answers}) > 1


@condition(etag_func=lambda request: '"seven"')
def feed(request):
    return page(request, kind="application/rss+xml")


@pytest.mark.parametrize(
    ("codings", "etag"), [(BROWSER, 'W/"seven"'), ("gzip", 'W/"seven"'), ("", '"seven"')]
)
def test_a_feed_that_is_asked_for_again_is_not_sent_again(ask, codings, etag):
    first = ask(feed, codings)
    assert first["ETag"] == etag
    again = ask(feed, codings, if_none_match=first["ETag"])
    assert (again.status_code, again["ETag"], again.content) == (304, etag, b"")
    assert again["Vary"] == first["Vary"]
    assert ask(feed, codings, if_none_match='W/"six"').status_code == 200


@condition(etag_func=lambda request: 'W/"seven"')
def weak_feed(request):
    return page(request, kind="application/rss+xml")


@pytest.mark.parametrize("known", ['W/"seven"', '"seven", W/W/"seven"'])
def test_a_weak_etag_gets_no_weaker(ask, known):
    assert ask(weak_feed, BROWSER)["ETag"] == 'W/"seven"'
    again = ask(weak_feed, BROWSER, if_none_match=known)
    assert (again.status_code, again["ETag"]) == (304, 'W/"seven"')
    assert again["Vary"] == "Accept-Encoding"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/feed.rss", "/feed.json", "/sitemap.xml", "/robots.txt"])
def test_what_differs_by_coding_says_so_also_where_nothing_is_new(client, address):
    factories.published()
    first = client.get(address, headers={"accept-encoding": BROWSER})
    known = {name: first[header] for name, header in KNOWN.items() if first.has_header(header)}
    again = client.get(address, headers={"accept-encoding": BROWSER, **known})
    assert again.status_code == (304 if known else 200)
    assert "Accept-Encoding" in first["Vary"]
    assert again["Vary"] == first["Vary"]


@pytest.mark.django_db
def test_a_picture_differs_by_no_coding_where_nothing_is_new_either(client):
    publication = Publication.for_site(Site.objects.get())
    address = site_card(publication).address
    first = client.get(address, headers={"accept-encoding": BROWSER})
    again = client.get(
        address, headers={"accept-encoding": BROWSER, "if-none-match": first["ETag"]}
    )
    assert (first.status_code, again.status_code) == (200, 304)
    assert first.get("Vary") == again.get("Vary")


def test_asking_for_the_headers_alone_tells_of_the_same_answer(ask):
    got, asked = ask(page, BROWSER), ask(page, BROWSER, method="head")
    for name in ("Content-Encoding", "Content-Length", "Vary"):
        assert asked[name] == got[name]


@pytest.mark.django_db
def test_readers_get_an_article_compressed_and_editors_the_newsroom_padded(client):
    article = factories.published("Senate sends the budget back")
    response = client.get(article.url, headers={"accept-encoding": BROWSER})
    assert response["Content-Encoding"] == "br"
    assert "Senate sends the budget back" in brotli.decompress(response.content).decode()
    client.force_login(factories.user(group="Editors"))
    response = client.get("/admin/", headers={"accept-encoding": BROWSER})
    assert response["Content-Encoding"] == "gzip"
    response = client.get("/admin/login/", headers={"accept-encoding": BROWSER})
    assert response.get("Content-Encoding") != "br"
