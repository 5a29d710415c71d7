"""The demo newsroom is believable, complete, and loads only where it belongs."""

from base64 import b64encode
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils.html import escape
from wagtail.models import Comment, Page, Revision, WorkflowState

from demo import pictures, stories
from home.models import Publication, StandardPage
from news.blocks import BodyBlock
from news.models import ArticlePage, Author, Topic
from publishing.models import PublicVersion
from syndication.appearances import head_of
from syndication.cards import card_of
from syndication.items import feed_item
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, tmp_path, monkeypatch):
    """The demo as loaded, with one picture drawn instead of all."""
    settings.MEDIA_ROOT = tmp_path
    drawn = factories.picture_file(size=(640, 400)).read()
    monkeypatch.setattr(pictures, "draw", lambda key, variant=0: drawn)
    call_command("load_demo", verbosity=0)


def test_the_demo_has_what_a_publication_has(demo):
    published = ArticlePage.objects.published()
    assert published.count() >= 60
    assert Topic.objects.count() == 6
    assert Author.objects.count() == 5
    assert StandardPage.objects.live().count() == 5
    ages = published.values_list("first_published_at", flat=True)
    assert (max(ages) - min(ages)).days > 400
    states = WorkflowState.objects
    assert states.filter(status=WorkflowState.STATUS_IN_PROGRESS).count() == 2
    assert states.filter(status=WorkflowState.STATUS_NEEDS_CHANGES).count() == 1
    assert Comment.objects.filter(replies__isnull=False).count() == 1
    assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == 1
    assert not any(Page.find_problems())


def test_all_that_the_demo_publishes_is_on_record_in_its_name(demo):
    public = ArticlePage.objects.published().count() + StandardPage.objects.live().count()
    entries = PublicVersion.objects.select_related("approval")
    assert entries.filter(number=1, kind="first").count() == public
    assert {e.kind for e in entries.filter(number=2)} == {"correction", "clarification"}
    assert {(e.approval.authority, e.approval.reason) for e in entries} == {
        ("import", "the demo newsroom")
    }
    before = entries.all().count()
    call_command("load_demo", articles=30, verbosity=0)
    assert entries.all().count() == before + 30
    call_command("verify_record", verbosity=0)


def test_one_article_shows_every_block(demo):
    shown = {b.block_type for b in ArticlePage.objects.get(slug="how-to-read-a-budget").body}
    assert shown == set(BodyBlock().child_blocks)


def test_one_article_is_shaped_like_the_reference_page(demo):
    body = ArticlePage.objects.get(slug="the-vote-that-nobody-wanted").body
    kinds = [block.block_type for block in body]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "paragraph": 20,
        "pull_quote": 3,
        "share": 2,
    }


def test_every_published_demo_article_could_be_submitted_again(demo):
    for article in ArticlePage.objects.published():
        article.full_clean()
        assert article.standfirst and article.bylines.exists() and article.main_topic
        assert article.hero is None or article.hero_alt_text
        BodyBlock().clean(article.body)


def test_the_demo_does_not_load_over_a_newsroom_at_work():
    factories.user("dana", "Editors")
    with pytest.raises(CommandError, match="users of its own"):
        call_command("load_demo")


def test_the_demo_does_not_load_twice(demo):
    users = get_user_model().objects.count()
    with pytest.raises(CommandError, match="here already"):
        call_command("load_demo")
    assert get_user_model().objects.count() == users


def test_more_articles_can_be_made_to_measure_with(demo):
    before = ArticlePage.objects.published().count()
    call_command("load_demo", articles=30, verbosity=0)
    assert ArticlePage.objects.published().count() == before + 30
    assert not any(Page.find_problems())
    newest = ArticlePage.objects.order_by("-pk").first()
    assert newest.live_revision.content["title"] == newest.title
    word = max(newest.title.split(), key=len)
    assert ArticlePage.objects.published().search(word).count() >= 1


def test_no_demo_text_is_too_long_for_its_field():
    for story in stories.read("articles"):
        assert len(story.meta["standfirst"]) <= 200, story.slug
        assert len(story.meta["headline"]) <= 110, story.slug


@pytest.mark.parametrize("key", sorted(pictures.PICTURES))
def test_a_drawn_picture_weighs_150_kilobytes_at_most(key):
    assert len(pictures.draw(key)) <= 150 * 1024


def test_what_editors_preview_is_what_readers_get(demo, client):
    """Of every article: the page, its head, its card and its entry in feeds."""
    publication = Publication.objects.get()
    differ = []
    for article in ArticlePage.objects.published():
        draft = article.get_latest_revision_as_object()
        shown, public = preview(draft), client.get(article.get_url()).content.decode()
        alike = {
            "page": body_of(shown) == body_of(public),
            "head": head_of(shown) == unlisted(head_of(public)),
            "card": card_of(draft, publication).name == card_of(article, publication).name,
            "feed": feed_item(draft) == feed_item(article),
        }
        differ += [f"{article.slug}: {what}" for what, same in alike.items() if not same]
    assert differ == []


def test_the_previews_of_other_screens_show_what_is_public(demo, client):
    """Search result, shared link and feed entry hold what the page and its files say."""
    article = ArticlePage.objects.get(slug="vastria-shuts-deep-channel")
    head = head_of(client.get(article.get_url()).content.decode())
    draft = article.get_latest_revision_as_object()
    search, shared, feed = (preview(draft, mode) for mode in ("search", "shared", "feed"))
    assert head.address == article.full_url and head.address in search
    assert escape(head.properties["og:title"]) in shared
    card = client.get(urlsplit(head.properties["og:image"]).path).content
    assert b64encode(card).decode() in shared
    assert feed_item(article).html in feed


def preview(draft, mode=""):
    return draft.make_preview_request(preview_mode=mode).render().content.decode()


def body_of(html):
    return html[html.index("<body") :]


def unlisted(head):
    """A preview differs in one thing: nobody may index it."""
    return replace(head, properties={**head.properties, "robots": "noindex"})
