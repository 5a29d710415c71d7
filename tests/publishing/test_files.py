"""A picture or document is served to readers while something public shows it, and never before."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from home.models import HomePage, Publication
from images.models import NewsImage
from publishing import gate, record
from publishing.files import is_public_file
from publishing.words import Refused
from tests import factories
from tests.factories import paragraph

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered():
    """The pictures of one test have the numbers of the last one's."""
    caches["renditions"].clear()


SECRET = r"\.[0-9a-f]{32}\."


def address(picture, spec="width-480|format-webp"):
    return picture.get_rendition(spec).url


def document(title="The budget", name="budget.pdf"):
    return Document.objects.create(title=title, file=ContentFile(b"%PDF-1.7 sums", name))


def with_document(found):
    return [paragraph(f'See <a linktype="document" id="{found.pk}">the sums</a>.')]


def gets(client, url, **headers):
    response = client.get(url, headers=headers)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response, body


def same_answer(one, other):
    """Whether nobody could tell two answers apart, but for the address they repeat."""
    return (one.status_code, one.content, one.headers) == (
        *(other.status_code, other.content),
        other.headers,
    )


# From the draft to the public and back


@pytest.mark.parametrize("what", ["picture", "document"])
def test_a_file_is_dark_public_and_dark_again_with_the_article_that_shows_it(client, what):
    picture, found = factories.picture(), document()
    url = {"picture": address(picture), "document": found.url}[what]
    page = factories.draft(hero=picture, body=with_document(found))
    assert client.get(url).status_code == 404
    gate.admit(page, "tests")
    response, body = gets(client, url)
    assert response.status_code == 200
    assert len(body) == int(response["Content-Length"])
    page.refresh_from_db()
    factories.taken_down(page, "A source asked for protection.")
    assert client.get(url).status_code == 404


def test_a_picture_of_an_approved_and_scheduled_article_stays_dark_until_it_is_public(client):
    picture = factories.picture()
    page = factories.approved(factories.draft(hero=picture))
    assert client.get(address(picture)).status_code == 404
    page.get_latest_revision().publish()
    assert client.get(address(picture)).status_code == 200


def test_a_picture_in_the_draft_of_a_change_stays_dark_until_the_change_is_public(client):
    page, picture = factories.published(hero=factories.picture("Old")), factories.picture("New")
    draft = type(page).objects.get(pk=page.pk)
    draft.hero = picture
    draft.save_revision()
    assert client.get(address(picture)).status_code == 404
    factories.change(page, hero=picture)
    assert client.get(address(picture)).status_code == 200


def test_a_picture_in_the_body_and_one_for_sharing_are_shown_too(client):
    pictures = [factories.picture(str(n)) for n in range(3)]
    image = {"image": pictures[0].pk, "alt_text": "The harbour", "decorative": False}
    gallery = {"image": pictures[1].pk, "alt_text": "The quay", "decorative": False}
    body = [
        {"type": "image", "value": {"image": image, "caption": "", "credit": "", "width": "wide"}},
        {"type": "gallery", "value": {"title": "", "pictures": [{"image": gallery}]}},
    ]
    page = factories.draft(body=body, social_image=pictures[2])
    assert {client.get(address(p)).status_code for p in pictures} == {404}
    gate.admit(page, "tests")
    assert {client.get(address(p)).status_code for p in pictures} == {200}


def test_the_picture_of_an_earlier_version_can_be_read_as_long_as_the_version(client):
    old = factories.picture("Old")
    page = factories.change(factories.published(hero=old), hero=factories.picture("New"))
    assert client.get(address(old)).status_code == 200
    record.withhold(page.versions.get(number=1), factories.user(group="Moderators"), "Injunction.")
    assert client.get(address(old)).status_code == 404


def test_a_withheld_version_takes_along_no_picture_that_another_version_shows(client):
    picture = factories.picture()
    page = factories.change(factories.published(hero=picture), title="Another headline")
    record.withhold(page.versions.get(number=1), factories.user(group="Moderators"), "Injunction.")
    assert client.get(address(picture)).status_code == 200


