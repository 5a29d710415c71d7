"""A newsroom from before the gate keeps what readers see, and it enters the record."""

import importlib

import pytest
from django.apps import apps
from django.db import connection

from home.models import HomePage, StandardPage
from news.models import ArticlePage
from publishing.content import fingerprint
from publishing.models import Approval, Event, PublicFile, PublicVersion
from tests import factories
from tests.server import Newsroom, fresh_database

gate_opens = importlib.import_module("home.migrations.0005_who_opens_the_gate")
THERE_AND_BACK = """
from django.core.management import call_command
from news.models import ArticlePage, Author, Byline, NewsIndexPage, Topic
from publishing import gate
from publishing.models import PublicVersion

def migrate(*where):
    call_command("migrate", *where, verbosity=0)

migrate()
author = Author.objects.create(name="Agnes Holloway", slug="agnes-holloway")
for title in ("Public", "Draft"):
    page = ArticlePage(
        title=title, slug=title.lower(), live=False, standfirst="It rained all night.",
        main_topic=Topic.objects.get_or_create(name="The Hill", slug="the-hill")[0],
        body=[("paragraph", "<p>The river rose.</p>")],
    )
    NewsIndexPage.objects.get().add_child(instance=page)
    page.bylines = [Byline(author=author)]
    page.save_revision()
gate.admit(ArticlePage.objects.get(slug="public"), "tests")
migrate("home", "0003")
migrate("news", "0001")
migrate("publishing", "0001")
migrate()
for page in ArticlePage.objects.order_by("pk"):
    print(page.title, page.live, [version.number for version in page.versions.all()])
for version in PublicVersion.objects.all():
    print(version.kind, version.approval.authority, version.sha256 == version.link())
"""


def forget_the_record():
    """As the migrations of the gate find a newsroom that was at work before."""
    ArticlePage.objects.update(public_version=None)
    StandardPage.objects.update(public_version=None)
    for model in (PublicFile, Event, PublicVersion, Approval):
        model.objects.all()._raw_delete(connection.alias)  # the gate lets nobody delete them


def remember():
    gate_opens.record_what_is_public(apps, None)


@pytest.mark.django_db
def test_what_was_public_enters_the_record_as_it_is():
    page = factories.published("Public", hero=factories.picture())
    seen = page.first_published_at
    forget_the_record()
    assert not ArticlePage.objects.published().exists()
    remember()
    (version,) = page.versions.all()
    page.refresh_from_db()
    assert page.public_version == version
    assert (version.number, version.kind, version.approval.authority) == (1, "first", "import")
    assert (version.revision, version.published_at) == (page.live_revision, seen)
    assert version.address == page.get_url()
    assert version.content_sha256 == version.approval.fingerprint == fingerprint(version.content())
    assert version.sha256 == version.link()
    assert list(ArticlePage.objects.published()) == [page]
    assert not Event.objects.exists()  # readers have known it for long


@pytest.mark.django_db
def test_a_standing_page_enters_it_too_and_a_draft_does_not():
    about = StandardPage(title="About us", slug="about-us", live=False)
    HomePage.objects.get().add_child(instance=about)
    about.save_revision()
    factories.approved(about).get_latest_revision().publish()
    draft = factories.draft()
    forget_the_record()
    remember()
    assert about.versions.get().address == "/about-us/"
    assert not draft.versions.exists()
    assert not draft.approvals.exists()


@pytest.mark.django_db
def test_what_entered_the_record_lives_on_like_any_other_article():
    page = factories.published("Public")
    forget_the_record()
    remember()
    remember()  # a migration that was broken off is run again
    page = ArticlePage.objects.get(pk=page.pk)
    page.save()
    page = factories.change(page, "update", "It is later now.", title="Later")
    page = factories.taken_down(page)
    assert [version.number for version in page.versions.all()] == [1, 2, 3]
    assert all(version.sha256 == version.link() for version in page.versions.all())


@pytest.mark.django_db
def test_the_pictures_of_what_was_public_stay_public(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = factories.published("Public", hero=factories.picture())
    shown = set(page.public_version.files.values_list("content_type", "object_id"))
    forget_the_record()
    remember()
    assert set(page.versions.get().files.values_list("content_type", "object_id")) == shown


def test_a_newsroom_goes_back_before_the_gate_and_through_it_again(tmp_path):
    newsroom = Newsroom(tmp_path, fresh_database(tmp_path))
    assert newsroom.shell(THERE_AND_BACK).splitlines() == [
        "Public True [1]",
        "Draft False []",
        "first import True",
    ]
