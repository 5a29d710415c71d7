"""What readers may see is said here, once."""

from django.db.models import Prefetch, Q
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from images.models import card_renditions


class ArticleQuerySet(PageQuerySet):
    """Articles, in adjectives."""

    def published(self):
        """Only what the public may see: live, on record, not behind a restriction.

        The one rule of what is public. Every page, list, count, feed and search starts from it.
        """
        recorded = self.filter(public_version__isnull=False, first_published_at__isnull=False)
        return recorded.live().public()

    def newest_first(self):
        """Latest publication first; the id decides between two of the same second."""
        return self.order_by("-first_published_at", "-id")

    def about(self, topic):
        """Articles whose main topic or one of whose further topics is `topic`."""
        also_about = self.model.topics.through.objects.filter(topic=topic)
        return self.filter(Q(main_topic=topic) | Q(pk__in=also_about.values("articlepage_id")))

    def by(self, author):
        """Articles that credit `author`."""
        return self.filter(pk__in=author.bylines.values("page_id"))

    def for_cards(self):
        """With all that a card shows, without the bodies; the same few queries for any number."""
        return (
            self.select_related("main_topic", "hero")
            .prefetch_related(self._bylines("author"), card_renditions("hero"))
            .defer_streamfields()
        )

    def for_reading(self):
        """With all that an article's own page shows."""
        return self.select_related(
            "main_topic", "hero", "social_image", "public_version"
        ).prefetch_related(self._bylines("author__portrait"), "topics")

    def _bylines(self, *related):
        bylines = self.model.bylines.rel.related_model.objects.select_related(*related)
        return Prefetch("bylines", bylines)


ArticleManager = PageManager.from_queryset(ArticleQuerySet)
