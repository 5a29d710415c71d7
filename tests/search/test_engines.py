"""What the database finds, counts and puts in order is what a loop over all entries would."""

import re
from collections import Counter
from contextlib import contextmanager
from itertools import product

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines import HEADLINE, PROMINENT, SAMPLE, SHARES, Match, engine, sql
from search.models import Entry, Word
from search.terms import GAP, Terms
from search.words import folded, trigrams

pytestmark = pytest.mark.django_db


# Entries of no article: within a transaction that is taken back, the database does not mind.

STEMS = ["ferri", "bay", "tax", "a", "22nd", "東京", "और", "ано"]
FACETS = ["topic_the-hill", "topic_the-hill-2", "topic_hill", "kind_news", "year_2026", "author_a"]


def entry(number, headline=(), text=(), facets=(), often=(), sample=False):
    """An entry as search.index makes it, of stems."""
    marks = {HEADLINE + stem for stem in headline}
    marks |= {PROMINENT + stem for stem in (*headline, *often)}
    marks |= {*facets, *(f"{SAMPLE}{share}" for share in SHARES if sample)}
    return Entry(
        page_id=number % 1_000_003,
        number=number,
        facets="\n".join(sorted(f"{mark} {mark.title()} of ours" for mark in facets)),
        headline=" ".join(headline),
        standfirst="",
        byline="",
        names="",
        text=" ".join(text),
        terms=Terms([*headline, GAP, *text], marks),
        edition=1,
    )


@contextmanager
def indexed(entries):
    with transaction.atomic():
        Entry.objects.bulk_create(entries)
        yield engine()
        transaction.set_rollback(True)


# The model


def has(entry, term) -> bool:
    if isinstance(term, frozenset):
        return any(has(entry, one) for one in term)
    words = entry.terms.words
    if isinstance(term, tuple):
        return any(tuple(words[at : at + len(term)]) == term for at in range(len(words)))
    return term in entry.terms.marks or term in words


def matches(entry, match) -> bool:
    return (
        all(has(entry, term) for term in match.required)
        and not any(has(entry, term) for term in match.excluded)
        and not (match.not_all and all(has(entry, term) for term in match.not_all))
        and (match.since is None or match.since <= entry.number)
        and (match.until is None or entry.number <= match.until)
    )


def found_in(entries, tiers, start, stop):
    newest_first = sorted(entries, key=lambda entry: -entry.number)
    found = [e.number for match in tiers for e in newest_first if matches(e, match)]
    return found[start:stop]


def counted_in(entries, match):
    found = [entry for entry in entries if matches(entry, match)]
    return len(found), Counter(
        facet for entry in found for facet in entry.facets.split("\n") if facet
    )


stems = st.sampled_from(STEMS)
numbers = st.integers(min_value=-3_000_000_000, max_value=5_000_000_000)
entries = st.lists(
    st.builds(
        entry,
        number=numbers,
        headline=st.lists(stems, max_size=3),
        text=st.lists(stems, max_size=8),
        facets=st.sets(st.sampled_from(FACETS), max_size=4),
        often=st.lists(stems, max_size=2),
        sample=st.booleans(),
    ),
    max_size=12,
    unique_by=(lambda entry: entry.number, lambda entry: entry.pk),
)
phrases = st.lists(stems, min_size=2, max_size=3).map(tuple)
any_of = st.frozensets(stems, min_size=1, max_size=3)
facets = st.sampled_from(FACETS)
matching = st.builds(
    Match,
    required=st.lists(st.one_of(stems, stems, phrases, any_of, facets), min_size=1, max_size=3).map(
        tuple
    ),
    excluded=st.lists(st.one_of(stems, phrases), max_size=2).map(tuple),
    not_all=st.lists(stems, max_size=3).map(tuple),
    since=st.none() | numbers,
    until=st.none() | numbers,
)
often_enough = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@often_enough
@given(entries=entries, match=matching, start=st.integers(0, 4), length=st.integers(1, 8))
def test_found_is_what_matches_the_newest_first(db, entries, match, start, length):
    with indexed(entries) as engine:
        found = engine.find([match], start, start + length)
    assert [e.number for e in found] == found_in(entries, [match], start, start + length)


@often_enough
@given(
    entries=entries,
    match=matching,
    words=st.lists(stems, min_size=1, max_size=2, unique=True),
    start=st.integers(0, 4),
    length=st.integers(1, 8),
)
def test_tier_comes_after_tier_whatever_is_asked_for(db, entries, match, words, start, length):
    headline = [HEADLINE + word for word in words]
    prominent = [PROMINENT + word for word in words]
    tiers = [
        match.also(*headline).without_all(),
        match.also(*prominent).without_all(*headline),
        match.without_all(*prominent),
    ]
    with indexed(entries) as engine:
        found = engine.find(tiers, start, start + length)
    assert [e.number for e in found] == found_in(entries, tiers, start, start + length)


