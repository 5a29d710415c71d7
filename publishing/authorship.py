"""Who wrote the words that a new public version brings."""

import re
from collections.abc import Iterator

from django.db.models import Subquery
from django.db.models.functions import Coalesce
from wagtail.models import PageLogEntry

from .content import content_of, substance
from .models.record import Contribution, PublicVersion

RUN = 5  # as many words in a row are somebody's
WORD = re.compile(r"\w+")
MARKUP = re.compile(r"<[^<>]*>")


def note_writer(page, user, before: dict, on_top_of: int):
    """Note that `user` changed the draft, if it says something else than `before` now."""
    if user and content_of(page) != before:
        Contribution.objects.get_or_create(page_id=page.pk, user=user, on_top_of=on_top_of)


def has_written(page, user) -> bool:
    """Whether `user` changed the draft since the last public version; one query, for lists."""
    return _contributions(page.pk).filter(user=user).exists()


def contributors(page, revision, on_top_of=None) -> set[int]:
    """The ids of all who wrote something that `revision` brings on top of the public version.

    All who changed the draft since; and, where somebody went back to an older draft, those who
    wrote that, also if there is another comma in it now. `on_top_of`: as it was at that number.
    """
    writers = set(_contributions(page.pk, on_top_of).values_list("user", flat=True))
    if revision is None:
        return writers
    return writers | _copied_writers(page) | _first_writers(page, revision, on_top_of)


def _copied_writers(page) -> set[int]:
    """Who worked on what this page was copied from."""
    copied = PageLogEntry.objects.filter(page=page.pk, action="wagtail.copy").first()
    if copied is None:
        return set()
    drafts = page.revisions.filter(created_at__lt=copied.timestamp, user__isnull=False)
    return set(drafts.values_list("user", flat=True))


def _contributions(page_id, on_top_of=None):
    """What was changed on top of the last version with a text."""
    found = Contribution.objects.filter(page=page_id)
    if on_top_of is not None:
        found = found.filter(on_top_of__lte=on_top_of)
    last_text = _texts_in_public(page_id, on_top_of).values("number")[:1]
    return found.filter(on_top_of__gte=Coalesce(Subquery(last_text), 0))


def _texts_in_public(page_id, on_top_of):
    """The versions with a text, the newest first; taking down is none."""
    versions = PublicVersion.objects.filter(page=page_id).exclude(revision=None)
    if on_top_of is not None:
        versions = versions.filter(number__lte=on_top_of)
    return versions.order_by("-number")


def _first_writers(page, revision, on_top_of) -> set[int]:
    """Who wrote in earlier drafts what this one brings; a copy has its source's drafts."""
    public = _texts_in_public(page.pk, on_top_of).select_related("revision").first()
    seen = _runs(substance(public.revision.content)) if public else set()
    brought = _runs(substance(revision.content)) - seen
    earlier = page.revisions.filter(created_at__lt=revision.created_at)
    found = set()
    for old in earlier.order_by("created_at", "id").iterator():
        theirs = brought & _runs(substance(old.content))
        if theirs:
            found.add(old.user_id)
        brought -= theirs
    if brought and on_top_of is None:  # looking back, who had it before may be purged
        found.add(revision.user_id)
    return found - {None}


def _runs(content) -> set[tuple[str, ...]]:
    """Every few words in a row, whatever stands between them; of short texts all words.

    One word alone is nobody's: a place, a kind of work.
    """
    runs = set()
    for text in _texts(content):
        words = WORD.findall(MARKUP.sub(" ", text.casefold()))
        if len(words) > 1:
            places = range(max(1, len(words) - RUN + 1))
            runs |= {tuple(words[place : place + RUN]) for place in places}
    return runs


def _texts(value) -> Iterator[str]:
    """The strings in a text; what was said of an earlier change is no part of it."""
    if isinstance(value, dict):
        value = [part for key, part in value.items() if not key.startswith("change_")]
    if isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value
