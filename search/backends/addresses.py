"""Who pastes the address of a page into a search of the admin looks for that page."""

import re
from urllib.parse import unquote, urlsplit

from wagtail.models import Page, Site

LONGEST = 2000  # of an address, with all that others hang on it


def parts_of(text: str) -> list[str]:
    """The parts of the path, if the text is an address or a path: /posts/budget/?from=mail."""
    text = re.sub(r"[\x00-\x20]", " ", text[:LONGEST]).strip()
    if "/" not in text or " " in text:
        return []
    try:
        path = unquote(urlsplit(text).path)
    except ValueError:  # half an IPv6 address
        return []
    return [part for part in path.replace("\x00", "").split("/") if part]


def page_at(parts: list[str]) -> tuple[int | None, list[str]]:
    """The id of the page that an address leads to, of any site, draft or not; and what follows.

    What follows below a page without pages of its own is part of it (/versions/2/). Below any
    other it is the address of none, and the id is None. The first part may be the host. One query.
    """
    roots = {root.root_path for root in Site.get_site_root_paths()}
    places = {}
    for first in (0, 1):
        for last in range(first + 1, len(parts) + 1):
            path = "/".join(parts[first:last])
            places |= {f"{root}{path}/": parts[last:] for root in roots}
    found = Page.objects.filter(slug__in=parts, url_path__in=places)
    rows = found.values_list("depth", "pk", "url_path", "numchild")
    _, pk, place, children = max(rows, default=(0, None, None, 0))
    rest = places.get(place, parts)
    return (None if rest and children else pk), rest


def is_plainly_an_address(text: str) -> bool:
    """“/posts/budget” and “https://…” are; “either/or” may be, but is two words as well."""
    return bool(re.match(r"\s*(https?:/)?/", text, re.IGNORECASE))
