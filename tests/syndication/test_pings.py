"""Others are told of what has become public, and of nothing else, by a clock that nobody holds up.

The hub and the engine here are real servers on this computer.
"""

import json
import logging
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from home.models import HomePage, Publication, StandardPage
from publishing import gate
from publishing.scheduler import tick, ticked
from syndication import pings
from syndication.models import Ping
from tests import factories
from tests.server import ROOT, Newsroom, fresh_database

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = "http://localhost:8000"
KEY = "quayside-and-lamps-1911"
FORMATS = ("rss", "atom", "json")


class Listener(ThreadingHTTPServer):
    """Somebody who is told: remembers what was posted, and answers what the test says."""

    daemon_threads = True

    def __init__(self, handler=None):
        super().__init__(("127.0.0.1", 0), handler or Handler)
        self.status, self.headers, self.heard = 204, {}, []
        self.url = f"http://127.0.0.1:{self.server_port}/hub"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard.append((self.path, self.headers["Content-Type"], body))
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args):
        pass


@contextmanager
def listening(handler=None):
    server = Listener(handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def somebody():
    with listening() as server:
        yield server


@pytest.fixture
def publication(db):
    return Publication.objects.create(site=Site.objects.get())


@pytest.fixture
def hub(somebody, publication):
    """The publication's WebSub hub."""
    publication.websub_hub = somebody.url
    publication.save()
    return somebody


@pytest.fixture
def engine(somebody, publication, monkeypatch):
    """What stands for the search engines of IndexNow."""
    monkeypatch.setattr(pings, "INDEXNOW", somebody.url)
    publication.indexnow_key = KEY
    publication.save()
    somebody.status = 200
    return somebody


def clock(after):
    """One turn of the clock so long after noon, as cron has it."""
    with time_machine.travel(NOW + after, tick=False):
        tick()


def at_noon():
    return time_machine.travel(NOW, tick=False)


SECOND = timedelta(seconds=1)
SOON = 6 * SECOND  # after the five quiet seconds


def publish(**fields):
    """An article that is public at noon, and whose listeners have heard of it."""
    with at_noon():
        page = factories.published(**fields)
        tick()
    return page


def forget(listener):
    """Tell what is waiting, and begin anew."""
    clock(SOON)
    listener.heard.clear()
    assert not Ping.objects.exists()


def feeds_told(listener):
    """The paths of the feeds that the hub was told of, sorted."""
    told = [parse_qs(body) for _, _, body in listener.heard]
    assert all(message["hub.mode"] == ["publish"] and len(message) == 2 for message in told)
    return sorted(urlsplit(message["hub.url"][0]).path for message in told)


def feeds(*places):
    return sorted(f"{place}feed.{form}" for place in places for form in FORMATS)


def pages_told(listener):
    return sorted(a for _, _, body in listener.heard for a in json.loads(body)["urlList"])


# The hub


def test_a_hub_is_told_of_every_feed_that_a_new_article_changes(hub, client):
    publish(
        main_topic=factories.topic("Harbour"),
        topics=[factories.topic("Tides")],
        authors=[factories.author(), factories.author("Petra Osei")],
    )
    clock(SOON)
    expected = ["/", "/topics/harbour/", "/topics/tides/"]
    expected += ["/authors/agnes-holloway/", "/authors/petra-osei/"]
    assert feeds_told(hub) == feeds(*expected)
    for path in feeds_told(hub):
        assert client.get(path).status_code == 200, path
    assert not Ping.objects.exists()


def test_the_message_is_the_one_that_hubs_take(hub):
    publish()
    clock(SOON)
    path, kind, body = hub.heard[0]
    assert (path, kind) == ("/hub", "application/x-www-form-urlencoded")
    message = parse_qsl(body)
    assert message[0] == ("hub.mode", "publish")
    assert message[1][0] == "hub.url"
    assert message[1][1].startswith(f"{SITE}/")


def test_changes_in_a_row_are_told_once_when_it_is_quiet(hub):
    page = publish()
    with time_machine.travel(NOW + 3 * SECOND, tick=False):
        factories.change(page, dateline="Marrowgate")
        tick()
    clock(7 * SECOND)
    assert hub.heard == []
    clock(9 * SECOND)
    assert feeds_told(hub) == feeds("/", "/topics/the-hill/", "/authors/agnes-holloway/")


def test_a_topic_and_an_author_that_an_article_leaves_are_told_too(hub):
    page = publish(main_topic=factories.topic("Harbour"), authors=[factories.author()])
    forget(hub)
    with at_noon():
        page.bylines = [type(page.bylines.first())(author=factories.author("Petra Osei"))]
        page.save_revision()
        page = page.get_latest_revision_as_object()
        page.main_topic = factories.topic("Tides")
        page.describe_change("minor")
        page.save_revision()
        factories.approved(page).get_latest_revision().publish()
        tick()
    clock(SOON)
    assert feeds_told(hub) == feeds(
        *("/", "/topics/harbour/", "/topics/tides/"),
        *("/authors/agnes-holloway/", "/authors/petra-osei/"),
    )


def test_a_correction_changes_the_feed_of_corrections_and_so_does_taking_it_down(hub, client):
    page = publish()
    forget(hub)
    with at_noon():
        factories.change(page, "correction", "A name.", was="Jon", now="John", dateline="Bay")
        tick()
    clock(SOON)
    assert set(feeds("/corrections/")) < set(feeds_told(hub))
    assert client.get("/corrections/feed.rss").status_code == 200
    hub.heard.clear()
    with at_noon():
        page.refresh_from_db()
        factories.taken_down(page)
        tick()
    clock(SOON)
    assert set(feeds("/", "/corrections/", "/topics/the-hill/")) < set(feeds_told(hub))


# The search engines


def test_the_engines_are_told_of_all_that_has_changed_at_once(engine, client):
    for slug in ("ferry", "harbour"):
        publish(slug=slug)
    clock(SOON)
    ((path, kind, body),) = engine.heard
    assert kind == "application/json"
    assert json.loads(body) == {
        "host": "localhost:8000",
        "key": KEY,
        "keyLocation": f"{SITE}/{KEY}.txt",
        "urlList": [f"{SITE}/posts/ferry/", f"{SITE}/posts/harbour/"],
    }
    assert client.get(f"/{KEY}.txt").content.decode() == KEY
    assert not Ping.objects.exists()


def test_they_are_told_of_a_new_address_with_the_old_one_and_of_what_is_gone(engine):
    page = publish(slug="harbor")
    forget(engine)
    with at_noon():
        page = factories.change(page, slug="harbour")
        tick()
    clock(SOON)
    old, new = f"{SITE}/posts/harbor/", f"{SITE}/posts/harbour/"
    assert pages_told(engine) == [old, new]
    engine.heard.clear()
    with at_noon():
        factories.taken_down(page)
        tick()
    clock(SOON)
    assert pages_told(engine) == [new]


def test_a_standing_page_is_told_to_the_engines_and_to_no_feed(engine, publication):
    publication.websub_hub = engine.url
    publication.save()
    with at_noon():
        about = StandardPage(title="About", slug="about", live=False, body=[])
        HomePage.objects.get().add_child(instance=about)
        about.body = [factories.paragraph("We are eleven people.")]
        about.save_revision()
        gate.admit(about, "tests")
        tick()
    clock(SOON)
    assert pages_told(engine) == [f"{SITE}/about/"]


def test_no_more_go_into_one_message_than_they_take(engine, monkeypatch):
    monkeypatch.setattr(pings, "AT_ONCE", 2)
    for n in range(3):
        publish(slug=f"story-{n}")
    clock(SOON)
    clock(SOON)
    assert [len(json.loads(body)["urlList"]) for _, _, body in engine.heard] == [2, 1]


# Nobody is told of what is not public


def leave_in_draft():
    factories.draft()


def schedule():
    page = factories.draft(go_live_at=NOW + timedelta(days=1), embargoed_until=NOW + SECOND)
    factories.approved(page).get_latest_revision().publish()


def restrict():
    page = factories.draft()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    gate.admit(page, "tests")


@pytest.mark.parametrize("hide", [leave_in_draft, schedule, restrict])
def test_nobody_is_told_of_what_readers_cannot_see(hub, engine, hide):
    with at_noon():
        hide()
        tick()
    clock(timedelta(hours=1))
    assert hub.heard == []
    assert not Ping.objects.exists()


def test_nobody_is_told_of_a_change_that_is_not_approved(hub, engine):
    page = publish()
    forget(hub)
    with at_noon():
        page.slug, page.main_topic = "secret", factories.topic("Secret")
        page.save_revision()
        tick()
    clock(SOON)
    assert hub.heard == []


def test_an_embargoed_article_is_told_of_once_it_is_out(engine):
    with at_noon():
        schedule()
    clock(timedelta(days=1) - SECOND)
    clock(timedelta(days=1) - SECOND + SOON - 2 * SECOND)
    assert engine.heard == []
    clock(timedelta(days=1) + 2 * SOON)
    assert len(pages_told(engine)) == 1


def test_without_a_hub_and_a_key_nothing_is_noted(publication):
    publish()
    assert not Ping.objects.exists()


def test_whom_the_publication_no_longer_names_is_not_told(hub, publication):
    publish()
    assert Ping.objects.exists()
    publication.websub_hub = ""
    publication.save()
    clock(SOON)
    assert hub.heard == []
    assert not Ping.objects.exists()


def test_addresses_that_the_site_no_longer_has_are_forgotten(hub):
    publish()
    Site.objects.update(hostname="marrowgate.example")
    clock(SOON)
    assert hub.heard == []
    assert not Ping.objects.exists()


# When they do not listen


def test_what_was_not_taken_is_kept_and_told_again_after_ever_longer_pauses(hub):
    publish()
    hub.status, after, pauses = 503, SOON, []
    for tries in range(1, 5):
        clock(after)
        waiting = Ping.objects.order_by("due_at")
        assert {(ping.tries, ping.error) for ping in waiting} == {(tries, "It answered 503.")}
        pauses.append((waiting[0].due_at - NOW - after).total_seconds())
        after = waiting.last().due_at - NOW
    assert pauses == [30, 60, 120, 240]
    hub.status = 202
    clock(after)
    assert not Ping.objects.exists()


@pytest.mark.parametrize(
    ("status", "told"), [(500, 22), (429, 22), (403, 4), (422, 4)], ids=lambda value: str(value)
)
def test_after_three_days_we_give_up_and_say_so(engine, caplog, status, told):
    """Where the engine says no to the key or the address, we ask once a day."""
    publish(slug="harbour")
    engine.status, after = status, SOON
    while Ping.objects.exists():
        clock(after)
        last = Ping.objects.first()
        if last:
            assert last.error == f"It answered {status}."
            after = last.due_at - NOW
    assert timedelta(days=2.5) < after < timedelta(days=3.5)
    assert len(engine.heard) == told
    said = [r.getMessage() for r in caplog.records if r.levelno == logging.ERROR]
    assert said == [f"Given up: IndexNow: {SITE}/posts/harbour/ and 0 more. It answered {status}."]


def test_a_new_change_is_told_at_once_however_long_the_pause(hub):
    page = publish()
    hub.status = 500
    for after in (SOON, timedelta(hours=1), timedelta(hours=2)):
        clock(after)
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        factories.change(page, dateline="Marrowgate")
        tick()
    assert {(p.tries, p.error) for p in Ping.objects.all()} == {(0, "")}
    hub.status = 204
    clock(timedelta(hours=2) + SOON)
    assert not Ping.objects.exists()


def test_nobody_is_sent_elsewhere(hub):
    publish()
    with listening() as elsewhere:
        hub.status, hub.headers = 307, {"Location": elsewhere.url}
        clock(SOON)
        assert elsewhere.heard == []
    assert "enter that address" in Ping.objects.first().error


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://127.0.0.1:9/hub", "does not answer"),
        ("ftp://127.0.0.1/hub", "no address of the web"),
        ("http://./hub", "does not answer"),
    ],
)
def test_an_address_where_nobody_is_stops_nothing(publication, address, why):
    publication.websub_hub = address
    publication.save()
    publish()
    clock(SOON)
    assert all(why in ping.error for ping in Ping.objects.all())
    assert Ping.objects.exists()


