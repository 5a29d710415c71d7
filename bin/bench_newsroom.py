"""What `make bench-search` does inside a newsroom: fill it, index it, publish in it.

`archive 1000 FILE` makes what is missing of an archive of that size, indexes it and writes to FILE
how large it is and what to ask for; `publish FILE` writes how long publishing an article takes.
"""

import itertools
import json
import os
import random
import re
import sys
import time
import uuid
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import django  # noqa: E402 - only now can the newsroom be imported

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import OuterRef, Subquery  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.text import slugify  # noqa: E402

from demo import stories  # noqa: E402
from demo.archive import add_rows  # noqa: E402
from news.models import ArticlePage, Author, NewsIndexPage, Topic  # noqa: E402
from publishing import events  # noqa: E402
from publishing.models import PublicVersion  # noqa: E402
from search import index, reindex  # noqa: E402
from search.models import Entry, Word  # noqa: E402
from tests import factories  # noqa: E402

WORDS = 800  # in the body of an article
VOCABULARY = 60_000  # words to begin with; every article brings a new name
YEARS = 12
BATCH = 500
PUBLISHED = 20
ASKED = {
    "a rare word": 25, "a common word": 25, "the commonest word": 10, "two words": 30,
    "a phrase": 30, "misspelt": 30, "filtered": 25, "newest first": 15, "page 50": 10,
}  # fmt: skip
WARMING_UP = 20


class Language:
    """Words as often as in a real language: the commonest in every article, most hardly ever.

    The demo's own words come first, by their frequency; the others are invented, with the same
    letters following one another. The hundredth is drawn a hundredth as often as the first (Zipf),
    and from the 4,000th on they become rarer still, as in large collections of real texts.
    """

    def __init__(self, seed):
        self.random = random.Random(1)  # noqa: S311 - variety, not secrecy
        text = " ".join(story.markup for story in stories.read("articles")).lower()
        known = Counter(re.findall(r"\b[a-z]+\b", text))
        self.letters = defaultdict(list)
        for word in known:
            for place in range(len(word) + 1):
                self.letters[f"^^{word}"[place : place + 2]].append(f"{word}$"[place])
        words = dict.fromkeys(word for word, _ in known.most_common())
        while len(words) < VOCABULARY:
            words[self.invented()] = None
        self.words = list(words)
        self.weights = list(
            itertools.accumulate(1 / (n + 2.7) / (1 + n / 4_000) for n in range(VOCABULARY))
        )
        self.random.seed(seed)

    def invented(self):
        """A word that could be one."""
        word = "^^"
        while not word.endswith("$"):
            word += self.random.choice(self.letters[word[-2:]])
        return word[2:-1] if 3 < len(word) - 3 < 16 else self.invented()

    def drawn(self, number):
        return self.random.choices(self.words, cum_weights=self.weights, k=number)

    def body(self, subjects):
        """800 words in sentences and paragraphs; what it is about is said several times."""
        words = self.drawn(WORDS)
        for subject in subjects:
            for _ in range(self.random.randint(2, 7)):
                words[self.random.randrange(WORDS)] = subject
        sentences = []
        while words:
            length = self.random.randint(7, 28)
            sentence, words = " ".join(words[:length]), words[length:]
            sentences.append(f"{sentence[:1].upper()}{sentence[1:]}.")
        paragraphs = [" ".join(sentences[n : n + 3]) for n in range(0, len(sentences), 3)]
        return [
            {"type": "paragraph", "value": f"<p>{text}</p>", "id": str(uuid.uuid4())}
            for text in paragraphs
        ]


