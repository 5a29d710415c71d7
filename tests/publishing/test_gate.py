"""An article goes public as one exact text that a second person approved, and by no other way."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from news.models import ArticlePage
from publishing import gate
from publishing.content import substance
from publishing.models import EditorialPolicy
from publishing.words import Refused
from tests import factories
from tests.factories import paragraph

pytestmark = pytest.mark.django_db


def publish(page, **fields):
    page.get_latest_revision().publish(**fields)
    page.refresh_from_db()


def public_text(page):
    return ArticlePage.objects.published().filter(pk=page.pk).values_list("title", flat=True)


def edit(page, by=None, **fields):
    page = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=by)
    return page


def test_an_approved_draft_goes_public_and_on_record():
    page = factories.approved(factories.draft("Approved"))
    publish(page)
    version = page.public_version
    assert (version.number, version.kind, version.revision) == (1, "first", page.live_revision)
    assert version.address == page.get_url()
    assert version.approval.fingerprint == version.content_sha256
    assert list(public_text(page)) == ["Approved"]


def test_a_draft_that_nobody_approved_stays_a_draft_and_the_log_is_silent():
    page = factories.draft()
    before = list(PageLogEntry.objects.values_list("pk"))
    with pytest.raises(Refused, match="has not been approved by a second person"):
        publish(page)
    page.refresh_from_db()
    assert not page.live
    assert list(PageLogEntry.objects.values_list("pk")) == before


def test_one_comma_after_the_approval_voids_it_and_says_so():
    page = factories.approved(factories.draft("The vote is off"))
    edit(page, title="The vote, is off", standfirst="Again.")
    approval = page.approvals.get()
    assert approval.void_because == "Approval void: 2 blocks changed since it was approved."
    with pytest.raises(Refused, match="Approval void: 2 blocks changed"):
        publish(page)
    edit(page, title="The vote is off", standfirst=page.standfirst)
    with pytest.raises(Refused):
        publish(page)


def test_opening_and_saving_without_a_change_voids_nothing():
    page = factories.approved(factories.draft())
    edit(page)
    page.approvals.get().revision.publish()
    assert list(public_text(page)) == [page.title]


def test_an_approval_is_used_once():
    page = factories.published("First")
    changed = factories.change(page, title="Second")
    first = page.versions.get(number=1).revision
    with pytest.raises(Refused):
        first.publish()
    changed.refresh_from_db()
    assert changed.title == "Second"


def test_an_approval_from_before_another_publication_no_longer_counts():
    page = factories.published("First")
    stale = edit(page, title="Approved early")
    factories.approved(stale)
    late = stale.get_latest_revision()
    factories.change(page, title="Overtaken")
    with pytest.raises(Refused):
        late.publish()
    assert list(public_text(page)) == ["Overtaken"]


def test_saving_a_public_article_with_other_words_is_refused():
    page = factories.published("As approved")
    page.title = "As I like it"
    with pytest.raises(Refused):
        page.save()
    assert list(public_text(page)) == ["As approved"]


def test_saving_a_public_article_as_it_is_goes_through():
    page = ArticlePage.objects.get(pk=factories.published().pk)
    page.save()
    assert page.versions.count() == 1


def test_a_bare_page_cannot_change_what_readers_see():
    page = factories.published("As approved")
    bare = Page.objects.get(pk=page.pk)
    bare.title = "As I like it"
    with pytest.raises(Refused):
        bare.save()
    draft = Page.objects.get(pk=factories.draft().pk)
    draft.live = True
    with pytest.raises(Refused):
        draft.save()


def test_a_flag_set_in_the_database_shows_readers_nothing():
    page = factories.draft("Sneaked in")
    Page.objects.filter(pk=page.pk).update(live=True, first_published_at=timezone.now())
    assert not public_text(page)


def test_an_approved_or_public_revision_keeps_its_words():
    revision = factories.published().live_revision
    revision.content = revision.content | {"title": "Rewritten"}
    with pytest.raises(Refused, match="cannot be changed"):
        revision.save()


def test_autosave_on_top_of_an_approved_revision_makes_a_new_one():
    writer = factories.user()
    page = factories.draft(owner=writer)
    approved = page.get_latest_revision()
    factories.approved(page)
    page.title = "Typed on"
    saved = page.save_revision(user=writer, overwrite_revision=approved)
    assert saved.pk != approved.pk
    assert Revision.objects.get(pk=approved.pk).content["title"] != "Typed on"


def test_purging_keeps_what_was_approved_or_public():
    page = factories.published("First")
    kept = {page.live_revision_id}
    gone = edit(page, title="Second thoughts").latest_revision_id
    kept.add(factories.approved(edit(page, title="Third")).latest_revision_id)
    edit(page, title="Fourth")
    call_command("purge_revisions", verbosity=0)
    left = set(page.revisions.values_list("pk", flat=True))
    assert kept <= left
    assert gone not in left


def test_scheduling_needs_an_approval_too():
    page = factories.published("First")
    later = edit(page, title="Later", go_live_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(Refused):
        later.get_latest_revision().publish()
    page.refresh_from_db()
    assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_nothing_goes_public_before_its_embargo_ends():
    until = timezone.now() + timedelta(hours=2)
    page = factories.draft("Embargoed", embargoed_until=until)
    factories.approved(page)
    with pytest.raises(Refused, match="embargoed until"):
        publish(page)
    with time_machine.travel(until + timedelta(seconds=1)):
        publish(page)
    assert list(public_text(page)) == ["Embargoed"]


def test_a_change_of_what_readers_see_says_what_it_is():
    page = factories.published("First")
    changed = factories.approved(edit(page, title="Second"))
    with pytest.raises(Refused, match="What has changed"):
        publish(changed)
    changed.describe_change("correction", "We had the wrong number.")
    changed.save_revision()
    factories.approved(changed)
    with pytest.raises(Refused, match="what it said and what it says now"):
        publish(changed)
    page = factories.change(
        page, "correction", "We had the wrong day.", title="Second", was="Tuesday", now="Monday"
    )
    version = page.public_version
    assert (version.number, version.kind, version.was, version.now) == (
        *(2, "correction"),
        *("Tuesday", "Monday"),
    )


def test_a_description_of_the_last_change_does_not_count_for_the_next():
    page = factories.change(factories.published("First"), "update", "New figures.", title="Second")
    again = factories.approved(edit(page, title="Third"))
    with pytest.raises(Refused, match="What has changed"):
        publish(again)


def test_only_changes_that_readers_are_told_of_move_the_updated_time():
    page = factories.published("First")
    assert page.updated_at is None
    page = factories.change(page, "minor", title="Firstly")
    assert page.updated_at is None
    page = factories.change(page, "clarification", "It was the lower house.", title="Clear")
    told = page.updated_at
    assert told == page.public_version.published_at
    page = factories.change(page, "minor", title="Clearer")
    assert page.updated_at == told


# Taking down


def test_a_moderator_takes_down_with_a_reason_that_readers_are_told():
    page = factories.published()
    gate.take_down(page, factories.user(group="Moderators"), "A source asked for protection.")
    page.refresh_from_db()
    end = page.versions.last()
    assert not page.live
    assert page.public_version is None
    assert (end.kind, end.note) == ("taken down", "A source asked for protection.")


@pytest.mark.parametrize("who", ["Reporters", "Editors", "Admins"])
def test_nobody_else_takes_down(who):
    page = factories.published()
    with pytest.raises(Refused):
        gate.take_down(page, factories.user(group=who), "I do not like it.")
    assert public_text(page)


def test_taking_down_in_silence_is_refused():
    page = factories.published()
    with pytest.raises(Refused, match="reason"):
        page.unpublish(user=factories.user(group="Moderators"))
    stale = ArticlePage.objects.get(pk=page.pk)
    stale.live, stale.public_version = False, None
    with pytest.raises(Refused):
        stale.save()
    assert public_text(page)


def test_an_article_that_was_taken_down_comes_back_by_a_new_approval():
    page = factories.published("First")
    gate.take_down(page, factories.user(group="Moderators"), "To be checked.")
    page.refresh_from_db()
    with pytest.raises(Refused):
        page.versions.get(number=1).revision.publish()
    page = factories.change(page, "clarification", "The figures were checked.", title="Checked")
    assert [entry.kind for entry in page.versions.all()] == [
        *("first", "taken down", "clarification")
    ]
    assert list(public_text(page)) == ["Checked"]


def test_what_readers_have_seen_cannot_be_deleted():
    page = factories.published()
    with pytest.raises(Refused, match="cannot be deleted"), transaction.atomic():
        page.delete()
    with pytest.raises(Refused), transaction.atomic():
        Page.objects.filter(pk=page.get_parent().pk).delete()
    gate.take_down(page, factories.user(group="Moderators"), "Gone.")
    page.refresh_from_db()
    with pytest.raises(Refused), transaction.atomic():
        page.delete()
    assert page.versions.count() == 2


def test_a_draft_can_be_deleted():
    page = factories.draft()
    factories.approved(page)
    page.delete()
    assert not ArticlePage.objects.filter(pk=page.pk).exists()


# One person


def test_a_moderator_publishes_breaking_news_alone_with_a_reason():
    moderator = factories.user(group="Moderators")
    page = factories.draft("Breaking", owner=moderator)
    with pytest.raises(Refused, match="cannot wait"):
        gate.publish_alone(page, moderator, " ")
    gate.publish_alone(page, moderator, "The bridge is closed, people must know.")
    page.refresh_from_db()
    approval = page.public_version.approval
    assert (approval.authority, approval.looked_at) == ("alone", None)
    assert PageLogEntry.objects.filter(page=page.pk, action="publishing.alone").exists()
    with pytest.raises(Refused, match="somebody else"):
        gate.look_over(approval, moderator)
    gate.look_over(approval, factories.user(group="Moderators"))
    assert approval.looked_at


def test_publishing_alone_can_be_switched_off_and_is_for_moderators():
    page = factories.draft()
    with pytest.raises(Refused, match="moderator"):
        gate.publish_alone(page, factories.user(group="Editors"), "Urgent.")
    policy = EditorialPolicy.load()
    policy.publish_alone = False
    policy.save()
    with pytest.raises(Refused, match="switched off"):
        gate.publish_alone(page, factories.user(group="Moderators"), "Urgent.")


def test_an_import_publishes_in_its_name():
    page = factories.draft()
    gate.admit(page, "the old platform")
    entry = PageLogEntry.objects.get(page=page.pk, action="publishing.import")
    assert entry.data == {"authority": "the old platform"}


def test_the_gate_costs_at_most_five_queries(django_assert_max_num_queries, monkeypatch):
    page = factories.change(factories.published("First"), title="Second")
    ready = factories.approved(edit(page, title="Third"))
    ready.describe_change("minor")
    ready.save_revision()
    ready = factories.approved(ready)
    revision = ready.get_latest_revision()
    ready = revision.as_object()
    ready.live, ready.live_revision = True, revision
    with django_assert_max_num_queries(5):
        gate.pass_through(ready)


def test_the_approved_text_is_what_readers_get():
    body = [paragraph("It rained."), paragraph("The river rose.")]
    page = factories.published("Rain", body=body)
    assert substance(page.live_revision.content) == page.public_version.content()
    assert page.public_version.content()["body"][1]["value"] == "<p>The river rose.</p>"


def test_nobody_approves_words_of_their_own_that_an_older_draft_was_published_past():
    agnes, rufus, dana = (factories.user(name, "Moderators") for name in ("a", "r", "d"))
    page = factories.draft(owner=agnes)
    first = page.get_latest_revision()
    page.body = [factories.paragraph("Quite another thing was said at noon.")]
    second = page.save_revision(user=rufus)
    gate.approve(page, first, dana)
    first.publish()
    page = type(page).objects.get(pk=page.pk)
    with pytest.raises(gate.Refused):
        gate.approve(page, second, rufus)
