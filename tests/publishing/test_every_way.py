"""There is one way to the public, and it takes two people: every other is tried here, in vain."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.contrib.messages import WARNING, get_messages
from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, PageViewRestriction, Revision, Site

from home.models import HomePage, StandardPage
from news.models import ArticlePage
from publishing import gate
from publishing.models import Event, PublicVersion
from publishing.scheduler import publish_due
from publishing.words import Refused
from tests import factories
from tests.factories import paragraph
from tests.publishing.callers import OUT_OF_REACH, TRIED, found_in_wagtail
from tests.publishing.ways import (
    CHANGE,
    DRAFT,
    FORGED,
    SCHEDULED,
    WAYS,
    WRITERS,
    Attempt,
    approve_in_the_editor,
    approve_on_the_dashboard,
    edit,
)

pytestmark = pytest.mark.django_db

STATES = (DRAFT, CHANGE, SCHEDULED)
LOGGED = r"publish$|publish\.scheduled|unpublish|delete|rename"
REFUSALS = (Refused, PermissionDenied, ProtectedError)


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker):
    """The people and their articles, once for all tests: what a test does is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Newsroom()
        transaction.set_rollback(True)


class Newsroom:
    """Almost everybody is in every group: what they wrote holds them back, not what they may."""

    def __init__(self):
        names = ("co-author", "author", "comma editor", "submitter", "moderator", "approver")
        self.people = {name: factories.user(name) for name in names}
        for person in self.people.values():
            person.groups.set(Group.objects.all())
        for name in ("superuser", "superuser who submitted"):
            self.people[name] = factories.user(name.replace(" ", "-"), is_superuser=True)
        self.people |= {"reporter": factories.user("reporter"), "nobody": None}
        self.about = StandardPage(title="About us", slug="about-us", live=False)
        HomePage.objects.get().add_child(instance=self.about)
        self.about.save_revision()
        gate.admit(self.about, "tests")
        self.closed = factories.draft("For colleagues only", slug="closed")
        PageViewRestriction.objects.create(page=self.closed, restriction_type="login")
        gate.admit(self.closed, "tests")
        self.articles = self.write_articles()
        self.addresses = {state: page.get_url() for state, page in self.articles.items()}
        self.seen = {state: self.what_readers_have(state) for state in STATES}

    def write_articles(self):
        due = timezone.now() + timedelta(days=1)
        articles = {
            DRAFT: factories.draft("The vote", slug="draft"),
            CHANGE: factories.published("The vote", slug="live"),
            SCHEDULED: factories.draft("The vote", slug="due", go_live_at=due),
        }
        for article in articles.values():
            self.write(article)
            fresh(article).get_workflow().start(fresh(article), self.people["submitter"])
        approve(articles[SCHEDULED], self.people["approver"])
        return articles

    def write(self, article):
        """Three people, each with a change of their own; the last one is a comma."""
        draft = article.get_latest_revision_as_object()
        if article.live:
            draft.describe_change("minor")
        draft.standfirst = "The upper house, in short."
        draft.save_revision(user=self.people["co-author"])
        draft.body = [*draft.body.raw_data, paragraph("Nobody spoke against it at the end.")]
        draft.save_revision(user=self.people["author"])
        draft.title = "The vote, at last"
        draft.save_revision(user=self.people["comma editor"])

    def attempt(self, person, state) -> Attempt:
        """`person`, logged in, before the article in this state."""
        by, client = self.people[person], Client()
        if by:
            client.force_login(by)
        if person == "superuser who submitted":
            review = fresh(self.articles[state]).current_workflow_state
            review.requested_by = by
            review.save()
        return Attempt(*map(fresh, (self.articles[state], self.about, self.closed)), by, client)

    def what_readers_have(self, state):
        """All that must not change: the page as it is sent, the record, the log."""
        article = self.articles[state]
        gated = [page.pk for page in (article, self.about, self.closed)]
        answer = Client().get(self.addresses[state])
        public = Page.objects.live().exclude(slug=FORGED).order_by("pk")
        log = PageLogEntry.objects.filter(page__in=gated, action__regex=LOGGED)
        due = Revision.objects.filter(approved_go_live_at__gt=timezone.now())
        return {
            "answer": (answer.status_code, answer.content),
            "list": list(ArticlePage.objects.published().order_by("pk").values_list("pk")),
            "rows": list(public.values("pk", "title", "url_path")),
            "times": list(public.filter(pk__in=gated).values("pk", "first_published_at")),
            "closed": list(PageViewRestriction.objects.filter(page__live=True).values("page")),
            "versions": list(PublicVersion.objects.order_by("pk").values()),
            "events": Event.objects.count(),
            "due": list(due.order_by("pk").values_list("pk")),
            "sites": list(Site.objects.values("root_page", "is_default_site")),
            "log": list(log.order_by("pk").values_list("action", flat=True)),
        }


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def approve(article, by):
    state = fresh(article).current_workflow_task_state
    state.task.specific.on_action(state, by, "approve")


