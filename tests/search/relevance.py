"""How well search answers what readers of the demo newsroom ask (`relevance.toml`).

`python -m tests.search.relevance` prints it for the readers' search and, beside it, for Wagtail's
own with its defaults, on the database that the settings name (in a test database, which it makes
and drops). `--queries` prints every query.
"""

import os
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from math import log2
from pathlib import Path
from statistics import mean
from unittest.mock import patch

GRADES = {"best": 3, "much": 2, "mentions": 1}
MISSPELT = "misspelt"
PLACES = 10


@dataclass(frozen=True)
class Query:
    """What a reader types, and how far each article answers it: {slug: 3, 2 or 1}."""

    text: str
    kind: str
    judged: dict[str, int]
    means: str = ""  # the query whose judgements these are

    @property
    def is_misspelt(self) -> bool:
        return self.kind == MISSPELT


@dataclass(frozen=True)
class Answer:
    """What came of a query, by slug, in its order."""

    query: Query
    slugs: list[str]

    @property
    def score(self) -> float:
        return ndcg(self.slugs, self.query.judged)

    def __str__(self):
        judged = self.query.judged
        ideal = sorted(judged, key=judged.get, reverse=True)[:PLACES]
        came = [f"{slug} ({judged.get(slug, 0)})" for slug in self.slugs[:PLACES]]
        missed = [f"{slug} ({judged[slug]})" for slug in ideal if slug not in self.slugs[:PLACES]]
        return (
            f"{self.score:.3f}  {self.query.text}  [{self.query.kind}]\n"
            f"       came: {', '.join(came) or 'nothing'}\n"
            f"       did not come: {', '.join(missed) or 'nothing of the best ten'}"
        )


def entries() -> list[dict]:
    """The file as it is written."""
    path = Path(__file__).with_name("relevance.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))["query"]


def load() -> list[Query]:
    """The queries with their judgements; a query that `means` another has that one's."""
    judged = {entry["text"]: _grades(entry) for entry in entries() if "means" not in entry}
    return [
        Query(
            text=entry["text"],
            kind=entry["kind"],
            judged=judged[entry.get("means", entry["text"])],
            means=entry.get("means", ""),
        )
        for entry in entries()
    ]


def _grades(entry):
    return {slug: grade for name, grade in GRADES.items() for slug in entry.get(name, ())}


def ndcg(ranked_slugs: list[str], judged: dict[str, int], at: int = PLACES) -> float:
    """The normalised discounted cumulative gain of the first `at` results: 1 is the best possible.

    By Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, ACM Transactions
    on Information Systems 20(4), 2002, in the form now usual (Burges and others, Learning to rank
    using gradient descent, ICML 2005): a result gains 2^grade - 1, divided by the logarithm to
    base 2 of its place + 1; the ideal is the order by grade of all that was judged.
    """
    ideal = _gain(sorted(judged.values(), reverse=True)[:at])
    return _gain([judged.get(slug, 0) for slug in ranked_slugs[:at]]) / ideal


def _gain(grades):
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))


def answers(search: Callable[[str], list[str]]) -> list[Answer]:
    """What `search` answers to each query."""
    return [Answer(query, search(query.text)) for query in load()]


def figure(answers: Iterable[Answer]) -> float:
    """The mean of their scores."""
    return mean(answer.score for answer in answers)


def worst(answers: Iterable[Answer], number: int = 20) -> str:
    """The queries that were answered worst, with what came and what did not."""
    by_score = sorted(answers, key=lambda answer: answer.score)
    return "\n".join(str(answer) for answer in by_score[:number] if answer.score < 0.9995)


@contextmanager
def demo_newsroom(uploads: Path):
    """The demo as published and told of, with one picture drawn instead of all."""
    from django.core.management import call_command
    from django.test import override_settings

    from demo import pictures
    from publishing.events import deliver_due
    from publishing.models import Event
    from tests.factories import picture_file

    drawn = picture_file(size=(640, 400)).read()
    with override_settings(MEDIA_ROOT=uploads):
        with patch.object(pictures, "draw", lambda key, variant=0: drawn):
            call_command("load_demo", verbosity=0, stdout=StringIO())
        deliver_due()
        missed = Event.objects.exclude(next_try_at=None).values_list("error", flat=True)
        assert not missed, f"Not all was told of, so the index has gaps: {set(missed)}"
        yield


def readers_search(text: str) -> list[str]:
    """The slugs that a reader sees on the first page of results."""
    from django.test import Client

    response = Client().get("/search/", {"query": text})
    assert response.status_code == 200, (text, response.status_code)
    return [article.slug for article in response.context["results"].articles]


def stock_search() -> Callable[[str], list[str]]:
    """Wagtail's own search with its defaults; what it raises an error for it does not find."""
    from django.db import transaction
    from modelsearch.backends.database import SearchBackend

    from news.models import ArticlePage

    backend = SearchBackend({})
    backend.add_bulk(ArticlePage, list(ArticlePage.get_indexed_objects()))

    def search(text):
        try:
            with transaction.atomic():
                found = backend.search(text, ArticlePage.objects.published())
                return [article.slug for article in found[:PLACES]]
        except Exception:  # whatever it is, the reader is left with nothing
            return []

    return search


def table(ours: list[Answer], stock: list[Answer]) -> str:
    """Both figures for each kind of query, and for those that are properly spelt together."""
    kinds = dict.fromkeys(answer.query.kind for answer in ours)
    rows = [(kind, lambda query, kind=kind: query.kind == kind) for kind in kinds]
    rows.append(("properly spelt", lambda query: not query.is_misspelt))
    lines = [f"{'kind':<16}{'queries':>8}{'ours':>8}{'stock':>8}"]
    for name, belongs in rows:
        mine, theirs = ([a for a in each if belongs(a.query)] for each in (ours, stock))
        lines.append(f"{name:<16}{len(mine):>8}{figure(mine):>8.3f}{figure(theirs):>8.3f}")
    return "\n".join(lines)


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cfsite.settings.test")
    import django

    django.setup()
    from django.db import connection
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment()
    databases = runner.setup_databases(serialized_aliases=[])
    try:
        with tempfile.TemporaryDirectory() as folder, demo_newsroom(Path(folder)):
            ours = answers(readers_search)
            stock = answers(stock_search())
        print(f"nDCG@{PLACES} on {connection.vendor}\n\n{table(ours, stock)}\n")
        print(worst(ours, len(ours) if "--queries" in sys.argv else 20))
    finally:
        runner.teardown_databases(databases)
        runner.teardown_test_environment()


if __name__ == "__main__":
    main()
