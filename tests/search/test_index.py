"""Readers' search holds what is published, from the event on and not before, and nothing else."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from news.models import ArticlePage, NewsIndexPage
from publishing import events
from publishing.scheduler import publish_due
from search import index, reindex
from search.engines import Match, engine
from search.models import Entry, Promotion, Word
from search.query import parse
from search.ranking import match_of
from search.results import Asked, Results
from search.words import words_of
from tests import factories
from tests.factories import paragraph

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """A block that is a transaction which is committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def found(words):
    """The headlines that the index has for words, the newest first."""
    return [entry.headline for entry in engine().find([match_of(parse(words))], 0, 50)]


def shown(**asked):
    """The headlines that a reader is shown."""
    return [article.title for article in Results(Asked.of(asked))[0:50]]


def assert_all_is_exact():
    """The index has what is published, and the vocabulary its words, counted."""
    published = ArticlePage.objects.published()
    assert set(Entry.objects.values_list("pk", flat=True)) == {page.pk for page in published}
    counted = Counter()
    for entry in Entry.objects.all():
        texts = (entry.headline, entry.standfirst, entry.byline, entry.names, entry.text)
        words = (word for text in texts for word in words_of(text))
        counted.update({word.lower().replace("’", "'") for word in words})
    assert dict(Word.objects.values_list("word", "articles")) == counted
    assert index.outdated() == []


# Before, and after


def in_review(page):
    page.get_workflow().start(page, factories.user())


def scheduled(page):
    factories.approved(page).get_latest_revision().publish()


def closed_section():
    PageViewRestriction.objects.create(page=NewsIndexPage.objects.get(), restriction_type="login")


def behind_a_login(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    factories.approved(page).get_latest_revision().publish()


def tomorrow():
    return timezone.now() + timedelta(days=1)


HIDDEN = {
    "a draft": lambda: factories.draft("Marrowgate"),
    "in review": lambda: in_review(factories.draft("Marrowgate")),
    "approved": lambda: factories.approved(factories.draft("Marrowgate")),
    "scheduled": lambda: scheduled(factories.draft("Marrowgate", go_live_at=tomorrow())),
    "embargoed": lambda: scheduled(
        factories.draft("Marrowgate", go_live_at=tomorrow(), embargoed_until=tomorrow())
    ),
    "taken down": lambda: factories.taken_down(factories.published("Marrowgate")),
    "deleted": lambda: factories.draft("Marrowgate").delete(),
    "below a closed section": lambda: (closed_section(), factories.published("Marrowgate")),
    "closed itself": lambda: behind_a_login(factories.draft("Marrowgate")),
    "a draft of a public one": lambda: edited(factories.published("Ostlerbeck")),
    "changed back": lambda: factories.change(factories.published("Marrowgate"), title="Other"),
}


def edited(page):
    page.title = "Marrowgate"
    page.save_revision()


@pytest.mark.parametrize("hide", HIDDEN.values(), ids=HIDDEN)
def test_what_is_not_public_is_in_no_index_and_no_vocabulary(committed, hide):
    with committed():
        hide()
    assert found("marrowgate") == []
    assert not Word.objects.filter(word="marrowgate").exists()
    assert shown(query="marrowgate") == []
    assert_all_is_exact()


def test_an_article_is_found_from_its_publication_on(committed):
    with committed():
        page = factories.draft("Marrowgate", standfirst="Saltervane", body=[paragraph("Quill.")])
    assert found("marrowgate") == []
    with committed():
        factories.approved(page).get_latest_revision().publish()
    for word in ("marrowgate", "saltervane", "quill", "agnes holloway", "hill"):
        assert found(word) == ["Marrowgate"], word
    assert_all_is_exact()


def test_it_is_found_once_the_transaction_is_committed_and_not_before(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks() as callbacks:
        factories.published("Marrowgate")
    assert found("marrowgate") == []
    for callback in callbacks:
        callback()
    assert found("marrowgate") == ["Marrowgate"]


def test_a_scheduled_article_is_found_once_it_is_due_and_an_expired_one_no_more(committed):
    due, end = timezone.now() + timedelta(hours=1), timezone.now() + timedelta(hours=3)
    with committed():
        scheduled(factories.draft("Marrowgate", go_live_at=due, expire_at=end))
    for hours, expected in ((0, []), (2, ["Marrowgate"]), (4, [])):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)), committed():
            publish_due()
        assert found("marrowgate") == expected
        assert_all_is_exact()


