"""Who may do what: every role against every admin action, in one table."""

import pytest
from django.urls import reverse
from wagtail.models import Site, Workflow

from home.models import HomePage, StandardPage
from news.models import ArticlePage, NewsIndexPage
from publishing.models import EditorialPolicy
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
        "move one's own draft": page_address("move", own),
        "move a live article": page_address("move", live),
        "take a live article down": page_address("unpublish", live),
        "make a draft private": page_address("set_privacy", own),
        "make a live article private": page_address("set_privacy", live),
        "publish alone, with a reason": reverse("publishing_alone", args=[others.pk]),
        "see the public record": reverse("publishing_record", args=[live.pk]),
        "withhold a version": reverse("publishing_withhold", args=[live.public_version_id]),
        "see the history of one's own": page_address("history", own),
        "curate the front": page_address("edit", home),
        "add a standing page": standing,
        "add a picture": reverse("wagtailimages:add"),
        "add a document": reverse("wagtaildocs:add"),
        "add an author": reverse("wagtailsnippets_news_author:add"),
        "edit an author": reverse("wagtailsnippets_news_author:edit", args=[author.pk]),
        "delete an author": reverse("wagtailsnippets_news_author:delete", args=[author.pk]),
        "edit a topic": reverse("wagtailsnippets_news_topic:edit", args=[topic.pk]),
        "promote an article in search": reverse("wagtailsnippets_search_promotion:add"),
        "see what readers search for": reverse("lookups:index"),
        "change the settings": reverse(
            "wagtailsettings:edit", args=("home", "publication", Site.objects.get().pk)
        ),
        "change the editorial policy": reverse(
            "wagtailsettings:edit",
            args=("publishing", "editorialpolicy", EditorialPolicy.load().pk),
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
        "see the public record",
        "write an article",
        "edit one's own draft",
        "delete one's own draft",
        "move one's own draft",
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
        "move one's own draft",
        "delete another's draft",
        "see the history of one's own",
        "curate the front",
        "add a standing page",
        "add a picture",
        "add a document",
        "add an author",
        "edit an author",
        "edit a topic",
        "promote an article in search",
        "see what readers search for",
        "see the public record",
    },
    "Moderators": {
        "edit one's own draft",
        "edit another's draft",
        "edit a live article",
        "delete one's own draft",
        "move one's own draft",
        "delete another's draft",
        "take a live article down",
        "publish alone, with a reason",
        "see the public record",
        "withhold a version",
        "see the history of one's own",
        "curate the front",
        "promote an article in search",
        "see what readers search for",
        "add a picture",
        "add a document",
    },
    "Admins": {
        "see the public record",
        "add a picture",
        "change the settings",
        "change the editorial policy",
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


EVERYBODY = [*ROLES, "superuser"]


def hire(role):
    if role == "superuser":
        return factories.user(group="Moderators", is_superuser=True)
    return factories.user(group=role)


@pytest.mark.parametrize("role", EVERYBODY)
def test_nobody_publishes_an_article_by_having_a_right(role):
    user, draft, live = hire(role), factories.draft(), factories.published()
    standing_page = StandardPage(title="About us", slug="about-us", live=False)
    HomePage.objects.get().add_child(instance=standing_page)
    for page in (draft, live, standing_page):
        rights = page.permissions_for_user(user)
        assert not rights.can_publish()
        assert not rights.can_set_view_restrictions()
    for parent in (HomePage.objects.get(), NewsIndexPage.objects.get(), standing_page):
        assert not parent.permissions_for_user(user).can_publish_subpage()


@pytest.mark.parametrize("role", EVERYBODY)
def test_nobody_moves_or_deletes_what_readers_have_seen(role):
    user, live = hire(role), factories.published()
    gone = factories.taken_down(factories.published())
    assert not live.permissions_for_user(user).can_move()
    assert not live.permissions_for_user(user).can_delete()
    assert not gone.permissions_for_user(user).can_delete()


@pytest.mark.parametrize("role", EVERYBODY)
def test_only_moderators_take_down_and_stop_what_is_scheduled(role):
    rights = factories.published().permissions_for_user(hire(role))
    assert rights.can_unpublish() is (role in {"Moderators", "superuser"})
    assert rights.can_unschedule() is (role in {"Moderators", "superuser"})


@pytest.mark.parametrize("role", EVERYBODY)
def test_editors_and_moderators_publish_the_front(role):
    rights = HomePage.objects.get().permissions_for_user(hire(role))
    assert rights.can_publish() is (role in {"Editors", "Moderators", "superuser"})


def test_nobody_reaches_the_admin_without_a_login(client):
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_crafted_request_changes_nothing_that_readers_see(client, role):
    draft, ready = factories.draft("Crafted"), factories.approved(factories.draft("Approved"))
    live = factories.published("Live already")
    index = NewsIndexPage.objects.get()
    client.force_login(hire(role))
    for action, page in (
        *[("publish", draft), ("publish", ready), ("publish", index)],
        *[("unpublish", live), ("delete", live), ("move", live)],
    ):
        address = reverse("wagtail_bulk_action", args=("wagtailcore", "page", action))
        data = {"include_descendants": "on", "chooser": HomePage.objects.get().pk}
        client.post(f"{address}?id={page.pk}", data)
    client.post(page_address("unpublish", live))
    client.post(page_address("delete", live))
    client.post(page_address("set_privacy", live), {"restriction_type": "login"})
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[live.pk, 1]))
    assert list(ArticlePage.objects.published()) == [live]
    live.refresh_from_db()
    assert live.get_parent() == index.page_ptr
    assert live.versions.count() == 1


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
