"""Who asks for a page that is kept gets what the site would have said, and nobody else's."""

import gzip
import os
import threading
from io import BytesIO

import brotli
import pytest
from django.utils.http import http_date

from pagecache import changes, shown
from pagecache import server as pagecache
from pagecache.server import PageCache
from pagecache.stores import Folder, Redis

TEXT = b"<p>The Senate sat until midnight, and rose without a vote.</p>\n" * 40
PUBLIC = ("Cache-Control", "public, max-age=0, s-maxage=1")
HTML = ("Content-Type", "text/html; charset=utf-8")
READ = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


class Site:
    """A site of one view; it counts how often it is asked."""

    def __init__(self, *headers, status="200 OK", text=TEXT):
        self.headers, self.status, self.text = [HTML, PUBLIC, *headers], status, text
        self.environs, self.closed = [], 0
        self.view = lambda: shown.only_lists()

    def __call__(self, environ, start_response):
        self.environs.append(environ)
        text = self.text(environ) if callable(self.text) else self.text
        self.view()
        start_response(self.status, list(self.headers))
        return Answer(self, text)

    @property
    def asked(self):
        return len(self.environs)


class Answer:
    def __init__(self, site, text):
        self.site, self.text = site, text

    def __iter__(self):
        yield self.text[:100]
        yield self.text[100:]

    def close(self):
        self.site.closed += 1


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.body = int(status[:3]), body
        self.headers = {name.lower(): value for name, value in headers}

    @property
    def text(self):
        return READ[self.headers.get("content-encoding", "")](self.body)


def request(application, path="/story/", query="", method="GET", scheme="http", **headers):
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "wsgi.url_scheme": scheme,
        "wsgi.input": BytesIO(),
        "HTTP_HOST": "example.org",
    }
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    told = []
    answer = application(environ, lambda status, said, exc_info=None: told.extend([status, said]))
    return Reply(*told, b"".join(answer))


@pytest.fixture
def keep_in(monkeypatch):
    """A page cache in front of a site; all that a test makes share one store."""

    def keep_in(store):
        monkeypatch.setattr(pagecache, "store", lambda: store)
        monkeypatch.setattr(changes, "store", lambda: store)
        return lambda site: PageCache(
            site,
            passing_by=("/admin/", "/media/"),
            parameters={"": ("page",), "/search/": ("query", "page")},
            of_others=("utm_", "fbclid"),
        )

    return keep_in


@pytest.fixture
def keep_in_folder(keep_in, tmp_path):
    return keep_in(Folder(tmp_path, "this start"))


@pytest.fixture(params=["a folder", "Redis"])
def keep(request, keep_in, tmp_path):
    if request.param == "a folder":
        return keep_in(Folder(tmp_path, "this start"))
    store = Redis(request.getfixturevalue("redis_server").url, "this release")
    store.redis.flushall()
    return keep_in(store)


def test_a_page_is_rendered_once(keep):
    site = Site()
    cache = keep(site)
    replies = [request(cache) for _ in range(5)]
    assert {(reply.status, reply.text) for reply in replies} == {(200, TEXT)}
    assert (site.asked, site.closed) == (1, 1)


def test_two_processes_render_a_page_once(keep):
    site = Site()
    one, other = keep(site), keep(site)
    assert request(one).text == request(other).text == TEXT
    assert site.asked == 1


def test_many_who_ask_at_once_wait_for_one_rendering(keep):
    site, go_on = Site(), threading.Event()
    site.view = lambda: (shown.only_lists(), go_on.wait(10))
    caches, replies = [keep(site) for _ in range(6)], []
    threads = [
        threading.Thread(target=lambda cache=cache: replies.append(request(cache).text))
        for cache in caches
    ]
    for thread in threads:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join(20)
    assert replies == [TEXT] * 6
    assert site.asked == 1


# What reader gets which


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", ""),
        ("", ""),
        ("identity", ""),
        ("nonsense\x7f;;q", ""),
    ],
)
def test_every_reader_gets_the_same_text_in_a_coding_they_take(keep, accepted, coding):
    cache = keep(Site())
    for first in ("br", "gzip", "", accepted):
        request(cache, accept_encoding=first)
    reply = request(cache, accept_encoding=accepted)
    assert reply.headers.get("content-encoding", "") == coding
    assert reply.text == TEXT
    assert int(reply.headers["content-length"]) == len(reply.body)


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_text_that_comes_compressed_is_kept_as_what_it_says(keep, coding):
    pack = {"br": brotli.compress, "gzip": gzip.compress}[coding]
    cache = keep(Site(("Content-Encoding", coding), ("Content-Length", "7"), text=pack(TEXT)))
    for accepted in ("br", "gzip", ""):
        assert request(cache, accept_encoding=accepted).text == TEXT


