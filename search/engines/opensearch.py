"""OpenSearch or Elasticsearch, for who outgrows one machine: the JSON that both answer alike.

It finds and counts. What it found is shown from the database, which also mends spelling; and the
database's engine answers in its place while it does not.
"""

import json
import logging
from collections import Counter
from functools import cache, wraps
from time import monotonic
from urllib.parse import urlsplit

import requests
from django.utils import timezone
from requests.adapters import HTTPAdapter
from requests.utils import get_auth_from_url, urldefragauth

from .. import index
from ..models import Entry
from . import Counts, Match, NoAnswer

logger = logging.getLogger(__name__)

PATIENCE = (1, 2)  # seconds: to connect, and for an answer
WHILE_FILLING = (1, 60)  # nobody waits
REST = 60  # seconds in which it is not asked again after it failed
DEEPEST = 10_000  # results; it refuses to page further (index.max_result_window)
FACETS = 10_000  # different ones that are counted

MAPPING = {
    "dynamic": "strict",
    "properties": {
        "number": {"type": "long"},
        "facets": {"type": "keyword"},
        "words": {"type": "text", "analyzer": "whitespace", "norms": False},
        "marks": {"type": "keyword", "doc_values": False},
    },
}


def _or_the_database(question):
    """Without an answer ask the database, and do so for a minute: readers shall not wait."""

    @wraps(question)
    def answer(self, *args):
        if monotonic() >= OpenSearch.rests_until:
            try:
                return question(self, *args)
            except (NoAnswer, LookupError, TypeError, ValueError) as error:
                OpenSearch.rests_until = monotonic() + REST
                logger.error("The database finds in its place for a minute: %r", error)
        return getattr(self.database, question.__name__)(*args)

    return answer


