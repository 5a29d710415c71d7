"""Every way in which a person, a command or a line of code could change what readers see.

Each is tried for real in test_every_way. Which caller in Wagtail leads to which way is said in
`callers`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.create_page import CreatePageAction
from wagtail.actions.edit_page import EditPageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.revert_to_page_revision import RevertToPageRevisionAction
from wagtail.management.commands import publish_scheduled
from wagtail.models import (
    APIToken,
    GroupApprovalTask,
    Locale,
    Page,
    PageViewRestriction,
    Revision,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from home.models import HomePage, StandardPage
from news.models import ArticlePage, NewsIndexPage
from publishing.scheduler import publish_due
from tests import factories

WRITERS = ("co-author", "author", "comma editor")
CONTRIBUTORS = (*WRITERS, "submitter", "superuser who submitted")
ANYBODY = (*WRITERS, "submitter", "moderator", "superuser")
OUTSIDE = ("author", "moderator", "superuser")  # the review says nothing about these ways
SHELL = ("nobody",)

DRAFT, CHANGE, SCHEDULED = "draft", "change of a live article", "scheduled article"
FORGED = "forged"  # the slug of what is live without being public
UNDER_REVIEW = (DRAFT, CHANGE)


@dataclass(frozen=True)
class Way:
    """A way, who tries it and on what. `quiet`: it may succeed, as long as readers see the same."""

    name: str
    act: Callable
    people: tuple
    states: tuple
    quiet: bool


WAYS: dict[str, Way] = {}


def way(name, people=ANYBODY, states=UNDER_REVIEW, quiet=False):
    """Enter a function into the list of ways."""

    def enter(act):
        WAYS[name] = Way(name, act, people, states, quiet)
        return act

    return enter


@dataclass
class Attempt:
    """One person and one article; beside it a standing page, and an article for colleagues only."""

    article: ArticlePage
    about: StandardPage
    closed: ArticlePage
    by: object
    client: Client

    @property
    def posts(self):
        return NewsIndexPage.objects.get()

    @property
    def home(self):
        return HomePage.objects.get()

    @property
    def latest(self):
        return self.article.get_latest_revision()

    @property
    def older(self):
        """An earlier draft, which readers have not seen."""
        return self.article.revisions.exclude(public_versions__isnull=False).earliest("created_at")

    def post(self, view, *args, data=None, query=None, **headers):
        """Post to a view of the admin's, as the browser does."""
        address = reverse(view, args=args) + (f"?{urlencode(query, True)}" if query else "")
        return self.client.post(address, data or {}, headers=headers)

    def bulk(self, action, *pages, **data):
        """Choose pages in a list and act on all of them."""
        query = {"id": [page.pk for page in pages], "next": "/admin/"}
        return self.post(
            "wagtail_bulk_action", "wagtailcore", "page", action, query=query, data=data
        )

    def act_on(self, page, action, **data):
        """Call an action of the API behind the admin's page tree."""
        address = f"/admin/api/main/pages/{page.pk}/action/{action}/"
        return self.client.post(address, data, content_type="application/json")

    def v3(self, method, path, **data):
        """Call the API that the site does not mount, about a page, with the rights of `by`."""
        return self.call(method, f"pages/{path}", data)

    def v3_sites(self, method, path, data=None):
        return self.call(method, f"sites/{path}", data)

    def call(self, method, path, data):
        _, token = APIToken.create_token(user=self.by, name="test")
        with override_settings(ROOT_URLCONF="tests.publishing.urls_with_api"):
            return Client().generic(
                method,
                f"/admin/v3/{path}",
                json.dumps(data),
                content_type="application/json",
                headers={"authorization": f"Bearer {token}"},
            )


