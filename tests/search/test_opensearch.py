"""OpenSearch finds what the database's engine finds; without it that one does.

No OpenSearch runs here. What is sent is compared with exchanges that were written from the public
documentation (opensearch/*.json, none of them recorded), and what it means is tried on a stand-in.
"""

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event as Gate

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from publishing.events import deliver_due
from publishing.models import Event
from publishing.scheduler import tick
from search import index, reindex
from search.engines import HEADLINE, Match, database_engine, engine, opensearch
from search.models import Entry
from search.query import parse
from search.ranking import match_of, tiers
from tests import factories
from tests.factories import paragraph
from tests.search.stand_in import StandIn, serving

pytestmark = pytest.mark.django_db
EXCHANGES = Path(__file__).parent / "opensearch"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_has_failed_yet(monkeypatch):
    monkeypatch.setattr(opensearch.OpenSearch, "rests_until", 0.0)
    monkeypatch.setattr(reindex, "_look_again_at", 0.0)


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """What follows a commit is done at the end of the `with`."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def ferry(committing):
    """One article, in the database's index."""
    with time_machine.travel(NOW, tick=False), committing():
        return factories.published(
            "Ferry strike ends",
            standfirst="The boats sail again.",
            body=[paragraph("The crews of the ferry voted at dawn.")],
        )


@pytest.fixture
def stand_in(settings):
    stand_in = StandIn()
    with serving(stand_in.answer) as address:
        settings.SEARCH_URL = address
        yield stand_in


@pytest.fixture
def replay(settings):
    """Answers as the file says, as long as it is asked what the file says."""

    @contextmanager
    def replay(name, **values):
        text = (EXCHANGES / f"{name}.json").read_text()
        for key, value in values.items():
            text = text.replace(f'"<{key}>"', json.dumps(value))
        exchanges, unexpected = json.loads(text)["exchanges"], []

        def answer(method, path, lines):
            asked = {"method": method, "path": path, "lines": lines}
            expected = exchanges.pop(0) if exchanges else {"request": "nothing more"}
            if asked == expected["request"]:
                return expected["status"], expected["response"]
            unexpected.append((asked, expected["request"]))
            return 400, {}

        with serving(answer) as address:
            settings.SEARCH_URL = address
            yield
        assert unexpected == []
        assert exchanges == []

    return replay


@contextmanager
def failing(how, settings):
    """An engine that is not there, hangs, breaks down or talks nonsense."""
    gate, asked = Gate(), []

    def answer(method, path, lines):
        asked.append(path)
        if how == "hangs":
            gate.wait(30)
        status = {"breaks down": 500, "was never filled": 404}.get(how, 200)
        return status, {"talks nonsense": '{"hits": ', "says little": {}}.get(how, [])

    with serving(answer) as address:
        settings.SEARCH_URL = address.replace("http://", "http://newsroom:lamplight@")
        if how == "is not there":
            settings.SEARCH_URL = "http://newsroom:lamplight@127.0.0.1:1"
        try:
            yield asked
        finally:
            gate.set()


FAILURES = [
    "is not there",
    "hangs",
    "breaks down",
    "was never filled",
    "talks nonsense",
    "says little",
    "says something else",
]


def test_it_asks_for_entries_tier_after_tier(ferry, replay):
    query = parse('ferry "at dawn" -"night train"')
    match = match_of(query, ["topic_the-hill"], since=5, until=2_000_000_000)
    with replay("find", ferry=str(ferry.pk)):
        found = engine().find(tiers(query, match), 20, 40)
    assert [entry.headline for entry in found] == ["Ferry strike ends"]


def test_it_asks_how_many_there_are_by_facet(replay):
    with replay("count"):
        counts = engine().count(Match(("ferri", frozenset({"crew", "h_boat"}))), 1_000_000)
    assert (counts.total, counts.about) == (25_000, False)
    assert counts.facets == {"topic_the-hill The Hill": 9_000, "year_2026 2026": 40}


def test_it_is_told_what_is_published_and_what_is_not(ferry, replay, committing):
    number = Entry.objects.get(pk=ferry.pk).number
    gone = factories.draft()
    with replay("follow", ferry=str(ferry.pk), gone=str(gone.pk), number=number), committing():
        index.bring_up_to_date([ferry.pk, gone.pk])


def test_a_new_index_takes_the_place_of_the_old_one_at_once(ferry, replay):
    number = Entry.objects.get(pk=ferry.pk).number
    with (
        replay("refill", ferry=str(ferry.pk), number=number),
        time_machine.travel(NOW, tick=False),
    ):
        call_command("rebuild_search", verbosity=0)