@often_enough
@given(entries=entries, match=matching)
def test_counts_are_of_all_that_match_by_facet(db, entries, match):
    with indexed(entries) as engine:
        counts = engine.count(match, at_most=len(entries))
    assert (counts.total, counts.facets) == counted_in(entries, match)
    assert not counts.about


@often_enough
@given(entries=entries, match=matching, share=st.sampled_from(SHARES))
def test_of_very_many_a_sample_is_counted_the_smaller_the_more_there_are(db, entries, match, share):
    few = 5
    with indexed(entries) as engine, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sql, "EXACT", few)
        counts = engine.count(match, at_most=few * share)
    total, by_facet = counted_in(entries, match.also(f"{SAMPLE}{share}"))
    if total * share > few:
        assert counts.about
        assert counts.total == total * share
        assert counts.facets == Counter({name: n * share for name, n in by_facet.items()})
    else:
        assert not counts.about
        assert (counts.total, counts.facets) == counted_in(entries, match)


def test_what_is_found_has_all_that_a_result_is_made_of():
    with indexed([entry(5, ["ferri"], ["tax"], ["kind_news"])]) as engine:
        [found] = engine.find([Match(("ferri",))], 0, 10)
        queries = CaptureQueriesContext(connection)
        with queries:
            assert found.pk == 5
            assert (found.number, found.headline, found.text) == (5, "ferri", "tax")
            assert (found.standfirst, found.byline, found.names) == ("", "", "")
    assert len(queries) == 0


SYNTAX = ['"', "'", "''", "\\", "\\'", "*", "a*", ":*", "&", "|", "!", "(", "AND", "NOT", "NEAR(a"]
SYNTAX += ["<->", "^a", "a:b", "{a}:", "--", ";", "%", "$1", "%s", "x" * 1_000, "é", "\u202e", "☃"]


@pytest.mark.parametrize("term", SYNTAX, ids=repr)
def test_no_term_is_taken_for_syntax(term):
    """Filters come from the address as they are."""
    facet = f"topic_{term}"
    match = Match(("ferri", facet), (facet + "x", ("bay", facet)), (facet, "tax"))
    with indexed([entry(1, ["ferri"], ["tax"])]) as engine:
        assert engine.find([match], 0, 10) == []
        assert engine.count(match, 10).total == 0
        assert engine.count(Match(("ferri",), (facet,)), 10).total == 1


# Words that are spelt alike


def vocabulary(words):
    return [
        Word(word=word, stem=word, articles=1, trigrams=Terms(marks=trigrams(word)))
        for word in words
    ]


def is_alike(word, wanted):
    shared = trigrams(word) & wanted
    ends = {part for part in shared if len(part) == 2}
    return bool(ends and (shared - ends or all(len(part) == 2 for part in wanted)))


@often_enough
@given(
    words=st.sets(st.text(alphabet="abcé'", min_size=1, max_size=6).filter(folded), max_size=15),
    wrong=st.lists(st.text(alphabet="abcé", min_size=3, max_size=6), min_size=1, max_size=3),
)
def test_alike_are_words_with_an_end_and_a_trigram_in_common(db, words, wrong):
    asked = [trigrams(word) for word in wrong]
    with transaction.atomic():
        Word.objects.bulk_create(vocabulary(words))
        alike = {form.word for form in engine().similar(asked, 60)}
        whole = {form.word for form in engine().similar(asked, 60, whole=True)}
        transaction.set_rollback(True)
    ends = [{part for part in one if len(part) == 2} for one in asked]
    assert alike == {
        word
        for word in words
        if any(
            trigrams(word) & one - end and trigrams(word) & end
            for one, end in zip(asked, ends, strict=True)
        )
    }
    assert whole == {word for word in words if any(one <= trigrams(word) for one in asked)}


def test_with_a_word_come_all_its_forms_and_those_asked_for_by_name():
    Word.objects.bulk_create(vocabulary(["voting", "voted", "ferry", "ferries", "tax"]))
    Word.objects.filter(word__startswith="vot").update(stem="vote", articles=3)
    found = engine().similar([trigrams("votign")], 60, also=["tax", "unheard"])
    assert sorted(found) == [("tax", "tax", 1), ("voted", "vote", 3), ("voting", "vote", 3)]