def test_what_changes_while_we_tell_of_it_is_told_again(hub):
    page = publish()
    with time_machine.travel(NOW + SOON, tick=False):

        def change_meanwhile(taken):
            pings.note(page.public_version)

        waiting = Ping.objects.filter(address=f"{SITE}/feed.rss")
        pings._tell(change_meanwhile, waiting)
        assert waiting.get().due_at == timezone.now() + pings.QUIET


def test_two_clocks_tell_once(hub):
    publish()
    with time_machine.travel(NOW + SOON, tick=False):
        everything = Ping.objects.all()
        pings._tell(lambda taken: pings.tell_due(), everything)
        assert hub.heard == []
        assert not everything.exists()


# The clock


@pytest.mark.django_db
def test_a_listener_that_fails_does_not_stop_the_clock():
    def fail(**kwargs):
        raise RuntimeError("no")

    ticked.connect(fail)
    try:
        page = factories.draft(go_live_at=NOW + SECOND)
        with at_noon():
            factories.approved(page).get_latest_revision().publish()
        clock(2 * SECOND)
        clock(3 * SECOND)
    finally:
        ticked.disconnect(fail)
    page.refresh_from_db()
    assert page.live


class Dawdler(BaseHTTPRequestHandler):
    """Answers a header a moment, without end, so that no time limit on silence helps."""

    def do_POST(self):
        self.server.asked.set()
        self.send_response_only(204)
        while not self.server.enough.wait(0.5):
            self.send_header("X-Slowly", "yes")
            self.flush_headers()

    def log_message(self, *args):
        pass


