"""Who may do what: every role against every admin action, in one table."""

import pytest
from django.urls import reverse
from wagtail.models import Site, Workflow

from home.models import HomePage
from news.models import ArticlePage, NewsIndexPage
from tests import factories

pytestmark = pytest.mark.django_db

ROLES = ["Reporters", "Editors", "Moderators", "Admins"]


def page_address(name, page):
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def addresses(user):
    """Every admin action, as (what, address); each stands alone."""
    other = factories.user("somebody-else")
    own, others = factories.draft("Mine", owner=user), factories.draft("Not mine", owner=other)
    live = factories.published("Live", owner=other)
    home, index = HomePage.objects.get(), NewsIndexPage.objects.get()
    add = reverse("wagtailadmin_pages:add", args=("news", "articlepage", index.pk))
    standing = reverse("wagtailadmin_pages:add", args=("home", "standardpage", home.pk))
    author, topic = factories.author(), factories.topic()
    return {
        "write an article": add,
        "edit one's own draft": page_address("edit", own),
        "edit another's draft": page_address("edit", others),
        "edit a live article": page_address("edit", live),
        "delete one's own draft": page_address("delete", own),
        "delete another's draft": page_address("delete", others),
        "delete a live article": page_address("delete", live),
        "unpublish": page_address("unpublish", live),
        "make private": page_address("set_privacy", live),
        "see the history of one's own": page_address("history", own),
        "curate the front": page_address("edit", home),
        "add a standing page": standing,
        "add a picture": reverse("wagtailimages:add"),
        "add a document": reverse("wagtaildocs:add"),
        "add an author": reverse("wagtailsnippets_news_author:add"),
        "edit an author": reverse("wagtailsnippets_news_author:edit", args=[author.pk]),
        "delete an author": reverse("wagtailsnippets_news_author:delete", args=[author.pk]),
        "edit a topic": reverse("wagtailsnippets_news_topic:edit", args=[topic.pk]),
        "change the settings": reverse(
            "wagtailsettings:edit", args=("home", "publication", Site.objects.get().pk)
        ),
        "manage users": reverse("wagtailusers_users:index"),
        "add a user": reverse("wagtailusers_users:add"),
        "manage groups": reverse("wagtailusers_groups:index"),
        "manage workflows": reverse(
            "wagtailadmin_workflows:edit", args=[Workflow.objects.get().pk]
        ),
        "manage redirects": reverse("wagtailredirects:index"),
        "manage sites": reverse("wagtailsites:index"),
    }


MAY = {
    "Reporters": {
        "write an article",
        "edit one's own draft",
        "delete one's own draft",
        "see the history of one's own",
        "add a picture",
        "add a document",
    },
    "Editors": {
        "write an article",
        "edit one's own draft",
        "edit another's draft",
        "edit a live article",
        "delete one's own draft",
        "delete another's draft",
        "see the history of one's own",
        "curate the front",
        "add a standing page",
        "add a picture",
        "add a document",
        "add an author",
        "edit an author",
        "edit a topic",
    },
    "Moderators": {
        "edit one's own draft",
        "edit another's draft",
        "edit a live article",
        "delete one's own draft",
        "delete another's draft",
        "delete a live article",
        "unpublish",
        "make private",
        "see the history of one's own",
        "curate the front",
        "add a picture",
        "add a document",
    },
    "Admins": {
        "add a picture",
        "change the settings",
        "manage users",
        "add a user",
        "manage groups",
        "manage workflows",
        "manage redirects",
        "manage sites",
    },
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_exactly_what_it_is_for(client, role):
    user = factories.user(group=role)
    client.force_login(user)
    allowed = {
        what for what, where in addresses(user).items() if client.get(where).status_code == 200
    }
    assert allowed == MAY[role]


@pytest.mark.parametrize(
    ("role", "page_type", "publishes"),
    [
        ("Reporters", ArticlePage, False),
        ("Editors", ArticlePage, False),
        ("Moderators", ArticlePage, True),
        ("Admins", ArticlePage, False),
        ("Reporters", HomePage, False),
        ("Editors", HomePage, True),
        ("Moderators", HomePage, True),
        ("Admins", HomePage, False),
    ],
)
def test_editors_publish_the_front_and_only_moderators_articles(role, page_type, publishes):
    page = HomePage.objects.get() if page_type is HomePage else factories.draft()
    assert page.permissions_for_user(factories.user(group=role)).can_publish() is publishes


def test_nobody_reaches_the_admin_without_a_login(client):
    assert client.get("/admin/").status_code == 302


PUBLISHES = {"Moderators"}


@pytest.mark.parametrize("role", ROLES)
def test_a_crafted_request_publishes_for_moderators_only(client, role):
    page = factories.draft("Crafted")
    live = factories.published("Live already")
    client.force_login(factories.user(group=role))
    bulk = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))
    client.post(f"{bulk}?id={page.pk}")
    client.post(page_address("unpublish", live))
    page.refresh_from_db()
    live.refresh_from_db()
    assert page.live is (role in PUBLISHES)
    assert live.live is (role not in PUBLISHES)


def test_an_editor_of_the_front_cannot_close_open_or_expire_the_site(client):
    home = HomePage.objects.get()
    editor = factories.user(group="Editors")
    rights = home.permissions_for_user(editor)
    assert not rights.can_set_view_restrictions()
    assert not rights.can_unschedule()
    client.force_login(editor)
    response = client.post(page_address("set_privacy", home), {"restriction_type": "login"})
    assert response.status_code in (302, 403)
    assert not home.get_view_restrictions().exists()
    assert "expire_at" not in HomePage.get_edit_handler().get_form_class().base_fields
