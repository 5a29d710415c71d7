"""A reader who wants to know too much: does a word that must not be public show anywhere?

`crawl` asks as an anonymous reader for all that is linked, that every site has, that this project
has an address for, and that can be guessed from the word itself.
"""

import hashlib
import html
import json
import re
import secrets
import string
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urljoin, urlsplit

from django.conf import settings
from django.urls import get_resolver
from django.urls.resolvers import get_ns_resolver
from django.utils.text import slugify

SITE = "http://here"  # stands for the site itself while addresses are joined
EVERY_SITE_HAS = [
    *("/", "/search/", "/robots.txt", "/sitemap.xml", "/sitemap-news.xml", "/news-sitemap.xml"),
    *("/feed/", "/feed.xml", "/feed.json", "/rss/", "/rss.xml", "/atom.xml", "/corrections/"),
    *("/feeds/", "/feeds.opml", "/feed.rss", "/feed.atom", "/corrections/feed/"),
    *(f"/corrections/feed.{form}" for form in ("rss", "atom", "json")),
    *("/humans.txt", "/llms.txt", "/.well-known/security.txt"),
    *("/api/", "/api/v2/pages/", "/api/v2/images/", "/api/v2/documents/", "/api/v3/pages/"),
    *("/favicon.ico", "/manifest.webmanifest", "/timegate/", "/timemap/"),
]
BELOW_A_SECTION = [
    *("{}/", "{}/versions/", "{}/feed/", "{}/feed.rss", "{}/feed.atom", "{}/feed.json"),
]
ASKED = ["query", "q", "page", "topic", "author", "order", "format", "preview"]
FILES = [
    *(f"original_images/{{}}.{ending}" for ending in ("jpg", "jpeg", "png", "webp", "gif", "avif")),
    *("images/{}.max-165x165.jpg", "images/{}.width-480.webp", "images/{}.original.jpg"),
    *(f"images/{{}}.{size}.format-webp.webp" for size in ("width-480", "width-1200")),
    *(f"documents/{{}}.{ending}" for ending in ("pdf", "docx", "xlsx", "csv", "txt", "zip")),
]
DOCUMENTS = range(1, 13)
NUMBERS = ["1", "2026", "00000000-0000-4000-8000-000000000001"]

ATTRIBUTE = re.compile(
    r"\b(?:href|src|action|formaction|poster|cite|data)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I
)
SRCSET = re.compile(r"\b(?:image)?srcset\s*=\s*[\"']([^\"']*)[\"']", re.I)
STANDING_FREE = re.compile(r"(?:^|(?<=[\"'(>\s,]))(https?://[^\s\"'<>()\\]+|/[\w./%?&=;:+~@-]+)")
IN_STYLES = re.compile(r"url\(\s*[\"']?([^\"')]+)")
IN_LINK_HEADER = re.compile(r"<([^>]*)>")
FORM = re.compile(r"<form\b([^>]*)>(.*?)(?:</form>|\Z)", re.I | re.DOTALL)
FIELD = re.compile(r"<(?:input|select|textarea|button)\b[^>]*\bname=[\"']([^\"']+)", re.I)
BY_CHANCE = re.compile(r"\.[0-9a-f]{16,}(?=\.)")  # in the name of a file: nobody guesses it
NEXT = re.compile(r"(?:^|&)next=[^&]*")

# Of these the value says nothing of the content, or repeats it.
CHANGES_ANYWAY = {"date", "age", "expires", "server-timing", "x-request-id"}
VALUE_FOLLOWS = {"etag", "content-length"}