def test_where_many_are_alike_those_that_share_most_are_told():
    shared = ["harbour", "harbours", "harboured"]
    far = [f"bou{n:03}" for n in range(300)]
    Word.objects.bulk_create(vocabulary(far + shared))
    found = engine().similar([trigrams("harbuor")], 3)
    assert {form.word for form in found} == set(shared)


# The plan

ROWS = 4_000
SYLLABLES = ["bor", "bour", "cor", "dan", "den", "ess", "fer", "fin", "gor", "har", "hol", "mar"]
SYLLABLES += ["nes", "ran", "sel", "tor", "wick", "y"]


@pytest.fixture
def many():
    """A few thousand entries: “tax” is in each of them, “ferri” in every 40th."""
    with transaction.atomic():
        Entry.objects.bulk_create(
            entry(
                1_600_000_000 + 60 * n,
                ["tax"] if n % 7 == 0 else ["bay"],
                ["tax", "bay", *(["ferri", "tax"] if n % 40 == 0 else [])],
                ["kind_news", f"topic_t{n % 5}"],
                sample=n % SHARES[0] == 0,
            )
            for n in range(ROWS)
        )
        words = map("".join, product(SYLLABLES, repeat=3))
        Word.objects.bulk_create(vocabulary(words))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_entry")
            cursor.execute("ANALYZE search_word")
        yield engine()
        transaction.set_rollback(True)


def plans_of(queries):
    """How the database goes about what was asked."""
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    plans = []
    for query in queries.captured_queries:
        settings, select, rest = query["sql"].partition("SELECT")
        with connection.cursor() as cursor:
            if settings:
                cursor.execute(settings)
            cursor.execute(f"{explain} {select}{rest}")
            plans.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return plans


FULL_TEXT = {"postgresql": "Bitmap Index Scan on {}", "sqlite": "SCAN {}_fts VIRTUAL TABLE INDEX"}
WHOLE_TABLE = re.compile(
    # An index that is read without a condition is read from end to end.
    r"Seq Scan on search_|Index (Only )?Scan using .*\n(?!\s*Index Cond)"
    r"|SCAN (search_entry|search_word|e|alike|form)\b(?!_)"
)


def assert_full_text_is_used(asked, plans, index):
    assert plans
    for plan in plans:
        assert not WHOLE_TABLE.search(plan), f"{asked}: {plan}"
        assert FULL_TEXT[connection.vendor].format(index) in plan, f"{asked}: {plan}"


MATCHES = {
    "a rare word": Match(("ferri",)),
    "a common word": Match(("tax",)),
    "two words": Match(("ferri", "bay")),
    "a phrase": Match((("ferri", "tax"),)),
    "any of two": Match((frozenset({"ferri", "bay"}),)),
    "without": Match(("tax",), excluded=("ferri", ("bay", "ferri"))),
    "filters": Match(("tax", "topic_t1", "kind_news")),
    "a filter alone": Match(("kind_news",)),
    "a rare word of some months": Match(("ferri",), since=1_600_000_000, until=1_600_100_000),
    "a common word of a day": Match(("tax",), since=1_600_000_000, until=1_600_001_000),
    "nothing": Match(("nothing",)),
}


def test_whatever_is_asked_for_is_looked_up_in_the_full_text(many):
    index = "search_entry_terms" if connection.vendor == "postgresql" else "search_entry"
    for asked, match in MATCHES.items():
        tiers = [match.also("h_tax"), match.also("p_tax").without_all("h_tax")]
        with CaptureQueriesContext(connection) as queries:
            many.find([match], 0, 20)
            many.find(tiers, 0, 100)
            many.find(tiers, 980, 1_000)
            many.count(match, ROWS)
            many.count(match, 10**6)
        assert_full_text_is_used(asked, plans_of(queries), index)


def test_words_alike_are_looked_up_by_their_trigrams(many):
    """One index for each; of so small a vocabulary PostgreSQL may read all to join their forms."""
    index = "search_word_trigrams" if connection.vendor == "postgresql" else "search_word"
    with CaptureQueriesContext(connection) as queries:
        many.similar([trigrams("harbuor"), trigrams("ferrry")], 60, also=["ferry", "harbour"])
        many.similar([{"_ha", "har", "arb"}], 60, whole=True)
    two, one = plans_of(queries)
    looked_up = FULL_TEXT[connection.vendor].format(index)
    assert two.count(looked_up) == 2, two
    assert one.count(looked_up) == 1, one
    assert "Seq Scan" not in two + one and "hashed SubPlan" not in two + one
