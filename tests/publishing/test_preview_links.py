"""One outside person reads one text at a secret address, for a while, and nobody learns of it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import PageLogEntry

from news.models import ArticlePage
from publishing import record
from publishing.models import PreviewLink
from tests import factories
from tests.factories import paragraph

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered():
    """The pictures of one test have the numbers of the last one's."""
    caches["renditions"].clear()


def link_to(page, for_whom="Ilse Marrack", days=3):
    until = timezone.now() + timedelta(days=days)
    link, key = PreviewLink.make(page, factories.user(), for_whom, until)
    return link, f"/preview/{key}/"


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def picture_block(picture):
    image = {"image": picture.pk, "alt_text": "The quay", "decorative": False}
    value = {"image": image, "caption": "", "credit": "", "width": "column"}
    return {"type": "image", "value": value}


def document(name="sums.pdf"):
    return Document.objects.create(title="The sums", file=ContentFile(b"%PDF-1.7 sums", name))


def link_to_document(found):
    return paragraph(f'See <a linktype="document" id="{found.pk}">the sums</a>.')


# What the person sees


def test_the_person_reads_the_draft_as_readers_will_under_their_name(client):
    page = factories.draft("The vote is off", body=[paragraph("Nobody came.")])
    response = client.get(link_to(page)[1])
    assert response.status_code == 200
    assert response.templates[0].name == "news/article_page.html"
    assert "Nobody came." in text(response)
    assert "Preview for Ilse Marrack</strong>: not published, not to be passed on." in text(
        response
    )
    assert text(response).count("Preview for Ilse Marrack") > 3


def test_a_standing_page_is_shown_too(client):
    from home.models import HomePage, StandardPage

    page = StandardPage(title="Our ethics", slug="ethics", live=False, body=[paragraph("Be fair.")])
    HomePage.objects.get().add_child(instance=page)
    page.save_revision()
    assert "Be fair." in text(client.get(link_to(page)[1]))


def test_it_goes_on_showing_the_text_for_which_it_was_made(client):
    page = factories.draft("As it was")
    link, address = link_to(page)
    page.title = "As it is now"
    page.save_revision(overwrite_revision=link.revision)
    assert "As it was" in text(client.get(address))
    assert "As it is now" not in text(client.get(address))


def test_its_pictures_and_documents_show_without_a_login(client):
    hero, inside, found = factories.picture(), factories.picture(), document()
    page = factories.draft(hero=hero, body=[picture_block(inside), link_to_document(found)])
    address = link_to(page)[1]
    html = text(client.get(address))
    files = set(re.findall(r"/preview/[^\"\s]+\.(?:webp|jpg|pdf)", html))
    assert len({f for f in files if f.endswith(".webp")}) >= 4
    assert any(f.endswith(".pdf") for f in files)
    for file in files:
        response = client.get(file)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "no-referrer"
        assert client.get("/" + file.split("/", 3)[3]).status_code == 404
        assert client.get(file.replace(address, "/preview/guessed/")).status_code == 404


