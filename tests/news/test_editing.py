"""What the editor's form asks for, and when."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from news.models import ArticlePage, NewsIndexPage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(factories.user("editor", "Editors"))
    return client


def form(action="", **fields):
    """The article form as the editor's browser sends it, everything empty but what is given."""
    empty = {
        "title": "",
        "standfirst": "",
        "kind": "news",
        "main_topic": "",
        "dateline": "",
        "hero": "",
        "hero_alt_text": "",
        "hero_caption": "",
        "hero_credit": "",
        "body": streamfield([]),
        "bylines": inline_formset([]),
        "related": streamfield([]),
        "slug": "a-story",
        "seo_title": "",
        "search_description": "",
        "social_title": "",
        "social_text": "",
        "social_image": "",
        "comments": inline_formset([]),
    }
    data = nested_form_data({**empty, **fields})
    return {**data, **({action: "1"} if action else {})}


def complete(**fields):
    whole = {
        "title": "A whole story",
        "standfirst": "It has everything.",
        "main_topic": str(factories.topic().pk),
        "bylines": inline_formset([{"author": str(factories.author().pk), "role": ""}]),
        "body": streamfield([("paragraph", rich_text("<p>Every word of it.</p>"))]),
    }
    return form("action-submit", **{**whole, **fields})


def create(client, data):
    address = reverse(
        "wagtailadmin_pages:add", args=("news", "articlepage", NewsIndexPage.objects.get().pk)
    )
    return client.post(address, data)


def errors(response):
    form = response.context["form"]
    formsets = {name: fs.non_form_errors() for name, fs in form.formsets.items()}
    return {*form.errors, *(name for name, found in formsets.items() if found)}


def test_a_draft_needs_only_a_headline(editor):
    assert create(editor, form(title="Just a headline")).status_code == 302
    assert ArticlePage.objects.get().title == "Just a headline"


def test_a_draft_needs_a_headline(editor):
    assert errors(create(editor, form())) == {"title"}


def test_submitting_asks_for_everything_a_reader_needs(editor):
    response = create(editor, form("action-submit", title="Just a headline"))
    assert errors(response) == {"standfirst", "main_topic", "body", "bylines"}
    assert not ArticlePage.objects.exists()


def test_a_complete_story_goes_into_review(editor):
    assert create(editor, complete()).status_code == 302
    page = ArticlePage.objects.get()
    assert page.workflow_in_progress
    assert not page.live


def test_the_main_picture_needs_words_or_the_mark_decorative(editor):
    picture = str(factories.picture().pk)
    assert errors(create(editor, complete(hero=picture))) == {"hero_alt_text"}
    assert create(editor, complete(hero=picture, hero_decorative="on")).status_code == 302


def test_a_picture_in_the_body_needs_words_or_the_mark_decorative(editor):
    image = {"image": str(factories.picture().pk), "alt_text": "", "decorative": ""}
    picture = {"image": image, "caption": "", "credit": "", "width": "column"}
    body = streamfield([("paragraph", rich_text("<p>x</p>")), ("image", picture)])
    data = complete() | nested_form_data({"body": body})
    response = create(editor, data)
    assert errors(response) == {"body"}
    assert "alt text" in response.content.decode()


def test_the_same_draft_may_wait_for_its_alt_text(editor):
    data = form(title="Not ready", hero=str(factories.picture().pk))
    assert create(editor, data).status_code == 302


def test_a_standfirst_of_201_characters_is_too_long(editor):
    assert errors(create(editor, form(title="x", standfirst="a" * 201))) == {"standfirst"}


def test_pasted_paragraphs_are_saved_one_a_block(editor):
    html = rich_text("<p>One.</p><h2>Then</h2><p>Two.</p>")
    create(editor, form(title="Pasted", body=streamfield([("paragraph", html)])))
    saved = ArticlePage.objects.get().get_latest_revision_as_object()
    assert [b.block_type for b in saved.body] == ["paragraph", "heading", "paragraph"]


def test_an_article_cannot_be_related_to_an_address_without_words(editor):
    link = {"article": "", "url": "https://example.org/", "label": ""}
    body = streamfield([("paragraph", rich_text("<p>x</p>")), ("related_link", link)])
    response = create(editor, complete() | nested_form_data({"body": body}))
    assert errors(response) == {"body"}


def test_a_fault_after_a_pasted_text_is_shown_at_its_own_block(editor):
    pasted = rich_text("<p>One.</p><p>Two.</p><p>Three.</p>")
    unattributed = {"text": "", "speaker": "", "role": ""}
    body = streamfield([("paragraph", pasted), ("pull_quote", unattributed)])
    response = create(editor, complete() | nested_form_data({"body": body}))
    (error,) = response.context["form"].errors.as_data()["body"]
    assert list(error.block_errors) == [1]


def test_a_nul_in_a_text_is_dropped_and_the_rest_kept(editor):
    body = streamfield([("paragraph", rich_text("<p>Before\x00after.</p>"))])
    assert create(editor, form(title="With a NUL", body=body)).status_code == 302
    saved = ArticlePage.objects.get().get_latest_revision_as_object()
    assert "Beforeafter." in saved.body[0].value.source


def test_a_reviewer_who_changed_the_words_is_told_why_they_cannot_approve(editor):
    create(editor, complete())
    page = ArticlePage.objects.get()
    editor.force_login(factories.user(group="Moderators"))
    data = complete(title="Another headline")
    del data["action-submit"]
    data |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    response = editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), data | {"slug": page.slug}, follow=True
    )
    told = response.content.decode()
    assert "This needs a second person" in told
    assert "saved as a draft" in told
    page.refresh_from_db()
    assert not page.live
    assert page.get_latest_revision_as_object().title == "Another headline"