def tried(way, attempt):
    """What came of it: an answer, what was raised, or nothing."""
    try:
        return way.act(attempt)
    except REFUSALS as refusal:
        connection.needs_rollback = False  # as with a line of code by itself
        return refusal


def told(outcome) -> str:
    """Why it was refused, as whoever tried it was told."""
    if outcome is None or isinstance(outcome, Exception):
        return str(outcome or "")
    assert outcome.status_code < 500
    said = [str(m) for m in get_messages(outcome.wsgi_request) if m.level >= WARNING]
    form = outcome.context and outcome.context.get("form")
    if outcome.status_code == 200 and form:
        said += map(str, form.errors.values())
    if outcome.status_code >= 400 or "json" in outcome["content-type"]:
        said.append(outcome.content.decode())
    return " ".join(said)


# Which ways there are


def test_every_caller_in_the_installed_wagtail_is_known():
    known = {*TRIED, *(caller for callers in OUT_OF_REACH.values() for caller in callers)}
    found = set(found_in_wagtail())
    assert found - known == set(), "New in Wagtail: try it in ways.py, or say why it cannot matter."
    assert known - found == set(), "Gone from Wagtail: take it out of callers.py."


def test_every_caller_leads_to_ways_that_are_tried():
    assert {name for names in TRIED.values() for name in names} <= set(WAYS)
    assert not set(TRIED) & {caller for callers in OUT_OF_REACH.values() for caller in callers}


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("def nod(page): page.get_latest_revision().publish()", "publish"),
        ("class Bulk:\n  def do(self): return [page.move(home) for page in self]", "page.move"),
        ("def force(page): page.live = True", "page.live ="),
        ("def force(pages): pages.update(live=True)", "pages.update"),
        ("def double(page): return page.copy(keep_live=True)", "page.copy"),
        ("def open(page): page.view_restrictions.all().delete()", "delete"),
    ],
)
def test_a_new_caller_would_be_found(tmp_path, source, what):
    (tmp_path / "wagtail").mkdir()
    (tmp_path / "wagtail" / "novelty.py").write_text(source)
    [(caller, does)] = found_in_wagtail(tmp_path / "wagtail").items()
    assert caller.startswith("wagtail.novelty:")
    assert what in " ".join(does)


# That none leads past the review


@pytest.mark.parametrize(
    ("way", "person", "state"),
    [
        pytest.param(way, person, state, id=f"{way.name} - {person} - {state}")
        for way in WAYS.values()
        for state in way.states
        for person in way.people
    ],
)
def test_no_way_leads_past_the_review(newsroom, way, person, state):
    outcome = tried(way, newsroom.attempt(person, state))
    why = told(outcome)
    assert newsroom.what_readers_have(state) == newsroom.seen[state]
    assert why or way.quiet


def test_a_flag_forced_into_the_database_shows_readers_nothing(newsroom):
    attempt = newsroom.attempt("nobody", DRAFT)
    row = Page.objects.filter(pk=attempt.article.pk)
    row.update(live=True, live_revision=attempt.latest, first_published_at=timezone.now())
    readers = newsroom.what_readers_have(DRAFT)
    for what in ("answer", "list", "versions"):
        assert readers[what] == newsroom.seen[DRAFT][what]


def test_a_draft_loaded_as_live_from_a_fixture_shows_readers_nothing(newsroom):
    article = newsroom.attempt("nobody", DRAFT).article
    page = Page.objects.get(pk=article.pk)
    page.live, page.first_published_at = True, timezone.now()
    for entry in serializers.deserialize("json", serializers.serialize("json", [page, article])):
        entry.save()
    readers = newsroom.what_readers_have(DRAFT)
    for what in ("answer", "list", "versions"):
        assert readers[what] == newsroom.seen[DRAFT][what]


# That the right one does


def is_what_readers_get(article, headline):
    article = fresh(article)
    assert article.public_version.content()["title"] == article.title == headline
    assert headline in Client().get(article.get_url()).content.decode()
    return article.public_version


@pytest.mark.parametrize("state", [DRAFT, CHANGE])
@pytest.mark.parametrize("approving", [approve_in_the_editor, approve_on_the_dashboard])
def test_a_person_who_wrote_none_of_it_approves_and_it_is_public(newsroom, approving, state):
    attempt = newsroom.attempt("approver", state)
    assert not told(approving(attempt))
    version = is_what_readers_get(attempt.article, "The vote, at last")
    assert version.approval.approver == attempt.by