def test_it_is_told_who_asks(settings):
    settings.SEARCH_URL = "https://newsroom:l%40mp@search.example:9200/evening"
    assert (engine().address, engine().live) == ("https://search.example:9200", "evening")
    assert opensearch._session(settings.SEARCH_URL).auth == ("newsroom", "l@mp")


def test_readers_get_their_page_from_it(stand_in, ferry, client):
    call_command("rebuild_search", verbosity=0)
    stand_in.heard.clear()
    response = client.get("/search/", {"query": "ferrys"})  # mended by the database's vocabulary
    assert [article.title for article in response.context["results"].articles] == [ferry.title]
    assert stand_in.heard == [("POST", "/cfsite/_search")] * 2


def test_the_database_turns_the_pages_that_it_refuses(stand_in, ferry):
    call_command("rebuild_search", verbosity=0)
    stand_in.heard.clear()
    assert engine().find([Match(("ferri",))], 10_000, 10_020) == []
    assert stand_in.heard == []


@pytest.mark.parametrize("how", FAILURES)
def test_without_it_readers_find_with_the_database(
    how, ferry, client, settings, monkeypatch, caplog
):
    monkeypatch.setattr(opensearch, "PATIENCE", (1, 0.1))
    with failing(how, settings) as asked:
        for _ in range(3):
            response = client.get("/search/", {"query": "ferries"})
            assert [article.title for article in response.context["results"].articles] == [
                ferry.title
            ]
        assert len(asked) <= 1  # then it is left alone
        [error] = [record for record in caplog.records if record.name == opensearch.__name__]
        assert "lamplight" not in caplog.text
        assert caplog.text.count("Retrying") == (how == "is not there")
        monkeypatch.setattr(opensearch.OpenSearch, "rests_until", 0.0)
        caplog.clear()
        client.get("/search/", {"query": "ferries"})
        [error] = [record for record in caplog.records if record.name == opensearch.__name__]


@pytest.mark.parametrize("how", ["is not there", "hangs", "breaks down", "talks nonsense"])
def test_without_it_articles_are_published_and_told_later(
    how, settings, monkeypatch, committing, stand_in, client
):
    call_command("rebuild_search", verbosity=0)
    filled = settings.SEARCH_URL
    monkeypatch.setattr(opensearch, "PATIENCE", (1, 0.1))
    with failing(how, settings), committing():
        page = factories.published("Ferry strike ends")
    assert client.get(page.url).status_code == 200
    assert "lamplight" not in Event.objects.get().error

    settings.SEARCH_URL = filled
    with time_machine.travel(timezone.now() + timedelta(minutes=2)), committing():
        assert deliver_due() == 1
    [found] = engine().find([Match(("ferri",))], 0, 10)
    assert found.pk == page.pk


def test_what_no_event_tells_again_the_clock_does(ferry, settings, committing, stand_in):
    call_command("rebuild_search", verbosity=0)
    filled, settings.SEARCH_URL = settings.SEARCH_URL, "http://127.0.0.1:1"
    agnes = ferry.bylines.get().author
    agnes.name = "Agnes Merriweather"
    with committing():
        agnes.save()
    assert [entry.pk for entry in database_engine().find([Match(("merriweath",))], 0, 9)] == [
        ferry.pk
    ]

    settings.SEARCH_URL = filled
    with committing():
        tick()
    [found] = engine().find([Match(("merriweath",))], 0, 10)
    assert found.pk == ferry.pk


def test_what_it_missed_to_forget_is_forgotten_once_found(ferry, settings, committing, stand_in):
    call_command("rebuild_search", verbosity=0)
    filled, settings.SEARCH_URL = settings.SEARCH_URL, "http://127.0.0.1:1"
    with committing():
        factories.taken_down(ferry)
    settings.SEARCH_URL = filled
    assert engine().count(Match(("ferri",)), 10).total == 1
    assert engine().find([Match(("ferri",))], 0, 10) == []
    assert engine().count(Match(("ferri",)), 10).total == 0


def test_what_is_taken_down_or_deleted_leaves_it(stand_in, committing, ferry):
    with committing():
        other, deleted = (factories.published(f"Ferry sails at {hour}") for hour in (7, 9))
    call_command("rebuild_search", verbosity=0)
    assert engine().count(Match(("ferri",)), 10).total == 3
    with committing():
        factories.taken_down(ferry)
    assert engine().count(Match(("ferri",)), 10).total == 2
    with committing():
        Entry.objects.get(pk=deleted.pk).delete()
    assert engine().count(Match(("ferri",)), 10).total == 1
    with committing():
        factories.taken_down(other)
    assert engine().count(Match(("ferri",)), 10).total == 0


