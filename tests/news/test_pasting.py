"""One pasted paragraph becomes one block."""

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from news.blocks import BodyBlock
from news.pasting import split_rich_text

ID = "5f1c0a6e-0000-4000-8000-000000000001"
WORDS = st.text(st.sampled_from("abc éß<&“ "), min_size=1, max_size=30)


def kinds(html):
    return [(kind, str(value)) for kind, value, _ in split_rich_text(html, ID)]


def test_three_paragraphs_become_three_blocks_with_links_kept():
    html = '<p>One.</p><p>Two <a href="https://example.org/">linked</a>.</p><p></p><p>Three.</p>'
    assert kinds(html) == [
        ("paragraph", "<p>One.</p>"),
        ("paragraph", '<p>Two <a href="https://example.org/">linked</a>.</p>'),
        ("paragraph", "<p>Three.</p>"),
    ]


def test_a_list_stays_whole():
    html = "<p>Three things:</p><ul><li>one</li><li>two</li></ul>"
    assert kinds(html)[1] == ("paragraph", "<ul><li>one</li><li>two</li></ul>")


def test_a_pasted_heading_and_quotation_become_blocks_of_their_own():
    blocks = split_rich_text(
        "<h2>The vote</h2><p>It fell.</p><blockquote>No more.</blockquote>", ID
    )
    assert [(kind, value) for kind, value, _ in blocks if kind != "paragraph"] == [
        ("heading", {"text": "The vote", "level": "h2"}),
        ("quotation", {"text": "No more."}),
    ]


def test_a_heading_too_long_to_be_one_keeps_its_words():
    (kind, value, _), *_ = split_rich_text(f"<h2>{'word ' * 60}</h2><p>x</p>", ID)
    assert kind == "paragraph"
    assert value.count("word") == 60


def test_saving_the_same_text_again_makes_the_same_blocks():
    html = "<p>One.</p><p>Two.</p>"
    assert [i for *_, i in split_rich_text(html, ID)] == [i for *_, i in split_rich_text(html, ID)]
    assert split_rich_text(html, ID)[0][2] == ID


def test_an_empty_paragraph_is_still_one_so_that_it_is_missed():
    assert kinds("") == [("paragraph", "")]


def test_other_blocks_are_left_alone():
    body = BodyBlock()
    value = body.to_python(
        [
            {"type": "heading", "value": {"text": "First", "level": "h2"}, "id": ID},
            {"type": "paragraph", "value": "<p>a</p><p>b</p>", "id": ID.replace("1", "2")},
        ]
    )
    cleaned = body.clean(value)
    assert [child.block_type for child in cleaned] == ["heading", "paragraph", "paragraph"]
    assert cleaned[0].id == ID


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_no_word_is_ever_lost(texts):
    soup = BeautifulSoup("", "html.parser")
    for text in texts:
        tag = soup.new_tag("p")
        tag.string = text
        soup.append(tag)
    before = soup.get_text(" ").split()
    parts = split_rich_text(str(soup), ID)
    after = " ".join(BeautifulSoup(v, "html.parser").get_text() for _, v, _ in parts).split()
    assert after == before
    assert len({block_id for *_, block_id in parts}) == len(parts)


def test_a_link_in_a_pasted_quotation_stays_a_link():
    html = '<p>x</p><blockquote>See <a href="https://court.example/">the judgment</a>.</blockquote>'
    assert kinds(html)[1] == (
        "paragraph",
        '<p>See <a href="https://court.example/">the judgment</a>.</p>',
    )


def test_a_line_break_in_a_pasted_quotation_keeps_the_words_apart():
    assert split_rich_text("<p>x</p><blockquote>one<br/>two</blockquote>", ID)[1][1] == {
        "text": "one two"
    }