def typed(page, action="", **fields):
    """The editor's form with what `page` says, and what somebody types over it."""
    bylines = [
        {"id": byline.pk, "author": byline.author_id, "role": byline.role}
        for byline in page.bylines.all()
    ]
    blocks = [
        {
            "type": block.block_type,
            "value": rich_text(block.value.source),
            "id": block.id,
            "order": str(place),
            "deleted": "",
        }
        for place, block in enumerate(page.body)
    ]
    form = {
        "title": page.title,
        "standfirst": page.standfirst,
        "kind": page.kind,
        "main_topic": str(page.main_topic_id),
        "dateline": page.dateline,
        "backstory": page.backstory,
        "hero": "",
        "hero_alt_text": "",
        "hero_caption": "",
        "hero_credit": "",
        "body": {**dict(enumerate(blocks)), "count": str(len(blocks))},
        "bylines": inline_formset(bylines, initial=len(bylines)),
        "related": {"count": "0"},
        "slug": page.slug,
        "seo_title": "",
        "search_description": "",
        "social_title": "",
        "social_text": "",
        "social_image": "",
        "comments": inline_formset([]),
        "change_kind": page.change_kind,
        "change_note": "",
        "change_was": "",
        "change_now": "",
    }
    data = nested_form_data({**form, **fields})
    return {**data, **({action: "1"} if action else {})}


def typed_anew(attempt, action=""):
    """The form of a new article with the same words."""
    byline = inline_formset([{"author": factories.author().pk, "role": ""}])
    return typed(attempt.article, action, title="One more", slug="one-more", bylines=byline)


def edit(attempt, action, **fields):
    """Post the editor's form with a button that may not have been offered."""
    extra = {"workflow-action-name": "approve"} if action == "action-workflow-action" else {}
    data = typed(attempt.article.get_latest_revision_as_object(), action, **fields) | extra
    return attempt.post("wagtailadmin_pages:edit", attempt.article.pk, data=data)


# --- In the editor ------------------------------------------------------------------------------


@way("editor: publish")
def publish_in_the_editor(attempt):
    return edit(attempt, "action-publish")


@way("editor: publish what is scheduled", people=OUTSIDE, states=(SCHEDULED,))
def publish_what_is_scheduled(attempt):
    return edit(attempt, "action-publish", go_live_at="")


@way("editor: publish with a new address", people=OUTSIDE)
def publish_with_a_new_address(attempt):
    return edit(attempt, "action-publish", slug="another-address")


@way("editor: publish by autosave", people=("comma editor", "moderator", "superuser"), quiet=True)
def publish_by_autosave(attempt):
    data = typed(attempt.article.get_latest_revision_as_object(), "action-publish")
    data["overwrite_revision_id"] = attempt.latest.pk
    return attempt.post(
        "wagtailadmin_pages:edit", attempt.article.pk, data=data, accept="application/json"
    )


@way("editor: create and publish", people=OUTSIDE, states=(DRAFT,))
def create_and_publish(attempt):
    kind = ("news", "articlepage", attempt.posts.pk)
    return attempt.post("wagtailadmin_pages:add", *kind, data=typed_anew(attempt, "action-publish"))


@way("editor: approve", people=CONTRIBUTORS)
def approve_in_the_editor(attempt):
    return edit(attempt, "action-workflow-action")


@way("editor: approve with words of one's own", people=("moderator", "superuser"))
def approve_with_a_change(attempt):
    return edit(attempt, "action-workflow-action", title="As I would put it")


@way("editor: publish an older draft", people=OUTSIDE)
def publish_an_older_draft(attempt):
    return revert(attempt, "action-publish")


@way("editor: approve an older draft", people=WRITERS)
def approve_an_older_draft(attempt):
    return revert(attempt, "action-workflow-action")


def revert(attempt, action):
    old = attempt.older
    data = typed(old.as_object(), action) | {"workflow-action-name": "approve"}
    return attempt.post(
        "wagtailadmin_pages:revisions_revert", attempt.article.pk, old.pk, data=data
    )


@way("editor: take down without a reason", people=OUTSIDE, states=(CHANGE,))
def take_down_without_a_reason(attempt):
    return attempt.post("wagtailadmin_pages:unpublish", attempt.article.pk)


