"""What has changed is found at once: an article, the name of its author or of its topic.

There are two indexes. The editors' is Wagtail's own and holds drafts; the readers' is ours and
holds what is published (ADR 17).
"""

from time import monotonic

from django.db import transaction
from wagtail.search.backends import get_search_backends

from news.models import ArticlePage, Author
from pagecache import changes

from . import index
from .engines import engine

CHUNK = 500
A_TURN = 25
A_MINUTE = 60.0
_look_again_at = 0.0


def after_publication(sender, version, **kwargs):
    """Index an article as readers see it now, or take it out, and for editors as it is.

    The latter Wagtail does too after the commit, but once: a crash in between would leave a gap
    for good, where an event is told until it was heard.
    """
    index.bring_up_to_date([version.page_id])
    _index_for_editors([version.page_id])


def after_restriction(sender, instance, **kwargs):
    """A section was closed to the public, or opened."""
    below = ArticlePage.objects.descendant_of(instance.page, inclusive=True)
    transaction.on_commit(
        lambda: index.bring_up_to_date(list(below.values_list("pk", flat=True))), robust=True
    )


def before_deletion(sender, instance, **kwargs):
    """An article is deleted for good: its words leave the vocabulary."""
    index.forget_words_of(instance)
    pk = instance.pk  # soon it has none
    transaction.on_commit(lambda: engine().follow([pk]), robust=True)


def after_promotion(sender, **kwargs):
    """Editors have chosen what is found first."""
    changes.end_after_commit("search")


def after_rename(sender, instance, **kwargs):
    """Before an author or topic is saved: index its articles again if its name changes."""
    before = sender.objects.filter(pk=instance.pk).values_list("name", "slug").first()
    if before not in (None, (instance.name, instance.slug)):
        transaction.on_commit(lambda: reindex_articles_of(instance), robust=True)


def reindex_articles_of(instance):
    """Index every article by this author or about this topic again."""
    articles = ArticlePage.objects
    bearing = articles.by(instance) if isinstance(instance, Author) else articles.about(instance)
    ids = list(bearing.values_list("pk", flat=True))
    _index_for_editors(ids)
    index.bring_up_to_date(ids)


def on_tick(staying, **kwargs):
    """Listens to the clock: index what no event has told, a few at a time.

    After an upgrade these are all articles; else what a crash left. The clock must not wait long:
    the next article may be due.
    """
    global _look_again_at
    if staying and monotonic() < _look_again_at:
        return
    _look_again_at = monotonic() + A_MINUTE  # also after a failure
    ids = index.outdated(A_TURN)
    index.bring_up_to_date(ids)
    if ids:
        _look_again_at = 0.0


def _index_for_editors(ids):
    for start in range(0, len(ids), CHUNK):
        articles = ArticlePage.get_indexed_objects().filter(pk__in=ids[start : start + CHUNK])
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(ArticlePage, list(articles))