PUBLISH = """
from home.models import Publication
from wagtail.models import Site
from syndication.models import Ping
from tests import factories
from django.utils import timezone
Publication.objects.create(site=Site.objects.get(), websub_hub={hub!r})
factories.published("The ferry", slug="ferry")
Ping.objects.update(due_at=timezone.now())
"""
SCHEDULE = """
from datetime import timedelta
from django.utils import timezone
from tests import factories
due = timezone.now() + timedelta(seconds=3)
page = factories.draft("The harbour", slug="harbour", go_live_at=due)
factories.approved(page).get_latest_revision().publish()
"""


def test_a_hub_that_never_comes_to_an_end_holds_up_no_publication(tmp_path):
    newsroom = Newsroom(tmp_path, fresh_database(tmp_path))
    newsroom.manage("migrate", "--verbosity", "0")
    with listening(Dawdler) as hub:
        hub.asked, hub.enough = Event(), Event()
        newsroom.shell(PUBLISH.format(hub=hub.url))
        clock = subprocess.Popen(
            [sys.executable, "manage.py", "publish_scheduled", "--every", "0.2"],
            **{"cwd": ROOT, "env": newsroom.environment, "stdout": subprocess.PIPE, "text": True},
        )
        try:
            assert hub.asked.wait(60)
            newsroom.shell(SCHEDULE)
            said = [clock.stdout.readline(), clock.stdout.readline()]
            assert said[1] == "Published or taken down: 1. Failed: 0.\n"
            os.kill(clock.pid, signal.SIGTERM)
            assert clock.wait(60) == 0
        finally:
            clock.kill()
            hub.enough.set()


