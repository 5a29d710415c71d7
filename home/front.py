"""Which story stands where on the front."""

from dataclasses import dataclass

from django.db.models import Q

from news.models import ArticlePage, Topic

SECONDS = 6
LATEST = 8
A_TOPIC = 4
TOPICS = 8


@dataclass
class Section:
    """A topic with its newest stories."""

    topic: Topic
    articles: list[ArticlePage]


@dataclass
class Front:
    """The front as readers see it. No story stands on it twice."""

    lead: ArticlePage | None
    seconds: list[ArticlePage]
    latest: list[ArticlePage]
    sections: list[Section]


def front_of(home) -> Front:
    """Lay out the front of `home`: what editors placed, then the newest, then by topic.

    A placed article that readers may not see is passed over; the newest takes its place.
    """
    placed = [home.lead_id, *(placement.article_id for placement in home.placements.all())]
    cards = ArticlePage.objects.published().newest_first().for_cards()
    newest_ids = cards.values("pk")[: len(placed) + 1 + SECONDS + LATEST]
    found = list(cards.filter(Q(pk__in=[pk for pk in placed if pk]) | Q(pk__in=newest_ids)))
    by_pk = {article.pk: article for article in found}

    chosen = [by_pk.pop(pk) for pk in placed[1:] if pk in by_pk and pk != placed[0]]
    lead = by_pk.pop(placed[0], None)
    rest = iter(sorted(by_pk.values(), key=lambda a: (a.published_at, a.pk), reverse=True))
    lead = lead or next(rest, None)
    seconds = (chosen + list(rest))[: SECONDS + LATEST]
    seconds, latest = seconds[:SECONDS], seconds[SECONDS:]
    shown = [article.pk for article in [lead, *seconds, *latest] if article]
    return Front(lead, seconds, latest, _sections(cards.exclude(pk__in=shown)))


def _sections(cards) -> list[Section]:
    topics = list(Topic.objects.filter(front_order__isnull=False).order_by("front_order")[:TOPICS])
    newest_of_each = Q(pk__in=[])
    for topic in topics:
        newest_of_each |= Q(pk__in=cards.filter(main_topic=topic).values("pk")[:A_TOPIC])
    articles = list(cards.filter(newest_of_each)) if topics else []
    sections = [Section(t, [a for a in articles if a.main_topic_id == t.pk]) for t in topics]
    return [section for section in sections if section.articles]
