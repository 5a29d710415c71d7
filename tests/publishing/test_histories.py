"""Whatever a newsroom does, in whatever order: what is public was approved, and is on record."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Revision

from news.models import ArticlePage
from publishing import gate
from publishing.content import canonical, content_of, fingerprint
from publishing.difference import difference, replay
from publishing.scheduler import publish_due
from publishing.verification import verify
from publishing.words import Refused
from tests import factories
from tests.factories import paragraph

pytestmark = pytest.mark.django_db

WRITERS = ("Agnes", "Rufus", "Mina")
EVERYBODY = st.sampled_from((*WRITERS, "Dana", "Ines"))
BY_A_WRITER = st.sampled_from(WRITERS)
KINDS = st.sampled_from(["minor", "update", "clarification", "correction"])
PLACES = st.integers(0, 5)
MORNING = datetime(2026, 11, 24, 7, tzinfo=UTC)


class Newsroom(RuleBasedStateMachine):
    """One article and five moderators who write, approve, publish and change their minds.

    Beside the database stands what they remember: who wrote which words, and which text each
    revision holds. Words are numbered, so that none is written twice.
    """

    def __init__(self):
        super().__init__()
        self.clock = time_machine.travel(MORNING, tick=False)
        self.now = self.clock.start()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self):
        try:
            self.replays_from_the_first_version_to_the_last()
            self.the_command_agrees()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)
            self.clock.stop()

    @initialize()
    def the_first_draft(self):
        self.people = {
            name: factories.user(name, "Moderators") for name in (*WRITERS, "Dana", "Ines")
        }
        self.written = {}  # word -> who wrote it
        self.texts = {}  # revision -> its words
        self.set_by = {}  # end -> who first set it
        self.ends = {}  # revision -> when it expires
        self.edits = []  # (on top of which number, who), of all that changed something
        self.approved = {}  # approval -> (words, whose they are)
        self.void = set()  # the approvals of what was changed since
        self.recorded = []  # the words of every public version, None for a dark one
        first = self.word("Agnes")
        body = [paragraph(f"It is {first} that we say.")]
        self.kept = factories.draft(first, slug="rain", body=body, owner=self.people["Agnes"])
        self.pk, revision = self.kept.pk, self.kept.get_latest_revision()
        self.texts[revision.pk] = [first]
        self.edits.append((0, "Agnes"))

    # What they do

    @rule(by=BY_A_WRITER, place=PLACES)
    def add(self, by, place):
        self.write(by, lambda words: [*words[:place], self.word(by), *words[place:]])

    @rule(by=BY_A_WRITER, place=PLACES)
    def rewrite(self, by, place):
        self.write(by, lambda words: self.put(words, place, self.word(by)))

    @rule(by=BY_A_WRITER, place=PLACES, to=PLACES)
    def move(self, by, place, to):
        def moved(words):
            block = words[place % len(words)]
            rest = [word for word in words if word != block]
            return [*rest[:to], block, *rest[to:]]

        self.write(by, moved)

    @rule(by=BY_A_WRITER, place=PLACES)
    def delete(self, by, place):
        self.write(by, lambda words: self.put(words, place, None) if len(words) > 1 else words)

    @rule(by=BY_A_WRITER, place=PLACES)
    def type_on(self, by, place):
        """As the editor does by itself: over the revision that they saved before."""
        self.write(by, lambda words: self.put(words, place, self.word(by)), autosave=True)

    @rule(by=EVERYBODY, place=PLACES)
    def go_back(self, by, place):
        old = self.some_revision(place)
        self.write(by, lambda words: self.texts[old.pk], draft=old.as_object())

    @rule(by=EVERYBODY, kind=KINDS)
    def say_what_has_changed(self, by, kind):
        draft = self.draft
        said = {"was": "Was.", "now": "Is."} if kind == "correction" else {}
        draft.describe_change(kind, f"A change, and the {self.page.last_number}th.", **said)
        self.save(draft, by, self.texts[self.page.latest_revision_id])

    @rule(by=EVERYBODY, hours=st.sampled_from([None, 1, 2]))
    def set_the_time(self, by, hours):
        draft = self.draft
        draft.go_live_at = hours and timezone.now() + timedelta(hours=hours)
        self.save(draft, by, self.texts[self.page.latest_revision_id])

    @rule(by=EVERYBODY, hours=st.sampled_from([None, 1, 3]))
    def set_the_end(self, by, hours):
        draft = self.draft
        draft.expire_at = hours and timezone.now() + timedelta(hours=hours)
        self.save(draft, by, self.texts[self.page.latest_revision_id])

    @rule(by=st.sets(EVERYBODY, min_size=1, max_size=3))
    def approve(self, by):
        for name in sorted(by):
            self.approve_this(self.page.get_latest_revision(), name)

    @rule(by=EVERYBODY, place=PLACES)
    def approve_an_older_one(self, by, place):
        self.approve_this(self.some_revision(place), by)

    def approve_this(self, revision, by):
        whose = self.whose(revision)
        with self.refused_if(by in whose):
            approval = gate.approve(self.page, revision, self.people[by])
            self.approved[approval.pk] = (self.texts[revision.pk], whose)

    @rule()
    def publish(self):
        self.try_to(self.page.get_latest_revision().publish)

    @rule(place=PLACES)
    def publish_an_older_one(self, place):
        self.try_to(self.some_revision(place).publish)

    @rule(place=PLACES)
    def publish_what_was_approved_once(self, place):
        approvals = list(self.page.approvals.exclude(revision=None).order_by("-pk"))
        if approvals:
            self.try_to(approvals[place % len(approvals)].revision.publish)

    @rule(kind=KINDS)
    def publish_as_it_should_be(self, kind):
        """Nobody stands in its way: it is public."""
        draft = self.draft
        draft.go_live_at = draft.expire_at = None
        self.save(draft, "Agnes", self.texts[self.page.latest_revision_id])
        if self.recorded:
            self.say_what_has_changed("Agnes", kind)
        third = next(name for name in ("Dana", "Ines", "nobody") if name not in self.whose_now())
        if third != "nobody":
            self.approve({third})
            self.page.get_latest_revision().publish()
            assert self.page.public_version.revision == self.page.get_latest_revision()

    @rule(by=EVERYBODY)
    def break_the_glass(self, by):
        revision = self.page.get_latest_revision()
        self.try_to(lambda: gate.publish_alone(self.page, self.people[by], "It burns."))
        alone = self.page.approvals.filter(authority="alone").last()
        if alone:
            self.approved.setdefault(alone.pk, (self.texts[revision.pk], set()))

    @rule(by=EVERYBODY)
    def take_down(self, by):
        self.try_to(lambda: gate.take_down(self.page, self.people[by], "It was wrong."))

    @rule(hours=st.integers(1, 3))
    def let_time_pass(self, hours):
        self.now.shift(timedelta(hours=hours))
        publish_due()

    @rule()
    def keep_the_page_open(self):
        self.kept = self.page

    @rule()
    def save_what_was_open(self):
        self.try_to(self.kept.save)

    # What must hold after each

    @invariant()
    def every_version_was_approved_by_somebody_who_wrote_none_of_it(self):
        for version in self.versions():
            approval = version.approval
            if version.is_dark:
                continue
            words, whose = self.approved[approval.pk]
            assert approval.fingerprint == version.content_sha256
            assert (approval.void_at, approval.on_top_of) == (None, version.number - 1)
            assert approval.authority == "alone" or approval.approver.username not in whose
            assert approval.revision == version.revision
            assert said(version.content()) == words

    @invariant()
    def every_entry_hangs_on_the_one_before(self):
        before = ""
        for number, version in enumerate(self.versions(), start=1):
            assert (version.number, version.previous_sha256) == (number, before)
            assert version.sha256 == version.link()
            assert version.content_sha256 == fingerprint(version.content())
            before = version.sha256

    @invariant()
    def nothing_that_was_recorded_changes(self):
        versions = self.versions()
        recorded = [None if version.is_dark else said(version.content()) for version in versions]
        assert recorded[: len(self.recorded)] == self.recorded
        fresh = {version.approval_id for version in versions[len(self.recorded) :]}
        assert not fresh & self.void
        self.recorded = recorded

    @invariant()
    def readers_see_the_newest_version(self):
        page, versions = self.page, self.versions()
        newest = versions[-1] if versions else None
        public = bool(newest) and not newest.is_dark
        assert page.live == (page.public_version is not None) == public
        assert ArticlePage.objects.published().filter(pk=self.pk).exists() == public
        if public:
            assert (page.public_version, page.live_revision) == (newest, newest.revision)
            assert content_of(page) == newest.content()

    @invariant()
    def what_was_never_approved_is_nowhere_in_the_history(self):
        approved = {word for words, _ in self.approved.values() for word in words}
        history = b"".join(canonical(version.content()) for version in self.versions())
        assert not {word for word in set(self.written) - approved if word.encode() in history}

    # Not after each: what costs more

    def replays_from_the_first_version_to_the_last(self):
        before = {}
        for version in self.versions():
            after = version.content()
            assert canonical(replay(before, difference(before, after))) == canonical(after)
            before = after

    def the_command_agrees(self):
        assert [fault for page in verify(self.pk) for fault in page.faults] == []

    # How they do it

    @property
    def page(self):
        """The page as the database has it now, as after a restart."""
        return ArticlePage.objects.get(pk=self.pk)

    @property
    def draft(self):
        return self.page.get_latest_revision().as_object()

    def versions(self):
        versions = self.page.versions.select_related("approval__approver", "revision")
        return list(versions.order_by("number"))

    def some_revision(self, place) -> Revision:
        revisions = list(self.page.revisions.order_by("created_at", "pk"))
        return revisions[place % len(revisions)]

    def word(self, by):
        word = f"word{len(self.written)}end"
        self.written[word] = by
        return word

    def put(self, words, place, word):
        place %= len(words)
        return [*words[:place], *filter(None, [word]), *words[place + 1 :]]

    def write(self, by, change, draft=None, autosave=False):
        draft = draft or self.draft
        words = change(self.texts.get(self.page.latest_revision_id, []))
        draft.title = words[0]  # one word: whoever moved it there, it is nobody's
        blocks = {said_in(block): block for block in draft.body.raw_data}
        draft.body = [blocks.get(word) or paragraph(f"It is {word} that we say.") for word in words]
        self.save(draft, by, words, autosave=autosave)

    def save(self, draft, by, words, autosave=False):
        """As the editor does: the row too, as long as it is a draft."""
        self.now.shift(timedelta(seconds=1))
        before, latest = content_of(self.draft), self.page.get_latest_revision()
        over = latest if autosave and latest.user == self.people[by] else None
        if not self.page.live:
            draft.save(clean=False)
        revision = draft.save_revision(user=self.people[by], overwrite_revision=over, clean=False)
        if content_of(self.draft) != before:
            self.edits.append((self.page.last_number, by))
            self.void |= set(self.approved)
        self.texts[revision.pk] = words
        self.ends[revision.pk] = draft.expire_at
        self.set_by.setdefault(draft.expire_at, by)

    def try_to(self, act):
        with transaction.atomic():
            try:
                act()
            except Refused:
                transaction.set_rollback(True)

    @contextmanager
    def refused_if(self, refused):
        if refused:
            with pytest.raises(Refused):
                yield
        else:
            yield

    def whose(self, revision) -> set[str]:
        """Whose words would be new to readers, as everybody remembers it."""
        public = self.page.versions.exclude(revision=None).order_by("number").last()
        seen = self.says(public.revision_id) if public else []
        since = public.number if public else 0
        brought = [said for said in self.says(revision.pk) if said not in seen]
        new = {(self.written | self.set_by)[said] for said in brought}
        return new | {by for number, by in self.edits if number >= since}

    def says(self, revision_id):
        return [*self.texts[revision_id], *filter(None, [self.ends.get(revision_id)])]

    def whose_now(self):
        return self.whose(self.page.get_latest_revision())


def said(content):
    """The words in the body of a recorded version."""
    return [said_in(block) for block in content.get("body", [])]


def said_in(block):
    return block["value"].removeprefix("<p>It is ").removesuffix(" that we say.</p>")


def test_whatever_happens_what_is_public_was_approved_and_is_on_record():
    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.generate],  # a history takes too long to be told shorter
            suppress_health_check=list(HealthCheck),
        ),
    )