@way("editor: take down Posts and all below", people=OUTSIDE, states=(CHANGE,))
def take_down_posts_and_all_below(attempt):
    below = {"include_descendants": "on"}
    return attempt.post("wagtailadmin_pages:unpublish", attempt.posts.pk, data=below)


@way("editor: delete", people=OUTSIDE, states=(CHANGE,))
def delete_in_the_editor(attempt):
    return attempt.post("wagtailadmin_pages:delete", attempt.article.pk)


@way("editor: delete Posts", people=("moderator", "superuser"), states=(CHANGE,))
def delete_posts(attempt):
    return attempt.post("wagtailadmin_pages:delete", attempt.posts.pk)


@way("editor: close to readers", people=OUTSIDE, states=(CHANGE,))
def close_to_readers(attempt):
    return close(attempt, attempt.article)


@way("editor: close Posts to readers", people=OUTSIDE, states=(CHANGE,))
def close_posts_to_readers(attempt):
    return close(attempt, attempt.posts)


@way("editor: close the site to readers", people=OUTSIDE, states=(CHANGE,))
def close_the_site_to_readers(attempt):
    return close(attempt, attempt.home)


def close(attempt, page):
    data = {"restriction_type": "login"}
    return attempt.post("wagtailadmin_pages:set_privacy", page.pk, data=data)


@way("editor: open to readers", people=OUTSIDE, states=(CHANGE,))
def open_in_the_editor(attempt):
    data = {"restriction_type": "none"}
    return attempt.post("wagtailadmin_pages:set_privacy", attempt.closed.pk, data=data)


@way("editor: a new address for Posts", people=("moderator", "superuser"), states=(CHANGE,))
def new_address_for_posts(attempt):
    posts = attempt.posts
    data = {
        "title": posts.title,
        "intro": posts.intro,
        "slug": "stories",
        "seo_title": "",
        "search_description": "",
        "action-publish": "1",
        **nested_form_data({"comments": inline_formset([])}),
    }
    return attempt.post("wagtailadmin_pages:edit", posts.pk, data=data)


@way("editor: unschedule", people=("reporter",), states=(SCHEDULED,))
def unschedule(attempt):
    scheduled = attempt.article.scheduled_revision
    return attempt.post("wagtailadmin_pages:revisions_unschedule", attempt.article.pk, scheduled.pk)


# --- In the page tree ---------------------------------------------------------------------------


@way("tree: move", people=OUTSIDE, states=(CHANGE,))
def move_in_the_tree(attempt):
    return attempt.post("wagtailadmin_pages:move_confirm", attempt.about.pk, shelf(attempt).pk)


@way("tree: put in another order", people=OUTSIDE, states=(CHANGE,), quiet=True)
def put_in_another_order(attempt):
    return attempt.post(
        "wagtailadmin_pages:set_page_position", attempt.about.pk, query={"position": 0}
    )


@way("tree: copy and publish the copy", people=OUTSIDE, states=(CHANGE,))
def copy_and_publish(attempt):
    return copy_in_the_tree(attempt, publish_copies="on")


@way("tree: copy as an alias", people=OUTSIDE)
def copy_as_an_alias(attempt):
    return copy_in_the_tree(attempt, alias="on")


def copy_in_the_tree(attempt, **choice):
    article = attempt.article
    data = {"new_title": article.title, "new_slug": "a-copy", "new_parent_page": attempt.posts.pk}
    return attempt.post("wagtailadmin_pages:copy", article.pk, data=data | choice)


@way("tree: convert an alias", people=OUTSIDE, states=(DRAFT,))
def convert_an_alias(attempt):
    return attempt.post("wagtailadmin_pages:convert_alias", forged_alias(attempt).pk)


@way("many: publish")
def publish_many(attempt):
    return attempt.bulk("publish", attempt.article)


@way("many: publish all below Posts", people=OUTSIDE, states=(DRAFT,), quiet=True)
def publish_all_below_posts(attempt):
    return attempt.bulk("publish", attempt.posts, include_descendants="on")


