"""Two revisions say the same where only bookkeeping differs."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.content import BOOKKEEPING, substance

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def story(**fields):
    body = [{"type": "paragraph", "id": "a", "value": '<p data-block-key="x1y2z">It rained.</p>'}]
    return {"title": "Rain", "body": json.dumps(body), "bylines": [{"author": 3}], **fields}


@pytest.mark.parametrize("key", sorted(BOOKKEEPING))
def test_bookkeeping_says_nothing(key):
    assert substance(story(**{key: 7})) == substance(story())


def test_keys_in_rich_text_and_empty_fields_say_nothing():
    body = [{"type": "paragraph", "id": "b", "value": "<p>It rained.</p>", "source": ""}]
    assert substance(story(body=json.dumps(body), dateline="")) == substance(story())


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Hail"},
        {"bylines": [{"author": 4}]},
        {"hero": 5},
        {"body": json.dumps([{"type": "paragraph", "value": "<p>It rained!</p>"}])},
    ],
)
def test_words_names_and_pictures_say_something(change):
    assert substance(story(**change)) != substance(story())


@given(JSON)
def test_any_content_has_a_substance_that_is_its_own(content):
    assert substance(substance(content)) == substance(content)
