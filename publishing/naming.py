"""What a version says, with names where ids stand: readers are shown how two versions differ."""

import json
from collections import Counter, defaultdict
from contextlib import suppress
from functools import partial

from bs4 import BeautifulSoup
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.dateparse import parse_datetime
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from .content import BOOKKEEPING, substance
from .difference import Change, changes
from .visibility import public_pages
from .words import moment

NOT_PUBLIC = "a page that is not public"
NOT_ON_FILE = "something that is no longer on file"
HEADLINE = "Headline"


def changes_between(older, newer, model) -> list[Change]:
    """What readers find changed between two public versions of a page of this class."""
    names = Names()
    contents = [version.revision.content for version in (older, newer)]
    for content in contents:
        _fields(model, content, names.ask)
    names.look_up()
    before, after = [_fields(model, content, names.tell) for content in contents]
    return changes(before, after, partial(_label, model))


class Names:
    """What ids stand for, looked up in one query a model; a draft’s headline is never told."""

    def __init__(self):
        self.asked = defaultdict(set)
        self.known = {}

    def ask(self, model, pk):
        """Note that this name will be needed."""
        with suppress(ValidationError):  # no id of such a thing
            self.asked[_base(model)].add(model._meta.pk.to_python(pk))
        return pk

    def look_up(self):
        """Find the names of all that has been asked for."""
        for model, ids in self.asked.items():
            found = public_pages() if model is Page else model._base_manager.all()
            names = {thing.pk: str(thing) for thing in found.filter(pk__in=ids)}
            names = {pk: names.get(pk, _nameless(model)) for pk in ids}
            shared = Counter(names.values())
            for pk, name in names.items():
                self.known[model, str(pk)] = f"{name} (no. {pk})" if shared[name] > 1 else name

    def tell(self, model, pk):
        """The name of what an id stands for."""
        return self.known.get((_base(model), str(pk)), _nameless(_base(model)))


def _base(model):
    return Page if issubclass(model, Page) else model


def _nameless(model):
    return NOT_PUBLIC if model is Page else NOT_ON_FILE


# What a page is made of


def _fields(model, content, say):
    """The fields that readers see, in the order of the model, its title first."""
    unseen = BOOKKEEPING | getattr(model, "unseen_fields", set())
    place = {field.name: number for number, field in enumerate(_in_reading_order(model))}
    said = sorted(content.keys() - unseen, key=lambda name: (place.get(name, len(place)), name))
    told = {name: _field(_find(model, name), content[name], say) for name in said}
    return {name: value for name, value in told.items() if value not in (None, "", [], False)}


def _in_reading_order(model):
    fields = model._meta.get_fields()
    return sorted(fields, key=lambda field: (field.name != "title", field.model is Page))


def _find(model, name):
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:  # the code has lost it since
        return None


def _field(field, value, say):
    value = json.loads(value) if isinstance(field, StreamField) and value else value
    if field is None or value in (None, ""):
        return substance(value)
    if isinstance(field, StreamField):
        return [_block_of(field.stream_block, block, say) for block in value]
    if field.one_to_many:
        return [_fields(field.related_model, row, say) for row in value]
    if field.many_to_many:
        return [say(field.related_model, pk) for pk in value]
    if field.many_to_one or field.one_to_one:
        return say(field.related_model, value)
    if isinstance(field, RichTextField):
        return _prose(value, say)
    if isinstance(field, models.DateTimeField):
        return moment(parse_datetime(value))
    return substance(dict(field.flatchoices).get(value, value))


def _block_of(stream_block, block, say):
    """A block of a stream with its id, by which it is known again."""
    child = stream_block.child_blocks.get(block["type"])
    return {**block, "value": _value(child, block["value"], say)}


def _value(block, value, say):
    if value in (None, ""):
        return ""
    if isinstance(block, blocks.ChooserBlock):
        return say(block.target_model, value)
    if isinstance(block, blocks.RichTextBlock):
        return _prose(value, say)
    if isinstance(block, blocks.StreamBlock):
        return [_block_of(block, child, say) for child in value]
    if isinstance(block, blocks.ListBlock):
        return [_value(block.child_block, _bare(item), say) for item in value]
    if isinstance(block, blocks.StructBlock):
        told = {
            child.label.lower(): _value(child, value.get(name), say)
            for name, child in block.child_blocks.items()
        }
        return {name: part for name, part in told.items() if part not in ("", [], False)}
    if isinstance(block, blocks.ChoiceBlock):
        return dict(block.field.choices).get(value, value)
    return substance(value)


def _bare(item):
    """An item of a list; before Wagtail 2.16 it had no id and stood by itself."""
    return item["value"] if isinstance(item, dict) and "value" in item else item


def _prose(html, say):
    """Rich text whose links lead to names."""
    if "linktype" not in html and "embedtype" not in html:
        return substance(html)
    models = {"page": Page, "document": get_document_model(), "image": get_image_model()}
    soup = BeautifulSoup(substance(html), "html.parser")
    for tag in soup.find_all(["a", "embed"], id=True):
        model = models.get(tag.get("linktype") or tag.get("embedtype"))
        if model:
            tag.attrs = {"href": say(model, tag["id"])}
    return str(soup)


def _label(model, name, block):
    """What a piece of a page is called: as in the editor, or by its name in the trade."""
    field = _find(model, name)
    if name == "title":
        return HEADLINE
    if block and field:
        kinds = field.stream_block.child_blocks
        if len(kinds) > 1:
            kind = block["type"]
            return kinds[kind].label if kind in kinds else kind.replace("_", " ").capitalize()
    verbose = getattr(field, "verbose_name", None) or name.replace("_", " ")
    return verbose[:1].upper() + verbose[1:]