@way("many: take down", people=OUTSIDE, states=(CHANGE,))
def take_down_many(attempt):
    return attempt.bulk("unpublish", attempt.article)


@way("many: take down all below Posts", people=OUTSIDE, states=(CHANGE,))
def take_down_all_below_posts(attempt):
    return attempt.bulk("unpublish", attempt.posts, include_descendants="on")


@way("many: move", people=OUTSIDE, states=(CHANGE,))
def move_many(attempt):
    return attempt.bulk("move", attempt.about, chooser=shelf(attempt).pk)


@way("many: delete", people=OUTSIDE, states=(CHANGE,))
def delete_many(attempt):
    return attempt.bulk("delete", attempt.article)


@way("many: delete Posts", people=("moderator", "superuser"), states=(CHANGE,))
def delete_posts_among_many(attempt):
    return attempt.bulk("delete", attempt.posts)


def shelf(attempt):
    """A standing page below which another may be moved."""
    shelf = StandardPage(title="House rules", slug="house-rules", live=False)
    return attempt.home.add_child(instance=shelf)


def forged_alias(attempt):
    """An alias that somebody wrote into the database, public as far as Wagtail knows."""
    alias = factories.draft("The same under another address", slug=FORGED)
    Page.objects.filter(pk=alias.pk).update(alias_of=attempt.article, live=True)
    return ArticlePage.objects.get(pk=alias.pk)


# --- In the review ------------------------------------------------------------------------------


@way("review: approve on the dashboard", people=CONTRIBUTORS)
def approve_on_the_dashboard(attempt):
    return approve_at(attempt, attempt.article)


@way("review: approve under another article's address", people=CONTRIBUTORS)
def approve_under_another_address(attempt):
    other = factories.draft("Written by somebody else", owner=factories.user())
    other.get_workflow().start(other, other.owner)
    return approve_at(attempt, other)


def approve_at(attempt, page):
    state = attempt.article.current_workflow_task_state
    return attempt.post(
        "wagtailadmin_pages:workflow_action", page.pk, "approve", state.pk, data={"comment": ""}
    )


@way("review: approve in a stock workflow", people=OUTSIDE, states=(DRAFT,))
def approve_in_a_stock_workflow(attempt):
    """An admin has set Wagtail's own approval task beside ours."""
    attempt.article.current_workflow_state.cancel()
    task = GroupApprovalTask.objects.create(name="Nod through")
    task.groups.set(attempt.by.groups.all())
    workflow = Workflow.objects.create(name="Quick")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=attempt.article)
    workflow.start(attempt.article, attempt.by)
    return approve_at(attempt, attempt.article)


@way("review: finish it from a shell", people=SHELL)
def finish_the_review(attempt):
    attempt.article.current_workflow_state.finish()


@way("review: set the task to approved from a shell", people=("author",))
def set_the_task_to_approved(attempt):
    attempt.article.current_workflow_task_state.approve(user=attempt.by)


# --- In the settings ----------------------------------------------------------------------------


@way("settings: another site", people=OUTSIDE, states=(CHANGE,))
def add_a_site(attempt):
    data = site_of(attempt.posts, hostname="elsewhere.example")
    return attempt.post("wagtailsites:add", data=data)


@way("settings: another root for the site", people=OUTSIDE, states=(CHANGE,))
def set_another_root(attempt):
    data = site_of(attempt.posts) | {"is_default_site": "on"}
    return attempt.post("wagtailsites:edit", Site.objects.get().pk, data=data)


@way("settings: delete the site", people=OUTSIDE, states=(CHANGE,))
def delete_the_site(attempt):
    return attempt.post("wagtailsites:delete", Site.objects.get().pk)


def site_of(root, hostname="localhost"):
    named = {"hostname": hostname, "port": 80, "site_name": "News"}
    return named | {"root_page": root.pk, "root_page_id": root.pk}


# --- The API behind the admin -------------------------------------------------------------------


@way("admin API: publish", people=OUTSIDE)
def api_publish(attempt):
    return attempt.act_on(attempt.article, "publish")


