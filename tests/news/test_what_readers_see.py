"""Every state of an article against every public surface: one table, no exceptions."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.models import HomePage, Placement
from publishing import gate
from publishing.scheduler import publish_due
from tests import factories

HEADLINE = "Quizzelwick resigns over the lighthouse"
REASON = "A witness asked for protection."


def leave_in_draft():
    return factories.draft(HEADLINE, **DETAILS())


def submit():
    page = factories.draft(HEADLINE, **DETAILS())
    page.get_workflow().start(page, factories.user(group="Reporters"))
    return page


def schedule():
    page = factories.draft(HEADLINE, **DETAILS())
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision()
    factories.approved(page).get_latest_revision().publish()
    return page


def expire():
    soon = timezone.now() + timedelta(minutes=1)
    page = factories.published(HEADLINE, expire_at=soon, **DETAILS())
    with time_machine.travel(soon):
        publish_due()
    return page


def take_down():
    return factories.taken_down(factories.published(HEADLINE, **DETAILS()), REASON)


def restrict():
    page = factories.draft(HEADLINE, **DETAILS())
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    gate.admit(page, "tests")
    return page


def publish():
    return factories.published(HEADLINE, **DETAILS())


def DETAILS():  # noqa: N802 - a constant that needs the database
    return {
        "slug": "quizzelwick-resigns",
        "main_topic": factories.topic("World"),
        "topics": [factories.topic("Security")],
        "authors": [factories.author("Rufus Teal")],
    }


DARK = [leave_in_draft, submit, schedule, expire, take_down, restrict]
SURFACES = [
    "/",
    "/posts/",
    "/topics/world/",
    "/topics/security/",
    "/authors/rufus-teal/",
    "/search/?query=Quizzelwick",
    "/search/?query=lighthouse&order=newest",
    "/search/?query=Quizzelwick&topic=world",
    "/posts/another-story/",
]
WITHOUT_IT_EMPTY = {"/topics/security/", "/authors/rufus-teal/"}


@pytest.fixture
def everywhere(db, client, django_capture_on_commit_callbacks):
    """Bring an article into a state, point at it from everywhere, and fetch a surface."""

    def visit(state, address):
        with django_capture_on_commit_callbacks(execute=True):
            page = state()
            home = HomePage.objects.get()
            home.lead = page
            home.placements = [Placement(article=page)]
            home.save_revision().publish()
            link = {"article": page.pk, "url": "", "label": ""}
            factories.published(
                "Another story",
                slug="another-story",
                main_topic=factories.topic("World"),
                body=[
                    factories.paragraph(f'As <a linktype="page" id="{page.pk}">we wrote</a>.'),
                    {"type": "related_link", "value": link},
                ],
                related=[("article", page)],
            )
        return client.get(address)

    return visit


@pytest.mark.parametrize("address", SURFACES)
@pytest.mark.parametrize("state", DARK, ids=lambda state: state.__name__)
def test_an_article_that_is_not_public_is_nowhere(everywhere, state, address):
    response = everywhere(state, address)
    assert response.status_code == (404 if address in WITHOUT_IT_EMPTY else 200)
    found = response.content.decode()
    assert "Quizzelwick resigns" not in found
    assert "quizzelwick-resigns" not in found


@pytest.mark.parametrize("address", SURFACES)
def test_a_published_article_is_everywhere(everywhere, address):
    assert HEADLINE in everywhere(publish, address).content.decode()


@pytest.mark.parametrize("state", [leave_in_draft, submit, schedule])
def test_the_address_of_an_article_that_never_was_public_is_not_found(everywhere, state):
    response = everywhere(state, "/posts/quizzelwick-resigns/")
    assert response.status_code == 404
    assert "Quizzelwick resigns" not in response.content.decode()


@pytest.mark.parametrize(
    ("state", "reason"), [(take_down, REASON), (expire, "It was published until")]
)
def test_the_address_of_an_article_that_was_public_is_gone_and_says_why(everywhere, state, reason):
    response = everywhere(state, "/posts/quizzelwick-resigns/")
    assert response.status_code == 410
    assert reason in response.content.decode()
    assert "Quizzelwick resigns" not in response.content.decode()


def test_the_address_of_a_private_article_asks_who_is_there(everywhere):
    response = everywhere(restrict, "/posts/quizzelwick-resigns/")
    assert response.status_code == 302
    assert "/login/" in response["Location"]


def test_the_address_of_a_published_article_shows_it(everywhere):
    response = everywhere(publish, "/posts/quizzelwick-resigns/")
    assert response.status_code == 200
    assert HEADLINE in response.content.decode()
