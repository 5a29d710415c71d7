"""What readers search for is counted, and nothing of who they are."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from search import lookups
from search.models import Lookup
from tests import factories

pytestmark = pytest.mark.django_db
REPORT = "/admin/lookups/"


@pytest.fixture(autouse=True)
def nothing_gathered(db):
    """Searches of other tests are forgotten."""
    lookups.flush()
    Lookup.objects.all().delete()


@pytest.fixture
def ferry(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return factories.published("Ferry returns")


def counted():
    lookups.flush()
    return {lookup.words: lookup.times for lookup in Lookup.objects.all()}


def lookup(words, times=3, found=0, days_ago=0):
    day = localdate() - timedelta(days=days_ago)
    return Lookup.objects.create(day=day, words=words, times=times, found=found)


# Counting


def test_a_search_is_counted_by_day_and_words(ferry, client):
    client.get("/search/", {"query": "ferry"})
    client.get("/search/", {"query": " FERRY "})
    client.get("/search/", {"query": "steamboat"})
    assert counted() == {"ferry": 2, "steamboat": 1}
    rows = Lookup.objects.order_by("words").values_list("day", "words", "found")
    assert list(rows) == [(localdate(), "ferry", 1), (localdate(), "steamboat", 0)]


def test_what_is_written_again_adds_up_and_tells_what_was_found_last():
    lookups.note("ferry", 0)
    assert counted() == {"ferry": 1}
    lookups.note("ferry", 4)
    lookups.note("ferry", 5)
    assert counted() == {"ferry": 3}
    assert Lookup.objects.get().found == 5


def test_no_reader_waits_for_a_count_to_be_written(ferry, client):
    with CaptureQueriesContext(connection) as captured:
        client.get("/search/", {"query": "ferry"})
    written = ("INSERT", "UPDATE", "DELETE", "search_lookup")
    assert not [query for query in captured if any(word in query["sql"] for word in written)]
    assert not Lookup.objects.exists()


@pytest.mark.parametrize(
    "more",
    [{"kind": "news"}, {"topic": "the-hill"}, {"from": "2020-01-01"}],
    ids=lambda more: "".join(more),
)
def test_a_filter_or_a_further_page_is_no_other_search(ferry, client, more):
    client.get("/search/", {"query": "ferry"} | more)
    assert counted() == {}


def test_looking_at_the_empty_page_is_no_search(client):
    client.get("/search/")
    client.get("/search/", {"query": " ?! "})
    assert counted() == {}


@pytest.mark.parametrize(
    "words",
    [
        "agnes@holloway.example",
        "agnes＠holloway.example",
        "password hunter 12345",
        "020 7946 0958",
        "+44 (20) 7946-0958",
        "4929 1234",
        "٠١٢٣٤",
        "x" * 101,
        "one two three four five six seven eight nine",
        "ferry \x00",
        "ferry \u202e",
    ],
)
def test_what_looks_personal_or_is_no_query_of_a_reader_is_not_kept(words):
    lookups.note(words, 1)
    assert counted() == {}


@pytest.mark.parametrize("words", ["1984", "budget 2025 vote", "élection présidentielle", "“no”"])
def test_words_and_years_are_kept(words):
    lookups.note(words, 1)
    assert counted() == {words: 1}


def test_a_lookup_has_no_place_for_a_person_or_a_time_of_day():
    fields = {field.name: field.get_internal_type() for field in Lookup._meta.get_fields()}
    assert fields == {
        "id": "BigAutoField",
        "day": "DateField",
        "words": "CharField",
        "times": "PositiveIntegerField",
        "found": "PositiveIntegerField",
    }


def test_a_robot_cannot_fill_the_table(monkeypatch):
    monkeypatch.setattr(lookups, "MOST_A_DAY", 3)
    for words in ("ferry", "tram", "bus", "bicycle"):
        lookups.note(words, 1)
    assert counted() == {"ferry": 1, "tram": 1, "bus": 1}
    lookups.note("rickshaw", 1)
    lookups.note("tram", 1)
    assert counted() == {"ferry": 1, "tram": 2, "bus": 1}


def test_two_days_are_counted_apart():
    lookup("ferry", times=2, days_ago=1)
    lookups.note("ferry", 1)
    lookups.flush()
    assert Lookup.objects.filter(words="ferry").count() == 2


WRITTEN_BY_A_THREAD = """
from django.conf import settings
from search import lookups
from search.models import Lookup