def fill(size):
    """Make what is missing of an archive, as readers and search see it: there is no log, no
    revision and no entry of the editors' own index."""
    have = ArticlePage.objects.count()
    language = Language(seed=have)
    for model, number in ((Topic, 20), (Author, 30)):
        for _ in range(number - model.objects.count()):
            name = f"{language.invented()} {language.invented()}".title()
            model.objects.create(name=name, slug=slugify(name))
    topics, authors = list(Topic.objects.all()), list(Author.objects.all())
    now, step = timezone.now(), timedelta(days=365 * YEARS) / size
    for start in range(have, size, BATCH):
        times = [now - step * (n + 0.5) for n in range(start, min(start + BATCH, size))]
        with transaction.atomic():
            pages = [_article(language, when, topics) for when in times]
            add_rows(NewsIndexPage.objects.get(), pages, language.random, authors, topics)
            _put_on_record(pages)
        _say(f"Wrote {start + len(times):,} of {size:,} articles")


def _article(language, when, topics):
    subjects = [language.invented().capitalize(), *language.drawn(8)[4:]]
    title = " ".join([*subjects[:3], *language.drawn(5)]).capitalize()
    return ArticlePage(
        title=title[:110],
        slug=uuid.uuid4().hex,
        standfirst=" ".join([*language.drawn(18), *subjects[2:]]).capitalize()[:199] + ".",
        kind=language.random.choice([ArticlePage.Kind.NEWS] * 6 + list(ArticlePage.Kind)),
        main_topic=language.random.choice(topics),
        dateline=language.invented().capitalize(),
        body=language.body(subjects),
        first_published_at=when,
    )


def _put_on_record(pages):
    first = PublicVersion.Kind.FIRST
    PublicVersion.objects.bulk_create(
        PublicVersion(page_id=page.pk, number=1, kind=first, published_at=page.first_published_at)
        for page in pages
    )
    version = PublicVersion.objects.filter(page=OuterRef("pk")).values("pk")
    written = ArticlePage._base_manager.filter(pk__in=[page.pk for page in pages])
    written.update(public_version=Subquery(version))


def indexed():
    """Index what is not; how many articles a second, None if nothing was missing."""
    missing = ArticlePage.objects.published().count() - Entry.objects.count()
    began = time.perf_counter()
    call_command("rebuild_search", verbosity=int(sys.stdout.isatty()))
    return round(missing / (time.perf_counter() - began), 1) if missing > 0 else None


def sizes():
    """Megabytes of the readers' index, and of the whole database."""
    if connection.vendor == "postgresql":
        tables = ("search_entry", "search_word")
        index = " + ".join(f"pg_total_relation_size('{table}')" for table in tables)
        question = f"SELECT {index}, pg_database_size(current_database())"
    else:
        question = (
            "SELECT SUM(pgsize) FILTER (WHERE tbl_name GLOB 'search_[ew]*'), SUM(pgsize) "
            "FROM dbstat LEFT JOIN sqlite_schema USING (name) WHERE aggregate = TRUE"
        )
    with connection.cursor() as cursor:
        cursor.execute(question)
        index, database = (size >> 20 for size in cursor.fetchone())
    return {"index_mb": index, "database_mb": database}


