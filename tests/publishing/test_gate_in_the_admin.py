"""What editors and moderators do at the gate with their own hands, and what it tells them."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from publishing import gate, record
from publishing.models import EditorialPolicy, Heartbeat
from publishing.words import Refused
from tests import factories
from tests.publishing.ways import typed

pytestmark = pytest.mark.django_db


def edit_address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def shown(response):
    return response.content.decode().replace("&#x27;", "'")


def submitted(owner=None, **fields):
    owner = owner or factories.user()
    page = factories.draft(owner=owner, **fields)
    page.get_workflow().start(page, owner)
    return page


def without_standfirst(page):
    page.standfirst = ""
    page.save_revision(clean=False, user=page.owner)
    return page


def publish_alone(client, page, reason):
    """Read the page that asks for the reason, and give it."""
    address = reverse("publishing_alone", args=[page.pk])
    read = re.search(r'name="read" value="(\w+)"', shown(client.get(address)))
    data = {"reason": reason, "read": read[1] if read else ""}
    return client.post(address, data, follow=True)


def approve_on_dashboard(client, page, by):
    client.force_login(by)
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    response = client.post(address, {"comment": ""}, follow=True)
    page.refresh_from_db()
    return response


def test_the_button_says_that_it_publishes_now_or_when(client):
    moderator = factories.user(group="Moderators")
    client.force_login(moderator)
    page = submitted()
    assert "Approve and publish now" in shown(client.get(edit_address(page)))
    due = timezone.make_aware(timezone.datetime(2031, 11, 24, 7, 0))
    scheduled = submitted(go_live_at=due)
    text = shown(client.get(edit_address(scheduled)))
    assert "Approve and schedule for Mon 24 Nov 2031, 07:00 GMT" in text
    approve_on_dashboard(client, scheduled, moderator)
    assert scheduled.scheduled_revision
    assert not scheduled.live


def test_submitting_says_when_it_will_go_live(client):
    reporter = factories.user()
    due = timezone.make_aware(timezone.datetime(2031, 7, 1, 7, 0))
    page = factories.draft(owner=reporter, go_live_at=due)
    client.force_login(reporter)
    assert "to go live Tue 1 Jul 2031, 07:00 BST" in shown(client.get(edit_address(page)))


def test_a_moderator_approves_on_the_dashboard_without_a_right_to_publish(client):
    page = submitted()
    moderator = factories.user(group="Moderators")
    assert not page.permissions_for_user(moderator).can_publish()
    approve_on_dashboard(client, page, moderator)
    assert page.live
    assert page.public_version.approval.approver == moderator


def test_nobody_is_offered_a_publish_button(client, admin_user):
    page = factories.draft()
    for user in (admin_user, factories.user(group="Moderators")):
        client.force_login(user)
        assert 'action-publish"' not in shown(client.get(edit_address(page)))


def test_a_void_approval_is_told_in_the_editor_on_the_desk_and_by_mail(client):
    moderator = factories.user(group="Moderators", email="m@example.org", first_name="Dana")
    page = factories.approved(factories.draft("The secret budget"), by=moderator)
    draft = page.get_latest_revision_as_object()
    draft.title = "The secret budget, again"
    draft.save_revision()
    words = "Approval void: 1 block changed since it was approved."
    client.force_login(factories.user(group="Editors"))
    assert words in shown(client.get(edit_address(page)))
    assert words in shown(client.get("/admin/"))
    [message] = mail.outbox
    assert message.to == ["m@example.org"]
    assert words in message.body
    assert "budget" not in message.subject + message.body


def test_breaking_news_is_published_alone_for_a_reason_and_stays_on_every_desk(client):
    moderator = factories.user(group="Moderators")
    page = factories.draft("Bridge closed", owner=moderator)
    client.force_login(moderator)
    assert "Publish alone" in shown(client.get(edit_address(page)))
    assert "This field is required" in shown(publish_alone(client, page, " "))
    publish_alone(client, page, "People are driving towards it.")
    page.refresh_from_db()
    assert page.live
    reader = factories.user()
    client.force_login(reader)
    assert "People are driving towards it." in shown(client.get("/admin/"))
    client.force_login(moderator)
    look = reverse("publishing_look", args=[page.public_version.approval_id])
    assert "needs somebody else" in shown(client.post(look, follow=True))
    assert "People are driving towards it." in shown(client.get("/admin/"))
    client.force_login(factories.user(group="Moderators"))
    assert "I have looked at it" in shown(client.get(reverse("publishing_record", args=[page.pk])))
    client.post(look)
    assert "People are driving towards it." not in shown(client.get("/admin/"))


def test_the_other_moderators_are_mailed_once_what_one_published(
    client, django_capture_on_commit_callbacks
):
    alone = factories.user(group="Moderators", email="alone@example.org")
    factories.user(group="Moderators", email="other@example.org")
    page = factories.draft("Bridge closed", owner=alone)
    with django_capture_on_commit_callbacks(execute=True):
        gate.publish_alone(page, alone, "It cannot wait.")
    [message] = mail.outbox
    assert message.to == ["other@example.org"]
    assert "It cannot wait." in message.body
    assert "Bridge" not in message.subject + message.body


@pytest.mark.parametrize("group", ["Reporters", "Editors", "Admins"])
def test_nobody_else_publishes_alone(client, group):
    page = factories.draft()
    user = factories.user(group=group)
    client.force_login(user)
    client.post(reverse("publishing_alone", args=[page.pk]), {"reason": "Because."})
    page.refresh_from_db()
    assert not page.live


def test_what_is_unfinished_is_not_published_alone_either(client):
    page = without_standfirst(factories.draft())
    client.force_login(factories.user(group="Moderators"))
    address = reverse("publishing_alone", args=[page.pk])
    assert "Write a standfirst." in shown(client.get(address))
    client.post(address, {"reason": "Now."})
    with pytest.raises(Refused, match="Write a standfirst."):
        gate.publish_alone(page, factories.user(group="Moderators"), "Now.")
    page.refresh_from_db()
    assert not page.live


def test_nobody_publishes_alone_what_was_changed_since_they_read_it(client):
    page = factories.draft("Bridge closed", owner=factories.user())
    client.force_login(factories.user(group="Moderators"))
    address = reverse("publishing_alone", args=[page.pk])
    read = re.search(r'name="read" value="(\w+)"', shown(client.get(address)))[1]
    page.title = "Bridge closed for ever"
    page.save_revision(user=page.owner)
    response = client.post(address, {"reason": "Now.", "read": read}, follow=True)
    assert "Somebody has changed it meanwhile" in shown(response)
    page.refresh_from_db()
    assert not page.live


def test_what_was_changed_after_the_reviewer_read_it_is_not_approved_on_the_dashboard(client):
    author = factories.user(group="Moderators")
    page = submitted(owner=author)
    read = page.get_latest_revision()
    page.standfirst = "Typed on in an open tab."
    page.save_revision(user=author, overwrite_revision=read)
    approve_on_dashboard(client, page, factories.user(group="Moderators"))
    assert not page.live
    assert not page.approvals.exists()


def test_a_site_with_public_articles_keeps_its_root(client, admin_user):
    page = factories.published()
    site = page.get_site()
    client.force_login(admin_user)
    data = {"hostname": site.hostname, "port": site.port, "root_page": page.get_parent().pk}
    response = client.post(reverse("wagtailsites:edit", args=[site.pk]), data, follow=True)
    assert "is public and keeps its address" in shown(response)
    assert "is public and keeps its address" in shown(
        client.post(reverse("wagtailsites:delete", args=[site.pk]), follow=True)
    )
    assert page.get_site().root_page_id == site.root_page_id


def test_who_wrote_what_waits_for_approval_is_not_deleted(client, admin_user):
    writer = factories.user()
    factories.draft("Written by one", owner=writer)
    client.force_login(admin_user)
    address = reverse("wagtailusers_users:delete", args=[writer.pk])
    assert "Make the login inactive" in shown(client.post(address, follow=True))
    assert type(writer).objects.filter(pk=writer.pk).exists()


def test_a_withheld_correction_is_told_of_still(client):
    page = factories.published("First")
    page = factories.change(
        page, "correction", "He is not the man.", title="Second", was="The thief", now="A witness"
    )
    page = factories.change(page, "minor", title="Secondly")
    record.withhold(
        page.versions.get(number=2), factories.user(group="Moderators"), "Order of the court."
    )
    for address in (page.url, "/corrections/"):
        text = shown(client.get(address))
        assert "Order of the court." in text
        assert "The thief" not in text
    with pytest.raises(Refused, match="already"):
        record.withhold(page.versions.get(number=2), factories.user(group="Moderators"), "Again.")


def test_what_is_on_file_beside_a_public_picture_is_logged_as_it_was():
    picture = factories.picture(credit="Photograph: Ines Vey")
    factories.published(hero=picture)
    picture.credit = "Photograph: Dana Oram"
    picture.save()
    entry = ModelLogEntry.objects.get(action="publishing.file")
    assert entry.data["changed"] == {"credit": ["Photograph: Ines Vey", "Photograph: Dana Oram"]}


def test_a_page_is_taken_down_with_a_reason_for_readers(client):
    page = factories.published()
    client.force_login(factories.user(group="Moderators"))
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    assert "What readers are told" in shown(client.get(address))
    assert "This field is required" in shown(client.post(address))
    page.refresh_from_db()
    assert page.live
    client.post(address, {"reason": "A source asked for protection."})
    page.refresh_from_db()
    assert not page.live
    assert page.versions.last().note == "A source asked for protection."


def test_a_version_is_withheld_for_a_reason_by_moderators_only(client):
    page = factories.change(factories.published("First"), title="Second")
    first, second = page.versions.all()
    address = reverse("publishing_withhold", args=[first.pk])
    client.force_login(factories.user(group="Editors"))
    client.post(address, {"reason": "Order of the court."})
    client.force_login(factories.user(group="Moderators"))
    assert shown(client.get(reverse("publishing_record", args=[page.pk]))).count("Withhold<") == 1
    assert "This field is required" in shown(client.post(address))
    client.post(address, {"reason": "Order of the court."})
    first.refresh_from_db()
    assert first.withheld_because == "Order of the court."
    refused = client.post(
        reverse("publishing_withhold", args=[second.pk]), {"reason": "This too."}, follow=True
    )
    assert "Readers see this version now" in shown(refused)


def test_a_refused_approval_keeps_what_was_typed_and_the_review_open(client):
    page = without_standfirst(factories.draft(owner=factories.user()))
    page.get_workflow().start(page, page.owner)
    response = approve_on_dashboard(client, page, factories.user(group="Moderators"))
    assert "Write a standfirst." in shown(response)
    assert page.workflow_in_progress
    assert not page.approvals.exists()


def test_the_editor_asks_what_a_change_to_a_public_page_is(client):
    page = factories.published()
    client.force_login(factories.user(group="Editors"))
    assert "What has changed" in shown(client.get(edit_address(page)))
    assert "What has changed" not in shown(client.get(edit_address(factories.draft())))


def test_what_was_said_of_the_last_change_is_not_offered_for_the_next(client):
    page = factories.change(factories.published(), "update", "New figures came in.", title="Two")
    client.force_login(factories.user(group="Editors"))
    assert "New figures came in." not in shown(client.get(edit_address(page)))


def test_one_person_may_approve_alone_where_the_policy_says_so(client):
    admin = factories.user(group="Admins")
    client.force_login(admin)
    address = reverse("wagtailsettings:edit", args=["publishing", "editorialpolicy", 1])
    client.post(address, {"one_person": "on"})
    policy = EditorialPolicy.load()
    assert (policy.one_person, policy.publish_alone) == (True, False)
    writer = factories.user(group="Moderators")
    page = submitted(owner=writer)
    approve_on_dashboard(client, page, writer)
    assert page.public_version.approval.authority == "one person"


@pytest.mark.parametrize("group", ["Reporters", "Editors", "Moderators"])
def test_only_admins_change_the_policy(client, group):
    client.force_login(factories.user(group=group))
    client.post(
        reverse("wagtailsettings:edit", args=["publishing", "editorialpolicy", 1]),
        {"one_person": "on"},
    )
    assert not EditorialPolicy.load().one_person


def test_a_change_of_policy_is_logged(client):
    client.force_login(factories.user(group="Admins"))
    client.post(
        reverse("wagtailsettings:edit", args=["publishing", "editorialpolicy", 1]),
        {"one_person": "on"},
    )
    history = shown(client.get(reverse("wagtailadmin_reports:site_history")))
    assert "Editorial policy" in history


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (timedelta(seconds=30), "Scheduler last seen 30 seconds ago"),
        (timedelta(minutes=3), "The scheduler does not run"),
    ],
)
def test_the_admin_shows_whether_the_clock_runs(client, seen, words):
    Heartbeat.objects.create(name=Heartbeat.NAME, seen_at=timezone.now() - seen)
    client.force_login(factories.user())
    assert words in shown(client.get("/admin/"))


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_no_mail_names_the_story(client, action):
    reporter = factories.user(email="r@example.org")
    factories.user(group="Moderators", email="m2@example.org")
    page = submitted(reporter, headline="Zanzig under embargo")
    client.force_login(factories.user(group="Moderators"))
    state = page.current_workflow_task_state
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk]),
        {"comment": "Zanzig must be checked."},
    )
    assert len(mail.outbox) >= 2
    for message in mail.outbox:
        parts = [message.subject, message.body, *(part for part, _ in message.alternatives)]
        assert "Zanzig" not in "".join(parts)


def test_who_approves_in_the_editor_approves_the_text_before_them(client):
    page = without_standfirst(factories.draft(owner=factories.user()))
    page.get_workflow().start(page, page.owner)
    page.standfirst = "A colleague wrote this line."
    page.save_revision(user=factories.user(group="Moderators"))
    client.force_login(factories.user(group="Moderators"))
    latest = page.get_latest_revision()
    data = typed(latest.as_object(), "action-workflow-action") | {
        "workflow-action-name": "approve",
        "loaded_revision_id": latest.pk,
        "loaded_revision_created_at": latest.created_at.isoformat(),
    }
    response = client.post(edit_address(page), data, follow=True)
    page.refresh_from_db()
    assert "is approved and public" in shown(response)
    assert page.standfirst == "A colleague wrote this line."


def test_a_voided_approval_takes_the_schedule_with_it():
    page = factories.draft(go_live_at=timezone.now() + timedelta(days=1))
    factories.approved(page).get_latest_revision().publish()
    page.title = "Not what was approved"
    page.save_revision()
    assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()