def test_a_changed_article_is_found_by_its_new_words_only(committed):
    with committed():
        page = factories.published("Ostlerbeck floods", body=[paragraph("The old mill.")])
    with committed():
        factories.change(page, title="Marrowgate floods", body=[paragraph("The new mill.")])
    assert found("ostlerbeck") == found("old") == []
    assert found("marrowgate") == found("new") == found("mill") == ["Marrowgate floods"]
    assert_all_is_exact()


def test_a_draft_of_a_public_article_leaves_its_public_words(committed):
    with committed():
        page = factories.published("Ostlerbeck")
        edited(page)
        in_review(ArticlePage.objects.get(pk=page.pk))
    assert found("ostlerbeck") == shown(query="ostlerbeck") == ["Ostlerbeck"]
    assert found("marrowgate") == []


def test_what_was_taken_down_and_comes_back_is_found_again(committed):
    with committed():
        page = factories.published("Ostlerbeck")
    with committed():
        factories.taken_down(page)
    assert found("ostlerbeck") == []
    with committed():
        factories.change(page, title="Ostlerbeck again")
    assert found("ostlerbeck") == ["Ostlerbeck again"]
    assert_all_is_exact()


def test_words_leave_the_vocabulary_with_the_last_article_that_has_them(committed):
    with committed():
        one, other = factories.published("Saltervane"), factories.published("Saltervane too")
    assert Word.objects.get(word="saltervane").articles == 2
    with committed():
        factories.taken_down(one)
    assert Word.objects.get(word="saltervane").articles == 1
    with committed():
        factories.change(other, title="Quiet")
    assert not Word.objects.filter(word="saltervane").exists()
    assert_all_is_exact()


def test_the_words_of_an_entry_that_is_deleted_leave_the_vocabulary(committed):
    with committed():
        factories.published("Saltervane")
        page = factories.published("Ostlerbeck")
    with committed():
        Entry.objects.get(pk=page.pk).delete()
    assert not Word.objects.filter(word="ostlerbeck").exists()
    assert Word.objects.get(word="saltervane").articles == 1


# In the order of time


def test_of_two_articles_of_the_same_second_both_are_found(committed):
    with time_machine.travel(timezone.now(), tick=False), committed():
        for number in range(4):
            factories.published(f"Saltervane {number}")
    assert sorted(found("saltervane")) == [f"Saltervane {number}" for number in range(4)]
    numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [*range(numbers[0], numbers[0] + 4)]
    index.bring_up_to_date(ArticlePage.objects.values_list("pk", flat=True))
    assert_all_is_exact()


def test_a_time_of_publication_that_changes_changes_the_order(committed):
    with committed():
        old = factories.published("Saltervane, the first")
        factories.published("Saltervane, the second")
    ArticlePage.objects.filter(pk=old.pk).update(first_published_at=tomorrow())
    index.bring_up_to_date([old.pk])
    assert found("saltervane") == ["Saltervane, the first", "Saltervane, the second"]
    ArticlePage.objects.filter(pk=old.pk).update(
        first_published_at=timezone.now() - timedelta(days=40_000)  # before 1970
    )
    index.bring_up_to_date([old.pk])
    assert found("saltervane") == ["Saltervane, the second", "Saltervane, the first"]
    assert_all_is_exact()


# What an article says of others