settings.SEARCHES_WRITTEN_AFTER = {seconds}
threads = set()
for number in range({different}):
    lookups.note(f"{{number}} ferries", 1)
    threads.add(lookups._writer)
for thread in threads:
    thread.join()
print(Lookup.objects.count())
Lookup.objects.all().delete()
"""


@pytest.mark.parametrize(
    ("seconds", "different"), [(0, 1), (3600, lookups.MANY)], ids=["after a while", "when many"]
)
def test_a_thread_writes(newsroom_server, seconds, different):
    code = WRITTEN_BY_A_THREAD.format(seconds=seconds, different=different)
    assert newsroom_server.shell(code).strip() == str(different)


# Forgetting


def test_what_hardly_anybody_asked_for_is_forgotten_after_30_days_and_the_rest_after_400():
    for words, times, days_ago in (
        ("rare and new", 2, 30),
        ("rare and old", 2, 31),
        ("often and old", 3, 400),
        ("often and ancient", 300, 401),
        ("seldom, but again", 1, 100),
        ("seldom, but again", 2, 1),
    ):
        lookup(words, times, days_ago=days_ago)
    lookups.forget_old()
    assert set(Lookup.objects.values_list("words", flat=True)) == {
        "rare and new",
        "often and old",
        "seldom, but again",
    }


def test_the_clock_forgets(monkeypatch):
    monkeypatch.setattr(lookups, "_forget_at", 0.0)
    lookup("ancient", 9, days_ago=401)
    call_command("publish_scheduled")
    assert not Lookup.objects.exists()


# Telling editors


@pytest.fixture
def editor(client):
    client.force_login(factories.user(group="Editors"))
    return client


def report(client):
    response = client.get(REPORT)
    assert response.status_code == 200
    lists = {heading: rows for heading, rows, _ in response.context["lists"]}
    return {heading: [row["words"] for row in rows] for heading, rows in lists.items()}


def test_the_report_tells_what_is_searched_most_and_what_finds_nothing(editor):
    lookup("ferry", times=2, found=3, days_ago=20)
    lookup("ferry", times=3, found=3)
    lookup("steamboat", times=4, found=0)
    lookup("last year’s", times=90, found=0, days_ago=30)
    assert report(editor) == {
        "Found nothing": ["steamboat"],
        "Searched most": ["ferry", "steamboat"],
    }


def test_what_found_nothing_until_something_was_written_is_told_no_longer(editor):
    lookup("steamboat", found=0, days_ago=2)
    lookup("steamboat", found=1)
    lookup("tram", found=1, days_ago=2)
    lookup("tram", found=0)
    assert report(editor)["Found nothing"] == ["tram"]


def test_what_fewer_than_three_searches_asked_for_is_shown_to_nobody(editor):
    lookup("agnes holloway’s address", times=lookups.FEWEST - 1)
    lookup("ferry", times=lookups.FEWEST)
    assert "holloway" not in editor.get(REPORT).content.decode()
    assert report(editor)["Searched most"] == ["ferry"]


def test_each_line_leads_to_a_promotion_and_to_the_search(editor):
    lookup("ferry & “tram”")
    page = editor.get(REPORT).content.decode()
    words = "ferry%20%26%20%E2%80%9Ctram%E2%80%9D"
    assert f'href="/admin/snippets/search/promotion/add/?query={words}"' in page
    assert f'href="/search/?query={words}"' in page
    form = editor.get("/admin/snippets/search/promotion/add/", {"query": "ferry & “tram”"})
    assert form.context["form"]["query"].value() == "ferry & “tram”"


def test_an_empty_report_says_so_in_words(editor):
    page = editor.get(REPORT).content.decode()
    assert "Readers have searched for nothing yet" in page


def test_words_of_readers_are_shown_as_text(editor):
    lookup("<script>alert(1)</script>")
    assert "<script>alert" not in editor.get(REPORT).content.decode()


def test_a_report_costs_as_many_queries_for_many_words_as_for_few(editor):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            report(editor)
        return len(captured)

    lookup("ferry")
    queries()
    few = queries()
    for number in range(80):
        lookup(f"tram {number}")
    assert queries() == few


@pytest.mark.parametrize(
    ("role", "may"),
    [("Editors", True), ("Moderators", True), ("Reporters", False), ("Admins", False)],
)
def test_editors_and_moderators_see_it_and_find_it_in_the_menu(client, role, may):
    client.force_login(factories.user(group=role))
    assert (client.get(REPORT).status_code == 200) is may
    assert (REPORT in client.get("/admin/").content.decode()) is may