def test_asking_for_the_headers_first_leaves_a_whole_page(keep):
    site = Site()
    cache = keep(site)
    head = request(cache, method="HEAD")
    got = request(cache)
    assert (head.status, head.body) == (200, b"")
    assert head.headers == got.headers
    assert got.text == TEXT
    assert site.asked == 1


def test_who_has_a_page_already_is_told_so(keep):
    site = Site(("Last-Modified", http_date(1_700_000_000)), ("Link", "<a>; rel=b"))
    cache = keep(site)
    first = request(cache)
    etag = first.headers["etag"]
    for known in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        again = request(cache, if_none_match=known, if_modified_since=http_date(0))
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == etag
        assert {"cache-control", "link"} <= again.headers.keys()
        assert "content-type" not in again.headers
    assert request(cache, if_modified_since=http_date(1_700_000_000)).status == 304
    assert request(cache, if_modified_since=http_date(1_600_000_000)).status == 200
    assert request(cache, if_modified_since="last week").status == 200
    assert request(cache, if_none_match='"other"').text == TEXT
    assert site.asked == 1


def test_what_one_reader_has_already_is_not_what_the_next_one_gets(keep):
    site = Site()
    cache = keep(site)
    request(cache, if_none_match='"old"', range="bytes=0-9", if_modified_since=http_date(0))
    assert not {name for name in site.environs[0] if "IF_" in name or "RANGE" in name}
    assert request(cache).text == TEXT


def test_the_etag_of_a_page_stays_while_its_text_does(keep):
    site = Site()
    before = request(keep(site)).headers["etag"]
    changes.end(changes.EVERYTHING)
    assert request(keep(site)).headers["etag"] == before
    site.text = TEXT + b"More."
    changes.end(changes.EVERYTHING)
    assert request(keep(site)).headers["etag"] != before


def test_an_etag_of_the_views_own_is_kept(keep):
    assert request(keep(Site(("ETag", '"seven"')))).headers["etag"] == 'W/"seven"'


# Whose page it is


def echo(environ):
    said = {name: value for name, value in environ.items() if isinstance(value, str)}
    return TEXT + repr(sorted(said.items())).encode()


def who_sees(cache, mark, **asked):
    """Whether somebody who asks plainly afterwards is shown what another one sent."""
    request(cache, **asked)
    plain = request(cache, path=asked.get("path", "/story/"))
    return mark.encode() in plain.text


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "example.org:81"},
        {"scheme": "https"},
        {"query": "page=evil"},
        {"query": "evil=1"},
        {"query": "utm_source=evil"},
        {"query": "PAGE=evil"},
        {"query": "page=1&page=evil"},
        {"query": "page=1;evil=1"},
    ],
)
def test_nobody_is_shown_what_another_one_sent(keep, headers):
    cache = keep(Site(text=echo))
    assert not who_sees(cache, "evil", **headers)
    if "query" not in headers:
        assert request(cache, **headers).text != request(cache).text


@pytest.mark.parametrize(
    "header", ["x_forwarded_host", "x_forwarded_proto", "x_forwarded_port", "forwarded", "cookie"]
)
def test_what_no_page_may_depend_on_no_page_is_told(keep, header):
    site = Site(text=echo)
    cache = keep(site)
    assert not who_sees(cache, "evil", **{header: "theme=evil"})
    assert site.asked == 1


def test_behind_a_proxy_the_scheme_is_as_it_says(keep, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    site = Site(text=echo)
    cache = keep(site)
    request(cache, x_forwarded_proto="https")
    request(cache, x_forwarded_proto="http")
    assert site.asked == 2
    request(cache, x_forwarded_proto="https, http")
    request(cache, x_forwarded_proto="anything else")
    assert site.asked == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"method": "POST"},
        {"method": "OPTIONS"},
        {"cookie": "sessionid=abc"},
        {"cookie": "a=b; sessionid=abc"},
        {"cookie": "csrftoken=abc"},
        {"authorization": "Basic abc"},
        {"path": "/admin/"},
        {"path": "/media/harbour.jpg"},
        {"query": "preview=1"},
        {"query": "page=2&preview=1"},
        {"query": "query=senate"},  # counts in search, not here
        {"query": "page=\xff"},
        {"query": "page=" + "1" * 2000},
    ],
)
def test_what_may_be_for_one_visitor_passes_by(keep, asked):
    site = Site(text=echo)
    cache = keep(site)
    request(cache, **{"path": asked.get("path", "/story/")})
    for _ in range(2):
        assert request(cache, **asked).status == 200
    assert site.asked == 3 if "path" not in asked else 3
    assert site.environs[-1]["QUERY_STRING"] == asked.get("query", "")


