"""An archive of any size to measure with: true text variety, made in minutes."""

import random
import re
import uuid
from collections import defaultdict
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends

from images.models import NewsImage
from news.models import ArticlePage, Author, Byline, NewsIndexPage, Topic
from publishing import record
from search import index

from . import stories

BATCH = 500
YEARS = 12


class Prose:
    """New sentences from the demo's own: each word follows one that it follows somewhere.

    Numbers are drawn anew and invented names are strewn in, so that the vocabulary keeps
    growing with the archive as a real one's does.
    """

    def __init__(self, seed):
        self.random = random.Random(seed)  # noqa: S311 - variety, not secrecy
        self.followers = defaultdict(list)
        self.openings = []
        for story in stories.read("articles"):
            for paragraph in re.findall(r"^[A-Z“‘][^\n]{80,}$", story.markup, re.MULTILINE):
                words = re.sub(r"[*“”]|\[|\]\([^)]*\)", "", paragraph).split()
                self.openings.append((words[0], words[1]))
                for a, b, c in zip(words, words[1:], [*words[2:], None], strict=False):
                    self.followers[a, b].append(c)

    def sentence(self, longest=40):
        a, b = self.random.choice(self.openings)
        words = [a, b]
        while len(words) < longest and not b.endswith((".", "?")):
            a, b = b, self.random.choice(self.followers[a, b])
            if b is None:
                break
            words.append(self._vary(b))
        text = " ".join(words).rstrip(",;:.–-")
        return f"{text}."

    def _vary(self, word):
        if word.isdigit() and len(word) > 1:
            return str(self.random.randint(10, 10 ** len(word)))
        if word.istitle() and self.random.random() < 0.08:
            return self.name()
        return word

    def name(self):
        syllables = ("bal", "cor", "den", "fal", "gar", "hol", "lin", "mar", "nor", "ost", "pell",
                     "quar", "ros", "sil", "tam", "ulv", "wen", "yar")  # fmt: skip
        count = self.random.choice((2, 2, 3))
        return "".join(self.random.choice(syllables) for _ in range(count)).capitalize()

    def headline(self):
        words = self.sentence(14).rstrip(".").split()
        return " ".join([self.name(), *words[:10]])[:110]

    def body(self):
        blocks = []
        for _ in range(self.random.randint(5, 12)):
            text = " ".join(self.sentence() for _ in range(self.random.randint(1, 3)))
            blocks.append({"type": "paragraph", "value": f"<p>{text}</p>"})
        quote = {"text": self.sentence(16), "speaker": self.name(), "role": ""}
        blocks.insert(3, {"type": "pull_quote", "value": quote})
        blocks.append({"type": "share", "value": stories.SHARE})
        return [
            {**block, "id": str(uuid.UUID(int=self.random.getrandbits(128)))} for block in blocks
        ]


def grow_archive(number, say):
    """Add `number` published articles, older than the demo's, with all that publication writes.

    Rows are written in bulk (revision, log, references and search index too); what publishing one
    article does beyond that, such as mail, is left out on purpose.
    """
    index = NewsIndexPage.objects.get()
    prose = Prose(seed=ArticlePage.objects.count())
    authors, topics = list(Author.objects.all()), list(Topic.objects.all())
    heroes = list(NewsImage.objects.filter(width=1600).values_list("pk", flat=True))
    oldest = ArticlePage.objects.order_by("first_published_at").values_list(
        "first_published_at", flat=True
    )
    before = oldest.filter(first_published_at__isnull=False).first() or timezone.now()
    step = timedelta(days=365 * YEARS) / max(number, 1)
    for start in range(0, number, BATCH):
        count = min(BATCH, number - start)
        articles = []
        for n in range(start, start + count):
            when = before - step * (n + prose.random.random())
            articles.append(_article(prose, when, topics, heroes))
        _add_in_bulk(index, articles, prose, authors, topics)
        if not (start // BATCH) % 4 or start + count == number:
            say(f"Wrote {start + count:,} of {number:,} articles")


def _article(prose, when, topics, heroes):
    title = prose.headline()
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60]
    kinds = [ArticlePage.Kind.NEWS] * 6 + list(ArticlePage.Kind)
    return ArticlePage(
        title=title,
        slug=f"{slug}-{prose.random.getrandbits(40):010x}",
        standfirst=prose.sentence(24)[:200],
        kind=prose.random.choice(kinds),
        main_topic=prose.random.choice(topics),
        dateline=prose.name() if prose.random.random() < 0.5 else "",
        hero_id=prose.random.choice(heroes) if heroes and prose.random.random() < 0.9 else None,
        hero_decorative=True,
        body=prose.body(),
        first_published_at=when,
    )


