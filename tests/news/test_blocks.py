"""Every block introduces itself and survives an empty value."""

import pytest
from django.template.loader import render_to_string
from wagtail.documents import get_document_model

from news.blocks import BodyBlock
from tests import factories

pytestmark = pytest.mark.django_db

BLOCKS = BodyBlock().child_blocks


def preview(block):
    value = block.get_preview_value()
    return render_to_string(block.get_preview_template(value), {"bound_block": block.bind(value)})


@pytest.fixture
def files():
    """A picture and a document to preview."""
    factories.picture()
    get_document_model().objects.create(title="Figures", file=factories.picture_file("figures.csv"))


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_previews_itself_in_the_picker(files, name):
    block = BLOCKS[name]
    assert block.is_previewable
    assert block.meta.description.endswith(".")
    assert preview(block).split('<div class="body">')[1].split("</div></div>")[0].strip()


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_previews_itself_in_an_empty_newsroom(name):
    assert preview(BLOCKS[name])


@pytest.mark.parametrize("name", BLOCKS)
def test_an_unfinished_block_does_not_break_a_preview(name):
    block = BLOCKS[name]
    block.render(block.get_default(), context={"page": None})


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("“Nobody wanted it.”", "Nobody wanted it."),
        (' "Nobody wanted it." ', "Nobody wanted it."),
        ("“Nobody” wanted “it”", "“Nobody” wanted “it”"),
        ("Nobody wanted it.", "Nobody wanted it."),
    ],
)
def test_a_pull_quote_loses_the_marks_around_it(typed, kept):
    block = BodyBlock.base_blocks["pull_quote"]
    value = block.normalize({"text": typed, "speaker": "", "role": ""})
    assert block.clean(value)["text"] == kept
