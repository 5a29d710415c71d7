"""Two words are the same to search where a reader means the same by them."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.terms import Terms, as_vector
from search.words import LONGEST, folded, stems, trigrams, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The ferry, at last: it sails!", ["The", "ferry", "at", "last", "it", "sails"]),
        ("don’t say “perhaps”", ["don’t", "say", "perhaps"]),
        ("the captain's 'log'", ["the", "captain's", "log"]),
        ("twenty-one — or 22nd", ["twenty", "one", "or", "22nd"]),
        ("snake_case", ["snake", "case"]),
        ("Übermut in Škofje, 東京", ["Übermut", "in", "Škofje", "東京"]),
        ("مرحبا שלום", ["مرحبا", "שלום"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("rain 🌧 and\x00sun", ["rain", "and", "sun"]),
        ("https://news.example/a?b=c", ["https", "news", "example", "a", "b", "c"]),
        ("x" * (LONGEST + 1) + " short", ["short"]),
        ("", []),
        ("… — ‘’ “” _ __ ☃", []),
    ],
)
def test_words_are_letters_and_digits_of_any_script(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "CAFE"),
        ("naïve", "Naive"),
        ("Müller", "muller"),
        ("Straße", "STRASSE"),
        ("Škoda", "skoda"),
        ("captain’s", "Captain's"),
        ("ﬁlm", "film"),
        ("１２", "12"),
        ("İstanbul", "istanbul"),
        ("ΟΔΟΣ", "οδός"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("Yıldız", "YILDIZ"),
        ("Æthelred", "aethelred"),
    ],
)
def test_case_accents_and_the_kind_of_apostrophe_do_not_matter(one, other):
    assert folded(one) == folded(other)
    assert stems([one]) == stems([other])


@pytest.mark.parametrize("word", ["résumé", "Škoda", "Müllers", "ångström", "Việt"])
def test_a_word_is_one_word_also_where_its_accents_are_typed_apart(word):
    """As macOS writes them in the names of files, and thus in what is pasted from there."""
    apart = unicodedata.normalize("NFD", word)
    assert len(words_of(apart)) == 1
    assert stems(words_of(apart)) == stems(words_of(word))


@pytest.mark.parametrize(
    "forms",
    [
        ["election", "elections", "Elections", "election’s", "elections'"],
        ["vote", "voted", "voting", "votes"],
        ["city", "cities", "City's"],
        ["strike", "striking", "strikes"],
    ],
)
def test_forms_of_an_english_word_have_one_stem(forms):
    assert len(set(stems(forms, "en-gb"))) == 1


@pytest.mark.parametrize(
    "forms", [["Haus", "Häuser", "Hauses"], ["Wahl", "Wahlen"], ["Straße", "Strassen"]]
)
def test_forms_of_a_german_word_have_one_stem_where_the_publication_is_german(forms, settings):
    settings.LANGUAGE_CODE = "de"
    assert len(set(stems(forms))) == 1
    settings.LANGUAGE_CODE = "de-at"
    assert len(set(stems(forms))) == 1


def test_an_article_in_another_language_has_the_stems_of_that_language(settings):
    settings.LANGUAGE_CODE = "en-gb"
    assert stems(["Wahlen"], "de") == stems(["Wahl"], "de")
    assert stems(["Wahlen"]) != stems(["Wahl"])


def test_a_language_with_more_to_its_name_is_known():
    """Django calls it “Norwegian Bokmål”."""
    assert stems(["fiskene"], "nb") == stems(["fisken"], "nb")


@pytest.mark.parametrize("language", ["sw", "ja", "zh-hans", "tlh", "", "-", "x" * 99])
def test_words_of_a_language_that_nobody_knows_the_rules_of_stay_as_they_are(language, settings):
    settings.LANGUAGE_CODE = language
    assert stems(["Elections", "Élection"]) == ["elections", "election"]


def test_stems_are_found_in_several_threads_at_once():
    words = ["elections", "voted", "cities"] * 200
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(stems, [words] * 32))
    assert found == [stems(words)] * 32


# An odd one: of its only letter nothing is left without its accent.
ODD = ["\uff9e", "\u037a", "İ" * 40, "ﷺ" * 40, "½ ² ⅷ", "\u3164", "ß" * 40, "ﾞ'ﾞ", "ﾞ'ﾞ's"]
texts = st.one_of(
    st.text(max_size=80),
    st.text(st.characters(categories=["L", "M", "N", "Pc", "Pd"]), max_size=60),
    st.text(alphabet="ab'’-_\"\\ \x00é\u0301ß\uff9eﬁİ", max_size=40),
)


def odd_ones(test):
    for text in ODD:
        test = example(text)(test)
    return test


@odd_ones
@given(texts)
def test_a_stem_is_at_least_one_letter_and_holds_nothing_that_is_syntax_anywhere(text):
    for stem in stems(words_of(text)):
        assert stem
        assert all(unicodedata.category(letter)[0] in "LMN" for letter in stem)


@odd_ones
@given(texts)
def test_no_word_is_too_long_for_the_vocabulary(text):
    for word in words_of(text):
        assert len(word.lower()) <= 50 and len(stems([word])[0]) <= 50


@given(texts)
def test_there_are_as_many_stems_as_words(text):
    words = words_of(text)
    assert len(stems(words)) == len(words)
    assert all(word in text for word in words)


@given(texts)
def test_folding_what_is_folded_changes_nothing(text):
    for word in words_of(text):
        assert folded(folded(word)) == folded(word)
        assert folded(word.upper()) == folded(word.lower())


@given(texts)
def test_a_word_has_a_trigram_for_each_letter_that_holds_no_white_space(text):
    for word in words_of(text):
        found = trigrams(word)
        assert 2 <= len(found) <= len(folded(word)) + 3  # with both ends, and these together
        assert all(2 <= len(part) <= 3 and part == "".join(part.split()) for part in found)


def test_a_vector_is_written_as_postgresql_reads_it():
    terms = Terms(["bridge", "_", "bridge", "o'b\\x"], {"kind_news", "h_bridge"})
    assert as_vector(terms) == "'bridge':1,3 'o''b\\\\x':4 'h_bridge' 'kind_news'"
