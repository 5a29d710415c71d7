"""The record can be replayed to the letter, and readers see what has changed word by word."""

import json
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing import difference as module
from publishing.content import substance
from publishing.difference import (
    Change,
    changes,
    count_changed,
    difference,
    readable,
    replay,
    words,
)

# Values that Python takes for one another, and keys that mean something to us.
SCALARS = st.sampled_from([0, 1, 0.0, -0.0, 1.0, True, False, None, "", "1", "a b", "a c b"])
KEYS = st.sampled_from(["id", "type", "value", "op", "key", "at", "", "a.b", "\x00/ü"]) | st.text()
JSON = st.recursive(
    SCALARS | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
    max_leaves=20,
)
WORDS = [
    "Rain",
    "rain.",
    "fell",
    "on",
    "on",
    "the",
    "the",
    "harbour",
    " ",
    "\n",
    "—",
    "<b>",
    "</b>",
    "<",
]
PROSE = st.lists(st.sampled_from(WORDS)).map(" ".join) | st.text()
EDITS = st.tuples(
    st.sampled_from(["insert", "delete", "move", "edit"]),
    st.integers(0, 9),
    st.integers(0, 9),
    PROSE,
)


def exact(value):
    return json.dumps(value, sort_keys=True)


def block(key, value, kind="paragraph"):
    return {"type": kind, "value": value, "id": key}


def edited(stream, edit, new_id):
    """A stream after one edit, with the places taken round the end."""
    action, here, there, text = edit
    stream = list(stream)
    if action == "insert" or not stream:
        stream.insert(here % (len(stream) + 1), block(new_id, f"<p>{text}</p>"))
    elif action == "delete":
        del stream[here % len(stream)]
    elif action == "move":
        moving = stream.pop(here % len(stream))
        stream.insert(there % (len(stream) + 1), moving)
    else:
        stream[here % len(stream)] = {**stream[here % len(stream)], "value": f"<p>{text}</p>"}
    return stream


@st.composite
def histories(draw):
    """At least five versions of an article, each a few edits after the one before."""
    versions = [{"title": draw(PROSE), "body": []}]
    for number in range(draw(st.integers(4, 7))):
        body = versions[-1]["body"]
        for count, edit in enumerate(draw(st.lists(EDITS, max_size=5))):
            body = edited(body, edit, f"{number}-{count}")
        title = draw(st.just(versions[-1]["title"]) | PROSE)
        versions.append({"title": title, "body": body})
    return versions


def name(field, block):
    return f"{field} {block.get('id')}" if block else field


def told(before, after):
    """Label and kind of each change."""
    return [(change.label, change.what) for change in changes(before, after, name)]


def only_words(before, after):
    (change,) = changes(before, after, name)
    return change.words


def body(*blocks):
    return {"title": "Rain", "body": list(blocks)}


RAIN = block("a", "<p>It rained on the harbour all night.</p>")
FERRY = block("b", "<p>The ferry stayed in port.</p>")
CLERKS = block("c", "<p>The clerks went home on foot.</p>")


# --- Exactly ------------------------------------------------------------------------------------


@given(JSON, JSON)
def test_a_replayed_difference_gives_the_new_value_to_the_letter(before, after):
    operations = json.loads(json.dumps(difference(before, after)))
    assert exact(replay(before, operations)) == exact(after)


@given(JSON)
def test_a_value_does_not_differ_from_itself(value):
    assert difference(value, json.loads(json.dumps(value))) == []


@given(st.lists(JSON), st.lists(JSON))
def test_comparing_and_replaying_leave_both_values_as_they_are(before, after):
    written = exact([before, after])
    replay(before, difference(before, after))
    assert exact([before, after]) == written


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (1, True),
        (1, 1.0),
        ([0], [False]),
        ([1, 1, True], [True, 1, 1]),
        ({}, []),
        ([], {}),
        ([], [[]]),
        (None, {}),
        ({"a": None}, {}),
        ({"id": "a"}, {"id": "b"}),
        ([{"id": "a"}, {"id": "a"}], [{"id": "a"}, {"id": "a", "n": 1}, {"id": "a"}]),
        ([{"id": 1, "n": 1}, {"id": None}], [{"id": None}, {"id": True, "n": 1}]),
        ([{"id": "a"}, "a"], ["a", {"id": "a"}]),
        ([{"id": "1 a"}, {"id": "a"}, {"id": "a"}], [{"id": "a"}, {"id": "1 a"}]),
    ],
)
def test_values_that_are_easily_confused_are_told_apart(before, after):
    assert difference(before, after)
    assert exact(replay(before, difference(before, after))) == exact(after)


