"""The front: what editors placed, then the newest, then by topic; no story twice."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from home.front import LATEST, SECONDS, front_of
from home.models import HomePage, Placement
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return HomePage.objects.get()


def every_story(front):
    stories = [front.lead, *front.seconds, *front.latest]
    stories += [article for section in front.sections for article in section.articles]
    return [story.title for story in stories if story]


def test_an_empty_newsroom_has_an_empty_front(home, client):
    front = front_of(home)
    assert front.lead is None
    assert every_story(front) == []
    assert client.get("/").status_code == 200


def test_the_newest_leads_where_nobody_chose(home):
    factories.published("Older")
    factories.published("Newest")
    assert front_of(home).lead.title == "Newest"


def test_a_chosen_lead_and_chosen_placements_stand_in_their_order(home):
    stories = [factories.published(f"Story {n}") for n in range(5)]
    home.lead = stories[0]
    home.placements = [Placement(article=stories[2]), Placement(article=stories[1])]
    front = front_of(home)
    assert front.lead.title == "Story 0"
    assert [a.title for a in front.seconds] == ["Story 2", "Story 1", "Story 4", "Story 3"]


def test_a_placed_story_that_is_not_public_any_more_makes_room(home):
    gone, stays = factories.published("Gone"), factories.published("Stays")
    home.lead = gone
    factories.taken_down(gone)
    assert every_story(front_of(home)) == [stays.title]


def test_topics_show_what_the_rest_does_not(home):
    world = factories.topic("World", front_order=1)
    old = [factories.published(f"Old {n}", main_topic=world) for n in range(3)]
    for n in range(1 + SECONDS + LATEST):
        factories.published(f"New {n}", main_topic=factories.topic("The Hill"))
    (section,) = front_of(home).sections
    assert section.topic == world
    assert [a.title for a in section.articles] == [a.title for a in reversed(old)]


@pytest.fixture
def six_stories(home):
    factories.topic("The Hill", front_order=1)
    return [factories.published(f"S{n}") for n in range(6)]


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(placed=st.lists(st.integers(0, 5), max_size=6), lead=st.none() | st.integers(0, 5))
def test_every_story_stands_on_the_front_and_none_twice(home, six_stories, placed, lead):
    home.lead = six_stories[lead] if lead is not None else None
    home.placements = [Placement(article=six_stories[n]) for n in placed]
    assert sorted(every_story(front_of(home))) == [f"S{n}" for n in range(6)]
