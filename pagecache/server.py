"""In front of Django: who asks for a page that is kept is answered without it.

A request and its answer are plain WSGI (PEP 3333). What is not sure to be the same for every
reader passes by: a session, a form, a preview, a parameter that no page knows.
"""

import logging
import re
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.dispatch import Signal
from django.utils import timezone

from .changes import EVERYTHING
from .encoding import best_coding, is_text
from .entry import Entry, Headers
from .shown import noting
from .stores import store

logger = logging.getLogger(__name__)

LONGEST = 3600.0  # seconds; only a net below the journal
LARGEST = 4 * 1024**2  # bytes
LONGEST_QUERY = 1024  # bytes
MOST = 1_500  # pages in the memory of one process; more are in the store
MOST_ENDED = 100_000  # names that are remembered
MOST_TAGS = 500  # names; the networks take headers of 16 kB
REST = 1.0  # seconds for which a journal that failed is left alone
FROM_NGINX = "HTTP_X_FORWARDED_PROTO"  # deploy/nginx.conf always says it
FROM_PROXIES = ("HTTP_X_FORWARDED_", "HTTP_FORWARDED")
CONDITIONS = {
    *("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH"),
    *("HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_RANGE", "HTTP_RANGE", "HTTP_COOKIE"),
}

# A page that asked for it (`shown.retell`) was served without its view: `message`.
served_again = Signal()


class Asked(NamedTuple):
    """What decides which page somebody gets."""

    scheme: str
    host: str
    path: str
    query: str

    def __str__(self):
        return f"{self.scheme}://{self.host}{self.path}?{self.query}"


class PageCache:
    """A WSGI application that keeps the pages of another one.

    `passing_by`: how paths begin below which nothing is kept. `parameters`: by path the parameters
    that count there, under "" those that count elsewhere. `of_others`: how parameters begin that
    others add to our addresses; they are as if they were not there.
    """

    def __init__(
        self,
        application,
        passing_by: tuple[str, ...] = (),
        parameters: Mapping[str, tuple[str, ...]] | None = None,
        of_others: tuple[str, ...] = (),
    ):
        self.application = application
        self.passing_by = passing_by
        self.parameters = {"": (), **(parameters or {})}
        self.of_others = of_others
        self.store = store()
        self.pages: dict[Asked, Entry] = {}
        self.position = self.seen = None  # of the journal
        self.ended: dict[str, int] = {}  # names, and where in the journal at the latest
        self.rests_until = 0.0
        self.reading = Lock()
        self.personal = tuple(
            f"{name}=" for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
        )

    def __call__(self, environ, start_response):
        asked = self.asked(environ)
        if asked is None or not self.is_up_to_date():
            return self.application(environ, start_response)
        entry = self.pages.get(asked)
        if entry is not None and self.holds(entry) or (entry := self._kept(asked)):
            self._retell(entry)
        else:
            entry, answer = self._rendered(asked, environ)
            if entry is None:
                return _pass_on(*answer, environ, start_response)
        return _serve(entry, environ, start_response)

    def _retell(self, entry):
        if entry.retold is not None:
            served_again.send_robust(sender=PageCache, message=entry.retold)

    # Which page

    def asked(self, environ) -> Asked | None:
        """The page that is asked for, None where the answer may be for this visitor alone."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ:
            return None
        cookies = environ.get("HTTP_COOKIE")
        if cookies and any(name in cookies for name in self.personal):
            return None
        path = environ["PATH_INFO"]
        if path.startswith(self.passing_by):
            return None
        query = environ["QUERY_STRING"]
        if query and (query := self._canonical(path, query)) is None:
            return None
        return Asked(_scheme(environ), environ.get("HTTP_HOST", ""), path, query)

    def _canonical(self, path, query):
        """The parameters that count, in one order, each once; None if there are unknown ones."""
        if not query.isascii() or len(query) > LONGEST_QUERY:
            return None
        known = self.parameters.get(path, self.parameters[""])
        said = {}
        for name, value in parse_qsl(query, keep_blank_values=True):
            if name in known:
                said[name] = value  # of several the last, as Django has it
            elif not name.startswith(self.of_others):
                return None
        return urlencode({name: said[name] for name in known if name in said})

    # What holds

    def is_up_to_date(self) -> bool:
        """Whether it is known what has ended until now."""
        if self.rests_until > time.monotonic():
            return False
        try:
            if self.seen is None or not self.store.journal.is_as_seen(self.seen):
                with self.reading:
                    self._read_on()
        except OSError as error:
            logger.warning("Pages are rendered each time: nobody knows what has ended. %s", error)
            self.rests_until, self.seen = time.monotonic() + REST, None
            return False
        return True

    def _read_on(self):
        before = self.position
        position, names, self.seen = self.store.journal.read(before)
        is_whole = names is not None and len(self.ended) < MOST_ENDED
        if not is_whole or before is None or before[0] != position[0]:
            self.ended.clear()
            self.pages.clear()
        self.ended.update(dict.fromkeys(names if is_whole else [EVERYTHING], position[1]))
        self.position = position

    def holds(self, entry: Entry, however_old=False) -> bool:
        """Whether nothing that the page shows has changed since its rendering began."""
        if entry.until < time.time() and not however_old:
            return False
        if entry.checked != self.position:
            journal, since = entry.position
            if journal != self.position[0] or self.ended.get(EVERYTHING, 0) > since:
                return False
            if any(self.ended.get(name, 0) > since for name in entry.names):
                return False
            entry.checked = self.position
        return True

    # Where it comes from

    def _kept(self, asked) -> Entry | None:
        """What another process has rendered, or this one before."""
        kept = self.store.get(str(asked))
        if kept is None:
            return None
        try:
            entry = Entry.from_bytes(kept)
        except (ValueError, KeyError):  # cut short
            return None
        return self._remember(asked, entry) if self.holds(entry) else None

    def _rendered(self, asked, environ) -> tuple[Entry | None, tuple]:
        """The page as Django makes it, or None where it must not be kept; and the answer."""
        with self.store.alone(str(asked)):
            if self.is_up_to_date() and (entry := self._kept(asked)):
                return entry, ()
            position = self.position
            with noting() as shown:
                status, headers, body = _answer_of(self.application, environ, asked)
            if status[0] == "5" and self._has_old(asked):
                return self.pages[asked], ()
            if position is None or not _is_for_everybody(status, headers, body):
                return None, (status, headers, body)
            if hasattr(settings, "WAGTAILFRONTENDCACHE"):
                headers = [*headers, *_tags(shown.all)]
            entry = Entry.of(headers, body, shown, position, time.time() + _seconds(headers))
            self.store.put(str(asked), entry.to_bytes(), _seconds(headers))
        return self._remember(asked, entry), ()

    def _has_old(self, asked):
        """Rather an old page than none, if only its time was over."""
        return asked in self.pages and self.holds(self.pages[asked], however_old=True)

    def _remember(self, asked, entry):
        if len(self.pages) >= MOST:
            self.pages.pop(next(iter(self.pages)), None)
        self.pages[asked] = entry
        return entry


def _scheme(environ):
    """As Django has it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        if said := environ.get(header):
            return "https" if said.split(",")[0].strip() == secure else "http"
    return environ["wsgi.url_scheme"]