def test_what_changes_while_an_index_is_filled_is_right_in_it(stand_in, committing, monkeypatch):
    """The worst moment: entries were read, and not yet sent."""
    with committing():
        changed = factories.published("Ferry strike ends")
        withdrawn = factories.published("Harbour fair opens")
    call_command("rebuild_search", verbosity=0)
    [old] = stand_in.indexes
    read = index.as_they_are

    def meanwhile(ids):
        if not ids:
            return
        monkeypatch.undo()
        batches = list(read(ids))
        with committing():
            factories.published("Lamps lit again")
            factories.change(changed, title="Buses stop at noon")
            factories.taken_down(withdrawn)
        assert engine().count(Match(("lamp",)), 10).total == 1  # readers keep searching
        yield from batches

    monkeypatch.setattr(index, "as_they_are", meanwhile)
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        call_command("rebuild_search", verbosity=0)
    [new] = stand_in.indexes
    assert new != old
    assert stand_in.indexes[new][0] == {"cfsite", "cfsite.all"}
    entries = Entry.objects.in_bulk()
    assert set(stand_in.indexes[new][1]) == set(map(str, entries))
    assert (
        engine().count(Match(("buse",)), 10).total
        == engine().count(Match(("lamp",)), 10).total
        == 1
    )
    assert engine().count(Match(("strike",)), 10).total == 0


def test_who_rebuilds_while_it_is_down_is_told_so(settings, ferry):
    settings.SEARCH_URL = "http://127.0.0.1:1"
    with pytest.raises(
        CommandError, match="No answer from http://127.0.0.1:1: .* Readers search the database"
    ):
        call_command("rebuild_search", verbosity=0)


def test_what_it_refuses_is_an_error(settings, ferry):
    def answer(method, path, lines):
        if method == "GET":
            return 200, {"cfsite.20261124120000": {}}
        return 200, {"errors": True, "items": [{"index": {"status": 400, "error": "no"}}]}

    with serving(answer) as address:
        settings.SEARCH_URL = address
        with pytest.raises(opensearch.NoAnswer, match="refused 1 entries: no"):
            engine().follow([ferry.pk])


WORDS = ["ferry", "strike", "lamps", "harbour", "vote", "dawn", "Teal"]
ANY_WORDS = st.lists(st.sampled_from([*WORDS, "ferries", "voted", "zebra"]), min_size=1, max_size=3)
PARTS = st.builds(
    "{}{}".format, st.sampled_from(["", "", "-"]), st.one_of(
        ANY_WORDS.map(" ".join), ANY_WORDS.map(lambda words: f'"{" ".join(words)}"')
    )
)  # fmt: skip
QUERIES = st.lists(PARTS, min_size=1, max_size=3).map(" ".join)
FACETS = st.lists(
    st.sampled_from(["topic_the-hill", "author_rufus-teal", "kind_opinion", "year_2026"]),
    max_size=2,
)
WHEN = st.one_of(
    st.none(), st.integers(0, 12).map(lambda days: int(NOW.timestamp()) + days * 86_400)
)


@pytest.fixture
def archive(stand_in, committing):
    """Twelve days with a few words in ever other places."""
    for day in range(12):
        words = [WORDS[(day * step + step) % len(WORDS)] for step in range(1, 7)]
        rufus = [factories.author("Rufus Teal")] if day % 3 else None
        with time_machine.travel(NOW + timedelta(days=day), tick=False), committing():
            factories.published(
                " ".join(words[:2]).capitalize(),
                standfirst=" ".join(words[2:4]),
                body=[paragraph(" ".join(words[3:] * (day % 4)) or "Nothing.")],
                authors=rufus,
                kind="opinion" if day % 2 else "news",
            )
    call_command("rebuild_search", verbosity=0)


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(QUERIES, FACETS, WHEN, WHEN, st.integers(0, 4))
def test_it_finds_what_the_database_finds_in_the_same_order(
    archive, text, facets, since, until, start
):
    query = parse(text)
    match = match_of(query, facets, since=since, until=until)
    if not match:
        return
    any_of = match.also(frozenset({"ferri", "dawn", HEADLINE + "lamp"}))
    for asked in (tiers(query, match), [match], tiers(query, any_of)):
        ours, theirs = (
            [entry.pk for entry in each.find(asked, start, start + 5)]
            for each in (engine(), database_engine())
        )
        assert ours == theirs
    assert engine().count(match, 12) == database_engine().count(match, 12)
    assert opensearch.OpenSearch.rests_until == 0