class OpenSearch:
    """An engine at an address; its path names the index, so that two sites may share a cluster."""

    rests_until = 0.0  # of this process

    def __init__(self, url: str, database):
        parts = urlsplit(url)
        self.url = url
        self.address = urldefragauth(parts._replace(path="").geturl())  # may be logged
        # Readers search an alias: of the index that is complete. Another one has them all.
        self.live = parts.path.strip("/") or "cfsite"
        self.all = f"{self.live}.all"
        self.database = database
        self.similar = database.similar

    @_or_the_database
    def find(self, tiers: list[Match], start: int, stop: int) -> list[Entry]:
        """The entries from `start` to `stop`: tier after tier, each with the newest first.

        No two tiers may have an entry in common. One query. Pages beyond 10,000 come from
        the database.
        """
        if stop > DEEPEST:
            return self.database.find(tiers, start, stop)
        scored = [
            {"constant_score": {"filter": _query(match), "boost": len(tiers) - tier}}
            for tier, match in enumerate(tiers)
        ]
        answer = self._search(
            query={"bool": {"should": scored}},
            sort=["_score", {"number": "desc"}],
            **{"from": start, "size": stop - start, "track_total_hits": False},
        )
        ids = [int(hit["_id"]) for hit in answer["hits"]["hits"]]
        entries = Entry.objects.defer("terms").in_bulk(ids)
        self.follow([pk for pk in ids if pk not in entries])  # deleted while it did not answer
        return [entries[pk] for pk in ids if pk in entries]

    @_or_the_database
    def count(self, match: Match, at_most: int) -> Counts:
        """How many match, and how many of them by facet. Exact, since the index is one shard."""
        answer = self._search(
            query=_query(match),
            aggs={"facets": {"terms": {"field": "facets", "size": FACETS}}},
            size=0,
            track_total_hits=True,
        )
        facets = answer["aggregations"]["facets"]["buckets"]
        return Counts(
            answer["hits"]["total"]["value"],
            Counter({facet["key"]: facet["doc_count"] for facet in facets}),
        )

    def follow(self, ids: list[int]):
        """Know these articles as the database does now. Raises NoAnswer: then call it again."""
        indexes = self._indexes() if ids else []
        for some, entries in index.as_they_are(ids if indexes else []):
            gone = set(some) - {entry.pk for entry in entries}
            lines = []
            for name in indexes:
                lines += [*_put("index", name, entries), *_delete(name, gone)]
            self._write(lines, "?refresh=true")

    def refill(self, tell):
        """Fill a new index and put it in the place of the others when it is complete.

        What is published meanwhile goes into both, and is not overwritten here: `create`.
        """
        name = f"{self.live}.{timezone.now():%Y%m%d%H%M%S}"
        settings = {"number_of_shards": 1}
        aliases = {self.all: {}}
        self._ask("PUT", name, {"settings": settings, "mappings": MAPPING, "aliases": aliases})
        ids = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
        for done, (_, entries) in enumerate(index.as_they_are(ids), start=1):
            self._write(_put("create", name, entries), patience=WHILE_FILLING)
            tell(min(done * index.CHUNK, len(ids)))
        self._write(_delete(name, set(ids) - set(Entry.objects.values_list("pk", flat=True))))
        self._ask("POST", f"{name}/_refresh", patience=WHILE_FILLING)
        indexes = self._indexes()
        if name not in indexes:
            raise NoAnswer("Somebody else was rebuilding at the same time.")
        others = [{"remove_index": {"index": other}} for other in indexes if other != name]
        actions = [{"add": {"index": name, "alias": self.live}}, *others]
        self._ask("POST", "_aliases", {"actions": actions}, patience=WHILE_FILLING)

    def _indexes(self):
        """The names of the one that readers search and of what is being filled."""
        return sorted(self._ask("GET", f"_alias/{self.all}", or_if_missing={}))

    def _search(self, **body):
        return self._ask("POST", f"{self.live}/_search", body | {"_source": False})

    def _write(self, lines, how="", patience=None):
        if not lines:
            return
        answer = self._ask("POST", f"_bulk{how}", *lines, patience=patience)
        results = [result for item in answer["items"] for result in item.values()]
        # 409: somebody has published it since.
        refused = [each["error"] for each in results if "error" in each and each["status"] != 409]
        if refused:
            raise NoAnswer(f"{self.address} refused {len(refused)} entries: {refused[0]}")

    def _ask(self, method, path, *lines, patience=None, or_if_missing=None):
        data = "".join(json.dumps(line) + "\n" for line in lines)
        headers = {"Content-Type": "application/json"} if lines else {}
        try:
            answer = _session(self.url).request(
                method,
                f"{self.address}/{path}",
                data=data,
                headers=headers,
                timeout=patience or PATIENCE,
            )
            if answer.status_code == 404 and or_if_missing is not None:
                return or_if_missing
            answer.raise_for_status()
            return answer.json()
        except requests.RequestException as error:
            is_missing = getattr(error.response, "status_code", 0) == 404
            hint = " `manage.py rebuild_search` makes it." if is_missing else ""
            raise NoAnswer(f"No answer from {self.address}: {error}.{hint}") from error


def _query(match: Match):
    must_not = [*map(_term, match.excluded)]
    if match.not_all:
        must_not.append(_all(match.not_all))
    found = {"filter": [*map(_term, match.required)], "must_not": must_not}
    limits = {"gte": match.since, "lte": match.until}
    if limits := {name: number for name, number in limits.items() if number is not None}:
        found["filter"].append({"range": {"number": limits}})
    return {"bool": found}


def _all(terms):
    return {"bool": {"filter": [*map(_term, terms)]}}


def _term(term):
    if isinstance(term, frozenset):
        return {"bool": {"should": [*map(_term, sorted(term))]}}
    if isinstance(term, str):
        return {"term": {"marks" if "_" in term else "words": term}}  # no word has “_” in it
    return {"match_phrase": {"words": " ".join(term)}}


def _put(action, name, entries):
    """Two lines for each."""
    return [
        line
        for entry in entries
        for line in (
            {action: {"_index": name, "_id": str(entry.pk)}},
            {
                "number": entry.number,
                "facets": entry.facets.splitlines(),
                "words": " ".join(entry.terms.words),
                "marks": sorted(entry.terms.marks),
            },
        )
    ]


def _delete(name, ids):
    return [{"delete": {"_index": name, "_id": str(pk)}} for pk in sorted(ids)]


@cache
def _session(url):
    """Connections that stay open, for all threads of the process."""
    session = requests.Session()
    user, password = get_auth_from_url(url)
    session.auth = (user, password) if user else None
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=1))  # where no connection came about
    return session