def _answer_of(application, environ, asked) -> tuple[str, Headers, bytes]:
    """What the application says to somebody who has nothing yet."""
    plain = {
        name: value
        for name, value in environ.items()
        if name not in CONDITIONS and not name.startswith(FROM_PROXIES)
    }
    plain |= {"REQUEST_METHOD": "GET", "QUERY_STRING": asked.query}
    if settings.SECURE_PROXY_SSL_HEADER:
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        plain[header] = secure if asked.scheme == "https" else "http"
    told = []

    def start_response(status, headers, exc_info=None):
        told[:] = status, headers

    answer = application(plain, start_response)
    try:
        body = b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    return *told, body


def _is_for_everybody(status, headers, body):
    said = {name.lower(): value for name, value in headers}
    vary = {name.strip().lower() for name in said.get("vary", "").split(",")} - {""}
    return (
        status.startswith("200")
        and "public" in said.get("cache-control", "")
        and "no-store" not in said["cache-control"]
        and "set-cookie" not in said
        and vary <= {"accept-encoding"}
        and is_text(said.get("content-type", ""))
        and said.get("content-encoding", "br") in ("br", "gzip")
        and len(body) <= LARGEST
        and _seconds(headers) > 0
    )


def _seconds(headers) -> float:
    """How long a page is kept. `s-maxage` speaks to caches that nobody tells of changes."""
    said = next((value for name, value in headers if name.lower() == "cache-control"), "")
    age = re.search(r"\bmax-age=(\d+)", said)
    seconds = float(age[1]) if age and "s-maxage" not in said else LONGEST
    return min(seconds, LONGEST, _until_midnight())


def _tags(names) -> Headers:
    """What the page shows, for networks that purge by it: Cloudflare, and Fastly's name for it."""
    tags = sorted(names)[:MOST_TAGS]
    return [("Cache-Tag", ",".join(tags)), ("Surrogate-Key", " ".join(tags))]


def _until_midnight():
    """Tomorrow pages have another date, and stories are a day older."""
    now = timezone.localtime()
    midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), now.tzinfo)
    return max(1.0, (midnight - now).total_seconds())


def _pass_on(status, headers, body, environ, start_response):
    start_response(status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _serve(entry, environ, start_response):
    etags, since = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
    if (etags or since) and entry.is_known_to(etags, since):
        status, headers, body = "304 Not Modified", entry.not_modified, b""
    else:
        headers, body = entry.answer(best_coding(environ.get("HTTP_ACCEPT_ENCODING", "")))
        status = "200 OK"
    if FROM_NGINX in environ:
        headers = [*headers, ("X-Accel-Expires", this_second())]
    start_response(status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" or not body else [body]


def this_second() -> str:
    """What tells an nginx in front (X-Accel-Expires) to hold an answer until the end of this
    second, and not up to two."""
    return f"@{int(time.time())}"