def test_everything_on_the_page_loads(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        author = factories.author(portrait=factories.picture("Portrait"))
        factories.published("Next to it", hero=factories.picture("Old"))
    page = factories.draft(hero=factories.picture(), authors=[author])
    files = re.findall(
        r"[\"\s](/(?:preview|media)/[^\"\s]+\.\w+)", text(client.get(link_to(page)[1]))
    )
    assert len({file.split("/")[1] for file in files}) == 2
    assert {client.get(file).status_code for file in files} == {200}


def test_it_opens_no_other_file(client):
    other, found = factories.picture("Other"), document()
    factories.draft("Another draft", hero=other, body=[link_to_document(found)])
    address = link_to(factories.draft(hero=factories.picture()))[1].rstrip("/")
    elsewhere = other.get_rendition("width-480|format-webp").url
    for file in (elsewhere, found.url, other.file.url, "/media/images/", "/documents/9999/x.pdf"):
        assert client.get(address + file).status_code == 404


def test_it_leads_to_nothing_else_that_is_not_public(client):
    hidden = factories.draft("Quizzelwick resigns", slug="quizzelwick-resigns")
    value = {"article": hidden.pk, "url": "", "label": ""}
    page = factories.draft(
        related=[("article", hidden)],
        body=[
            paragraph(f'As <a linktype="page" id="{hidden.pk}">we wrote</a>.'),
            {"type": "related_link", "value": value},
        ],
    )
    html = text(client.get(link_to(page)[1]))
    assert "we wrote" in html
    assert "uizzelwick" not in html


# What nobody else learns


def test_it_is_kept_by_no_cache_no_search_engine_and_no_other_site(client):
    response = client.get(link_to(factories.draft())[1])
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_the_key_stands_nowhere_but_in_the_addresses_of_the_drafts_own_files(client):
    page = factories.draft(hero=factories.picture(), body=[{"type": "share", "value": SHARE}])
    address = link_to(page)[1]
    html = text(client.get(address))
    key = address.split("/")[2]
    assert len(re.findall(key, html)) == len(re.findall(f"/preview/{key}/media/images/", html))
    assert not PreviewLink.objects.filter(key_sha256__contains=key).exists()


SHARE = {"heading": "Share", "text": "", "show_links": True, "show_newsletter": False}


def test_expired_revoked_withheld_and_invented_keys_are_answered_alike(client):
    page = factories.published("Was public")
    (late, expired), (ended, revoked), (_, withheld) = (link_to(page) for _ in range(3))
    late.expires_at = ended.revoked_at = timezone.now()
    late.save()
    ended.save()
    assert client.get(withheld).status_code == 200
    page = factories.change(page, title="Corrected")
    record.withhold(page.versions.get(number=1), factories.user(group="Moderators"), "Injunction.")
    answers = [client.get(address) for address in (expired, revoked, withheld, "/preview/x/")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert all(answer.headers == answers[0].headers for answer in answers)


def test_it_ends_at_its_time_for_files_too(client):
    picture = factories.picture()
    link, address = link_to(factories.draft(hero=picture), days=1)
    file = address.rstrip("/") + picture.get_rendition("width-480|format-webp").url
    with time_machine.travel(link.expires_at - timedelta(seconds=1), tick=False):
        assert (client.get(address).status_code, client.get(file).status_code) == (200, 200)
    with time_machine.travel(link.expires_at):
        assert (client.get(address).status_code, client.get(file).status_code) == (404, 404)


def test_looking_at_the_draft_makes_nothing_public(client):
    picture = factories.picture()
    page = factories.draft("Quizzelwick resigns", hero=picture)
    client.get(link_to(page)[1])
    assert client.get(page.get_url()).status_code == 404
    assert client.get(picture.get_rendition("width-480|format-webp").url).status_code == 404
    assert not ArticlePage.objects.published().exists()


# In the newsroom


@pytest.fixture
def editor(client):
    editor = factories.user(group="Editors")
    client.force_login(editor)
    return editor


def share(client, page, for_whom="Ilse Marrack", days="3"):
    url = reverse("publishing_share", args=[page.pk])
    return client.post(url, {"for_whom": for_whom, "days": days})


def address_in(response):
    return re.search(r"http://testserver(/preview/[\w-]+/)", text(response))


def test_an_editor_makes_a_link_from_the_editor_and_sees_its_address_once(client, editor):
    page = factories.draft("The vote is off")
    url = reverse("publishing_share", args=[page.pk])
    assert url in text(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    assert client.get(url).status_code == 200
    made = share(client, page)
    address = address_in(made)[1]
    assert "Ilse Marrack" in text(made)
    assert address_in(client.get(url)) is None
    assert made["Cache-Control"].count("no-store")
    link = page.preview_links.get()
    assert link.made_by == editor
    assert timedelta(days=2, hours=23) < link.expires_at - timezone.now() <= timedelta(days=3)
    client.logout()
    assert "The vote is off" in text(client.get(address))


def test_the_page_says_which_text_is_shown_and_when_it_was_opened(client, editor):
    page = factories.draft()
    url, address = reverse("publishing_share", args=[page.pk]), address_in(share(client, page))[1]
    assert "not opened yet" in text(client.get(url))
    assert "the draft has changed since" not in text(client.get(url))
    client.head(address)
    assert page.preview_links.get().opened_at is None
    client.get(address)
    first = page.preview_links.get().opened_at
    client.get(address)
    assert page.preview_links.get().opened_at == first
    page.title = "Another headline"
    page.save_revision()
    assert "first opened" in text(client.get(url))
    assert "the draft has changed since" in text(client.get(url))


def test_a_link_is_revoked_at_once_and_both_are_logged(client, editor):
    page = factories.draft()
    address = address_in(share(client, page))[1]
    revoke = reverse("publishing_revoke_preview", args=[page.preview_links.get().pk])
    assert client.get(revoke).status_code == 405
    response = client.post(revoke, follow=True)
    assert "can no longer be opened" in text(response)
    assert client.get(address).status_code == 404
    client.post(revoke)
    logged = PageLogEntry.objects.filter(page=page.pk, action__startswith="publishing.preview")
    assert [entry.action for entry in logged.order_by("timestamp")] == [
        "publishing.preview",
        "publishing.preview_end",
    ]
    assert {entry.user for entry in logged} == {editor}
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert "Preview link for Ilse Marrack, until" in text(history)
    assert "Revoked the preview link for Ilse Marrack" in text(history)


@pytest.mark.parametrize(
    ("for_whom", "days"), [("", "3"), ("x" * 121, "3"), ("Ilse", "8"), ("Ilse", "-1"), ("Ilse", "")]
)
def test_what_is_missing_is_asked_for(client, editor, for_whom, days):
    page = factories.draft()
    response = share(client, page, for_whom, days)
    assert response.context["form"].errors
    assert not page.preview_links.exists()


def test_a_name_is_shown_as_it_was_typed(client, editor):
    page = factories.draft()
    address = address_in(share(client, page, "<b>Ilse</b> & {sons}"))[1]
    assert "&lt;b&gt;Ilse&lt;/b&gt; &amp; {sons}" in text(client.get(address))
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert "&lt;b&gt;Ilse&lt;/b&gt; &amp; {sons}" in text(history)


def test_only_who_may_edit_the_page_shares_and_revokes(client):
    page = factories.draft(owner=factories.user("its-author"))
    link_to(page)
    addresses = [
        reverse("publishing_share", args=[page.pk]),
        reverse("publishing_revoke_preview", args=[page.preview_links.get().pk]),
    ]
    stranger = factories.user()
    assert not page.permissions_for_user(stranger).can_edit()
    for address in addresses:
        assert "/login/" in client.post(address, {"for_whom": "x", "days": "1"})["Location"]
    client.force_login(stranger)
    for address in addresses:
        assert client.post(address, {"for_whom": "x", "days": "1"}).status_code in (302, 403)
    link = page.preview_links.get()
    assert link.revoked_at is None


def test_wagtails_own_views_of_a_draft_are_kept_by_nobody_either(client, editor):
    page = factories.draft("The vote is off", hero=factories.picture())
    for name in ("view_draft", "edit", "preview_on_edit"):
        response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "same-origin"


def test_a_published_page_shows_no_banner(client):
    assert "preview-banner" not in text(client.get(factories.published().url))


def test_a_link_to_what_was_public_ends_when_it_is_taken_down(client):
    page = factories.draft("Public for a day")
    _, address = link_to(page)
    assert client.get(address).status_code == 200
    factories.approved(page).get_latest_revision().publish()
    factories.taken_down(type(page).objects.get(pk=page.pk), "Order of the court.")
    assert client.get(address).status_code == 404
