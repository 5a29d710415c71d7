"""Several machines share a Redis; none of them needs it."""

import pytest

from pagecache import changes, shown
from pagecache import server as pagecache
from pagecache.stores import Redis, RedisJournal
from tests.pagecache.conftest import RedisServer
from tests.pagecache.test_server import TEXT, Site, keep_in, request  # noqa: F401 - a fixture


@pytest.fixture
def server():
    """A Redis of this test alone."""
    server = RedisServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def keep(keep_in, server, monkeypatch):  # noqa: F811
    monkeypatch.setattr(RedisJournal, "PATIENCE", 0.0)
    monkeypatch.setattr(pagecache, "REST", 0.0)
    return keep_in(Redis(server.url, "this release"))


@pytest.fixture
def site():
    site = Site()
    site.view = lambda: shown.only_lists("about-5")
    return site


def test_without_it_pages_are_rendered_and_once_it_is_back_kept(keep, site, server):
    cache = keep(site)
    request(cache)
    server.stop()
    assert [request(cache).text for _ in range(3)] == [TEXT] * 3
    assert site.asked == 4
    with pytest.raises(OSError, match="refused|Error"):
        changes.end("about-5")
    server.start()
    assert [request(cache).text for _ in range(3)] == [TEXT] * 3
    assert site.asked == 5


def test_what_was_kept_before_it_lost_its_memory_is_not_served(keep, site, server):
    """Nobody knows any more what has ended meanwhile."""
    cache = keep(site)
    request(cache)
    server.stop()
    server.start()
    request(cache)
    assert site.asked == 2


def test_who_missed_more_than_it_remembers_begins_anew(keep, site, monkeypatch):
    monkeypatch.setattr(RedisJournal, "KEPT", 3)
    cache, other = keep(site), keep(site)
    request(cache)
    changes.end("about-5")
    for number in range(5):
        changes.end(f"page-{number}")
    request(cache)
    request(other)
    assert site.asked == 2


def test_a_machine_with_other_code_renders_its_own_pages(keep_in, server, site):  # noqa: F811
    for release in ("one", "two", "two", "one"):
        request(keep_in(Redis(server.url, release))(site))
    assert site.asked == 2


def test_the_release_is_what_the_code_and_the_templates_are():
    from pagecache.stores import _release

    assert _release() == _release()
    assert len(_release()) == 16
