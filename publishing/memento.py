"""The record in the language of web archives: Memento (RFC 7089), pattern 2.1.

The article is the original resource, `versions/timegate/` redirects to what readers saw at a
time, each version is a memento with an address of its own, `versions/timemap/` lists them.
"""

from django.utils.http import http_date, parse_http_date

from .history import History
from .models.record import PublicVersion

LINK_FORMAT = "application/link-format"


def links_of_original(page) -> str:
    """The `Link` header of the article itself."""
    return _joined(_timegate(page), _timemap(page))


def links_of_timegate(history: History) -> str:
    """The `Link` header of the TimeGate, whatever it answers."""
    page = history.page
    return _joined(_original(page), _timemap(page, **_span(history)))


def headers_of_memento(history: History, version: PublicVersion) -> dict[str, str]:
    """What says that an answer is the article as it was at a time, and where the others are."""
    page, versions = history.page, history.readable
    at = versions.index(version)
    neighbours = [("first", 0), ("prev", at - 1), ("next", at + 1), ("last", len(versions) - 1)]
    places = {}
    for name, place in neighbours:
        if 0 <= place < len(versions):
            places.setdefault(place, []).append(name)
    mementos = [_memento(page, versions[place], *names) for place, names in sorted(places.items())]
    links = _joined(_original(page), _timegate(page), _timemap(page, **_span(history)), *mementos)
    return {"Memento-Datetime": _date(version.published_at), "Link": links}


def timemap(history: History) -> str:
    """Every memento with its time, in application/link-format."""
    page, versions = history.page, history.readable
    places = {0: ["first"]}
    places.setdefault(len(versions) - 1, []).append("last")
    itself = _link(_below(page, "timemap/"), "self", type=LINK_FORMAT, **_span(history))
    mementos = [
        _memento(page, version, *places.get(place, [])) for place, version in enumerate(versions)
    ]
    return ",\n".join([_original(page), itself, _timegate(page), *mementos]) + "\n"


def seen_at(history: History, when: str | None) -> PublicVersion:
    """The version that readers saw at a time (an HTTP date), the newest without one.

    Where they saw none, or one that is withheld now: the one before, and failing that the first.
    Raises ValueError for what is no date.
    """
    versions = history.readable
    if when is None:
        return versions[-1]
    then = parse_http_date(when)
    until_then = [v for v in versions if int(v.published_at.timestamp()) <= then]
    return until_then[-1] if until_then else versions[0]


def _original(page):
    return _link(page.full_url, "original")


def _timegate(page):
    return _link(_below(page, "timegate/"), "timegate")


def _timemap(page, **span):
    return _link(_below(page, "timemap/"), "timemap", type=LINK_FORMAT, **span)


def _memento(page, version, *places):
    rel = " ".join([*places, "memento"])
    return _link(_below(page, f"{version.number}/"), rel, datetime=_date(version.published_at))


def _below(page, path):
    return f"{page.full_url}versions/{path}"


def _span(history):
    versions = history.readable
    return {"from": _date(versions[0].published_at), "until": _date(versions[-1].published_at)}


def _date(moment):
    return http_date(moment.timestamp())


def _link(address, rel, **attributes):
    said = {"rel": rel, **attributes}
    return "; ".join([f"<{address}>", *(f'{name}="{value}"' for name, value in said.items())])


def _joined(*links):
    return ", ".join(links)
