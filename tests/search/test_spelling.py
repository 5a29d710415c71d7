"""A slip of the reader's is mended from what is published, and from nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.models import Word
from search.query import parse
from search.spelling import corrected, nearest_words
from search.terms import Terms
from search.vocabulary import Vocabulary
from search.words import stems, trigrams

pytestmark = pytest.mark.django_db

PRINTED = {
    "election": 40,
    "elections": 30,
    "harbour": 25,
    "harbours": 2,
    "budget": 60,
    "vote": 80,
    "café": 3,
    "holloway": 12,
    "halloway": 1,
    "light": 20,
    "house": 50,
    "lighthouse": 9,
    "keepers": 4,
    "the": 500,
    "a": 400,
    "thé": 1,
    "2026": 70,
    "o'brien": 2,
    "škoda": 2,
}


@pytest.fixture(autouse=True)
def vocabulary():
    Word.objects.bulk_create(
        Word(word=word, stem=stem, articles=articles, trigrams=Terms(marks=trigrams(word)))
        for (word, articles), stem in zip(PRINTED.items(), stems([*PRINTED]), strict=True)
    )


def mended(text):
    query = parse(text)
    return str(corrected(query, Vocabulary(query))[0])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("elction", "election"),
        ("eleciton", "election"),
        ("electoin vote", "election vote"),
        ("harbor", "harbour"),
        ("HARBUOR", "harbour"),
        ("cafffe", "café"),
        ("hollaway", "holloway"),
        ("agnes hollowai", "agnes hollowai"),
        ("skodda", "škoda"),
        ("obrian", "o'brien"),
        ('"the harbuor"', '"the harbour"'),
        ("harbuor -tx", "harbour -tx"),
        ("harbuor budgett", "harbour budget"),
        ("harbuor harbuor", "harbour harbour"),
    ],
)
def test_a_slip_is_mended(typed, meant):
    assert mended(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("budgetvote", "budget vote"),
        ("thebudget", "the budget"),
        ("lighthose keepers", "lighthouse keepers"),
        ("ligh thouse", "lighthouse"),
        ("lightho use", "lighthouse"),
        ("bud get vote", "budget vote"),
    ],
)
def test_words_run_together_are_parted_and_torn_ones_joined(typed, meant):
    assert mended(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "election",
        "voting",
        "CAFE harbours",
        "light house",
        "xqzwvkj",
        "zz",
        "2027",
        "20266",
        "",
        "☃",
    ],
)
def test_what_is_known_or_like_nothing_stays_as_it_is(typed):
    assert mended(typed) == str(parse(typed))


def test_a_slip_is_likelier_than_two_rare_words_run_together():
    words = [("minister", 90), ("mins", 1), ("iter", 2)]
    Word.objects.bulk_create(
        Word(word=word, stem=stems([word])[0], articles=n, trigrams=Terms(marks=trigrams(word)))
        for word, n in words
    )
    assert mended("minsiter") == "minister"


def test_the_commoner_of_two_that_are_equally_near_is_meant():
    assert nearest_words(["hollloway"], 2) == {"hollloway": ["holloway", "halloway"]}
    assert nearest_words(["hulloway"], 1) == {"hulloway": ["holloway"]}


def test_a_word_of_a_torn_pair_that_also_stands_in_a_phrase_leaves_no_empty_phrase():
    query = parse('bud get "get get"')
    new, _ = corrected(query, Vocabulary(query))
    assert all(new.phrases)
    assert parse(str(new)) == new


def test_where_many_words_are_unknown_it_is_no_slip():
    typed = "harbuor budgett elction vott hollaway"
    assert mended(typed) == typed


def test_correcting_costs_one_query_however_many_words():
    for typed in ("harbuor", "bud get harbuor elction", '"harbuor elction" budgett'):
        query = parse(typed)
        known = Vocabulary(query)
        with CaptureQueriesContext(connection) as queries:
            new, found = corrected(query, known)
        assert len(queries) == 1, typed
        assert not found.unknown
        assert {word.word for word in found.sought} == {*new.sought}


def test_what_is_known_of_the_mended_query_is_what_a_new_look_would_find():
    for typed in ("harbuor vote", "elctions cafee", "budgetvote", "bud get"):
        query = parse(typed)
        new, found = corrected(query, Vocabulary(query))
        again = Vocabulary(new)
        assert sorted(found.sought, key=str) == sorted(again.sought, key=str)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.text(alphabet="aehlobrtu'é", min_size=1, max_size=12)
        | st.sampled_from(["bud", "get", '"', "-", "harbuor", "ﾞ", "the", "light", "thouse", "1"]),
        max_size=8,
    ).map(" ".join)
)
def test_whatever_is_typed_it_is_mended_to_known_words_or_left_alone(typed):
    query = parse(typed)
    new, known = corrected(query, Vocabulary(query))
    assert new == query or not known.unknown
    assert all(new.phrases)
    assert new.without == query.without
    assert all(len(near) <= 3 for near in nearest_words(query.sought, 3).values())


def test_numbers_and_the_shortest_words_are_never_mended():
    assert nearest_words(["2027", "ab"], 3) == {"2027": [], "ab": []}