FOR_ONE = {
    "a cookie": [("Set-Cookie", "a=b")],
    "what differs by cookie": [("Vary", "Cookie")],
    "what differs by time": [("Vary", "Accept-Encoding, Accept-Datetime")],
    "an unknown coding": [("Content-Encoding", "zstd")],
}
NO_PAGE = ["404 Not Found", "301 Moved Permanently", "410 Gone", "500 Server Error"]


@pytest.mark.parametrize("headers", FOR_ONE.values(), ids=FOR_ONE)
def test_what_is_not_the_same_for_everybody_is_not_kept(keep, headers):
    assert_is_not_kept(keep, Site(*headers))


@pytest.mark.parametrize("status", NO_PAGE)
def test_what_is_no_page_is_not_kept(keep, status):
    assert_is_not_kept(keep, Site(status=status))


def test_what_is_very_large_is_not_kept(keep):
    assert_is_not_kept(keep, Site(text=b"x" * (pagecache.LARGEST + 1)))


def assert_is_not_kept(keep, site):
    cache = keep(site)
    replies = [request(cache) for _ in range(2)]
    assert site.asked == site.closed == 2
    assert [reply.body for reply in replies] == [site.text] * 2
    assert request(cache, method="HEAD").body == b""


@pytest.mark.parametrize(
    "policy", ["private, no-cache", "public, no-store", "public, max-age=0", "no-cache", ""]
)
def test_a_page_is_kept_only_where_it_says_it_is_public(keep, policy):
    site = Site()
    site.headers = [HTML, ("Cache-Control", policy)] if policy else [HTML]
    cache = keep(site)
    request(cache)
    request(cache)
    assert site.asked == 2


def test_pictures_are_not_kept(keep):
    site = Site()
    site.headers = [PUBLIC, ("Content-Type", "image/png")]
    cache = keep(site)
    request(cache)
    assert request(cache).body == TEXT
    assert site.asked == 2


def test_parameters_that_count_make_a_page_each_in_whatever_order(keep):
    site = Site(text=lambda environ: TEXT + environ["QUERY_STRING"].encode())
    cache = keep(site)
    first = request(cache, path="/search/", query="query=two+words&page=2")
    for query in ("page=2&query=two%20words", "page=9&query=two+words&utm_source=x&page=2"):
        assert request(cache, path="/search/", query=query).text == first.text
    assert site.asked == 1
    assert request(cache, path="/search/", query="query=two+words").text != first.text


def test_an_nginx_in_front_is_told_to_hold_a_page_until_the_second_is_over(keep, time_machine):
    cache = keep(Site(("X-Accel-Expires", "@1")))
    for second in (1_700_000_000, 1_700_000_007):
        time_machine.move_to(second + 0.9, tick=False)
        reply = request(cache, x_forwarded_proto="http")
        assert reply.headers["x-accel-expires"] == f"@{second}"
        again = request(cache, x_forwarded_proto="http", if_none_match=reply.headers["etag"])
        assert (again.status, again.headers["x-accel-expires"]) == (304, f"@{second}")
        assert "x-accel-expires" not in request(cache).headers


# Until when


def test_what_has_changed_ends_the_pages_that_show_it_and_no_other(keep):
    site = Site()
    cache, other = keep(site), keep(site)

    def view():
        number = 1 if site.environs[-1]["PATH_INFO"] == "/one/" else 2
        shown.only_lists(f"about-{number + 4}")
        shown.note(f"page-{number}")

    site.view = view
    request(cache, path="/one/")
    request(cache, path="/two/")
    assert site.asked == 2
    for name, rendered in [("page-1", 3), ("about-5", 4), ("page-3", 4), ("lists", 4)]:
        changes.end(name)
        for each in (cache, other):
            request(each, path="/one/")
            request(each, path="/two/")
        assert site.asked == rendered, name
    changes.end(changes.EVERYTHING)
    request(cache, path="/one/")
    request(other, path="/two/")
    assert site.asked == 6


def test_a_page_that_does_not_say_on_which_lists_it_depends_ends_with_any(keep):
    site = Site()
    site.view = lambda: None
    cache = keep(site)
    request(cache)
    changes.end("page-7", shown.EVERY_LIST)
    request(cache)
    assert site.asked == 2


def test_what_changes_while_a_page_is_rendered_ends_it(keep):
    site = Site()
    cache, other = keep(site), keep(site)
    site.view = lambda: (shown.only_lists("about-5"), changes.end("about-5"))
    request(cache)
    site.view = lambda: shown.only_lists("about-5")
    request(other)
    request(cache)
    assert site.asked == 2