class Readers:
    """What readers ask for: (kind of query, parameters) drawn from what is published."""

    def __init__(self):
        self.random = random.Random(5)  # noqa: S311 - variety, not secrecy
        words = Word.objects.filter(word__regex="^[a-z]{3,}$").order_by("-articles", "word")
        self.articles = dict(words.values_list("word", "articles"))
        self.entries = list(Entry.objects.order_by("number").values_list("pk", flat=True))
        many = len(self.entries)
        self.commonest = Language(0).words[0]
        self.common = [word for word, n in self.articles.items() if n > many * 0.1]
        self.rare = [word for word, n in self.articles.items() if n <= 10]
        self.known = [word for word, n in self.articles.items() if 3 <= n <= many * 0.1]
        facets = "\n".join(entry.facets for entry in self._some(50))
        self.facets = sorted({facet.split()[0] for facet in facets.splitlines()})
        self.last_page = min(50, many // 20)

    def queries(self):
        """First what warms the server up, then 200 in an order of chance."""
        kinds = [(kind, number) for kind, many in ASKED.items() for number in range(many)]
        self.random.shuffle(kinds)
        warming_up = [("warming up", self._ask("two words", 0)) for _ in range(WARMING_UP)]
        return warming_up + [(kind, self._ask(kind, number)) for kind, number in kinds]

    def _ask(self, kind, number):
        pick = self.random.choice
        match kind:
            case "a rare word":
                return {"query": pick(self.rare)}
            case "a common word":
                return {"query": pick(self.common)}
            case "the commonest word":
                facet, _, value = pick(self.facets).partition("_")
                more = [{}, {"order": "newest"}, {facet: value}, {"page": self.last_page}]
                return {"query": self.commonest} | more[number % 4]
            case "two words":
                return {"query": " ".join(self._read(2, apart=True))}
            case "a phrase":
                return {"query": f'"{" ".join(self._read(2 + number % 3))}"'}
            case "misspelt":
                return {"query": self._misspelt()}
            case "filtered":
                kinds = ("topic", "author", "kind", "year")
                values = [f for f in self.facets if f.startswith(kinds[number % 4])]
                facet, _, value = pick(values).partition("_")
                return {"query": pick([*self._read(1), pick(self.common)]), facet: value}
            case "newest first":
                word = pick([pick(self.common), pick(self.known)])
                return {"query": word, "order": "newest"}
            case "page 50":
                return {"query": pick(list(self.articles)[:5]), "page": self.last_page}

    def _some(self, number):
        return Entry.objects.filter(pk__in=self.random.sample(self.entries, number)).defer("terms")

    def _read(self, number, apart=False):
        """Words of a sentence in a published article, side by side or `apart`."""
        sentences = re.split(r"\.\s+", self._some(1)[0].text.lower().rstrip("."))
        sentence = self.random.choice([s.split() for s in sentences if s.count(" ") > 5])
        if apart:
            return self.random.sample(sorted(sentence, key=len)[-5:], number)
        begin = self.random.randrange(len(sentence) - number)
        return sentence[begin : begin + number]

    def _misspelt(self):
        while True:
            word = self.random.choice([word for word in self.known if len(word) > 5])
            at = self.random.randrange(1, len(word) - 1)
            slips = (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + self.random.choice("aeiourstln") + word[at + 1 :],
            )
            if (slip := self.random.choice(slips)) not in self.articles:
                return slip


def publication():
    """Milliseconds to publish an article of 800 words through the gate, with and without the
    readers' index listening, and to index one again (each the median of 20)."""
    language, times = Language(seed=os.urandom(8)), defaultdict(list)
    author, reviewer = Author.objects.first(), factories.user(uuid.uuid4().hex, group="Moderators")
    for number in range(PUBLISHED * 2):
        page = _draft(language, author, reviewer)
        listening = number % 2 == 0
        for signal in events.SIGNALS.values():
            change = signal.connect if listening else signal.disconnect
            change(reindex.after_publication, sender=ArticlePage)
        said = "publish_ms" if listening else "publish_without_ms"
        times[said].append(_milliseconds(page.get_latest_revision().publish))
        said = "index_again_ms" if listening else "index_ms"
        times[said].append(_milliseconds(lambda pk=page.pk: index.bring_up_to_date([pk])))
    return {said: round(median(taken), 1) for said, taken in times.items()}


def _draft(language, author, reviewer):
    article = _article(language, timezone.now(), [Topic.objects.first()])
    fields = {name: getattr(article, name) for name in ("standfirst", "slug", "body", "main_topic")}
    return factories.approved(factories.draft(article.title, authors=[author], **fields), reviewer)


def _milliseconds(work):
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _say(text):
    print(f"  {text} …", end="\r" if sys.stdout.isatty() else "\n", flush=True)


if __name__ == "__main__":
    *what, file = sys.argv[1:]
    if what[0] == "archive":
        fill(int(what[1]))
        told = {"indexed_a_second": indexed(), "vocabulary": Word.objects.count(), **sizes()}
        told["queries"] = Readers().queries()
    else:
        told = publication()
    Path(file).write_text(json.dumps(told))