def test_an_article_is_found_by_the_new_name_of_its_author_and_topic(committed):
    with committed():
        author, topic = factories.author("Rufus Teal"), factories.topic("Society")
        further = factories.topic("Economy")
        factories.published("Ostlerbeck", authors=[author], main_topic=topic, topics=[further])
    with committed():
        author.name, author.slug = "Wilhelmina Zorn", "zorn"
        topic.name, topic.slug = "Cities", "cities"
        further.name = "Money"
        for renamed in (author, topic, further):
            renamed.save()
    for word in ("zorn", "cities", "money"):
        assert found(word) == ["Ostlerbeck"], word
    for word in ("teal", "society", "economy"):
        assert found(word) == [], word
    assert shown(query="ostlerbeck", author="zorn", topic="cities") == ["Ostlerbeck"]
    assert shown(query="ostlerbeck", author="rufus-teal") == []
    names = {c.name for _, _, cs in Results(Asked("ostlerbeck")).groups for c in cs}
    assert {"Wilhelmina Zorn", "Cities", "Money"} <= names
    assert_all_is_exact()


def test_a_topic_named_with_odd_characters_is_one_filter(committed):
    with committed():
        topic = factories.topic("Rail\u2028and\x0broad \x1c2", slug="rail")
        factories.published("Ostlerbeck", main_topic=topic)
    [(_, _, topics), *_] = Results(Asked("ostlerbeck")).groups
    assert [(choice.value, choice.count) for choice in topics] == [("rail", 1)]


def test_filters_alone_show_the_newest_first(committed):
    with committed():
        for number in range(3):
            factories.published(f"Saltervane {number}")
    assert shown(topic="the-hill") == ["Saltervane 2", "Saltervane 1", "Saltervane 0"]


# Sections that are closed


def test_what_is_closed_past_all_rules_is_shown_to_nobody_and_leaves_the_index(committed):
    with committed():
        page = factories.published("Ostlerbeck")
        Promotion.objects.create(query="ostlerbeck", article=page)
    restriction = PageViewRestriction(page=NewsIndexPage.objects.get(), restriction_type="login")
    PageViewRestriction.objects.bulk_create([restriction])  # no signal is sent
    assert shown(query="ostlerbeck") == []
    assert index.outdated() == [page.pk]
    reindex.on_tick(staying=False)
    assert found("ostlerbeck") == []
    assert_all_is_exact()


def test_a_section_that_is_closed_leaves_search_and_comes_back_when_it_is_opened(committed):
    with committed():
        factories.published("Ostlerbeck")
    restriction = PageViewRestriction(page=NewsIndexPage.objects.get(), restriction_type="login")
    with committed():
        restriction.save_base(raw=True)  # as from a fixture: the gate refuses it otherwise
    assert found("ostlerbeck") == []
    assert_all_is_exact()
    PageViewRestriction.objects.filter(pk=restriction.pk)._raw_delete("default")
    reindex.on_tick(staying=False)
    assert found("ostlerbeck") == ["Ostlerbeck"]
    assert_all_is_exact()


# Where indexing fails


def test_a_publication_stands_when_it_cannot_be_indexed_and_is_indexed_later(
    committed, monkeypatch
):
    def fail(article):
        raise ConnectionError("the index is away")

    with monkeypatch.context() as broken:
        broken.setattr(index, "_entry", fail)
        with committed():
            page = factories.published("Ostlerbeck")
    assert page in ArticlePage.objects.published()
    assert found("ostlerbeck") == []
    with time_machine.travel(timezone.now() + timedelta(minutes=5)), committed():
        events.deliver_due()
    assert found("ostlerbeck") == ["Ostlerbeck"]
    assert_all_is_exact()


