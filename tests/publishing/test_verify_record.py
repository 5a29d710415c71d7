"""`verify_record` says of a sound record that it is sound, and finds and names what is not."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page, Revision

from home.models import HomePage, StandardPage
from news.models import ArticlePage
from publishing import gate, record, scheduler, verification
from publishing.models import Approval, Event, PublicFile, PublicVersion
from publishing.verification import CHUNK, verify
from tests import factories

pytestmark = pytest.mark.django_db


def verify_record(**options):
    """What the command prints, and whether it says that the record is sound."""
    said = io.StringIO()
    try:
        call_command("verify_record", stdout=said, stderr=said, **options)
    except CommandError as error:
        assert "not sound" in str(error)
        return said.getvalue(), False
    return said.getvalue(), True


def faults(page):
    return [fault.what for verified in verify(page.pk) for fault in verified.faults]


def remedies(page):
    return [fault.remedy for verified in verify(page.pk) for fault in verified.faults]


def receipt(said):
    return re.search(r"\d+-[0-9a-f]{64}", said)[0]


def moderator():
    return factories.user(group="Moderators")


@pytest.fixture
def story():
    """An article of three versions."""
    page = factories.published("Senate sends the budget back", slug="budget")
    page = factories.change(page, "update", "The vote is on Monday.", standfirst="On Monday.")
    return factories.change(
        *(page, "correction", "We had the wrong day."),
        **{"standfirst": "On Tuesday.", "was": "Monday", "now": "Tuesday"},
    )


def test_a_sound_record_is_sound(story):
    factories.draft("Not public yet")
    said, sound = verify_record()
    assert sound
    assert "3 versions of 1 page: every one was approved, nothing was altered." in said
    assert "2 approved by a second person" in said
    assert "1 brought in from elsewhere, in the name of “tests”" in said


def test_before_the_first_publication_there_is_nothing_to_verify():
    assert "Nothing has been published yet" in verify_record()[0]
    with pytest.raises(CommandError, match="readers have never seen it"):
        call_command("verify_record", page=factories.draft().pk)


def test_everything_that_can_happen_to_an_article_leaves_a_sound_record(story):
    """Taken down and back, expired, withheld, alone, in bulk, redrafted: no false alarm."""
    gate.take_down(story, moderator(), "To be checked.")
    story.refresh_from_db()
    assert faults(story) == []
    factories.change(story, "clarification", "The figures were checked.", title="Checked")

    tomorrow = timezone.now() + timedelta(days=1)
    expiring = factories.published("For a day", expire_at=tomorrow)
    with time_machine.travel(tomorrow + timedelta(seconds=1)):
        scheduler.publish_due()
        assert expiring.versions.count() == 2

    record.withhold(story.versions.get(number=2), moderator(), "A court order.")
    gate.publish_alone(factories.draft("Bridge closed"), moderator(), "People must know.")
    drafted = ArticlePage.objects.get(pk=story.pk)
    drafted.standfirst = "Nobody has approved this yet."
    drafted.save_revision()
    about = StandardPage(title="About", slug="about-us", live=False)
    HomePage.objects.get().add_child(instance=about)
    about.save_revision()
    gate.admit(about, "tests")
    said, sound = verify_record()
    assert sound, said
    assert "9 versions of 4 pages" in said
    assert "1 ended because their time was over" in said
    assert "1 published by one person in a hurry" in said


def test_a_reviewed_article_is_sound_also_once_its_drafts_are_purged_and_the_login_is_gone():
    author, reviewer = factories.user(), moderator()
    page = factories.draft(owner=author)
    page.save_revision(user=author, log_action=True)
    page.get_workflow().start(page, author)
    page.save_revision(user=reviewer, log_action=True)  # as the editor does at “Approve”
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, reviewer, "approve")
    page.refresh_from_db()
    assert page.live
    assert faults(page) == []
    call_command("purge_revisions", verbosity=0)
    assert page.revisions.count() == 1
    assert faults(page) == []
    reviewer.delete()
    assert faults(page) == []


# The record


def test_an_altered_text_of_a_version_is_found(story):
    revision = story.versions.get(number=2).revision
    content = revision.content | {"standfirst": "On Wednesday."}
    Revision.objects.filter(pk=revision.pk).update(content=content)
    said, sound = verify_record()
    assert not sound
    assert "“Senate sends the budget back” (/posts/budget/, page" in said
    assert "Version 2: its text is not the one that was published." in said
    assert "What to do: Restore it from the newest backup" in said
    assert "something is wrong with 1 page." in said


@pytest.mark.parametrize(
    ("altered", "found"),
    [
        ({"note": "We had nothing wrong."}, ["Version 2: its entry was altered"]),
        ({"kind": "minor"}, ["Version 2: its entry was altered"]),
        ({"serious": True}, ["Version 2: its entry was altered"]),
        ({"address": "/posts/other/"}, ["Version 2: its entry was altered"]),
        ({"content_sha256": "0" * 64}, ["Version 2: its entry was altered", "other words"]),
        ({"previous_sha256": "0" * 64}, ["Version 2 does not follow on the one before it"]),
        ({"sha256": "0" * 64}, ["Version 2: its entry was altered", "Version 3 does not follow"]),
        ({"number": 5}, ["Version 2 is missing", "Version 4 is missing", "Version 5: its entry"]),
        ({"revision": None}, ["Version 2: its text is gone.", "approval is of another text"]),
        ({"approval": None}, ["Version 2 went public without an approval."]),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_an_altered_entry_is_found(story, altered, found):
    PublicVersion.objects.filter(page=story, number=2).update(**altered)
    said = " ".join(faults(story))
    for sentence in found:
        assert sentence in said


def test_altered_times_are_found(story):
    an_hour = timedelta(hours=1)
    first, second = story.versions.get(number=1), story.versions.get(number=2)
    PublicVersion.objects.filter(pk=second.pk).update(updated_at=second.updated_at - an_hour)
    assert "Version 2: the time of the last update that readers see was altered." in faults(story)
    Page.objects.filter(pk=story.pk).update(first_published_at=first.published_at - an_hour)
    assert "time of publication" in " ".join(faults(story))
    PublicVersion.objects.filter(pk=first.pk).update(published_at=first.published_at - an_hour)
    assert "Version 1: its entry was altered" in " ".join(faults(story))


def delete(version):
    for model in (PublicFile, Event):
        model.objects.filter(version=version).delete()
    found = PublicVersion.objects.filter(pk=version.pk)
    found._raw_delete(found.db)


def test_a_deleted_version_is_found(story):
    delete(story.versions.get(number=2))
    assert faults(story) == ["Version 2 is missing from the record."]
    delete(story.versions.get(number=1))
    assert "Versions 1 to 2 are missing from the record." in faults(story)


def test_a_replaced_version_breaks_the_chain(story):
    """Also where its own hashes were made to fit."""
    second = story.versions.get(number=2)
    second.note = "The vote is never."
    PublicVersion.objects.filter(pk=second.pk).update(note=second.note, sha256=second.link())
    assert faults(story) == [
        "Version 3 does not follow on the one before it: one of the two was replaced."
    ]


@pytest.mark.parametrize(
    ("altered", "found"),
    [
        ({"fingerprint": "0" * 64}, "Version 3: other words were approved than those published."),
        ({"on_top_of": 0}, "Version 3: its approval is of another text, or void."),
        ({"revision": None}, "Version 3: its approval is of another text, or void."),
        ({"void_at": timezone.now()}, "Version 3: its approval is of another text, or void."),
        ({"authority": "myself"}, "Version 3 went public without an approval."),
        ({"approver": None, "approver_name": ""}, "Version 3: nobody signed its approval."),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_an_approval_that_does_not_fit_is_found(story, altered, found):
    Approval.objects.filter(version__page=story, version__number=3).update(**altered)
    assert found in faults(story)


def test_who_approved_cannot_be_altered_unnoticed(story):
    Approval.objects.filter(version__page=story, version__number=3).update(approver_name="Else")
    assert "Version 3: its entry was altered" in " ".join(faults(story))


def test_an_approval_by_somebody_who_wrote_part_of_it_is_found():
    author = factories.user(first_name="Oda", last_name="Pell")
    page = factories.draft(owner=author)
    factories.approved(page).get_latest_revision().publish()
    Approval.objects.filter(page=page).update(approver=author, approver_name="Oda Pell")
    assert "Version 1 was approved by Oda Pell, who wrote part of it." in faults(page)


def test_a_page_that_nobody_answers_for_taking_down_is_found(story):
    gate.take_down(story, moderator(), "To be checked.")
    PublicVersion.objects.filter(page=story, number=4).update(approval=None)
    assert "Version 4: nobody answers for taking it down." in faults(story)


def test_a_withheld_version_still_verifies(story):
    record.withhold(story.versions.get(number=1), moderator(), "A court order.")
    assert faults(story) == []


# What readers get


def test_an_altered_row_is_found_and_put_right_as_the_command_says(story):
    ArticlePage.objects.filter(pk=story.pk).update(standfirst="On no day at all.")
    Page.objects.filter(pk=story.pk).update(title="Senate passes the budget")
    assert faults(story) == [
        "Readers see something else than version 3 says: title, standfirst.",
    ]
    Revision.objects.get(pk=re.search(r"pk=(\d+)", remedies(story)[0])[1]).publish()
    assert faults(story) == []
    story.refresh_from_db()
    assert (story.standfirst, story.versions.count()) == ("On Tuesday.", 3)


def test_altered_bylines_and_topics_are_found(story):
    story.bylines.get().delete()
    ArticlePage.topics.through.objects.create(
        articlepage_id=story.pk, topic_id=factories.topic("Economy").pk
    )
    found = faults(story)
    assert len(found) == 1
    assert "bylines" in found[0]
    assert "topics" in found[0]


def test_a_draft_that_was_made_live_is_found():
    page = factories.draft("Sneaked in", slug="sneaked-in")
    Page.objects.filter(pk=page.pk).update(live=True)
    said, sound = verify_record()
    assert not sound
    assert "“Sneaked in” (/posts/sneaked-in/, page" in said
    assert "It is live, but nobody has approved it and it has no record." in said
    ArticlePage.objects.get(pk=page.pk).unpublish()  # as the command says
    assert verify_record()[1]


def test_a_page_that_was_taken_down_but_is_shown_is_found(story):
    gate.take_down(story, moderator(), "To be checked.")
    Page.objects.filter(pk=story.pk).update(live=True)
    assert faults(story) == ["Its record says that it was taken down, but it is live."]
    ArticlePage.objects.get(pk=story.pk).unpublish()
    assert faults(story) == []


def test_a_public_page_that_is_not_shown_is_found(story):
    Page.objects.filter(pk=story.pk).update(live=False)
    assert faults(story) == ["Its record says that readers see version 3, but it is not live."]


@pytest.mark.parametrize("other", [1, None])
def test_a_page_that_points_to_another_version_is_found(story, other):
    version = story.versions.filter(number=other).first()
    ArticlePage.objects.filter(pk=story.pk).update(public_version=version)
    assert faults(story) == ["It does not point to its newest version, number 3."]
    numbers = re.search(r"public_version=(\d+), live_revision=(\d+)", remedies(story)[0])
    ArticlePage.objects.filter(pk=story.pk).update(
        public_version=numbers[1], live_revision=numbers[2]
    )
    assert faults(story) == []


def test_a_field_that_the_code_has_gained_since_is_no_fault(story):
    """Its revisions were saved without it; the row has its default."""
    revision = story.live_revision
    content = {name: said for name, said in revision.content.items() if name != "kind"}
    Revision.objects.filter(pk=revision.pk).update(content=content)
    version = story.versions.get(number=3)
    version.revision.content = content
    version.content_sha256 = gate.fingerprint(version.content())
    version.approval.fingerprint = version.content_sha256
    version.approval.save()
    PublicVersion.objects.filter(pk=version.pk).update(
        content_sha256=version.content_sha256, sha256=version.link()
    )
    assert faults(story) == []
    ArticlePage.objects.filter(pk=story.pk).update(kind="opinion")
    assert faults(story) == ["Readers see something else than version 3 says: kind of work."]


def test_a_renamed_topic_is_no_fault():
    first, second = factories.topic("Arts"), factories.topic("Economy")
    page = factories.published(topics=[first, second])
    first.name = "Theatre"
    first.save()
    assert faults(page) == []


# The receipt


def test_a_receipt_holds_through_later_publications(story):
    before = receipt(verify_record()[0])
    factories.published("Later")
    factories.change(story, title="Changed later")
    said, sound = verify_record(receipt=before)
    assert sound
    assert "it is what it was by that receipt" in said
    assert receipt(said.splitlines()[-1]) != before


def test_a_receipt_shows_what_leaves_no_trace_inside(story):
    """A record that was rewritten to its end, or removed as a whole, fits together again."""
    other = factories.published("Never happened")
    before = receipt(verify_record()[0])
    approvals = Approval.objects.filter(page=other)
    ArticlePage.objects.filter(pk=other.pk).update(public_version=None)
    Page.objects.filter(pk=other.pk).update(live=False)
    delete(other.versions.get())
    approvals.delete()
    assert verify_record()[1]
    said, sound = verify_record(receipt=before)
    assert not sound
    assert "is not what it was when that receipt was made" in said
    assert "nothing was altered" not in said


def test_what_is_no_receipt_is_refused():
    with pytest.raises(CommandError, match="no receipt"):
        call_command("verify_record", receipt="12345")


# Its cost


def test_one_page_can_be_checked_by_itself(story):
    other = factories.published("Another")
    Page.objects.filter(pk=other.pk).update(title="Altered")
    assert verify_record(page=story.pk)[1]
    assert not verify_record(page=other.pk)[1]


def test_more_pages_cost_no_more_queries(django_assert_num_queries, django_assert_max_num_queries):
    for _ in range(2):
        factories.published()
    list(verify())
    with django_assert_max_num_queries(20) as few:
        list(verify())
    for _ in range(6):
        factories.published()
    assert CHUNK > 8
    with django_assert_num_queries(len(few)):
        assert len(list(verify())) == 8


def test_what_was_published_while_we_looked_is_no_fault(story, monkeypatch):
    """The rows are read before the entries; what looks wrong is looked at again."""
    read = verification._rows

    def overtaken(ids):
        rows = read(ids)
        monkeypatch.undo()
        factories.change(story, title="Overtaken")
        return rows

    monkeypatch.setattr(verification, "_rows", overtaken)
    assert faults(story) == []
