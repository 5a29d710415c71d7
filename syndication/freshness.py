"""Whether what we hand out can have changed since a reader's machine last asked for it.

Asked before anything is put together, so it costs a few looks at indexes, however long the feed.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, Subquery
from wagtail.models import ModelLogEntry, PageLogEntry

from home.models import Publication
from news.models import ArticlePage, Author, NewsIndexPage, Topic
from pagecache.shown import note
from publishing.content import fingerprint
from publishing.files import WORDS_ON_FILE
from publishing.models import PublicVersion

FOLDERS = ("feeds", "blocks", "includes")
SHOWN_OF_PUBLICATION = ("name", "tagline", "logo_id", "websub_hub")


@dataclass(frozen=True)
class State:
    """The same as long as no feed can read differently; and since when."""

    etag: str
    modified: datetime | None  # never earlier than it was


def state_of(publication, address: str) -> State:
    """The state of what is handed out at an absolute address."""
    note(WORDS_ON_FILE)
    record, labels = _record(), _labels()
    told = [
        address,
        _how_it_is_made(),
        [getattr(publication, name) for name in SHOWN_OF_PUBLICATION],
        [str(value) for value in record.values()],
        [[str(value) for value in label] for label in labels],
    ]
    # An import writes entries of the past, but its approval is of the day; others are of their day.
    moments = ("published_at", "approval__made_at", "edited_at", "last_withheld_at")
    times = [record.get(moment) for moment in moments]
    times += [saved_at for *_, saved_at in labels]
    return State(f'W/"{fingerprint(told)[:32]}"', max(filter(None, times), default=None))


def _record() -> dict:
    """The end of the record, which all that is published, changed or taken down moves; and what
    changes the rest of it."""
    publication = ContentType.objects.get_for_model(Publication)
    edits = ModelLogEntry.objects.filter(
        # of the words on file beside a picture that readers have seen, and of the settings
        Q(action="publishing.file") | Q(content_type=publication, action="wagtail.edit")
    )
    withheld = PageLogEntry.objects.filter(action="publishing.withhold")
    entries = PublicVersion.objects.order_by("-pk").values(
        *("pk", "published_at", "approval__made_at"),
        edited_at=Subquery(edits.order_by("-pk").values("timestamp")[:1]),
        last_withheld_at=Subquery(withheld.order_by("-pk").values("timestamp")[:1]),
        place=Subquery(NewsIndexPage.objects.values("url_path")[:1]),
    )
    return entries.first() or {}


def _labels() -> list:
    """How public authors and topics are called, where they are found, and when they were saved."""
    shown = ("pk", "name", "slug", "latest_revision__created_at")
    published = ArticlePage.objects.published()
    authors, topics = (
        labels.order_by().values_list(*shown)
        for labels in (Author.objects.in_use(published), Topic.objects.in_use(published))
    )
    return list(authors.union(topics, all=True))


@cache
def _how_it_is_made() -> str:
    """A new release may say the same things in another way."""
    return sha256(b"".join(path.read_bytes() for path in sorted(made_of()))).hexdigest()


def made_of() -> list[Path]:
    """The files that decide how the same facts read in a feed."""
    templates = settings.BASE_DIR / "templates"
    return [
        *(settings.BASE_DIR / "syndication").rglob("*.py"),
        settings.BASE_DIR / "images" / "sizes.py",
        *(path for folder in FOLDERS for path in (templates / folder).glob("*.html")),
    ]
