"""Readers find what they look for, also when they misspell it (the queries: `relevance.toml`)."""

from math import log2

import pytest
from django.db import transaction

from demo import stories
from tests.search import relevance


@pytest.fixture(scope="module")
def answered(django_db_setup, django_db_blocker, tmp_path_factory):
    """(the readers' search, Wagtail's own): what each answers in the demo newsroom.

    Asked once for all tests, in a transaction that is taken back.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with relevance.demo_newsroom(tmp_path_factory.mktemp("relevance")):
            ours = relevance.answers(relevance.readers_search)
            stock = relevance.answers(relevance.stock_search())
        transaction.set_rollback(True)
    return ours, stock


@pytest.fixture
def answers(answered):
    return answered[0]


def test_the_order_of_what_was_judged_counts_as_it_was_published():
    judged = {"a": 3, "b": 2, "c": 1}
    assert relevance.ndcg(["a", "b", "c"], judged) == 1
    assert relevance.ndcg([], judged) == relevance.ndcg(["x", "y"], judged) == 0
    ideal = 7 / log2(2) + 3 / log2(3) + 1 / log2(4)
    got = 3 / log2(2) + 7 / log2(4)
    assert relevance.ndcg(["b", "x", "a"], judged) == pytest.approx(got / ideal)
    assert relevance.ndcg(["b", "x", "a"], judged, at=1) == pytest.approx(3 / 7)


def test_every_judgement_is_of_a_published_article_and_made_once():
    published = {story.slug for story in stories.read("articles") if "state" not in story.meta}
    queries = relevance.load()
    assert len({query.text for query in queries}) == len(queries)
    for query in queries:
        assert query.judged and set(query.judged) <= published, query.text


def test_there_are_enough_queries_of_every_kind_to_mean_something():
    queries = relevance.load()
    properly_spelt = [query for query in queries if not query.is_misspelt]
    assert len(properly_spelt) >= 60
    assert len(queries) - len(properly_spelt) >= 18
    kinds = [query.kind for query in queries]
    assert min(map(kinds.count, kinds)) >= 3


def test_no_article_is_listed_twice_for_a_query():
    for entry in relevance.entries():
        listed = [slug for grade in relevance.GRADES for slug in entry.get(grade, ())]
        assert len(set(listed)) == len(listed), entry["text"]


@pytest.mark.django_db
def test_what_is_properly_spelt_is_answered(answers):
    asked = [answer for answer in answers if not answer.query.is_misspelt]
    assert relevance.figure(asked) >= 0.95, f"{relevance.figure(asked)}\n{relevance.worst(asked)}"


@pytest.mark.django_db
def test_what_is_misspelt_is_answered(answers):
    asked = [answer for answer in answers if answer.query.is_misspelt]
    assert relevance.figure(asked) >= 0.90, f"{relevance.figure(asked)}\n{relevance.worst(asked)}"


@pytest.mark.django_db
def test_readers_are_answered_better_than_by_wagtails_own_search(answered):
    table = relevance.table(*answered)
    for misspelt in (False, True):
        ours, theirs = (
            relevance.figure(a for a in each if a.query.is_misspelt == misspelt)
            for each in answered
        )
        assert ours > theirs, table