def test_so_it_is_from_the_first_word_to_the_public_page(newsroom):
    writer = newsroom.attempt("author", DRAFT)
    writer.article = factories.draft("Rain on the Hill", owner=writer.by)
    assert not told(edit(writer, "action-submit", title="Rain on the Hill, again"))
    approver = newsroom.attempt("approver", DRAFT)
    approver.article = fresh(writer.article)
    approve_on_the_dashboard(approver)
    is_what_readers_get(writer.article, "Rain on the Hill, again")


def test_what_was_approved_for_tomorrow_is_public_tomorrow(newsroom):
    article = newsroom.attempt("nobody", SCHEDULED).article
    assert publish_due() == (0, 0)
    with time_machine.travel(article.scheduled_revision.approved_go_live_at, tick=True):
        assert publish_due() == (1, 0)
        is_what_readers_get(article, "The vote, at last")


# Whose words they are


@pytest.mark.parametrize("state", [DRAFT, CHANGE])
@pytest.mark.parametrize("person", [*WRITERS, "submitter"])
def test_no_shell_lets_a_writer_approve_either(newsroom, person, state):
    attempt = newsroom.attempt(person, state)
    task = attempt.article.current_workflow_task_state
    with pytest.raises(REFUSALS):
        task.task.specific.on_action(task, attempt.by, "approve")
    if person in WRITERS:
        with pytest.raises(Refused, match="words of yours"):
            gate.approve(attempt.article, attempt.latest, attempt.by)


def test_going_back_to_somebodys_draft_makes_it_no_less_theirs():
    author, colleague = factories.user(group="Moderators"), factories.user(group="Editors")
    page = factories.draft("Rain")
    old = rewrite(page, author, "The mayor had known of the cracks in the dam since the spring.")
    rewrite(page, colleague, "The mayor gave no answer.")
    gate.admit(page, "tests")
    page = fresh(page)
    back = old.as_object()
    back.describe_change("update", "The mayor knew.")
    back.save_revision(user=colleague)
    refuses(page, author)
    comma = "The mayor had known, of the cracks in the dam, since the spring."
    back = rewrite(page, colleague, comma).as_object()
    refuses(page, author)
    approve_as_third(page, back)


def test_a_draft_that_was_purged_is_still_somebodys():
    author, colleague = factories.user(group="Moderators"), factories.user(group="Editors")
    page = factories.draft("Rain", owner=author)
    rewrite(page, author, "The dam had cracks.", log_action=True)
    rewrite(page, colleague, "The dam had cracks, in the spring.", log_action=True)
    call_command("purge_revisions", verbosity=0)
    assert page.revisions.count() == 1
    refuses(page, author)
    approve_as_third(page, page.get_latest_revision())


def test_a_copy_of_somebodys_draft_is_no_less_theirs():
    author, colleague = factories.user(group="Moderators"), factories.user(group="Editors")
    page = factories.draft("Rain", owner=author)
    copy = page.copy(user=colleague, keep_live=False, update_attrs={"slug": "copy"})
    refuses(copy, author)
    approve_as_third(copy, copy.get_latest_revision())


def test_one_change_voids_every_approval_of_what_was_there_before():
    page = factories.approved(factories.approved(factories.draft("Rain")))
    approved = page.get_latest_revision()
    rewrite(page, factories.user(), "It went on.")
    assert not page.approvals.filter(void_at=None)
    with pytest.raises(Refused, match="Approval void"):
        approved.publish()


def test_an_order_to_take_down_is_for_what_readers_see_then():
    moderator = factories.user(group="Moderators")
    page = factories.draft("Rain")
    with pytest.raises(Refused, match="nothing to take down"):
        gate.take_down(page, moderator, "Not yet.")
    stale = fresh(page)
    gate.admit(page, "tests")
    with pytest.raises(Refused):
        gate.take_down(stale, moderator, "Too late.")
    with pytest.raises(Refused, match="needs a moderator and a reason"):
        fresh(page).unpublish()


def test_to_have_made_a_change_of_the_same_kind_before_is_no_part_in_this_one():
    first, second = factories.user(group="Moderators"), factories.user(group="Moderators")
    page = factories.published("Rain")
    page = factories.change(page, "minor", by=first, title="Rain on the Hill")
    page = factories.change(page, "update", "It stopped.", by=second, title="Rain, then none")
    page.title = "Rain, and then none at all"
    page.describe_change("minor")
    page.save_revision(user=second)
    gate.approve(page, page.get_latest_revision(), first)


def rewrite(page, by, text, **options) -> Revision:
    draft = fresh(page).get_latest_revision_as_object()
    draft.body = [paragraph(text)]
    return draft.save_revision(user=by, **options)


def refuses(page, author):
    with pytest.raises(Refused, match="words of yours"):
        gate.approve(page, fresh(page).get_latest_revision(), author)


def approve_as_third(page, draft):
    gate.approve(page, fresh(page).get_latest_revision(), factories.user(group="Moderators"))
