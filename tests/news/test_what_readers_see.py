"""Every state of an article against every public surface: one table, no exceptions."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.models import HomePage, Placement
from publishing.scheduler import publish_due
from tests import factories

HEADLINE = "Quizzelwick resigns over the lighthouse"


def leave_in_draft():
    return factories.draft(HEADLINE, **DETAILS())


def submit():
    page = factories.draft(HEADLINE, **DETAILS())
    page.get_workflow().start(page, factories.user(group="Reporters"))
    return page


def schedule():
    page = factories.draft(HEADLINE, **DETAILS())
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    return page


def expire():
    page = factories.published(HEADLINE, **DETAILS())
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()
    publish_due()
    return page


def unpublish():
    page = factories.published(HEADLINE, **DETAILS())
    page.unpublish()
    return page


def restrict():
    page = factories.published(HEADLINE, **DETAILS())
    PageViewRestriction.objects.create(page=page, restriction_type="login")
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


DARK = [leave_in_draft, submit, schedule, expire, unpublish, restrict]
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
    assert response.status_code == 200
    found = response.content.decode()
    assert "Quizzelwick resigns" not in found
    assert "quizzelwick-resigns" not in found


@pytest.mark.parametrize("address", SURFACES)
def test_a_published_article_is_everywhere(everywhere, address):
    assert HEADLINE in everywhere(publish, address).content.decode()


@pytest.mark.parametrize("state", [leave_in_draft, submit, schedule, expire, unpublish])
def test_the_address_of_an_article_that_is_not_public_is_not_found(everywhere, state):
    response = everywhere(state, "/posts/quizzelwick-resigns/")
    assert response.status_code == 404
    assert "Quizzelwick resigns" not in response.content.decode()


def test_the_address_of_a_private_article_asks_who_is_there(everywhere):
    response = everywhere(restrict, "/posts/quizzelwick-resigns/")
    assert response.status_code == 302
    assert "/login/" in response["Location"]


def test_the_address_of_a_published_article_shows_it(everywhere):
    response = everywhere(publish, "/posts/quizzelwick-resigns/")
    assert response.status_code == 200
    assert HEADLINE in response.content.decode()