@given(histories())
def test_a_whole_history_is_replayed_from_the_first_version_to_the_letter(versions):
    record = [difference(*pair) for pair in zip(versions, versions[1:], strict=False)]
    version = versions[0]
    for operations, expected in zip(json.loads(json.dumps(record)), versions[1:], strict=True):
        version = replay(version, operations)
        assert exact(version) == exact(expected)


@given(histories())
def test_any_two_versions_can_be_compared(versions):
    first, last = versions[0], versions[-1]
    assert exact(replay(first, difference(first, last))) == exact(last)
    assert exact(replay(last, difference(last, first))) == exact(first)


def test_a_block_that_moves_and_changes_is_recorded_as_just_that():
    after = {**RAIN, "value": "<p>It rained on the harbour all day.</p>"}
    rewritten = [
        ["same", "<p>It rained on the harbour all "],
        ["removed", "night."],
        ["added", "day."],
        ["same", "</p>"],
    ]
    words_of_value = [{"op": "words", "words": rewritten}]
    inner = [{"op": "changed", "key": "value", "operations": words_of_value}]
    assert difference([RAIN, FERRY, CLERKS], [FERRY, CLERKS, after]) == [
        {"op": "changed", "at": 0, "operations": inner},
        {"op": "moved", "at": 0, "to": 2},
    ]


@given(st.permutations(range(6)))
def test_no_more_is_moved_than_has_to_be(order):
    longest = 0
    for chosen in range(2**6):
        line = [number for number in order if chosen >> number & 1]
        longest = max(longest, len(line) if line == sorted(line) else 0)
    operations = difference([{"id": str(n)} for n in range(6)], [{"id": str(n)} for n in order])
    assert [operation["op"] for operation in operations] == ["moved"] * (6 - longest)


def test_words_are_not_replayed_on_another_text():
    with pytest.raises(ValueError, match="not the words"):
        replay("The ferry left.", difference("The ferry stayed.", "The ferry sank."))


# --- Word by word -------------------------------------------------------------------------------


@given(PROSE, PROSE)
def test_words_lead_from_the_old_text_to_the_new_and_back(before, after):
    runs = words(before, after)
    assert "".join(text for op, text in runs if op != "added") == before
    assert "".join(text for op, text in runs if op != "removed") == after
    assert all(text for _, text in runs)
    assert all(one[0] != next_one[0] for one, next_one in zip(runs, runs[1:], strict=False))


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        ("", "", []),
        ("Rain", "Rain", [("same", "Rain")]),
        ("", "Rain", [("added", "Rain")]),
        (
            "The vote is lost.",
            "The vote is lost. It comes back in May.",
            [("same", "The vote is lost."), ("added", " It comes back in May.")],
        ),
        (
            "It costs 4,200 crowns, he said.",
            "It costs 4,300 crowns, he said.",
            [
                ("same", "It costs "),
                ("removed", "4,200"),
                ("added", "4,300"),
                ("same", " crowns, he said."),
            ],
        ),
        (
            "He saw three old boats",
            "He saw nine new ships",
            [("same", "He saw "), ("removed", "three old boats"), ("added", "nine new ships")],
        ),
    ],
)
def test_a_change_is_shown_in_whole_words_and_no_more_of_them_than_changed(before, after, runs):
    assert words(before, after) == runs


@pytest.fixture
def compared(monkeypatch):
    """How many tokens difflib was given, for each time it was asked."""
    sizes = []

    def counting(junk, old, new, **options):
        sizes.append((len(old), len(new)))
        return SequenceMatcher(junk, old, new, **options)

    monkeypatch.setattr(module, "SequenceMatcher", counting)
    return sizes


LONG = [f"word{number}" for number in range(20_000)]


def test_one_changed_passage_in_twenty_thousand_words_is_all_that_is_compared(compared):
    new = [*LONG[:9_000], "a", "wholly", "new", "passage", *LONG[9_002:]]
    runs = words(" ".join(LONG), " ".join(new))
    assert runs[1:3] == [
        ("removed", " ".join(LONG[9_000:9_002])),
        ("added", "a wholly new passage"),
    ]
    assert len(runs) == 4
    assert compared == [(3, 7)]


def test_between_far_apart_changes_in_twenty_thousand_words_all_is_replaced(compared):
    new = ["Other"] + LONG[1:9_000] + ["other"] + LONG[9_001:-1] + ["end"]
    runs = words("So " + " ".join(LONG), "So " + " ".join(new))
    assert runs == [("same", "So "), ("removed", " ".join(LONG)), ("added", " ".join(new))]
    assert compared == []