@way("admin API: unpublish", people=OUTSIDE, states=(CHANGE,))
def api_unpublish(attempt):
    return attempt.act_on(attempt.article, "unpublish")


@way("admin API: unpublish Posts and all below", people=OUTSIDE, states=(CHANGE,))
def api_unpublish_all(attempt):
    return attempt.act_on(attempt.posts, "unpublish", recursive=True)


@way("admin API: copy", people=OUTSIDE, states=(CHANGE,))
def api_copy(attempt):
    return attempt.act_on(attempt.article, "copy", keep_live=True, slug="a-copy")


@way("admin API: create an alias", people=OUTSIDE)
def api_create_alias(attempt):
    return attempt.act_on(attempt.article, "create_alias", update_slug="a-copy")


@way("admin API: convert an alias", people=OUTSIDE, states=(DRAFT,))
def api_convert_alias(attempt):
    return attempt.act_on(forged_alias(attempt), "convert_alias")


@way("admin API: move", people=OUTSIDE, states=(CHANGE,))
def api_move(attempt):
    return attempt.act_on(attempt.about, "move", **into(shelf(attempt)))


@way("admin API: move Posts", people=("superuser",), states=(CHANGE,))
def api_move_posts(attempt):
    return attempt.act_on(attempt.posts, "move", **into(attempt.about))


def into(page):
    return {"destination_page_id": page.pk, "position": "last-child"}


@way("admin API: delete", people=OUTSIDE, states=(CHANGE,))
def api_delete(attempt):
    return attempt.act_on(attempt.article, "delete")


@way("admin API: delete Posts", people=("superuser",), states=(CHANGE,))
def api_delete_posts(attempt):
    return attempt.act_on(attempt.posts, "delete")


@way("admin API: go back to a revision", people=OUTSIDE, quiet=True)
def api_revert(attempt):
    return attempt.act_on(attempt.article, "revert_to_page_revision", revision_id=attempt.latest.pk)


@way("admin API: copy for translation", people=("superuser",))
def api_translate(attempt):
    Locale.objects.create(language_code="fr")
    translate = {"locale": "fr", "copy_parents": True, "alias": True}
    return attempt.act_on(attempt.article, "copy_for_translation", **translate)


# --- The API for programs, mounted for the tests alone -----------------------------------------


@way("API v3: create and publish", people=OUTSIDE, states=(DRAFT,))
def v3_create(attempt):
    meta = {"type": "news.ArticlePage", "parent_id": attempt.posts.pk, "action": "publish"}
    return attempt.v3("POST", "", title="Made public by a program", meta=meta)


@way("API v3: change and publish", people=OUTSIDE)
def v3_update(attempt):
    meta = {"action": "publish"}
    return attempt.v3("PATCH", f"{attempt.article.pk}/", title="Says the program", meta=meta)


@way("API v3: publish", people=OUTSIDE)
def v3_publish(attempt):
    return attempt.v3("POST", f"{attempt.article.pk}/actions/publish/")


@way("API v3: unpublish", people=OUTSIDE, states=(CHANGE,))
def v3_unpublish(attempt):
    return attempt.v3("POST", f"{attempt.article.pk}/actions/unpublish/")


@way("API v3: unpublish Posts and all below", people=OUTSIDE, states=(CHANGE,))
def v3_unpublish_all(attempt):
    return attempt.v3("POST", f"{attempt.posts.pk}/actions/unpublish/", recursive=True)


@way("API v3: copy", people=OUTSIDE, states=(CHANGE,))
def v3_copy(attempt):
    return attempt.v3("POST", f"{attempt.article.pk}/actions/copy/", keep_live=True)


@way("API v3: move", people=OUTSIDE, states=(CHANGE,))
def v3_move(attempt):
    return attempt.v3(
        "POST",
        f"{attempt.about.pk}/actions/move/",
        destination_id=shelf(attempt).pk,
        position="last-child",
    )