def test_a_picture_of_two_articles_stays_when_one_is_taken_down(client):
    picture = factories.picture()
    page, _ = factories.published(hero=picture), factories.published("Other", hero=picture)
    factories.taken_down(page, "Wrong.")
    assert client.get(address(picture)).status_code == 200


def test_a_flag_set_in_the_database_shows_no_picture(client):
    picture = factories.picture()
    page = factories.taken_down(factories.published(hero=picture), "Wrong.")
    type(page).objects.filter(pk=page.pk).update(live=True)
    assert client.get(address(picture)).status_code == 404


def test_what_an_import_brings_in_bulk_is_public_with_its_pictures(client):
    picture = factories.picture()
    page = factories.draft(hero=picture)
    type(page).objects.filter(pk=page.pk).update(
        live=True, live_revision=page.latest_revision, first_published_at="2020-01-01T00:00Z"
    )
    page.refresh_from_db()
    record.begin_many([page], "the old platform")
    assert client.get(address(picture)).status_code == 200


def test_a_portrait_and_the_logo_need_no_article_of_their_own(
    client, django_capture_on_commit_callbacks
):
    portrait, logo, unused = (factories.picture(name) for name in ("Portrait", "Logo", "Unused"))
    with django_capture_on_commit_callbacks(execute=True):
        author = factories.author(portrait=portrait)
        Publication.objects.create(site=HomePage.objects.get().get_site(), logo=logo)
    assert [client.get(address(p)).status_code for p in (portrait, logo, unused)] == [404, 200, 404]
    factories.published(authors=[author])
    assert client.get(address(portrait)).status_code == 200


def test_the_picture_desk_sees_that_the_logo_is_in_use(
    client, admin_user, django_capture_on_commit_callbacks
):
    logo = factories.picture("Logo")
    with django_capture_on_commit_callbacks(execute=True):
        Publication.objects.create(site=HomePage.objects.get().get_site(), logo=logo)
    client.force_login(admin_user)
    for name in ("image_usage", "edit", "delete"):
        response = client.get(reverse(f"wagtailimages:{name}", args=[logo.pk]))
        assert response.status_code == 200
    usage = client.get(reverse("wagtailimages:image_usage", args=[logo.pk]))
    assert "Publication" in words_of(usage)


