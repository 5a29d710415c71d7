"""Writing the readers' index. It follows what is published, and never goes ahead of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice

from django.db import connection, transaction
from django.db.models import F
from django.utils.timezone import localtime
from wagtail.models import Page

from news.models import ArticlePage
from pagecache import changes

from .engines import HEADLINE, PROMINENT, SAMPLE, SHARES, NoAnswer, engine
from .models import Entry, Word
from .terms import GAP, Terms
from .words import stems, trigrams, words_of

EDITION = 1  # one more whenever the rules below change: `rebuild_search` makes all entries anew
OFTEN = 3  # said so often in the text, a word is what the article is about
CHUNK = 100
PARAMETERS = 200  # rows of words in one statement


def bring_up_to_date(ids: Iterable[int], tell: Callable[[int], None] | None = None):
    """Index these articles as readers see them now; those they cannot see leave the index.

    Each hundred is a transaction; after it `tell` is called with how many are done.
    """
    ids, done = list(ids), 0
    for some in _chunks(ids, CHUNK):
        with transaction.atomic():
            # One after the other: who read a page before it went dark must not write after that.
            pages = Page.objects.filter(pk__in=some).order_by("pk").select_for_update()
            list(pages.values_list("pk"))
            published = ArticlePage.objects.published().filter(pk__in=some).for_reading()
            _replace(some, [_entry(article) for article in published.select_related("locale")])
        done += len(some)
        if tell:
            tell(done)
    try:
        engine().follow(ids)
    except NoAnswer:
        Entry.objects.filter(pk__in=ids).update(edition=0)  # the clock indexes them again
        raise
    finally:
        changes.end_after_commit("search")


def as_they_are(ids: Iterable[int]) -> Iterator[tuple[list[int], list[Entry]]]:
    """A hundred of these articles after another, and what entries they have, with their terms."""
    entries = Entry.objects.defer("terms").annotate(language=F("page__locale__language_code"))
    for some in _chunks(ids, CHUNK):
        found = list(entries.filter(pk__in=some).order_by("pk"))
        for entry in found:
            entry.terms = _terms(entry, entry.language)
            entry.terms.marks |= {facet.partition(" ")[0] for facet in entry.facets.splitlines()}
        yield some, found


def outdated(at_most: int | None = None) -> list[int]:
    """The ids of articles that the index has to be brought up to date with, the newest first.

    What readers may not find any more comes before all. None are left if all events were heard.
    """
    published = ArticlePage.objects.published()
    gone = Entry.objects.exclude(page__in=published.order_by())
    current = Entry.objects.filter(edition=EDITION)
    missing = published.exclude(pk__in=current.values("page")).newest_first()
    found = [*gone.values_list("pk", flat=True)[:at_most]]
    return [*found, *missing.values_list("pk", flat=True)[:at_most]][:at_most]


def forget_words_of(entry):
    """An entry is deleted with its article: count its words out of the vocabulary."""
    _count_words(dict.fromkeys(_vocabulary(entry), -1))


def _chunks(items, size):
    items = iter(items)
    while some := list(islice(items, size)):
        yield some


def _replace(ids, entries):
    """Put `entries` in the place of those of the articles `ids`."""
    old = list(Entry.objects.filter(pk__in=ids).defer("terms"))
    Entry.objects.filter(pk__in=ids)._raw_delete(Entry.objects.db)  # the words are counted below
    _number(entries)
    Entry.objects.bulk_create(entries)
    words = Counter(chain(*map(_vocabulary, entries)))
    words.subtract(chain(*map(_vocabulary, old)))
    _count_words({word: change for word, change in words.items() if change})


def _number(entries):
    """Of two articles of the same second, one takes the next that is free."""
    wanted = Entry.objects.filter(number__in=[entry.number for entry in entries])
    taken = set(wanted.values_list("number", flat=True))
    for entry in sorted(entries, key=lambda entry: (entry.number, entry.pk)):
        if entry.number in taken:
            while entry.number in taken or Entry.objects.filter(number=entry.number).exists():
                entry.number += 1
        taken.add(entry.number)


def _count_words(changes: dict[str, int]):
    """Add to the vocabulary in how many more articles a word is, or in how many fewer.

    In the order of the words, so that two who publish at once wait for one another only once.
    """
    table = Word._meta.db_table
    row = f"(%s, %s, %s, {_placeholder()})"
    with connection.cursor() as cursor:
        for some in _chunks(sorted(changes), PARAMETERS):
            values = chain(
                *(
                    (word, stem, changes[word], _trigrams(word))
                    for word, stem in zip(some, stems(some), strict=True)
                )
            )
            cursor.execute(
                f"INSERT INTO {table} (word, stem, articles, trigrams) "
                f"VALUES {', '.join([row] * len(some))} ON CONFLICT (word) "
                f"DO UPDATE SET articles = {table}.articles + excluded.articles",
                list(values),
            )
    if any(change < 0 for change in changes.values()):
        Word.objects.filter(articles__lte=0).delete()


def _placeholder():
    return Word._meta.get_field("trigrams").get_placeholder(None, None, connection)


@lru_cache(maxsize=50_000)
def _trigrams(word):
    terms = Terms(marks=trigrams(word))
    return Word._meta.get_field("trigrams").get_db_prep_value(terms, connection)


def _vocabulary(entry) -> set[str]:
    """The words that somebody may have meant, as they are printed but in lower case."""
    texts = (entry.headline, entry.standfirst, entry.byline, entry.names, entry.text)
    return {word.lower().replace("’", "'") for text in texts for word in words_of(text)}


def _entry(article) -> Entry:
    """An article's entry; its number may be taken."""
    further = sorted({*article.topics.all()} - {article.main_topic}, key=str)
    topics = [article.main_topic, *further] if article.main_topic else further
    authors = [byline.author for byline in article.bylines.all()]
    names = [str(name) for name in (*topics, article.dateline) if str(name)]
    parts = article.body.stream_block.get_searchable_content(article.body)
    parts = [*parts, article.hero_caption, article.backstory]
    year = str(localtime(article.published_at).year)
    facets = {f"kind_{article.kind}": article.get_kind_display(), f"year_{year}": year}
    facets |= {f"topic_{topic.slug}": topic.name for topic in topics}
    facets |= {f"author_{author.slug}": author.name for author in authors}
    entry = Entry(
        page=article,
        number=int(article.published_at.timestamp()),
        facets="\n".join(sorted(" ".join([mark, *name.split()]) for mark, name in facets.items())),
        headline=article.title,
        standfirst=article.standfirst,
        byline=article.byline,
        names="\n".join(names),
        text="\n".join(part for part in parts if part.strip()),
        edition=EDITION,
    )
    entry.terms = _terms(entry, article.locale.language_code)
    entry.terms.marks |= {*facets, *_samples(article.pk)}
    return entry


def _samples(pk) -> list[str]:
    """The samples that an article is in: drawn by something that no reader can search for."""
    drawn = pk * 2654435761 % 2**32 >> 16  # multiplicative hashing, after Knuth, TAOCP 6.4
    return [f"{SAMPLE}{share}" for share in SHARES if drawn % share == 0]


def _terms(entry, language) -> Terms:
    """Every word where it stands, and marked what is in the headline and what is prominent."""
    headline, standfirst, text = (
        stems(words_of(part), language) for part in (entry.headline, entry.standfirst, entry.text)
    )
    names = [entry.byline, *entry.names.splitlines()]
    names = [stems(words_of(name), language) for name in names]
    often = [stem for stem, times in Counter(text).items() if times >= OFTEN]
    words = [*headline, GAP, *standfirst, GAP, *chain(*([*name, GAP] for name in names)), *text]
    marks = {HEADLINE + stem for stem in headline}
    marks |= {PROMINENT + stem for stem in chain(headline, standfirst, *names, often)}
    return Terms(words, marks)