@way("API v3: delete", people=OUTSIDE, states=(CHANGE,))
def v3_delete(attempt):
    return attempt.v3("DELETE", f"{attempt.article.pk}/actions/delete/")


@way("API v3: delete Posts", people=("superuser",), states=(CHANGE,))
def v3_delete_posts(attempt):
    return attempt.v3("DELETE", f"{attempt.posts.pk}/")


@way("API v3: go back to a revision", people=OUTSIDE, quiet=True)
def v3_revert(attempt):
    return attempt.v3(
        "POST", f"{attempt.article.pk}/actions/revert/", revision_id=attempt.latest.pk
    )


@way("API v3: convert an alias", people=OUTSIDE, states=(DRAFT,))
def v3_convert_alias(attempt):
    return attempt.v3("POST", f"{forged_alias(attempt).pk}/actions/convert_alias/")


@way("API v3: create an alias", people=OUTSIDE)
def v3_create_alias(attempt):
    return attempt.v3("POST", f"{attempt.article.pk}/actions/create_alias/", slug="a-copy")


@way("API v3: another site", people=OUTSIDE, states=(CHANGE,))
def v3_add_a_site(attempt):
    return attempt.v3_sites("POST", "", site_of(attempt.posts, hostname="elsewhere.example"))


@way("API v3: another root for the site", people=OUTSIDE, states=(CHANGE,))
def v3_set_another_root(attempt):
    data = site_of(attempt.posts) | {"is_default_site": True}
    return attempt.v3_sites("PUT", f"{Site.objects.get().pk}/", data)


@way("API v3: delete the site", people=OUTSIDE, states=(CHANGE,))
def v3_delete_the_site(attempt):
    return attempt.v3_sites("DELETE", f"{Site.objects.get().pk}/")


@way("API v3: copy for translation", people=("superuser",))
def v3_translate(attempt):
    Locale.objects.create(language_code="fr")
    path = f"{attempt.article.pk}/actions/copy_for_translation/"
    with override_settings(WAGTAIL_I18N_ENABLED=True):
        return attempt.v3("POST", path, locale="fr", copy_parents=True, alias=True)


# --- Commands -----------------------------------------------------------------------------------


@way("command: publish_scheduled with a forged time", people=SHELL, quiet=True)
def publish_scheduled_with_a_forged_time(attempt):
    forge_schedule(attempt)
    publish_due()


@way("command: publish_scheduled as Wagtail has it", people=SHELL)
def publish_scheduled_as_wagtail_has_it(attempt):
    forge_schedule(attempt)
    publish_scheduled.Command(stdout=StringIO()).handle(dryrun=False)


@way("command: publish_scheduled before it is due", people=SHELL, states=(SCHEDULED,), quiet=True)
def publish_scheduled_before_it_is_due(attempt):
    forge_schedule(attempt)
    publish_due()


def forge_schedule(attempt):
    early = timezone.now() - timedelta(minutes=1)
    Revision.objects.filter(pk=attempt.latest.pk).update(approved_go_live_at=early)


@way("command: move_pages", people=SHELL, states=(CHANGE,))
def move_pages(attempt):
    call_command("move_pages", attempt.posts.pk, attempt.home.pk, stdout=StringIO())


@way("command: fixtree", people=SHELL, states=(CHANGE,), quiet=True)
def fixtree(attempt):
    call_command("fixtree", interactive=False, stdout=StringIO())


@way("command: set_url_paths", people=SHELL, states=(CHANGE,), quiet=True)
def set_url_paths(attempt):
    call_command("set_url_paths", stdout=StringIO())


@way("command: purge_revisions", people=SHELL, quiet=True)
def purge_revisions(attempt):
    call_command("purge_revisions", stdout=StringIO())


# --- A line of code -----------------------------------------------------------------------------


@way("code: revision.publish()", people=SHELL)
def revision_publish(attempt):
    attempt.latest.publish()


@way("code: revision.publish(user), checks skipped", people=("author", "superuser"))
def revision_publish_as(attempt):
    attempt.latest.publish(user=attempt.by, skip_permission_checks=True)


