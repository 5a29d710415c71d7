"""What `make bench` asks of an archive: how long each page takes, and how many queries.

Run inside a newsroom that has its articles and its static files: `bench_growth.py FILE` writes to
FILE, for each page, the best of five answers in milliseconds, by the clock and of the processor,
and its queries.
"""

import json
import sys
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import django  # noqa: E402 - only now can the newsroom be imported

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from news.models import ArticlePage, Author, NewsIndexPage, Topic  # noqa: E402
from news.months import Month  # noqa: E402
from tests import factories  # noqa: E402

TIMES = 5
DEEP = 2_000
ARTICLES_A_PAGE = 20


def readers_pages() -> dict:
    """What readers and machines ask for, by what it is."""
    articles = ArticlePage.objects.published()
    index, count = NewsIndexPage.objects.get().url, articles.count()
    newest = articles.newest_first().select_related("main_topic")[0]
    author, topic = newest.bylines.first().author, newest.main_topic
    month = Month.of(articles.newest_first()[count // 2].published_at)
    deep = min(DEEP, -(-count // ARTICLES_A_PAGE))
    return {
        "front": "/",
        "index, page 1": index,
        f"index, page {DEEP} or the last": f"{index}?page={deep}",
        "article": newest.url,
        "topic": topic.get_absolute_url(),
        "topic of the fewest": _rarest(Topic, articles.by_topic()).get_absolute_url(),
        "author": author.get_absolute_url(),
        "author of the fewest": _rarest(Author, articles.by_author()).get_absolute_url(),
        "archive": reverse("archive"),
        "archive month": reverse("archive_month", args=[month]),
        "feed": reverse("feed", args=["rss"]),
        "topic's feed": reverse("topic_feed", args=[topic.slug, "rss"]),
        "author's feed": reverse("author_feed", args=[author.slug, "rss"]),
        "sitemap": reverse("sitemap_index"),
        "sitemap of pages": reverse("sitemap_of_pages"),
        "sitemap of a month": reverse("sitemap_of_month", args=[month]),
        "news sitemap": reverse("news_sitemap"),
        "corrections": reverse("corrections"),
        "search": "/search/",
        "search for a word": "/search/?query=senate",
    }


def _rarest(model, numbers):
    return model.objects.get(pk=min(numbers, key=numbers.get))


def newsrooms_pages() -> dict:
    """What a moderator asks for."""
    newest = ArticlePage.objects.published().newest_first()[0]
    above = [newest.get_parent().pk]
    return {
        "admin: home screen": reverse("wagtailadmin_home"),
        "admin: explorer": reverse("wagtailadmin_explore", args=above),
        "admin: articles": reverse("articles:index"),
        "admin: editor": reverse("wagtailadmin_pages:edit", args=[newest.pk]),
        "admin: search": f"{reverse('articles:index')}?q=senate",
        "admin: choose an article": reverse("wagtailadmin_choose_page_child", args=above),
    }


def measured(client, address) -> dict:
    """The best of five, after two that warm up."""
    for _ in range(2):
        response = client.get(address)
    if response.status_code != 200:
        sys.exit(f"{address} was answered with {response.status_code}.")
    queries = []  # CaptureQueriesContext counts none here
    with connection.execute_wrapper(lambda do, *asked: (queries.append(asked[0]), do(*asked))[1]):
        client.get(address)
    walls, processor = [], []
    for _ in range(TIMES):
        began, busy = time.perf_counter(), time.process_time()
        client.get(address)
        walls.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - busy) * 1000)
    return {
        "queries": len(queries),
        "wall_ms": round(min(walls), 1),
        "cpu_ms": round(min(processor), 1),
    }


def main(file):
    reader, moderator = Client(), Client()
    for client in (reader, moderator):
        client.defaults["HTTP_HOST"] = "localhost"
    moderator.force_login(factories.user(uuid.uuid4().hex, group="Moderators"))
    asked = [(reader, readers_pages()), (moderator, newsrooms_pages())]
    told = {
        name: measured(client, address)
        for client, pages in asked
        for name, address in pages.items()
    }
    Path(file).write_text(json.dumps(told, indent=1))


if __name__ == "__main__":
    main(sys.argv[1])