def test_what_an_editor_notes_on_a_picture_does_not_publish_it(
    client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        picture = factories.picture()
        picture.tags.add("harbour")
        picture.collection = Collection.get_first_root_node().add_child(name="Ports")
        picture.save()
        factories.draft(hero=picture)
    assert not is_public_file(picture)


# Who else may have it


@pytest.mark.parametrize("group", ["Reporters", "Editors", "Moderators", "Admins"])
def test_the_newsroom_sees_what_is_not_public_and_no_cache_keeps_it(client, group):
    picture, found = factories.picture(), document()
    client.force_login(factories.user(group=group))
    for url in (address(picture), picture.file.url, found.url):
        response, _ = gets(client, url)
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


def test_a_login_without_a_place_in_the_newsroom_sees_what_readers_see(client):
    stranger = factories.user()
    stranger.groups.clear()
    client.force_login(stranger)
    picture = factories.picture()
    assert client.get(address(picture)).status_code == 404
    factories.published(hero=picture)
    assert client.get(address(picture)).status_code == 200


def test_readers_get_the_sizes_of_a_public_picture_not_its_original(client):
    picture = factories.picture()
    page = factories.published(hero=picture)
    assert client.get(picture.file.url).status_code == 404
    assert "original_images" not in client.get(page.url).content.decode()


def test_a_document_in_a_closed_collection_stays_closed(client):
    found = document()
    found.collection = Collection.get_first_root_node().add_child(name="Members")
    found.save()
    CollectionViewRestriction.objects.create(collection=found.collection, restriction_type="login")
    factories.published(body=with_document(found))
    assert client.get(found.url).status_code == 302
    client.force_login(factories.user())
    assert gets(client, found.url)[0]["Cache-Control"] == "private, no-store"


# What an outsider learns: nothing


def test_nobody_can_tell_a_draft_picture_from_nothing(client):
    there = address(factories.picture())
    nowhere = re.sub(SECRET, f".{'0' * 32}.", there)
    assert same_answer(client.get(there), client.get(nowhere))
    client.cookies["sessionid"] = "guessed"
    assert same_answer(client.get(there), client.get(nowhere))
    assert same_answer(client.head(there), client.head(nowhere))


def test_nobody_can_tell_a_draft_document_from_nothing(client):
    found = document()
    nowhere = found.url.replace(f"/{found.pk}/", "/987654321/")
    by_guess = f"/documents/{found.pk}/budget.pdf"
    for cookie in ("", "guessed"):
        client.cookies["sessionid"] = cookie
        answers = [client.get(url) for url in (found.url, nowhere, by_guess)]
        assert answers[0].status_code == 404
        assert all(same_answer(answers[0], other) for other in answers)


def test_the_name_that_was_uploaded_is_no_address():
    names = [factories.picture().file.name, document().file.name]
    names += [factories.picture().get_rendition("width-480").file.name]
    for name in names:
        assert re.search(SECRET, name)
    assert not default_storage.exists("original_images/harbour.jpg")
    assert names[0] != factories.picture().file.name


def test_one_size_of_a_picture_betrays_neither_the_original_nor_another_size():
    picture = factories.picture()
    one, other = (picture.get_rendition(f"width-{n}").file.name for n in (480, 800))
    secrets = {re.search(SECRET, name)[0] for name in (picture.file.name, one, other)}
    assert len(secrets) == 3
    assert one.startswith("images/harbour.")


@pytest.mark.parametrize("name", ["x" * 300 + ".jpg", "报" * 90 + ".jpg", "a.b.c.jpg", "..jpg"])
def test_a_name_of_any_length_finds_its_place_on_the_disk(name):
    picture = NewsImage.objects.create(title="x", file=factories.picture_file(name))
    found = document(name=name.replace(".jpg", ".pdf"))
    for file in (picture.file, found.file, picture.get_rendition("width-480").file):
        assert len(file.name) <= 100
        assert default_storage.exists(file.name)


HOSTILE = [
    "/media/",
    "/media/images",
    "/media/images/",
    "/media/../db.sqlite3",
    "/media/images/../../db.sqlite3",
    "/media//etc/passwd",
    "/media/%2e%2e%2fdb.sqlite3",
    "/media/images/..%5c..%5cdb.sqlite3",
    "/media/" + "a/" * 300,
    "/media/documents/budget.pdf",
    "/documents/99999999999999999999999999/budget.pdf",
    "/documents/1/../../db.sqlite3",
]


@pytest.mark.parametrize("url", HOSTILE)
@pytest.mark.parametrize("inside", [False, True])
def test_an_address_that_leads_astray_leads_nowhere(client, url, inside):
    factories.picture()
    if inside:
        client.force_login(factories.user())
    assert client.get(url).status_code == 404


def test_a_row_whose_file_is_gone_is_not_found(client):
    picture = factories.picture()
    url = address(picture)
    factories.published(hero=picture)
    default_storage.delete(picture.renditions.get().file.name)
    assert client.get(url).status_code == 404


# How it is served


def test_a_public_picture_may_be_kept_for_an_hour_and_asks_for_no_cookie(client):
    picture = factories.picture()
    factories.published(hero=picture)
    response, body = gets(client, address(picture))
    assert response["Content-Type"] == "image/webp"
    assert body.startswith(b"RIFF")
    assert response["Cache-Control"] == "public, max-age=3600"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Vary" not in response
    assert not response.cookies


def test_asking_again_costs_no_bytes(client):
    picture, found = factories.picture(), document()
    page = factories.published(hero=picture, body=with_document(found))
    for url in (address(picture), found.url):
        first, _ = gets(client, url)
        again, body = gets(client, url, if_none_match=first["ETag"])
        assert (again.status_code, body) == (304, b"")
        assert again["Cache-Control"] == "public, max-age=3600"
        other, _ = gets(client, url, if_none_match='"something else"')
        assert other.status_code == 200
        later, _ = gets(client, url, if_modified_since=first["Last-Modified"])
        assert later.status_code == 304
    factories.taken_down(page, "Wrong.")
    for url in (address(picture), found.url):
        assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 404


def test_head_says_the_same_without_the_bytes(client):
    picture = factories.picture()
    factories.published(hero=picture)
    head, get = client.head(address(picture)), client.get(address(picture))
    assert head.status_code == 200
    assert not b"".join(head.streaming_content)
    assert head.headers == get.headers


def test_a_part_of_a_file_is_answered_with_the_whole(client):
    picture = factories.picture()
    factories.published(hero=picture)
    response, body = gets(client, address(picture), range="bytes=0-9")
    assert response.status_code == 200
    assert len(body) == int(response["Content-Length"])


def test_a_document_is_saved_under_the_name_that_was_uploaded(client):
    found, report = document(), document(name="Jahres Überblick.docx")
    factories.published(body=with_document(found) + with_document(report))
    assert client.get(found.url)["Content-Disposition"] == 'inline; filename="budget.pdf"'
    assert client.get(report.url)["Content-Disposition"] == (
        "attachment; filename*=utf-8''Jahres_%C3%9Cberblick.docx"
    )


def test_a_picture_costs_the_same_few_looks_into_indexes_however_many_use_it(client):
    picture = factories.picture()
    factories.published(hero=picture)
    url = address(picture)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    assert len(few) == 2
    for n in range(5):
        factories.draft(f"Draft {n}", hero=picture)
        factories.published(f"Story {n}", hero=picture)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == 2
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for query in many:
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                plan = [row[3] for row in cursor.fetchall()]
                scans = [step for step in plan if step.startswith("SCAN")]
                # A CONSTANT ROW is no table; restrictions are a handful.
                assert all("CONSTANT ROW" in s or "viewrestriction" in s for s in scans), plan


# What readers have seen stays as it was


@pytest.fixture
def editor(client):
    client.force_login(factories.user(group="Editors"))
    return client


@pytest.fixture
def shown(editor):
    """A picture and a document that readers see in one article."""
    picture, found = factories.picture(), document()
    factories.published("Harbour closed", hero=picture, body=with_document(found))
    return {"picture": picture, "document": found}


def words_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


ADMIN = {"picture": "wagtailimages", "document": "wagtaildocs"}
UPLOADS = {"picture": factories.picture_file, "document": lambda: ContentFile(b"%PDF-1.7 other")}
WHAT = pytest.mark.parametrize("what", ["picture", "document"])


def replace(client, what, instance):
    file = SimpleUploadedFile("new.jpg" if what == "picture" else "new.pdf", UPLOADS[what]().read())
    data = {"title": "New", "file": file, "collection": instance.collection_id}
    return client.post(reverse(f"{ADMIN[what]}:edit", args=[instance.pk]), data, follow=True)


def bytes_of(instance):
    fresh = type(instance).objects.get(pk=instance.pk)
    return fresh.file.name, fresh.file.open().read()


@WHAT
def test_the_file_that_readers_see_is_not_replaced(editor, shown, what):
    before = bytes_of(shown[what])
    response = replace(editor, what, shown[what])
    assert response.status_code == 200
    assert f"Readers see this {what} in “Harbour closed”. Upload the new one" in words_of(response)
    assert bytes_of(shown[what]) == before


@WHAT
def test_its_title_and_credit_may_be_changed(editor, shown, what):
    data = {"title": "Renamed", "collection": shown[what].collection_id}
    editor.post(reverse(f"{ADMIN[what]}:edit", args=[shown[what].pk]), data)
    shown[what].refresh_from_db()
    assert shown[what].title == "Renamed"


@WHAT
def test_the_file_of_a_draft_may_be_replaced_and_deleted(editor, what):
    instance = {"picture": factories.picture, "document": document}[what]()
    before = bytes_of(instance)
    replace(editor, what, instance)
    assert bytes_of(instance) != before
    editor.post(reverse(f"{ADMIN[what]}:delete", args=[instance.pk]))
    assert not type(instance).objects.filter(pk=instance.pk).exists()


@WHAT
def test_what_a_second_person_approved_is_not_replaced_before_it_is_public(editor, what):
    instance = {"picture": factories.picture, "document": document}[what]()
    fields = {"hero": instance} if what == "picture" else {"body": with_document(instance)}
    factories.approved(factories.draft("Tomorrow", **fields))
    before = bytes_of(instance)
    assert f"“Tomorrow” is approved with this {what}" in words_of(replace(editor, what, instance))
    assert bytes_of(instance) == before


@WHAT
def test_it_is_not_deleted_by_one_or_by_many(editor, shown, what):
    other = {"picture": factories.picture, "document": document}[what]()
    one = reverse(f"{ADMIN[what]}:delete", args=[shown[what].pk])
    kind = type(shown[what])._meta
    many = reverse("wagtail_bulk_action", args=[kind.app_label, kind.model_name, "delete"])
    many += f"?id={shown[what].pk}&id={other.pk}"
    for url in (one, many):
        response = editor.post(url, follow=True)
        assert response.status_code == 200
        assert f"Readers see this {what} in “Harbour closed”. It cannot be" in words_of(response)
        assert type(other).objects.filter(pk__in=[shown[what].pk, other.pk]).count() == 2
    assert default_storage.exists(shown[what].file.name)


@WHAT
def test_the_uploader_of_many_answers_in_words_too(editor, shown, what):
    url = reverse(f"{ADMIN[what]}:delete_multiple", args=[shown[what].pk])
    response = editor.post(url, headers={"x-requested-with": "XMLHttpRequest"})
    assert "Readers see this" in response.json()["error_message"]
    assert type(shown[what]).objects.filter(pk=shown[what].pk).exists()


@WHAT
def test_no_way_round_in_the_shell(shown, what):
    instance = shown[what]
    instance.file = ContentFile(UPLOADS[what]().read(), "new.jpg")
    with pytest.raises(Refused, match="Upload the new one"):
        instance.save()
    for delete in (instance.delete, type(instance).objects.all().delete):
        with pytest.raises(Refused, match="cannot be deleted"), transaction.atomic():
            delete()
    with pytest.raises(Refused), transaction.atomic():
        Collection.objects.all().delete()


def test_the_record_keeps_the_picture_of_a_page_that_was_taken_down():
    picture = factories.picture()
    page = factories.taken_down(factories.published("Gone", hero=picture), "Wrong.")
    reason = "Readers have seen this picture in “Gone”"
    with pytest.raises(Refused, match=reason), transaction.atomic():
        picture.delete()
    record.withhold(page.versions.get(number=1), factories.user(group="Moderators"), "Injunction.")
    picture.delete()
    assert not NewsImage.objects.filter(pk=picture.pk).exists()


def test_new_sizes_of_a_public_picture_can_be_made(shown, client):
    picture = shown["picture"]
    address(picture)
    call_command("wagtail_update_image_renditions", verbosity=0)
    fresh = NewsImage.objects.get(pk=picture.pk)
    assert client.get(address(fresh)).status_code == 200


def test_content_types_of_files_are_those_that_versions_note():
    picture = factories.picture()
    page = factories.published(hero=picture)
    kind = ContentType.objects.get_for_model(picture)
    assert page.public_version.files.filter(content_type=kind, object_id=picture.pk).exists()