def test_a_process_that_comes_later_knows_what_ended_before_it_came(keep):
    site = Site()
    site.view = lambda: shown.only_lists("about-5")
    request(keep(site))
    changes.end("about-5")
    request(keep(site))
    assert site.asked == 2


@pytest.mark.parametrize("names", [["page-1"], ["about-5", "page-2"]])
def test_a_journal_that_is_full_begins_anew_and_loses_no_end(keep_in_folder, names, monkeypatch):
    monkeypatch.setattr("pagecache.stores.FolderJournal.LONGEST", 60)
    site = Site()
    site.view = lambda: (shown.only_lists("about-5"), shown.note("page-1"))
    cache = keep_in_folder(site)
    for rendered in range(1, 12):
        request(cache)
        assert site.asked == rendered
        changes.end(*names)


def test_a_journal_that_has_gone_ends_everything(keep_in_folder, tmp_path):
    site = Site()
    cache, other = keep_in_folder(site), keep_in_folder(site)
    request(cache)
    (tmp_path / "ended").unlink()
    request(cache)
    request(other)
    assert site.asked == 2


def test_where_nothing_can_be_written_pages_are_rendered_each_time(
    keep_in_folder, tmp_path, monkeypatch
):
    monkeypatch.setattr(pagecache, "REST", 0.0)
    (tmp_path / "ended").mkdir()
    site = Site()
    cache = keep_in_folder(site)
    assert [request(cache).text for _ in range(2)] == [TEXT] * 2
    assert site.asked == 2
    with pytest.raises(OSError, match="ended"):
        changes.end("page-1")


def test_a_page_that_was_cut_short_is_rendered_again(keep_in_folder, tmp_path):
    site = Site()
    request(keep_in_folder(site))
    (kept,) = [file for file in (tmp_path / "this start").iterdir() if "lock" not in file.name]
    kept.write_bytes(b'{"names": [')
    assert request(keep_in_folder(site)).text == TEXT
    assert site.asked == 2


def test_a_page_lives_for_its_time_and_never_beyond_midnight(keep, time_machine):
    site = Site()
    site.headers = [HTML, ("Cache-Control", "public, max-age=60")]
    cache = keep(site)
    time_machine.move_to("2026-11-30 12:00:00+00:00", tick=False)
    request(cache)
    time_machine.move_to("2026-11-30 12:00:59+00:00", tick=False)
    request(cache)
    assert site.asked == 1
    time_machine.move_to("2026-11-30 12:01:01+00:00", tick=False)
    request(cache)
    assert site.asked == 2
    site.headers = [HTML, PUBLIC]
    time_machine.move_to("2026-11-30 23:59:50+00:00", tick=False)
    request(cache)
    time_machine.move_to("2026-12-01 00:00:01+00:00", tick=False)
    request(cache)
    assert site.asked == 4


def test_rather_an_old_page_than_an_error_but_never_one_that_has_ended(keep, time_machine):
    site = Site()
    site.view = lambda: shown.only_lists("about-5")
    cache = keep(site)
    time_machine.move_to("2026-11-30 12:00:00+00:00", tick=False)
    request(cache)
    site.status, site.text = "500 Server Error", b"Sorry"
    time_machine.move_to("2026-11-30 14:00:00+00:00", tick=False)
    assert request(cache).text == TEXT
    changes.end("about-5")
    assert request(cache).status == 500


def test_memory_and_folder_hold_so_many_pages(keep_in_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(pagecache, "MOST", 10)
    monkeypatch.setattr(Folder, "MOST", 40)
    monkeypatch.setattr(Folder, "LOOK_AFTER", 5)
    site = Site()
    cache = keep_in_folder(site)
    for number in range(100):
        request(cache, query=f"page={number}")
    assert len(cache.pages) == 10
    assert len(list((tmp_path / "this start").glob("[0-9a-f]*"))) <= 45
    request(cache, query="page=80")  # no more in memory, but in the folder
    assert site.asked == 100


def test_what_starts_of_long_ago_have_kept_is_thrown_away(keep_in, tmp_path):
    for name in ("long ago", "still at work"):
        request(keep_in(Folder(tmp_path, name))(Site()))
    os.utime(tmp_path / "long ago", (0, 0))
    request(keep_in(Folder(tmp_path, "now"))(Site()))
    assert {place.name for place in tmp_path.iterdir()} == {"still at work", "now", "ended"}


def test_a_page_may_ask_to_hear_each_time_it_is_served(keep):
    heard = []

    def hear(sender, message, **kwargs):
        heard.append(message)

    pagecache.served_again.connect(hear)
    site = Site()
    site.view = lambda: shown.retell({"words": "senate"})
    cache, other = keep(site), keep(site)
    request(cache)
    assert heard == []
    for each in (cache, other, other):
        request(each)
    assert heard == [{"words": "senate"}] * 3
