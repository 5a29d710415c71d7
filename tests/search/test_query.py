"""A reader's query is taken for what the reader means by it, whatever was typed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.query import MAX_LENGTH, MAX_WORDS, Query, parse
from search.words import folded, stems


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("harbour tax", Query(words=("harbour", "tax"))),
        ("  harbour \t\n tax ", Query(words=("harbour", "tax"))),
        ("Harbour TAX", Query(words=("Harbour", "TAX"))),
        ('"harbour tax"', Query(phrases=(("harbour", "tax"),))),
        ('ferry "harbour tax" bay', Query(("ferry", "bay"), (("harbour", "tax"),))),
        ('"harbour"', Query(words=("harbour",))),
        ("-tax", Query(without=(("tax",),))),
        ("harbour -tax", Query(("harbour",), without=(("tax",),))),
        ('harbour -"bed tax"', Query(("harbour",), without=(("bed", "tax"),))),
        ("harbour - tax", Query(words=("harbour", "tax"))),
        ("harbour --tax", Query(("harbour",), without=(("tax",),))),
        ("twenty-one", Query(phrases=(("twenty", "one"),))),
        ("-twenty-one", Query(without=(("twenty", "one"),))),
        ("tax-", Query(words=("tax",))),
        ("don’t o'brien", Query(words=("don’t", "o'brien"))),
        ("café Übermut", Query(words=("café", "Übermut"))),
        ("kind:news, (a|b)*", Query(words=("kind", "news", "a", "b"))),
        ("harbour AND NOT tax", Query(words=("harbour", "AND", "NOT", "tax"))),
        ("rain 🌧", Query(words=("rain",))),
        ("مرحبا \u202eשלום", Query(words=("مرحبا", "שלום"))),
        ("har\x00bour", Query(words=("har", "bour"))),
        ("harbour_tax", Query(words=("harbour", "tax"))),
    ],
)
def test_words_phrases_and_what_must_not_be_there(text, query):
    assert parse(text) == query


@pytest.mark.parametrize("quoted", ["“{}”", "„{}“", "‟{}”", "«{}»", "»{}«", "”{}”", "＂{}＂"])
def test_a_phrase_may_be_in_the_quotation_marks_of_any_language(quoted):
    assert parse(quoted.format("harbour tax")) == Query(phrases=(("harbour", "tax"),))
    assert parse("-" + quoted.format("harbour tax")) == Query(without=(("harbour", "tax"),))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ('"harbour tax', Query(phrases=(("harbour", "tax"),))),
        ('harbour tax"', Query(words=("harbour", "tax"))),
        ('harbour "', Query(words=("harbour",))),
        ('"" harbour', Query(words=("harbour",))),
        ('harbour"bed tax"', Query(("harbour",), (("bed", "tax"),))),
        ('"bed tax"harbour', Query(("harbour",), (("bed", "tax"),))),
        ('("bed tax")', Query(phrases=(("bed", "tax"),))),
        ('headline:"bed tax"', Query(("headline",), (("bed", "tax"),))),
        ('"bed tax"-harbour', Query(("harbour",), (("bed", "tax"),))),
        ('"a "b" c"', Query(words=("a", "b", "c"))),
    ],
)
def test_no_word_is_lost_where_quotation_marks_do_not_fit(text, query):
    assert parse(text) == query


@pytest.mark.parametrize(
    "text", ["", " ", None, "-", '"', '""', '-""', "☃ 🌧", "\x00", "*", "_", "--"]
)
def test_what_holds_no_word_asks_for_nothing(text):
    assert parse(text) == Query()
    assert not parse(text)


def test_without_alone_asks_for_nothing():
    assert not parse('-tax -"bed tax"')


def test_a_query_has_at_most_24_words_wherever_they_stand():
    many = " ".join(f"w{n}" for n in range(40))
    assert len(parse(many).words) == MAX_WORDS == 24
    assert [len(phrase) for phrase in parse(f'"{many}"').phrases] == [24]
    mixed = parse('a "b c" -d -"e f" ' + many)
    assert len(mixed.words) == 24 - 5


def test_what_comes_after_200_characters_is_not_read():
    assert parse("x" * 30 + " " * MAX_LENGTH + "late") == Query(words=("x" * 30,))
    assert parse("word " * 2_000).words == ("word",) * MAX_WORDS
    assert parse("a" * 10_000) == Query()


def test_what_is_sought_is_every_word_once_and_nothing_that_must_not_be_there():
    sought = parse('Tax “the tax” harbour -ferry "HARBOUR wall"').sought
    assert sorted(map(folded, sought)) == ["harbour", "tax", "the", "wall"]


def test_those_who_mean_the_same_have_one_key():
    key = parse("Elections in Corran").key
    assert parse("the corran election").key == parse('"Corran elections"').key == key
    assert parse("Corran").key != key
    assert parse("").key == ""


def test_the_and_its_like_are_not_sought_where_other_words_say_more():
    assert parse("the tax in Corran").sought == ["tax", "Corran"]
    assert parse('the "a tax"').sought == ["a", "tax"]
    assert parse("The and of").sought == ["The", "and", "of"]


def test_other_words_take_the_place_of_some():
    query = parse('harbor "harbor tax" -harbor').with_words({"harbor": "harbour", "tax": "bed tax"})
    assert query == Query(("harbour",), (("harbour", "bed", "tax"),), (("harbor",),))
    assert parse("ferry boat").with_words({"ferry": "ferryboat", "boat": ""}).words == (
        "ferryboat",
    )


typed = st.one_of(
    st.text(max_size=90),
    st.text(alphabet="ab-\"“”'’ _\x00é\uff9e*", max_size=60),
    st.lists(
        st.sampled_from(
            ['"', "-", " ", "tax", "bed-tax", "“the", "tax”", "don’t", '-"', "a", "\t"]
        ),
        max_size=30,
    ).map("".join),
)


@given(typed)
@example('a"b')
@example('"a b" -"c d" e-f')
def test_a_query_written_out_and_read_again_is_the_same(text):
    query = parse(text[:90])
    assert parse(str(query)) == query


@given(st.one_of(typed, st.text(min_size=150, max_size=500)))
@example('-"')
@example("\ud800 broken")
def test_any_text_is_read(text):
    query = parse(text)
    parts = [query.words, *query.phrases, *query.without]
    assert sum(map(len, parts)) <= MAX_WORDS
    assert all(parts[1:])
    assert all(stem and not set(stem) & set(" '\"_*") for part in parts for stem in stems([*part]))
    assert {folded(word) for word in query.sought} == {
        folded(word) for part in (query.plain_words, *query.phrases) for word in part
    }
    assert bool(query) == bool(query.sought)


@given(typed)
def test_typing_in_capitals_asks_for_the_same(text):
    assert parse(text.upper()[:MAX_LENGTH]).key == parse(text.lower()[:MAX_LENGTH]).key
