"""The feeds: everything, each topic, each author, and what we have put right.

Readers and machines ask for them all day and nothing has changed most of the time; that answer
(304) is given before any entry is put together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import get_tag_uri
from django.views.decorators.http import condition, require_safe
from wagtail.models import Site

from home.models import Publication
from news.models import ArticlePage, Author, Topic
from publishing.history import public_corrections

from .formats import FORMATS, Head, Outline, opml
from .freshness import state_of
from .fulltext import for_elsewhere
from .items import Item, Legible, feed_items, to_the_second
from .publisher import LANGUAGE

LENGTH = 30
# Five minutes old is new enough, and an old copy is better than a wait while it is renewed.
CACHE_CONTROL = "public, max-age=300, stale-while-revalidate=3600"


class FormatInPath:
    """How the address of a feed ends: feed.rss, feed.atom, feed.json."""

    regex = "|".join(FORMATS)

    def to_python(self, value):
        return value

    to_url = to_python


@dataclass(frozen=True)
class Channel(Legible):
    """Something that readers can follow."""

    name: str
    about: str
    page: str  # the path of the page that shows the same
    route: tuple  # the name of the address and what it takes besides the format
    items: Callable[[], list[Item]] = list

    @property
    def addresses(self) -> dict[str, str]:
        """The path of the feed in each format."""
        name, *args = self.route
        return {form: reverse(name, args=[*args, form]) for form in FORMATS}


# What can be followed


def all_of(publication) -> Channel:
    """Everything that we publish."""
    about = publication.tagline or f"Everything that {publication} publishes."
    return Channel("All articles", about, "/", ("feed",), lambda: _newest(_published()))


def on_topic(topic) -> Channel:
    """What is about one topic."""
    return Channel(
        topic.name,
        topic.description or f"What we publish about {topic}.",
        topic.get_absolute_url(),
        ("topic_feed", topic.slug),
        lambda: _newest(_published().about(topic)),
    )


def of_author(author) -> Channel:
    """What credits one author."""
    return Channel(
        author.name,
        author.biography or f"What {author} works on.",
        author.get_absolute_url(),
        ("author_feed", author.slug),
        lambda: _newest(_published().by(author)),
    )


def of_corrections() -> Channel:
    """What we have put right or made clearer."""
    return Channel(
        "Corrections and clarifications",
        "What we have put right and made clearer, with what it said and why.",
        reverse("corrections"),
        ("corrections_feed",),
        lambda: [_correction(entry) for entry in public_corrections()[:LENGTH]],
    )


def _published():
    return ArticlePage.objects.published()


def _newest(articles):
    return feed_items(articles.newest_first().for_reading()[:LENGTH])


def _correction(entry):
    told = render_to_string("includes/told.html", {"entry": entry})
    address = entry.page.full_url
    return Item(
        # Made of the address of that time, not of today’s: the same for ever.
        id=get_tag_uri(
            urljoin(address, f"{entry.address}versions/{entry.number}"), entry.published_at
        ),
        title=f"{entry.get_kind_display()}: {entry.page.title}",
        address=address,
        standfirst="" if entry.withheld_at else entry.note,
        html=for_elsewhere(told, address),
        published=to_the_second(entry.published_at),
    )


# The answers


@require_safe
def everything(request, form):
    """`/feed.rss`, `/feed.atom`, `/feed.json`."""
    return _answer(request, all_of(Publication.for_request(request)), form)


@require_safe
def about_topic(request, slug, form):
    """`/topics/the-hill/feed.rss` and its like; there is none before something is public."""
    return _answer(request, on_topic(get_object_or_404(Topic.objects.in_use(), slug=slug)), form)


@require_safe
def by_author(request, slug, form):
    """`/authors/agnes-holloway/feed.rss` and its like; there is none before something is public."""
    return _answer(request, of_author(get_object_or_404(Author.objects.in_use(), slug=slug)), form)


@require_safe
def corrections(request, form):
    """`/corrections/feed.rss` and its like."""
    return _answer(request, of_corrections(), form)


@require_safe
def corrections_before(request):
    """`/corrections/feed/`, where they once were."""
    return redirect("corrections_feed", "atom", permanent=True)


def _answer(request, channel, form):
    publication, root = _publication(request)
    here = root + channel.addresses[form]
    state = state_of(publication, here)

    def put_together(request):
        head = Head(
            title=_title(channel, publication),
            about=channel.about,
            page=root + channel.page,
            here=here,
            publication=publication.name,
            home=root + "/",
            language=LANGUAGE,
            hub=publication.websub_hub,
            icon=_logo(publication, "publisher", root),
            small_icon=_logo(publication, "channel", root),
            newest=to_the_second(state.modified),
        )
        feed = FORMATS[form](head)
        for item in channel.items():
            feed.add(item)
        return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)

    response = _unless_known(request, state, put_together)
    links = {"self": here, "hub": publication.websub_hub}
    response["Link"] = ", ".join(f'<{to}>; rel="{rel}"' for rel, to in links.items() if to)
    if form == "json":  # pages of others may read it; it is public anyway
        response["Access-Control-Allow-Origin"] = "*"
    return response


def _publication(request):
    return Publication.for_request(request), Site.find_for_request(request).root_url


def _title(channel, publication):
    if channel.route == ("feed",):
        return publication.name
    return f"{channel.name} | {publication}"


def _logo(publication, place, root):
    sizes = publication.logo.sizes(place) if publication.logo else {}
    return next((urljoin(root, rendition.url) for rendition in sizes.values()), "")


def _unless_known(request, state, put_together):
    """The answer, or 304 where the asker has it already (RFC 9110, 13)."""
    ask = condition(lambda request: state.etag, lambda request: state.modified)
    response = ask(put_together)(request)
    response["Cache-Control"] = CACHE_CONTROL
    return response


# The list of them


@require_safe
def follow(request):
    """`/feeds/`: how to follow us, for people."""
    context = {
        "everything": all_of(Publication.for_request(request)),
        "topics": [on_topic(topic) for topic in Topic.objects.in_use()],
        "authors": [of_author(author) for author in Author.objects.in_use()],
        "put_right": of_corrections(),
    }
    return render(request, "syndication/follow.html", context)


@require_safe
def feeds_opml(request):
    """`/feeds.opml`: all of them, for feed readers to take in at once."""
    publication, root = _publication(request)
    state = state_of(publication, root + reverse("feeds_opml"))

    def outline(channel):
        title = _title(channel, publication)
        return Outline(title, root + channel.addresses["rss"], root + channel.page)

    def put_together(request):
        groups = {
            "Topics": [outline(on_topic(topic)) for topic in Topic.objects.in_use()],
            "Authors": [outline(of_author(author)) for author in Author.objects.in_use()],
        }
        outlines = [
            outline(all_of(publication)),
            *[Outline(name, inside=tuple(inside)) for name, inside in groups.items() if inside],
            outline(of_corrections()),
        ]
        text = opml(f"Feeds of {publication}", outlines, state.modified)
        return HttpResponse(text, content_type="text/x-opml; charset=utf-8")

    return _unless_known(request, state, put_together)