@way("code: an older revision.publish()", people=SHELL)
def older_revision_publish(attempt):
    attempt.older.publish()


@way("code: revision.publish() over one that is scheduled", people=SHELL, states=(SCHEDULED,))
def publish_over_the_scheduled(attempt):
    page = attempt.latest.as_object()
    page.go_live_at = None
    page.save_revision().publish()


@way("code: PublishPageRevisionAction", people=SHELL)
def publish_action(attempt):
    PublishPageRevisionAction(attempt.latest).execute(skip_permission_checks=True)


@way("code: EditPageAction", people=("author",))
def edit_action(attempt):
    page = attempt.latest.as_object()
    EditPageAction(page, user=attempt.by, publish=True).execute(skip_permission_checks=True)


@way("code: CreatePageAction", people=("author",), states=(DRAFT,))
def create_action(attempt):
    page = ArticlePage()
    kinds = page.get_edit_handler().get_form_class()
    form = kinds(typed_anew(attempt), instance=page, parent_page=attempt.posts, for_user=attempt.by)
    action = CreatePageAction(page, attempt.posts, user=attempt.by, form=form, publish=True)
    action.execute(skip_permission_checks=True)


@way("code: RevertToPageRevisionAction", people=("author",), quiet=True)
def revert_action(attempt):
    action = RevertToPageRevisionAction(attempt.article, attempt.older, user=attempt.by)
    action.execute()


@way("code: save() with live set", people=SHELL, states=(DRAFT,))
def save_live(attempt):
    attempt.article.live = True
    attempt.article.save()


@way("code: save() with live set, as a bare page", people=SHELL, states=(DRAFT,))
def save_live_bare(attempt):
    bare = Page.objects.get(pk=attempt.article.pk)
    bare.live = True
    bare.save()


@way("code: save() with live and the revision set", people=SHELL, states=(DRAFT, CHANGE))
def save_the_revision_live(attempt):
    page = attempt.latest.as_object()
    page.live, page.live_revision = True, attempt.latest
    page.save()


@way("code: save() before it is due", people=SHELL, states=(SCHEDULED,))
def save_before_it_is_due(attempt):
    page = attempt.latest.as_object()
    page.live, page.live_revision, page.go_live_at = True, attempt.latest, None
    page.first_published_at = timezone.now()
    page.save()


@way("code: save() with other words", people=SHELL, states=(CHANGE,))
def save_other_words(attempt):
    attempt.article.title = "As I like it"
    attempt.article.save()


@way("code: save() of the words alone", people=SHELL, states=(CHANGE,))
def save_other_words_alone(attempt):
    attempt.article.title = "As I like it"
    attempt.article.save(update_fields=["title"])


@way("code: save() with another address", people=SHELL, states=(CHANGE,))
def save_another_address(attempt):
    attempt.article.slug = "another-address"
    attempt.article.save()


@way("code: save() with another time of publication", SHELL, (CHANGE,), quiet=True)
def save_another_time(attempt):
    attempt.article.first_published_at -= timedelta(days=1)
    attempt.article.save()


@way("code: save() of that time alone", SHELL, (CHANGE,), quiet=True)
def save_another_time_alone(attempt):
    attempt.article.first_published_at -= timedelta(days=1)
    attempt.article.save(update_fields=["first_published_at"])


@way("code: save() of Posts with another address", people=SHELL, states=(CHANGE,))
def save_another_address_above(attempt):
    posts = attempt.posts
    posts.slug = "stories"
    posts.save()


@way("code: save() as a bare page", people=SHELL, states=(CHANGE,))
def save_bare(attempt):
    bare = Page.objects.get(pk=attempt.article.pk)
    bare.title, bare.slug = "As I like it", "another-address"
    bare.save()


@way("code: save() with live taken away", people=SHELL, states=(CHANGE,))
def save_dark(attempt):
    attempt.article.live = False
    attempt.article.save()


