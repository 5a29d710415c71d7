"""Which story stands where on the front."""

from dataclasses import dataclass
from itertools import chain

from news.models import ArticlePage, Topic

SECONDS = 6
LATEST = 8
A_TOPIC = 4
TOPICS = 8
LOOKED_AT = 1_000  # of the newest articles, for those of each topic


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
    topics = list(Topic.objects.filter(front_order__isnull=False).order_by("front_order")[:TOPICS])
    published = ArticlePage.objects.published().newest_first()
    newest = dict(published.values_list("pk", "main_topic")[:LOOKED_AT])  # by id its topic
    lead, seconds = _top_of(placed, newest, _public(placed, newest, published))
    shown = {lead, *seconds}
    of_topics = _newest_of([topic.pk for topic in topics], newest, shown, published)
    wanted = [pk for pk in chain(shown, *of_topics.values()) if pk]
    cards = {card.pk: card for card in published.filter(pk__in=wanted).for_cards()}

    def shown_of(ids):
        return [cards[pk] for pk in ids if pk in cards]  # one may just have been taken down

    sections = [Section(topic, shown_of(of_topics[topic.pk])) for topic in topics]
    stories = shown_of(seconds)
    return Front(
        lead=cards.get(lead),
        seconds=stories[:SECONDS],
        latest=stories[SECONDS:],
        sections=[section for section in sections if section.articles],
    )


def _public(placed, newest, published) -> set[int]:
    """Of the placed articles those that readers may see."""
    older = {pk for pk in placed if pk and pk not in newest}
    found = published.filter(pk__in=older).values_list("pk", flat=True) if older else []
    return {*found, *(pk for pk in placed if pk in newest)}


def _top_of(placed, newest, public) -> tuple[int | None, list[int]]:
    """The ids of the lead and of the stories beside and below it."""
    lead, *others = placed
    chosen = list(dict.fromkeys(pk for pk in others if pk in public and pk != lead))
    rest = [pk for pk in newest if pk not in chosen and pk != lead]
    if lead not in public:
        lead = rest.pop(0) if rest else None
    return lead, [*chosen, *rest][: SECONDS + LATEST]


def _newest_of(topics, newest, shown, published) -> dict[int, list[int]]:
    """By topic the ids of its newest articles that stand nowhere above.

    Each is looked up by itself only where too few are among the `newest`.
    """
    found = {topic: [] for topic in topics}
    for pk, topic in newest.items():
        if topic in found and pk not in shown and len(found[topic]) < A_TOPIC:
            found[topic].append(pk)
    if len(newest) == LOOKED_AT:
        for topic in (topic for topic, ids in found.items() if len(ids) < A_TOPIC):
            of_topic = published.filter(main_topic=topic).exclude(pk__in=shown)
            found[topic] = list(of_topic.values_list("pk", flat=True)[:A_TOPIC])
    return found
