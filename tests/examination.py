"""What is true of every article at any moment, also after a crash."""

from wagtail.models import PageLogEntry, TaskState

from news.models import ArticlePage
from publishing.content import content_of, fingerprint
from publishing.models import Event, PublicVersion
from search.results import Asked, Results

PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled")
TAKEN_DOWN = ("wagtail.unpublish", "wagtail.unpublish.scheduled")


def half_public(page) -> list[str]:
    """On what the row, the record, the log and the review of an article do not agree."""
    entries = list(page.versions.select_related("revision"))
    last = entries[-1] if entries else None
    shown = last if last and not last.is_dark else None
    agreed = {
        "whether it is live": page.live == _is_public(page) == bool(shown),
        "which version readers see": page.public_version == shown,
        "what readers read": not shown or content_of(page) == shown.content(),
        "its revision": not shown or page.live_revision_id == shown.revision_id,
        "the chain of hashes": _verifies(entries),
        "who approved it": all(entry.approval_id for entry in entries if not entry.is_dark),
        "what was logged": _is_logged_once(page, entries),
        "what is to be told": Event.objects.filter(version__in=entries).count() == len(entries),
        "its review": _is_decided(page),
    }
    return [f"“{page.title}” ({page.pk}): {what}" for what, agrees in agreed.items() if not agrees]


def _is_public(page):
    return ArticlePage.objects.published().filter(pk=page.pk).exists()


def _verifies(entries):
    before = ""
    for number, entry in enumerate(entries, 1):
        linked = entry.number == number and entry.previous_sha256 == before
        whole = entry.sha256 == entry.link() and entry.content_sha256 == fingerprint(
            entry.content()
        )
        if not (linked and whole):
            return False
        before = entry.sha256
    return True


def _is_logged_once(page, entries):
    log = PageLogEntry.objects.filter(page=page.pk)
    published = log.filter(action__in=PUBLISHED).values_list("revision", flat=True)
    shown = sorted(entry.revision_id for entry in entries if not entry.is_dark)
    taken_down = log.filter(action__in=TAKEN_DOWN).count()
    return sorted(published) == shown and taken_down == len(entries) - len(shown)


def _is_decided(page):
    """An approved revision is public or scheduled, one under review is neither."""
    reviews = TaskState.objects.filter(revision__in=page.revisions.all())
    return all(
        is_through(review.revision) == (review.status == TaskState.STATUS_APPROVED)
        for review in reviews.select_related("revision")
    )


def is_through(revision) -> bool:
    """Whether readers have seen a revision, or will when its time comes."""
    return revision.public_versions.exists() or revision.approved_go_live_at is not None


def is_overtaken(version) -> bool:
    """Whether the page has gone or come back since: of what was before, nobody needs to hear."""
    later = PublicVersion.objects.filter(page=version.page_id, number__gt=version.number)
    dark = later.filter(kind=PublicVersion.Kind.TAKEN_DOWN)
    return later.exclude(pk__in=dark).exists() if version.is_dark else dark.exists()


def is_found(page) -> bool:
    """Whether who searches for the headline gets the article: a reader, if it is public and else
    not; an editor in any case."""
    readers = Results(Asked(text=page.title))[0:10]
    editors = ArticlePage.objects.search(page.title, operator="and")
    return (page in readers) == page.live and page in list(editors)