@way("code: unpublish()", people=SHELL, states=(CHANGE,))
def unpublish(attempt):
    attempt.article.unpublish()


@way("code: unpublish() as a bare page", people=SHELL, states=(CHANGE,))
def unpublish_bare(attempt):
    Page.objects.get(pk=attempt.article.pk).unpublish()


@way("code: unpublish() of a queryset", people=SHELL, states=(CHANGE,))
def unpublish_many(attempt):
    Page.objects.descendant_of(attempt.posts).unpublish()


@way("code: unpublish() as if it had expired", people=SHELL, states=(CHANGE,))
def unpublish_expired(attempt):
    attempt.article.expire_at = timezone.now() - timedelta(minutes=1)
    attempt.article.unpublish(set_expired=True)


@way("code: move()", people=SHELL, states=(CHANGE,))
def move(attempt):
    attempt.article.move(attempt.home, pos="last-child")


@way("code: move() of Posts", people=SHELL, states=(CHANGE,))
def move_posts(attempt):
    attempt.posts.move(attempt.about, pos="last-child")


@way("code: copy()", people=SHELL, states=(CHANGE,))
def copy(attempt):
    attempt.article.copy(keep_live=True, update_attrs={"slug": "a-copy"})


@way("code: copy() of all Posts", people=SHELL, states=(CHANGE,))
def copy_posts(attempt):
    with transaction.atomic():  # the index by itself goes through no gate, and would stay
        attempt.posts.copy(recursive=True, keep_live=True, update_attrs={"slug": "posts-again"})


@way("code: create_alias()", people=SHELL)
def create_alias(attempt):
    attempt.article.create_alias(update_slug="a-copy")


@way("code: copy_for_translation() as an alias", people=SHELL)
def copy_for_translation(attempt):
    locale = Locale.objects.create(language_code="fr")
    attempt.article.copy_for_translation(locale, copy_parents=True, alias=True)


@way("code: update_aliases()", people=SHELL, states=(CHANGE,))
def update_aliases(attempt):
    alias = forged_alias(attempt)
    Page.objects.filter(pk=alias.pk).update(live=False, slug="follows")
    attempt.article.update_aliases()


@way("code: delete()", people=SHELL, states=(CHANGE,))
def delete(attempt):
    attempt.article.delete()


@way("code: delete() as a bare page", people=SHELL, states=(CHANGE,))
def delete_bare(attempt):
    Page.objects.get(pk=attempt.article.pk).delete()


@way("code: delete() of a queryset", people=SHELL, states=(CHANGE,))
def delete_queryset(attempt):
    Page.objects.filter(pk=attempt.article.pk).delete()


@way("code: delete() of Posts", people=SHELL, states=(CHANGE,))
def delete_everything(attempt):
    attempt.posts.delete()


@way("code: delete() of the public revision", people=SHELL, states=(CHANGE,))
def delete_revision(attempt):
    attempt.article.live_revision.delete()


@way("code: a restriction", people=SHELL, states=(CHANGE,))
def restrict(attempt):
    PageViewRestriction.objects.create(page=attempt.article, restriction_type="login")


@way("code: a restriction further up", people=SHELL, states=(CHANGE,))
def restrict_above(attempt):
    PageViewRestriction.objects.create(page=attempt.home, restriction_type="login")


@way("code: a restriction taken from a draft", people=SHELL, states=(CHANGE,))
def restrict_from_elsewhere(attempt):
    elsewhere = factories.draft("For colleagues only")
    restriction = PageViewRestriction.objects.create(page=elsewhere, restriction_type="login")
    restriction.page = attempt.article
    restriction.save()


@way("code: a restriction taken away", people=SHELL, states=(CHANGE,))
def open_to_readers(attempt):
    attempt.closed.view_restrictions.get().delete()


@way("code: a restriction moved elsewhere", people=SHELL, states=(CHANGE,))
def open_by_moving(attempt):
    restriction = attempt.closed.view_restrictions.get()
    restriction.page = factories.draft("Closed instead")
    restriction.save()
