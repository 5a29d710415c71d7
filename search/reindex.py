"""What has changed is found at once: an article, the name of its author or of its topic."""

from django.db import transaction
from wagtail.search.backends import get_search_backends

from news.models import ArticlePage, Author

CHUNK = 500


def after_publication(sender, version, **kwargs):
    """Index an article as readers see it now.

    Wagtail does so too after the commit, but once: a crash in between would leave a gap for good,
    where an event is told until it was heard.
    """
    _index(sender.get_indexed_objects().filter(pk=version.page_id))


def after_rename(sender, instance, **kwargs):
    """Before an author or topic is saved: index its articles again if its name changes."""
    before = sender.objects.filter(pk=instance.pk).values_list("name", flat=True).first()
    if before not in (None, instance.name):
        transaction.on_commit(lambda: reindex_articles_of(instance))


def reindex_articles_of(instance):
    """Index every article by this author or about this topic again."""
    articles = ArticlePage.objects
    bearing = articles.by(instance) if isinstance(instance, Author) else articles.about(instance)
    ids = list(bearing.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        _index(ArticlePage.get_indexed_objects().filter(pk__in=ids[start : start + CHUNK]))


def _index(articles):
    articles = list(articles)
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(ArticlePage, articles)
