"""The passage of an article in which a reader's words stand, with the words marked."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .vocabulary import Vocabulary

LENGTH = 220  # characters
MOST = 60  # places looked at
BEGINS = re.compile(r"(?<=[.!?…”’])\s+|\n")


def passage(entry, vocabulary: Vocabulary) -> SafeString:
    """About 220 characters of an article with most of the words, as HTML with `<mark>`.

    The standfirst where that has as many of them, or the text has none.
    """
    if not vocabulary.sought:
        return _marked(entry.standfirst, vocabulary)
    best = _best_place(vocabulary.hits(entry.text)[:MOST])
    if best is None or len({hit[2] for hit in vocabulary.hits(entry.standfirst)}) >= best[0]:
        return _marked(entry.standfirst, vocabulary)
    return _marked(_cut(entry.text, best[1]), vocabulary)


def _best_place(hits):
    """Where the most different words stand close together: (how many, from where); or None."""
    best = (0, 0)
    for first, (start, *_) in enumerate(hits):
        near = hits[first : first + 20]
        words = {which for at, _, which, _ in near if at < start + LENGTH * 2 // 3}
        if len(words) > best[0]:
            best = (len(words), start)
    return best if hits else None


def _cut(text, place):
    """A piece of text around a place, beginning with a sentence where one is near."""
    first, begin = max(0, place - LENGTH // 2), max(0, place - LENGTH // 3)
    breaks = [found.end() for found in BEGINS.finditer(text, first, place)]
    starts_well = bool(breaks) or place <= LENGTH // 2
    # Where there is no space near, as in Chinese, words are cut.
    begin = breaks[-1] if breaks else 0 if starts_well else _space(text, first, begin) + 1
    last = begin + LENGTH
    end = text.find("\n", max(place, begin + LENGTH // 2), last)
    if end < 0:
        end = len(text) if last >= len(text) else _space(text, place, last)
    piece = " ".join(text[begin:end].split())
    return ("" if starts_well else "… ") + piece + ("" if end >= len(text.rstrip()) else " …")


def _space(text, first, last):
    """Where the last space stands between two places; the second of them where there is none."""
    found = text.rfind(" ", first, last)
    return last if found < 0 else found


def _marked(text, vocabulary) -> SafeString:
    parts, last = [], 0
    for start, end, *_ in vocabulary.hits(text):
        parts += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
        last = end
    # Every piece of the text was escaped above.
    return mark_safe("".join([*parts, escape(text[last:])]))  # noqa: S308
