"""What a page shows, noted while it is rendered: things, and the lists in which they stand.

A thing is a row (`page-12`, `author-3`). A list is what a row can enter or leave (`about-5`, the
articles about a topic). A page depends on every list unless it says on which, so that a page
that says nothing is rendered too often and never too late.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

EVERY_LIST = "lists"

_page: ContextVar["Shown | None"] = ContextVar("the page that is being rendered", default=None)


class Shown:
    """The things and lists on which one page depends."""

    def __init__(self):
        self.things = set()
        self.lists = None  # not said
        self.retold = None

    @property
    def all(self) -> frozenset[str]:
        """Their names."""
        return frozenset(self.things | ({EVERY_LIST} if self.lists is None else self.lists))


@contextmanager
def noting() -> Iterator[Shown]:
    """While the block runs, what is noted belongs to one page."""
    token = _page.set(page := Shown())
    try:
        yield page
    finally:
        _page.reset(token)


def note(thing: str):
    """The page being rendered shows this thing; nothing happens where none is."""
    if page := _page.get():
        page.things.add(thing)


def only_lists(*names: str):
    """The page being rendered depends on these lists and on no other."""
    if page := _page.get():
        page.lists = {*names, *(page.lists or ())}


def retell(message: dict):
    """Each time the page being rendered is served without its view, `served_again` says this."""
    if page := _page.get():
        page.retold = message