LONG_WORD = "x" * 41
ODD = {
    "letters that fold to nothing": "ﾞ ﾞ’ﾞ ͺ and",
    "letters that fold to many": f"{'ﷺ' * 40} {'İ' * 40} {'ß' * 40}",
    "quotation marks": "'' \\ ' \" `",
    "nothing but punctuation": "…",
    "very long": LONG_WORD * 2_000,
    "very many words": " ".join(f"w{n}" for n in range(30_000)),
    "one word very often": "tide " * 30_000,
    "marks of the index": "h_tide p_tide topic_the-hill sample_ _",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_whatever_an_article_says_it_can_be_indexed(committed, text):
    with committed():
        factories.published("Ostlerbeck", body=[paragraph(text)])
    assert found("ostlerbeck") == ["Ostlerbeck"]
    assert_all_is_exact()


def test_no_word_of_a_text_is_taken_for_a_mark_of_the_index(committed):
    with committed():
        factories.published("Ostlerbeck", body=[paragraph("sample_ topic_zzz h_zzz kind_zzz")])
    for mark in ("topic_zzz", "h_zzz", "kind_zzz"):
        assert engine().count(Match((mark,)), 10).total == 0


def test_indexing_an_article_costs_a_few_queries(committed):
    with committed():
        words = " ".join(f"word{n}" for n in range(150))
        page = factories.published("Ostlerbeck", body=[paragraph(words)])
    with CaptureQueriesContext(connection) as queries:
        index.bring_up_to_date([page.pk])
    assert len(queries) <= 12
    Entry.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        index.bring_up_to_date([page.pk])
    assert len(queries) <= 13
    with committed():
        pages = [factories.published(f"Ostlerbeck {n}") for n in range(6)]
    with CaptureQueriesContext(connection) as queries:
        index.bring_up_to_date([page.pk for page in pages])
    assert len(queries) <= 12 + 5  # one more each, for its number


# Made anew


def rebuild(*options):
    said = StringIO()
    call_command("rebuild_search", *options, stdout=said)
    return said.getvalue()


@pytest.fixture
def archive(committed):
    with committed():
        return [factories.published(f"Saltervane {number}") for number in range(5)]


def test_a_rebuild_with_nothing_to_do_does_nothing(archive):
    with CaptureQueriesContext(connection) as queries:
        assert rebuild() == "Search knows 5 articles.\n"
    assert all(query["sql"].startswith("SELECT") for query in queries)


def test_a_rebuild_indexes_what_is_missing_and_takes_out_what_is_not_public(archive, committed):
    Entry.objects.filter(pk__in=[page.pk for page in archive[:2]]).delete()
    restriction = PageViewRestriction(page=archive[4], restriction_type="login")
    PageViewRestriction.objects.bulk_create([restriction])
    factories.draft("Saltervane draft")
    said = rebuild()
    assert "Indexed 3 of 3 articles" in said
    assert said.endswith("Search knows 4 articles.\n")
    assert_all_is_exact()


def test_a_rebuild_makes_all_anew_on_request(archive):
    Entry.objects.update(headline="Wrong", terms=index.Terms(["wrong"]))
    assert found("saltervane") == []
    rebuild()
    assert found("saltervane") == []
    assert "Indexed 5 of 5 articles" in rebuild("--anew")
    assert len(found("saltervane")) == 5
    assert found("wrong") == []


def test_entries_by_older_rules_are_made_anew_by_themselves(archive):
    Entry.objects.update(edition=index.EDITION - 1)
    assert len(found("saltervane")) == 5
    assert "Indexed 5 of 5 articles" in rebuild()
    assert_all_is_exact()


def test_a_rebuild_that_is_stopped_goes_on_where_it_was(archive, monkeypatch):
    monkeypatch.setattr(index, "CHUNK", 2)
    make, made = index._entry, []

    def stop_at_the_fourth(article):
        made.append(article)
        if len(made) == 4:
            raise KeyboardInterrupt
        return make(article)

    with monkeypatch.context() as stopping:
        stopping.setattr(index, "_entry", stop_at_the_fourth)
        assert "Stopped. Run it again" in rebuild("--anew")
    assert Entry.objects.filter(edition=index.EDITION).count() == 2
    assert len(found("saltervane")) == len(shown(query="saltervane")) == 5
    assert "Indexed 3 of 3 articles" in rebuild()
    assert_all_is_exact()


def test_an_empty_index_fills_while_readers_search(archive, monkeypatch):
    Entry.objects.all().delete()
    monkeypatch.setattr(index, "CHUNK", 1)
    seen = []
    index.bring_up_to_date(index.outdated(), lambda done: seen.append(shown(query="saltervane")))
    assert [len(headlines) for headlines in seen] == [1, 2, 3, 4, 5]
    assert seen[0] == ["Saltervane 4"]  # the newest first


def test_the_clock_indexes_what_a_crash_left(archive):
    Entry.objects.filter(pk=archive[2].pk).delete()
    reindex.on_tick(staying=False)
    assert len(found("saltervane")) == 5
    assert_all_is_exact()