# The network that keeps copies of pages


class Network(Handler):
    def do_PURGE(self):
        self.server.heard.append(self.path)
        self.send_response(self.server.status)
        self.end_headers()


@pytest.fixture
def network(settings):
    with listening(Network) as server:
        backend = "wagtail.contrib.frontend_cache.backends.HTTPBackend"
        settings.WAGTAILFRONTENDCACHE = {"cdn": {"BACKEND": backend, "LOCATION": server.url}}
        yield server


@pytest.mark.django_db
def test_a_network_is_told_at_the_next_tick_which_pages_have_changed(
    publication, network, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        page = factories.published("Lamps", main_topic=factories.topic("Harbour"))
    tick()
    changed = {
        *(page.url, f"{page.url}versions/", "/", "/posts/", "/topics/harbour/"),
        *("/authors/agnes-holloway/", "/feed.rss", "/topics/harbour/feed.json", "/archive/"),
        *("/sitemap.xml", "/news-sitemap.xml"),
    }
    assert changed <= set(network.heard)
    assert len(network.heard) == len(set(network.heard))
    network.heard.clear()
    tick()
    assert network.heard == []


@pytest.mark.django_db
def test_of_a_draft_a_network_hears_nothing(
    publication, network, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        factories.approved(factories.draft("Lamps"))
    tick()
    assert network.heard == []


@pytest.mark.django_db
def test_a_network_that_is_told_may_keep_pages_longer(publication, network, client):
    page = factories.published()
    assert "s-maxage=60" in client.get(page.url)["Cache-Control"]


@pytest.mark.django_db
def test_a_network_that_nobody_tells_keeps_pages_for_a_second(client):
    page = factories.published()
    assert "s-maxage=1," in client.get(page.url)["Cache-Control"]
