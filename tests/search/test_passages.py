"""A result shows where the words stand: whole words, marked, and nothing that is not the text's."""

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.engines import Form
from search.models import Entry
from search.passages import LENGTH, passage
from search.query import parse
from search.vocabulary import Vocabulary
from search.words import stems, words_of


def vocabulary(query, *texts):
    """What the vocabulary would know of a query, if these texts were all that is published."""
    printed = {word.lower().replace("’", "'") for text in texts for word in words_of(text)}
    known = [Form(word, stem, 1) for word, stem in zip(printed, stems([*printed]), strict=True)]
    return Vocabulary(parse(query), known=known)


def shown(query, text="", standfirst="What the harbour pays for."):
    return passage(Entry(standfirst=standfirst, text=text), vocabulary(query, text, standfirst))


FILLER = "Nobody in the hall spoke about anything else all evening, and nobody went home. "


def test_the_words_are_marked_in_any_of_their_forms():
    assert shown("elections", "They elect. An election’s cost; ELECTIONS cost.", "") == (
        "They <mark>elect</mark>. An <mark>election’s</mark> cost; <mark>ELECTIONS</mark> cost."
    )


def test_accents_and_case_do_not_matter():
    text = "The CAFÉ is not the cafeteria."
    assert shown("cafe", text, "") == "The <mark>CAFÉ</mark> is not the cafeteria."


def test_only_whole_words_are_marked():
    text = "A portrait of the port, an export and port-side views."
    assert shown("port", text, "") == (
        "A portrait of the <mark>port</mark>, an export and <mark>port</mark>-side views."
    )


def test_what_the_text_has_of_html_is_text():
    text = 'The port <script>alert("port")</script> & <mark>port</mark> it is.'
    found = shown("port", text, "")
    assert found.count("<mark>port</mark>") == 3
    assert "<script" not in found
    assert "&amp;" in found and "&lt;mark&gt;" in found


def test_a_passage_begins_with_a_sentence_where_one_is_near():
    text = FILLER * 5 + "The lighthouse stayed dark. " + FILLER * 5
    found = shown("lighthouse", text)
    assert found.startswith("The <mark>lighthouse</mark> stayed dark. Nobody")
    assert found.endswith(" …")


def test_a_passage_that_begins_within_a_sentence_says_so():
    words = "over the hills and " * 40
    found = shown("lighthouse", f"{words} the lighthouse {words}", "")
    assert found.startswith("… ") and found.endswith(" …")
    assert "<mark>lighthouse</mark>" in found
    assert not re.search(r"\b(ov|ove|hil|hill|an)\b", found)


def test_where_the_text_begins_or_ends_nothing_was_left_out():
    assert not shown("lighthouse", "The lighthouse is dark.", "").endswith("…")
    found = shown("lighthouse", FILLER * 9 + "It was the lighthouse.", "")
    assert found.endswith("<mark>lighthouse</mark>.")
    assert not shown("nobody", FILLER * 9, "").startswith("…")


def test_the_place_with_most_of_the_words_is_shown():
    text = f"The harbour. {FILLER * 5} A tax on the harbour wall. {FILLER * 5} The tax."
    found = shown("harbour tax wall", text, "")
    for word in ("harbour", "tax", "wall"):
        assert f"<mark>{word}</mark>" in found


def test_the_standfirst_is_shown_where_it_has_as_many_of_the_words():
    text = FILLER + "The harbour." + FILLER
    assert shown("harbour", text) == "What the <mark>harbour</mark> pays for."
    assert "<mark>pays</mark>" in shown("harbour pays", text)
    assert shown("harbour", text, "A storm.").count("<mark>") == 1


def test_the_standfirst_is_shown_where_the_text_has_none_of_the_words():
    assert shown("lighthouse", FILLER) == "What the harbour pays for."
    assert shown("lighthouse") == "What the harbour pays for."
    assert shown("", FILLER) == "What the harbour pays for."
    assert shown("x", "", "Salt & <b>pepper</b>") == "Salt &amp; &lt;b&gt;pepper&lt;/b&gt;"


@pytest.mark.parametrize(
    "text",
    [
        "x" * 300 + " lighthouse " + "y" * 300,
        "x" * 5_000 + " lighthouse " + "y" * 5_000,
        "港" * 2_000 + "。lighthouse。" + "港" * 2_000,
        "lighthouse " + "y" * 5_000,
        ("x" * 100 + "\n") * 20 + "lighthouse\n" + ("y" * 100 + "\n") * 20,
    ],
    ids=["long words", "very long words", "no white space", "at the beginning", "many paragraphs"],
)
def test_long_words_do_not_hide_the_match_nor_make_the_passage_long(text):
    found = shown("lighthouse", text, "")
    assert "<mark>lighthouse</mark>" in found
    assert len(found) <= LENGTH + len("…  …<mark></mark>")


texts = st.text(alphabet="ab<>&'\"’é. \n", max_size=700) | st.lists(
    st.sampled_from(
        ["harbour", "tax", " ", ". ", "\n", "<b>", "&amp;", "x" * 150, "港", "</mark>"]
    ),
    max_size=150,
).map("".join)


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.found, self.text = [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, attrs))

    def handle_data(self, data):
        self.text += data


@given(
    text=texts, standfirst=texts, query=st.sampled_from(["harbour tax", "a", '"b a"', "港", "b"])
)
@example("harbour" + " " * 300 + "tax", "", "tax")
@example("\n" * 300 + "tax", "", "tax")
def test_a_passage_is_a_piece_of_the_text_with_nothing_but_marks_added(text, standfirst, query):
    found = shown(query, text, standfirst)
    parsed = Tags(found)
    assert all(tag == ("mark", []) for tag in parsed.found)
    plain = found.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain and ">" not in plain
    assert len(re.findall("<mark>", found)) == len(re.findall("</mark>", found))
    piece = html.unescape(plain).removeprefix("… ").removesuffix(" …")
    assert any(
        piece in whole
        for whole in (standfirst, " ".join(standfirst.split()), " ".join(text.split()))
    )
    assert len(piece) <= max(LENGTH, len(standfirst))


@given(text=texts, query=st.sampled_from(["harbour", "a", "港", "tax"]))
def test_where_the_text_has_the_word_it_is_marked(text, query):
    found = shown(query, text, "")
    assert ("<mark>" in found) == bool(vocabulary(query, text).hits(text))
