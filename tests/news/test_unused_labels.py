"""An author or a topic without a public article does not exist for readers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing import gate
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    """A draft with an author, a main topic and a further one that nothing else has."""
    return factories.draft(
        "The lighthouse is dark",
        authors=[factories.author("Rufus Teal")],
        main_topic=factories.topic("Lighthouses"),
        topics=[factories.topic("Quarantine")],
    )


ADDRESSES = ["/authors/rufus-teal/", "/topics/lighthouses/", "/topics/quarantine/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_has_a_page_while_an_article_is_public_and_not_before_or_after(client, story, address):
    def answer():
        return client.get(address)

    hidden, unknown = answer(), client.get("/topics/no-such-thing/")
    assert (hidden.status_code, hidden.content) == (404, unknown.content)
    gate.admit(story, "tests")
    assert answer().status_code == 200
    story.refresh_from_db()
    factories.taken_down(story)
    assert answer().status_code == 404


@pytest.mark.parametrize("name", ["Lighthouses", "Quarantine"])
def test_search_offers_it_while_an_article_is_public(client, story, name):
    def offered():
        return f">{name}<" in client.get("/search/").content.decode()

    assert not offered()
    gate.admit(story, "tests")
    assert offered()
    story.refresh_from_db()
    factories.taken_down(story)
    assert not offered()


def test_asking_search_for_a_topic_that_nothing_public_has_tells_nothing(client, story):
    hidden = client.get("/search/?query=dark&topic=quarantine").content.decode()
    unknown = client.get("/search/?query=dark&topic=no-such-thing").content.decode()
    assert hidden.replace("quarantine", "") == unknown.replace("no-such-thing", "")


def test_the_topics_of_search_are_looked_up_in_indexes(client, story):
    gate.admit(story, "tests")
    client.get("/search/")
    with CaptureQueriesContext(connection) as few:
        client.get("/search/")
    for n in range(5):
        factories.published(main_topic=factories.topic(f"Topic {n}"))
    with CaptureQueriesContext(connection) as many:
        client.get("/search/")
    assert len(few) == len(many)
    if connection.vendor == "sqlite":
        topics = next(q["sql"] for q in many if 'FROM "news_topic"' in q["sql"])
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {topics}")
            plan = [row[3] for row in cursor.fetchall()]
        assert [step for step in plan if step.startswith("SCAN")] == [plan[0]], plan