class Answer(NamedTuple):
    """What came back for an address."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def kind(self) -> str:
        """The content type without its parameters."""
        return next(iter(self.values("content-type")), "").split(";")[0].strip()

    def values(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for key, value in self.headers if key.lower() == name]


Fetch = Callable[[str], tuple[int, Iterable[tuple[str, str]], bytes]]


@dataclass(frozen=True)
class Hit:
    """Where a word showed. `where`: "body", "header …", or "answer", which is only different."""

    address: str
    where: str
    word: str
    excerpt: str = field(default="", compare=False)

    def __str__(self):
        said = f": {self.excerpt}" if self.excerpt else ""
        return f"{self.address} ({self.where}){said}"


@dataclass
class Report:
    """What a crawl found out."""

    addresses: list[str] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    errors: list[tuple[str, int]] = field(default_factory=list)
    cookies: list[tuple[str, str]] = field(default_factory=list)
    not_asked: int = 0  # known, but the limit was reached


def crawl(fetch: Fetch, starts, words, *, hosts=(), limit: int | None = None) -> Report:
    """Ask for everything that an anonymous reader can reach or guess, and look for `words`.

    `fetch` takes a path with its query and follows no redirect. `hosts` are the site's own names,
    under which it links to itself. An address that holds the word itself has to answer as it
    answers to a word by chance: a search that merely repeats the question tells nothing.
    """
    return _Crawl(fetch, list(words), set(hosts), limit).run(starts)


class _Crawl:
    def __init__(self, fetch, words, hosts, limit):
        self.fetch, self.words, self.hosts, self.limit = fetch, words, hosts, limit
        self.decoy = "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))
        self.report = Report()
        self.waiting, self.known, self.guessed, self.lists = deque(), set(), set(), set()
        self.asked = 0
        self.decoys: dict[str, bytes] = {}

    def run(self, starts):
        self.lists = {*starts, *EVERY_SITE_HAS}
        for address in [*starts, *EVERY_SITE_HAS]:
            self.add(address)
        self.guess_below("/")
        self.guess_files()
        for word in self.words:
            for address in project_addresses(slugify(word)):
                self.add(address)
        while self.waiting and not self.is_over():
            self.visit(self.waiting.popleft())
        self.report.not_asked = len(self.waiting)
        return self.report

    def is_over(self):
        return self.limit is not None and self.asked >= self.limit

    def ask(self, address) -> Answer:
        self.asked += 1
        status, headers, body = self.fetch(address)
        return Answer(status, list(headers), body)

    def visit(self, address):
        answer = self.ask(address)
        self.report.addresses.append(address)
        if answer.status >= 500:
            self.report.errors.append((address, answer.status))
        for cookie in answer.values("set-cookie"):
            self.report.cookies.append((address, cookie.split("=")[0]))
        for word in self.words:
            self.report.hits += self.hits(address, answer, word)
        if answer.status != 404:
            self.guess_around(address, answer)
        for found in addresses_in(answer):
            self.add(self.internal(address, found))
        if answer.kind == "text/html":
            self.add_forms(address, answer)

    # What is told

    def hits(self, address, answer, word):
        if not self._holds_word(address, word):
            found = places(answer, word)
            return [Hit(address, place, word, said) for place, said in found.items()]
        control = swap(address, word, self.decoy)
        if control not in self.decoys:
            self.decoys[control] = without(self.ask(control), self.decoy)
        if without(answer, word) == self.decoys[control]:
            return []
        return self.look_again(address, control, word)

    def look_again(self, address, control, word):
        """Something may have been published between the two, or the page is never the same.

        Of a page that is never the same, only what it says of the word counts, and its status.
        """
        answer, other, once_more = self.ask(address), self.ask(control), self.ask(control)
        said = without(other, self.decoy)
        if without(answer, word) == said:
            return []
        hits = [
            Hit(address, place, word, excerpt)
            for place, excerpt in places(answer, word).items()
            if count(answer, word, place) > count(other, self.decoy, place)
        ]
        is_steady = without(once_more, self.decoy) == said
        if not hits and (is_steady or answer.status != other.status):
            excerpt = f"{answer.status}, for a word by chance {other.status}"
            hits.append(Hit(address, "answer", word, excerpt))
        return hits

    # What to ask

    def add(self, address):
        if address is None or address in self.known:
            return
        self.known.add(address)
        self.waiting.append(address)
        path, _, query = address.partition("?")
        self.add_questions(path, [name for name, _ in parse_qsl(query, keep_blank_values=True)])

    def guess_around(self, address, answer):
        """There is something: what else may be there?"""
        if address in self.lists and answer.status == 200:
            self.add(f"{address}?page=2")
            self.add_questions(address, ASKED)
        path = address.partition("?")[0]
        if path.startswith(settings.MEDIA_URL):
            self.guess_like(path)
            return
        first, *deeper = path.strip("/").split("/")
        is_file = path.startswith(settings.STATIC_URL)
        if first and not is_file and (deeper or path.endswith("/")):
            self.guess_below(f"/{first}/")

    def add_questions(self, path, names):
        for name in names:
            if self._is_new(("question", path, name)):
                for word in self.words:
                    self.add(f"{path}?{quote_plus(name)}={quote_plus(word)}")

    def guess_below(self, section):
        if self._holds_word(section) or not self._is_new(("below", section)):
            return
        self.lists.add(section)
        self.add(section)
        self.add(f"{section}feed/")
        for guess, word in product(BELOW_A_SECTION, self.words):
            self.add(section + guess.format(slugify(word)))

    def guess_files(self):
        for guess, word in product(FILES, self.words):
            self.add(settings.MEDIA_URL + guess.format(slugify(word)))
        for number, word in product(DOCUMENTS, self.words):
            self.add(f"/documents/{number}/{slugify(word)}.pdf")

    def guess_like(self, path):
        """Files named like one that is public."""
        folder, _, name = path.rpartition("/")
        _, _, ending = BY_CHANCE.sub("", name).partition(".")
        if self._is_new(("like", folder, ending)):
            for word in self.words:
                self.add(f"{folder}/{slugify(word)}.{ending}")

    def add_forms(self, address, answer):
        for tag, inside in FORM.findall(answer.body.decode("utf-8", "replace")):
            action = re.search(r"\baction=[\"']([^\"']*)", tag)
            target = self.internal(address, html.unescape(action[1]) if action else "")
            if target and not re.search(r"\bmethod=[\"']?post", tag, re.I):
                self.add_questions(target.partition("?")[0], FIELD.findall(inside))

    def internal(self, address, found) -> str | None:
        """The path and query of a link found at `address`, None where it leads elsewhere."""
        try:
            parts = urlsplit(urljoin(SITE + address, found.strip()))
            host = parts.hostname
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or host not in {"here", *self.hosts}:
            return None
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = NEXT.sub("", parts.query)  # one page to log in is like the other
        query = quote(query, safe="/?%:@!$&'()*+,;=~-._")
        return f"{path}?{query}" if query else path

    def _holds_word(self, address, *words):
        return any(re.search(_any_form(word), _small(address)) for word in words or self.words)

    def _is_new(self, guess):
        new = guess not in self.guessed
        self.guessed.add(guess)
        return new


# Addresses


def addresses_in(answer: Answer) -> Iterator[str]:
    """All that looks like an address in the headers and the text of an answer."""
    for name in ("location", "content-location"):
        yield from answer.values(name)
    for value in answer.values("link"):
        yield from IN_LINK_HEADER.findall(value)
    kind, text = answer.kind, answer.body.decode("utf-8", "replace")
    if kind == "application/link-format":
        yield from IN_LINK_HEADER.findall(text)
    elif kind == "text/css":
        yield from IN_STYLES.findall(text)
    elif kind.startswith("text/html") or kind.endswith(("xml", "json")) or kind == "text/plain":
        for match in ATTRIBUTE.finditer(text):
            yield html.unescape(match[1] or match[2] or "")
        for several in SRCSET.findall(text):
            yield from (one.split()[0] for one in html.unescape(several).split(",") if one.split())
        yield from map(html.unescape, STANDING_FREE.findall(text))


def project_addresses(word: str) -> Iterator[str]:
    """Every address pattern of this project, filled with `word` or a number."""
    for resolver in _resolvers(get_resolver(), "", {}):
        for _, ways in resolver.reverse_dict.lists():
            for possibilities, pattern, _, _ in ways:
                for template, names in possibilities:
                    yield from _filled(template, names, pattern, word)


def _resolvers(resolver, pattern, converters):
    yield get_ns_resolver(pattern, resolver, tuple(converters.items())) if pattern else resolver
    for extra, inner in resolver.namespace_dict.values():
        yield from _resolvers(inner, pattern + extra, converters | inner.pattern.converters)


def _filled(template, names, pattern, word):
    for values in product([word, f"{word}.jpg", *NUMBERS], repeat=len(names)):
        filled = template % dict(zip(names, values, strict=True))
        if re.search(f"^{pattern}", filled):
            yield f"/{filled}"
            return


# Words


def forms(word: str) -> list[str]:
    """A word as it may be written in an answer, in small letters; always as many."""
    word = word.lower()
    slug = slugify(word)
    in_json = json.dumps(word)[1:-1]
    written = [html.escape(word), quote(word), quote_plus(word), in_json, slug]
    return [form.lower() for form in [word, *written, slug.replace("-", "_")]]


def swap(text: str, word: str, other: str) -> str:
    """`text` with every form of `word` replaced by that of `other`."""
    for form, instead in zip(forms(word), forms(other), strict=True):
        text = re.sub(re.escape(form), instead, text, flags=re.I)
    return text


def places(answer: Answer, word: str) -> dict[str, str]:
    """Where a word occurs in an answer, and what stands around it there first."""
    found = {}
    for place, text in _texts(answer):
        match = re.search(_any_form(word), text)
        if match and place not in found:
            around = text[max(match.start() - 50, 0) : match.end() + 50]
            found[place] = " ".join(around.decode("utf-8", "replace").split())
    return found


def count(answer: Answer, word: str, place: str) -> int:
    """How often a word occurs in one place of an answer."""
    texts = [text for where, text in _texts(answer) if where == place]
    return sum(len(re.findall(_any_form(word), text)) for text in texts)


def without(answer: Answer, word: str) -> bytes:
    """A fingerprint of the answer with the word taken out: of what it tells beyond it."""
    gap = re.compile(_any_form(word))
    headers = sorted(
        (name.lower(), b"" if name.lower() in VALUE_FOLLOWS else gap.sub(b"", _small(value)))
        for name, value in answer.headers
        if name.lower() not in {*CHANGES_ANYWAY, "set-cookie"}
    )
    told = repr((answer.status, headers, gap.sub(b"", answer.body.lower())))
    return hashlib.sha256(told.encode()).digest()


def _texts(answer):
    for name, value in answer.headers:
        yield f"header {name}", _small(value)
        yield f"header {name}", _small(unquote(value))
    yield "body", answer.body.lower()


def _small(value):
    return value.lower().encode("utf-8", "replace")


def _any_form(word):
    longest_first = sorted({form.encode() for form in forms(word) if form}, key=len, reverse=True)
    return b"|".join(map(re.escape, longest_first))
