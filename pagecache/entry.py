"""An answer that is kept: its headers once, its text in every coding, and until when it holds."""

import gzip
import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property

import brotli
from django.utils.http import parse_http_date_safe

from .encoding import SHORTEST, compressed
from .shown import Shown

Headers = list[tuple[str, str]]
GZIP_LEVEL = 6
# Of an answer "not modified" (RFC 9110, 15.4.5).
_KEPT_IN_304 = {
    *("cache-control", "content-location", "date", "etag", "expires", "vary"),
    *("access-control-allow-origin", "cache-tag", "surrogate-key", "last-modified", "link"),
}


_NOT_KEPT = {"content-length", "content-encoding", "etag", "x-accel-expires"}


@dataclass(eq=False)
class Entry:
    """One page as it is served: `text` is compressed with brotli."""

    names: frozenset[str]  # what it shows, as in `shown`
    position: tuple[str, int]  # how much of the journal was known when its rendering began
    until: float  # seconds since 1970
    headers: Headers  # without Content-Length and Content-Encoding
    text: bytes
    etag: str
    retold: dict | None = None  # said each time it is served (shown.retell)
    checked: tuple[str, int] = ("", 0)  # the position up to which nothing has ended it
    _answers: dict = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """As a store keeps it."""
        head = {
            "names": sorted(self.names),
            "position": self.position,
            "until": self.until,
            "headers": self.headers,
            "etag": self.etag,
            "retold": self.retold,
        }
        return json.dumps(head).encode() + b"\n" + self.text

    @classmethod
    def of(cls, headers: Headers, body: bytes, shown: Shown, position, until: float) -> "Entry":
        """Of an answer as the application gave it, in whatever coding."""
        said = {name.lower(): value for name, value in headers}
        coding = said.get("content-encoding")
        text = body if coding == "br" else compressed(_decoded(body, coding))
        etag = said.get("etag") or f'"{hashlib.sha256(text).hexdigest()[:20]}"'
        if not etag.startswith("W/"):
            etag = f"W/{etag}"  # the same for every coding
        kept = [(n, v) for n, v in headers if n.lower() not in _NOT_KEPT]
        kept.append(("ETag", etag))
        return cls(shown.all, position, until, kept, text, etag, shown.retold)

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Entry":
        """What `to_bytes` wrote. Raises ValueError or KeyError for anything else."""
        head, _, text = kept.partition(b"\n")
        said = json.loads(head)
        return cls(
            names=frozenset(said["names"]),
            position=tuple(said["position"]),
            until=said["until"],
            headers=[tuple(header) for header in said["headers"]],
            text=text,
            etag=said["etag"],
            retold=said["retold"],
        )

    def answer(self, coding: str) -> tuple[Headers, bytes]:
        """Headers and body in a coding: "br", "gzip" or "" for none."""
        if coding not in self._answers:
            self._answers[coding] = self._in(coding)
        return self._answers[coding]

    @cached_property
    def not_modified(self) -> Headers:
        """The headers for who has it already."""
        return [(name, value) for name, value in self.headers if name.lower() in _KEPT_IN_304]

    def is_known_to(self, etags: str | None, since: str | None) -> bool:
        """Whether who sent these If-None-Match and If-Modified-Since has it (RFC 9110, 13)."""
        if etags is not None:
            opaque = self.etag.removeprefix("W/")
            return etags.strip() == "*" or opaque in {
                part.strip().removeprefix("W/") for part in etags.split(",")
            }
        return (
            since is not None
            and self._modified is not None
            and ((parse_http_date_safe(since) or 0) >= self._modified)
        )

    @cached_property
    def _modified(self):
        said = {name.lower(): value for name, value in self.headers}.get("last-modified")
        return parse_http_date_safe(said) if said else None

    def _in(self, coding):
        body = self.text
        if coding != "br":
            body = brotli.decompress(body)
            if len(body) < SHORTEST:
                coding = ""
        if coding == "gzip":
            body = gzip.compress(body, GZIP_LEVEL, mtime=0)
        said = [("Content-Encoding", coding)] if coding else []
        return [*self.headers, *said, ("Content-Length", str(len(body)))], body


def _decoded(body, coding):
    return gzip.decompress(body) if coding == "gzip" else body