def test_a_text_of_ever_the_same_words_is_not_compared_word_by_word(compared):
    assert len(words("to and fro " * 600, "fro and to " * 600 + "again")) < 5
    assert compared == []


def test_a_long_report_is_compared_word_by_word(compared):
    old = " ".join(LONG[:1_500])
    new = old.replace("word3 ", "word three ").replace("word1400 ", "")
    assert [op for op, _ in words(old, new)] == [
        "same",
        "removed",
        "added",
        "same",
        "removed",
        "same",
    ]
    assert len(compared) == 1


# --- For readers --------------------------------------------------------------------------------


@given(histories())
def test_every_piece_that_differs_is_shown_once_and_no_other(versions):
    before, after = versions[0], versions[-1]
    old = {f"body {one['id']}": one for one in before["body"]}
    new = {f"body {one['id']}": one for one in after["body"]}
    shown = dict(told(before, after))
    title = shown.pop("title", None)
    moved = {label for label, what in shown.items() if what == "moved"}
    assert (title == "changed") == (before["title"] != after["title"])
    assert {label for label, what in shown.items() if what == "added"} == new.keys() - old.keys()
    assert {label for label, what in shown.items() if what == "removed"} == old.keys() - new.keys()
    both = old.keys() & new.keys()
    changed = {label for label in both if old[label] != new[label]}
    assert {label for label, what in shown.items() if what == "changed"} == changed
    staying = both - moved - changed
    assert [label for label in old if label in staying] == [x for x in new if x in staying]
    assert count_changed(before, after) == len(told(before, after))


@given(histories())
def test_what_readers_are_shown_is_in_the_order_of_the_new_text(versions):
    before, after = versions[1], versions[-1]
    shown = [label for label, what in told(before, after) if what != "removed"]
    assert shown == [
        x for x in ["title", *(f"body {b['id']}" for b in after["body"])] if x in shown
    ]


@given(histories())
def test_every_change_is_shown_in_words_that_differ(versions):
    for change in changes(versions[0], versions[-1], name):
        if change.what == "changed":
            assert {op for op, _ in change.words} & {"added", "removed"}


def test_fields_come_first_and_removed_blocks_stand_where_they_stood():
    before = {"title": "Rain", "body": [RAIN, FERRY, CLERKS], "kind": "news", "dateline": "Ansel"}
    new = block("d", "<p>The trams ran.</p>")
    after = {"standfirst": "At last.", "title": "Hail", "body": [RAIN, new, CLERKS], "kind": "news"}
    assert told(before, after) == [
        ("standfirst", "added"),
        ("title", "changed"),
        ("dateline", "removed"),
        ("body b", "removed"),
        ("body d", "added"),
    ]
    assert count_changed(before, after) == 5


def test_a_changed_headline_is_shown_word_by_word_under_the_name_it_is_given():
    labels = {"title": "Headline"}
    assert changes({"title": "Rain at sea"}, {"title": "Hail at sea"}, lambda f, _: labels[f]) == [
        Change("Headline", "changed", [("removed", "Rain"), ("added", "Hail"), ("same", " at sea")])
    ]


def test_a_label_is_asked_for_with_the_block_as_it_is_now_or_was_last():
    asked = []
    after = {**RAIN, "value": "<p>Dry.</p>"}
    changes(body(RAIN, FERRY), body(after), lambda *path: asked.append(path) or "")
    assert asked == [("body", after), ("body", FERRY)]


def test_a_moved_block_is_moved_and_not_removed_and_added():
    before, after = body(RAIN, FERRY, CLERKS), body(FERRY, CLERKS, RAIN)
    text = "It rained on the harbour all night."
    assert changes(before, after, name) == [Change("body a", "moved", [("same", text)])]


def test_added_and_removed_blocks_are_shown_in_full():
    text = "The ferry stayed in port."
    assert changes(body(RAIN), body(RAIN, FERRY), name) == [
        Change("body b", "added", [("added", text)])
    ]
    assert changes(body(RAIN, FERRY), body(RAIN), name) == [
        Change("body b", "removed", [("removed", text)])
    ]


def test_a_first_or_last_block_changes_the_body_and_not_a_field():
    assert told({"title": "Rain"}, body(RAIN)) == [("body a", "added")]
    assert told(body(RAIN), {"title": "Rain"}) == [("body a", "removed")]


