"""The record as readers may read it: what they saw, from when until when."""

from itertools import groupby, pairwise

from django.db import models
from django.http import Http404
from modelcluster.models import get_all_child_relations

from .content import BOOKKEEPING
from .models.record import PublicVersion
from .visibility import public_pages

Kind = PublicVersion.Kind


def public_corrections():
    """What was corrected or made clearer on pages that readers may see, the newest first."""
    told = PublicVersion.objects.filter(kind__in=[Kind.CORRECTION, Kind.CLARIFICATION])
    told = told.filter(page__in=public_pages().values("pk"))
    return told.select_related("page").order_by("-published_at", "-pk")


class History:
    """The record of one page that readers may see; one query.

    Each of its `entries` knows until when it stood (`until`, None for the newest), whether its
    text may be read (`is_readable`), and the number of the one with a text before it (`before`).
    """

    def __init__(self, page):
        self.page = page
        self.entries = list(page.versions.select_related("approval").order_by("number"))
        before = None
        for entry, later in pairwise([*self.entries, None]):
            entry.until = later.published_at if later else None
            entry.is_readable = not entry.is_dark and entry.withheld_at is None
            entry.before = before
            if entry.is_readable:
                before = entry.number

    @property
    def newest(self) -> PublicVersion:
        """What readers see now."""
        return self.entries[-1]

    @property
    def readable(self) -> list[PublicVersion]:
        """The versions whose text may be read, the oldest first; the newest is one of them."""
        return [entry for entry in self.entries if entry.is_readable]

    @property
    def groups(self) -> list[list[PublicVersion]]:
        """The entries, the newest first; minor changes in a row, and others in a row, together."""
        newest_first = reversed(self.entries)
        return [list(entries) for _, entries in groupby(newest_first, key=_is_mere_style)]

    def version(self, number: int) -> PublicVersion:
        """The version with this number. Raises Http404 where there never was a text."""
        for entry in self.entries:
            if entry.number == number and not entry.is_dark:
                return entry
        raise Http404(f"There is no version {number}.")

    def told_after(self, version, up_to=None) -> list[PublicVersion]:
        """What readers were told of changes after a version (up to another), the oldest first."""
        last = (up_to or self.newest).number
        later = [entry for entry in self.readable if version.number < entry.number <= last]
        return [entry for entry in later if entry.is_told]

    def page_in(self, version):
        """The page with the text of a version, at today's address."""
        content = _with_what_is_left(version.revision.content, type(self.page))
        page = self.page.with_content_json({**content, "pk": self.page.pk})
        page.public_version = version
        page.slug, page.url_path = self.page.slug, self.page.url_path
        return page


def _is_mere_style(entry):
    return entry.kind == Kind.MINOR and entry.is_readable


def _with_what_is_left(content, model):
    """What a revision says, without topics and authors that have been deleted since.

    modelcluster refuses to build a page with a protected foreign key that leads nowhere, and
    looks up each of those in the bookkeeping.
    """
    left = {name: value for name, value in content.items() if name not in BOOKKEEPING}
    for field in _protected(model):
        if field.name in left and left[field.name] not in _existing(field, [left[field.name]]):
            left[field.name] = None
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        for field in _protected(relation.related_model):
            rows = left.get(name) or []
            existing = _existing(field, [row.get(field.name) for row in rows])
            left[name] = [row for row in rows if row.get(field.name) in existing]
    return left


def _protected(model):
    return [
        field
        for field in model._meta.concrete_fields
        if field.many_to_one and field.remote_field.on_delete is models.PROTECT
    ]


def _existing(field, ids):
    return {*field.related_model._base_manager.filter(pk__in=ids).values_list("pk", flat=True)}
