"""What readers may see is said here, once."""

from collections import Counter

from django.apps import apps
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce, TruncMonth
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from images.models import card_renditions

from .months import Month


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

    def in_month(self, month: Month):
        """Articles that readers first saw in a month, on the newsroom's clock."""
        return self.filter(first_published_at__gte=month.begins, first_published_at__lt=month.ends)

    def by_month(self):
        """The months that have such articles, the newest first, in one query.

        Each as a dict: `month`, `count` and `told_at`, when readers were last told of anything
        in it, be it an article or a change.
        """
        months = self.order_by().values(first=TruncMonth("first_published_at"))
        told_at = Coalesce("public_version__updated_at", "first_published_at")
        rows = months.annotate(count=Count("pk"), told_at=Max(told_at)).order_by("-first")
        return [{"month": Month.of(row.pop("first")), **row} for row in rows]

    def month_before(self, month: Month) -> Month | None:
        """The last month before this one that has such articles."""
        return self.filter(first_published_at__lt=month.begins).newest_first()._month_of_first()

    def month_after(self, month: Month) -> Month | None:
        """The next month after this one that has such articles."""
        after = self.filter(first_published_at__gte=month.ends)
        return after.order_by("first_published_at")._month_of_first()

    def _month_of_first(self):
        moment = self.values_list("first_published_at", flat=True).first()
        return Month.of(moment) if moment else None

    def since(self, moment):
        """Articles that readers first saw after a moment."""
        return self.filter(first_published_at__gt=moment)

    def by_topic(self) -> Counter:
        """How many of these articles are about each topic, by its id; in two queries."""
        as_main = self.order_by().values_list("main_topic").annotate(Count("pk"))
        links = self.model.topics.through.objects.filter(articlepage__in=self.order_by())
        as_further = links.exclude(articlepage__main_topic=F("topic")).values_list("topic")
        return Counter(dict(as_main)) + Counter(dict(as_further.annotate(Count("pk"))))

    def by_author(self) -> Counter:
        """How many of these articles credit each author, by the author's id."""
        bylines = self.model.bylines.rel.related_model.objects.filter(page__in=self.order_by())
        credited = bylines.order_by().values_list("author")
        return Counter(dict(credited.annotate(Count("page", distinct=True))))

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
        return Prefetch("bylines", bylines.order_by("sort_order", "pk"))


ArticleManager = PageManager.from_queryset(ArticleQuerySet)


def _published(given):
    return apps.get_model("news.ArticlePage").objects.published() if given is None else given


class AuthorQuerySet(QuerySet):
    def in_use(self, published=None):
        """Authors whom something public credits; of others readers know nothing.

        `published`: `ArticlePage.objects.published()`, where it is at hand; it costs a query.
        """
        credits = self.model.bylines.rel.related_model.objects.filter(author=OuterRef("pk"))
        articles = _published(published).filter(pk=OuterRef("page"))
        return self.filter(Exists(credits.filter(Exists(articles))))


class TopicQuerySet(QuerySet):
    def in_use(self, published=None):
        """Topics of something public; `published` as above."""
        published = _published(published)
        links = published.model.topics.through.objects.filter(topic=OuterRef("pk"))
        # Apart, so that each is looked up in an index; joined by OR, every article is read.
        as_main = Exists(published.filter(main_topic=OuterRef("pk")))
        as_further = Exists(links.filter(Exists(published.filter(pk=OuterRef("articlepage")))))
        return self.filter(Q(as_main) | Q(as_further))
