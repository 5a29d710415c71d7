"""What narrows a search at this moment, as readers are told of it."""

from dataclasses import dataclass

from django.utils.formats import date_format

from news.models import ArticlePage, Author

from .instead import Instead
from .results import Choice, Results


@dataclass(frozen=True)
class Filter:
    """A filter in force: the parameter of the address that it stands in, and its name."""

    parameter: str
    name: str


def in_force(results: Results, instead: Instead | None = None) -> list[Filter]:
    """The filters of a search, by the names that readers know; `instead`: nothing was found."""
    facets = results.asked.facets
    names = {
        (group, choice.value): choice.name
        for group, _, choices in results.groups
        for choice in choices
    }
    names |= {("kind", kind.value): kind.label for kind in ArticlePage.Kind}
    if instead:
        names |= _names(facets, instead)
    days = (("from", "From", results.asked.since), ("to", "Until", results.asked.until))
    return [
        *(Filter(name, names.get((name, value), value)) for name, value in facets.items()),
        *(Filter(name, f"{word} {date_format(day, 'j F Y')}") for name, word, day in days if day),
    ]


def to_choose(results: Results) -> list[tuple[str, str, list[Choice]]]:
    """The groups of filters that would still narrow a search: (parameter, label, choices)."""
    total = results.counts.total
    return [
        (group, label, choices)
        for group, label, choices in results.groups
        if group not in results.asked.facets and any(choice.count < total for choice in choices)
    ]


def _names(facets, instead):
    """What the topic and the author that are asked for are called, if anything public has them."""
    author = Author.objects.in_use(instead.published).filter(slug=facets.get("author"))
    authors = author.values_list("slug", "name") if "author" in facets else []
    topics = [(topic.slug, topic.name) for topic in instead.topics] if "topic" in facets else []
    return {
        **{("topic", slug): name for slug, name in topics},
        **{("author", slug): name for slug, name in authors},
    }