@transaction.atomic
def _add_in_bulk(parent, pages, prose, authors, topics):
    rows = add_rows(parent, pages, prose.random, authors, topics)
    # Read back at once with bylines and topics, which the rest of publication needs of each.
    found = ArticlePage.get_indexed_objects().in_bulk([page.pk for page in pages])
    pages = [found[page.pk] for page in pages]
    _write_history(rows, pages)
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(ArticlePage, pages)
    index.bring_up_to_date([page.pk for page in pages])


def add_rows(parent, pages, draw, authors, topics):
    """Write new live articles below `parent`, credited and filed by chance: nothing but their rows.

    Gives the rows of Wagtail's own table. Nobody sees the articles before they are on record.
    """
    parent = Page.objects.select_for_update().get(pk=parent.pk)  # as adding one page does
    last = Page.objects.child_of(parent).order_by("path").last()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    for number, page in enumerate(pages, 1):
        page.path = Page._get_path(parent.path, parent.depth + 1, step + number)
        page.depth, page.numchild = parent.depth + 1, 0
        page.locale_id = parent.locale_id
        page.content_type = ContentType.objects.get_for_model(ArticlePage)
        page.url_path, page.draft_title = f"{parent.url_path}{page.slug}/", page.title
        page.live, page.has_unpublished_changes = True, False
        page.last_published_at = page.latest_revision_created_at = page.first_published_at

    columns = [field.attname for field in Page._meta.concrete_fields if field.attname != "id"]
    rows = [Page(**{name: getattr(page, name) for name in columns}) for page in pages]
    rows = Page.objects.bulk_create(rows)
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.id = page.page_ptr_id = row.pk
    # A child table by itself cannot be filled in bulk through the public interface.
    ArticlePage._base_manager.all()._batched_insert(
        pages, ArticlePage._meta.local_concrete_fields, None
    )
    Byline.objects.bulk_create(
        Byline(page_id=page.pk, author=author, sort_order=place)
        for page in pages
        for place, author in enumerate(
            draw.sample(authors, min(len(authors), draw.choice((1, 1, 1, 2))))
        )
    )
    filed_under = ArticlePage.topics.through
    filed_under.objects.bulk_create(
        filed_under(articlepage_id=page.pk, topic=topic)
        for page in pages
        for topic in draw.sample(topics, min(len(topics), draw.choice((0, 0, 1, 2))))
        if topic != page.main_topic
    )
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))
    return rows


def _write_history(rows, pages):
    article_type = ContentType.objects.get_for_model(ArticlePage)
    page_type = ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=article_type,
            base_content_type=page_type,
            object_id=str(page.pk),
            created_at=page.first_published_at,
            object_str=page.title,
            content=page.serializable_data(),
        )
        for page in pages
    )
    for row, revision in zip(rows, revisions, strict=True):
        row.latest_revision = row.live_revision = revision
    Page.objects.bulk_update(rows, ["latest_revision", "live_revision"])
    for page, revision in zip(pages, revisions, strict=True):
        page.live_revision = revision
    record.begin_many(pages, "an archive to measure with")
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=page.pk,
            content_type=article_type,
            label=page.title,
            action=action,
            timestamp=page.first_published_at,
            uuid=uuid.uuid4(),
            revision_id=revision.pk,
            content_changed=True,
        )
        for page, revision in zip(pages, revisions, strict=True)
        for action in ("wagtail.create", "wagtail.publish")
    )
    ReferenceIndex.objects.bulk_create(
        ReferenceIndex(
            content_type=article_type,
            base_content_type=page_type,
            object_id=str(page.pk),
            to_content_type_id=to_type,
            to_object_id=to_id,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
        for page in pages
        for to_type, to_id, model_path, content_path in set(
            ReferenceIndex._extract_references_from_object(page)
        )
    )