def test_where_only_bold_changed_the_markup_is_shown():
    bold = {**FERRY, "value": "<p>The <b>ferry</b> stayed in port.</p>"}
    assert only_words(body(FERRY), body(bold)) == [
        ("same", "<p>The "),
        ("added", "<b>"),
        ("same", "ferry"),
        ("added", "</b>"),
        ("same", " stayed in port.</p>"),
    ]


def test_a_link_that_leads_elsewhere_is_shown_with_both_addresses():
    text = '<p>Read the <a href="https://court.example/{}">judgment</a> in full.</p>'
    before, after = body(block("a", text.format(14))), body(block("a", text.format(15)))
    assert only_words(before, after) == [
        ("same", "Read the judgment (→ "),
        ("removed", "https://court.example/14)"),
        ("added", "https://court.example/15)"),
        ("same", " in full."),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (block("a", 1), block("a", "1")),
        (block("a", {"text": "Rain"}, "pull_quote"), block("a", {"text": "Rain"}, "quotation")),
        (block("a", "<ul><li>Rain</li></ul>"), block("a", "<ol><li>Rain</li></ol>")),
        (block("a", {"points": [5, 6]}), block("a", {"points": ["5", "6"]})),
    ],
)
def test_what_reads_the_same_and_is_not_is_shown_all_the_same(old, new):
    assert readable(old) == readable(new)
    assert {op for op, _ in only_words(body(old), body(new))} == {"same", "removed", "added"}


def test_ids_within_a_block_and_keys_of_the_editor_are_no_change():
    item = {"type": "item", "value": "It rained."}
    old = block("a", {"points": [{**item, "id": "x"}], "text": '<p data-block-key="k1">Rain</p>'})
    new = block("a", {"points": [{**item, "id": "y"}], "text": '<p data-block-key="k2">Rain</p>'})
    assert changes(body(old), body(new), name) == []


def test_a_divider_is_added_without_words():
    divider = {"type": "divider", "id": "d"}
    assert changes(body(RAIN), body(RAIN, divider), name) == [Change("body d", "added", [])]


def test_blocks_that_have_lost_their_ids_are_known_by_what_they_say_and_where_they_stand():
    rain, ferry, clerks = ({"type": b["type"], "value": b["value"]} for b in (RAIN, FERRY, CLERKS))
    before, after = (
        body(rain, ferry, clerks),
        body(clerks, rain, {**ferry, "value": "<p>Gone.</p>"}),
    )
    assert [what for _, what in told(before, after)] == ["moved", "changed"]
    assert told(before, body(rain, ferry, clerks)) == []
    assert told(body(rain, clerks), before) == [("body None", "added")]
    assert told(body(rain, rain), body(rain)) == [("body None", "removed")]


def test_the_substance_of_revisions_can_be_compared():
    old = {"title": "Rain", "pk": 4, "body": json.dumps([RAIN, FERRY])}
    new = {"title": "Rain", "pk": 4, "body": json.dumps([RAIN, {**FERRY, "value": "<p>Gone.</p>"}])}
    assert count_changed(substance(old), substance(new)) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Bread & <butter>", "Bread & <butter>"),
        ("<p>Bread &amp; <i>butter</i></p><p>Milk</p>", "Bread & butter\nMilk"),
        ("<ul><li>Bread</li><li>Milk</li></ul>", "• Bread\n• Milk"),
        ('<p>A <a linktype="page" id="5">long <b>day</b></a>.</p>', "A long day (→ page 5)."),
        ('<p><a linktype="document" id="2">Table</a></p>', "Table (→ document 2)"),
        ('<p><a href="mailto:desk@paper.example">Us</a></p>', "Us (→ mailto:desk@paper.example)"),
        ('<p><a>Us</a></p><embed embedtype="image" id="3" alt=""/>', "Us\n(→ image 3)"),
        (7, "7"),
        ([3, 5], "3, 5"),
        (None, ""),
        ({"text": "Monday", "level": "h2", "source": ""}, "text: Monday\nlevel: h2"),
        ({"image": {"image": 4, "decorative": True}}, "image:\nimage: 4\ndecorative: yes"),
        ([{"author": 3, "role": "Maps"}, {"author": 4}], "author: 3\nrole: Maps\nauthor: 4"),
        (
            block("a", {"source_url": "https://court.example/"}),
            "source url: https://court.example/",
        ),
        (
            {
                "points": [
                    {"type": "item", "value": "Rain.", "id": "x"},
                    block("y", "Hail.", "item"),
                ]
            },
            "points:\nRain.\nHail.",
        ),
        ({"rows": [{"values": ["Union", "118"]}]}, "rows: values: Union, 118"),
    ],
)
def test_values_are_read_as_plain_text(value, text):
    assert readable(value) == text
