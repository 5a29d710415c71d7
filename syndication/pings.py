"""Telling others that something public has changed: a WebSub hub, the engines of IndexNow, and the
network that keeps copies of our pages (CDN).

A change only notes which addresses are to be looked at again; the clock tells of them a little
later, so that several changes in a row are one: the network at its next tick. Nobody is told of
anything while the publication names no hub and no key, and the settings no network. Nobody is ever
told of what is not public: this hangs on events alone.
"""

import logging
from datetime import timedelta
from threading import Thread
from time import monotonic
from urllib.parse import urljoin, urlsplit

import requests
from django.db import connections
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.frontend_cache.utils import get_backends

from home.models import Publication
from news.models import ArticlePage, Author, Topic
from news.months import Month
from publishing.models import PublicVersion

from . import feeds
from .models import Ping

logger = logging.getLogger(__name__)

INDEXNOW = "https://api.indexnow.org/indexnow"
AT_ONCE = 10_000  # addresses that IndexNow takes in one go
CORRECTIONS = (PublicVersion.Kind.CORRECTION, PublicVersion.Kind.CLARIFICATION)

QUIET = timedelta(seconds=5)  # without another change before we tell
PATIENCE = 5  # seconds to connect, and for every word of an answer
ROUND = 4.0  # seconds after which no further ping is begun
LEASE = timedelta(minutes=1)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
MOST_TRIES = 22  # with these pauses: for three days
AFTER_A_NO = timedelta(days=1)
MOST_NOES = 4  # for three days, too


class Failed(Exception):
    """Somebody was not told; the message says why. `is_no`: asking again will hardly help."""

    def __init__(self, why, is_no=False):
        super().__init__(why)
        self.is_no = is_no


# What is to be told


def note(version, **kwargs):
    """Listens to publishing.events: note whom to tell of a change, a little later.

    Noted again with a key that was told (a crash, another listener that fails) it is told again:
    the same addresses are one message, a hub or an engine that looks again finds nothing new, and
    events make ever longer pauses. A memory of every key would be there for that alone.
    """
    site = version.page.get_site()
    if site is None:
        return
    publication = Publication.for_site(site)
    addresses = set()
    if publication.websub_hub:
        addresses |= {(Ping.To.HUB, feed) for feed in feeds_changed_by(version, publication)}
    if publication.indexnow_key:
        addresses |= {(Ping.To.INDEXNOW, entry.address) for entry in _before_and_after(version)}
    if get_backends():
        addresses |= {(Ping.To.CDN, page) for page in pages_changed_by(version, publication)}
    now = timezone.now()
    Ping.objects.bulk_create(
        [
            Ping(
                to=to,
                address=urljoin(site.root_url, address),
                due_at=now if to == Ping.To.CDN else now + QUIET,
            )
            for to, address in sorted(addresses)
        ],
        update_conflicts=True,
        unique_fields=["to", "address"],
        update_fields=["due_at", "tries", "error"],
    )


def feeds_changed_by(version, publication) -> set[str]:
    """The paths of the feeds that a version changes, also of those that it has left."""
    channels = []
    if issubclass(version.page.specific_class, ArticlePage):
        said = [entry.content() for entry in _before_and_after(version)]
        topics = {pk for text in said for pk in [text.get("main_topic"), *text.get("topics", [])]}
        authors = {credit["author"] for text in said for credit in text.get("bylines", [])}
        channels = [
            feeds.all_of(publication),
            *map(feeds.on_topic, Topic.objects.filter(pk__in=topics)),
            *map(feeds.of_author, Author.objects.filter(pk__in=authors)),
        ]
    if version.page.versions.filter(kind__in=CORRECTIONS).exists():
        channels.append(feeds.of_corrections())
    return {address for channel in channels for address in channel.addresses.values()}


def pages_changed_by(version, publication) -> set[str]:
    """The paths of the pages that a version changes first of all, and of its feeds.

    What stands further back, page 7 of a topic say, a network drops after a minute by itself.
    """
    entries = _before_and_after(version)
    pages = {entry.address for entry in entries}
    pages |= {f"{address}versions/" for address in pages}
    pages |= feeds_changed_by(version, publication)
    if issubclass(version.page.specific_class, ArticlePage):
        said = [entry.content() for entry in entries]
        topics = {pk for text in said for pk in [text.get("main_topic"), *text.get("topics", [])]}
        authors = {credit["author"] for text in said for credit in text.get("bylines", [])}
        labels = [*Topic.objects.filter(pk__in=topics), *Author.objects.filter(pk__in=authors)]
        pages |= {label.get_absolute_url() for label in labels}
        month = Month.of(version.page.first_published_at or version.published_at)
        pages |= {"/", version.page.get_parent().get_url(), reverse("corrections")}
        pages |= {reverse("archive"), reverse("archive_month", args=[month])}
        pages |= {reverse("sitemap_index"), reverse("sitemap_of_month", args=[month])}
        pages |= {reverse("news_sitemap")}
    return pages


def _before_and_after(version):
    """The version, and the text that readers saw before it."""
    earlier = version.page.versions.filter(number__lt=version.number, revision__isnull=False)
    before = earlier.select_related("revision").order_by("-number").first()
    return [version, before] if before else [version]


# Telling it


def on_tick(staying, **kwargs):
    """Listens to the clock: tell what is due, beside a clock that goes on, so as not to stop it."""
    if not _due().exists():
        return
    if not staying:
        tell_due()
    elif not _Teller.at_work():
        _Teller.begin()


class _Teller:
    """The one thread of this process that tells."""

    thread = None

    @classmethod
    def at_work(cls):
        return cls.thread is not None and cls.thread.is_alive()

    @classmethod
    def begin(cls):
        cls.thread = Thread(target=cls.work, name="pings", daemon=True)
        cls.thread.start()

    @staticmethod
    def work():
        try:
            tell_due()
        except Exception:
            logger.exception("The pings could not be sent; they are tried again.")
        finally:
            connections.close_all()


def tell_due():
    """Tell of everything that is due; after a few seconds the rest waits for the next time."""
    began, due, nobodys = monotonic(), _due(), _due()
    for publication in Publication.objects.select_related("site"):
        here = Q(address__startswith=f"{publication.site.root_url}/")
        ours, nobodys = due.filter(here), nobodys.exclude(here)
        _tell_network(ours.filter(to=Ping.To.CDN))
        _tell_search_engines(publication, ours.filter(to=Ping.To.INDEXNOW))
        for pk in ours.filter(to=Ping.To.HUB).order_by("due_at").values_list("pk", flat=True):
            if monotonic() - began > ROUND:
                return
            _tell_hub(publication, due.filter(pk=pk))
    nobodys.delete()  # the site had another name when these were noted


def _due():
    return Ping.objects.filter(due_at__lte=timezone.now())


def _tell_hub(publication, waiting):
    hub = publication.websub_hub

    def publish(pings):
        _post(hub, data={"hub.mode": "publish", "hub.url": pings[0].address})

    _tell(publish, waiting) if hub else waiting.delete()


def _tell_search_engines(publication, waiting):
    key, root = publication.indexnow_key, publication.site.root_url

    def submit(pings):
        told = {
            "host": urlsplit(root).netloc,
            "key": key,
            "keyLocation": root + reverse("indexnow_key", args=[key]),
            "urlList": [ping.address for ping in pings],
        }
        _post(INDEXNOW, json=told)

    _tell(submit, waiting) if key else waiting.delete()


def _tell_network(waiting):
    """Wagtail's backends do not say what came of it; they log what fails."""
    backends = get_backends()

    def purge(pings):
        for backend in backends.values():
            backend.purge_batch([ping.address for ping in pings])

    _tell(purge, waiting) if backends else waiting.delete()


def _tell(how, waiting):
    """Take what waits for a minute, so that no other clock does, and tell of it all at once.

    Should we be killed meanwhile, it is due again then. What changes once more meanwhile is due
    anew, and stays: its time is no longer the one that we gave it.
    """
    until, pks = timezone.now() + LEASE, list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    waiting.filter(pk__in=pks).update(due_at=until, tries=F("tries") + 1)
    taken = Ping.objects.filter(pk__in=pks, due_at=until)
    pings = list(taken)
    if not pings:
        return
    try:
        how(pings)
    except Failed as failure:
        _try_later(taken, failure)
    else:
        taken.delete()


def _try_later(taken, failure):
    given_up = list(taken.filter(tries__gte=MOST_NOES if failure.is_no else MOST_TRIES))
    if given_up:
        logger.error("Given up: %s and %s more. %s", given_up[0], len(given_up) - 1, failure)
        taken.filter(pk__in=[ping.pk for ping in given_up]).delete()
    for tries in set(taken.values_list("tries", flat=True)):
        due_at = timezone.now() + (AFTER_A_NO if failure.is_no else _pause(tries))
        taken.filter(tries=tries).update(due_at=due_at, error=str(failure))


def _pause(tries):
    return min(FIRST_PAUSE * 2 ** min(tries - 1, 20), LONGEST_PAUSE)


def _post(address, **what):
    """Raises Failed unless what is posted is taken. Leads to no other address than this one."""
    if urlsplit(address).scheme not in ("http", "https"):
        raise Failed(f"{address} is no address of the web.", is_no=True)
    try:
        with requests.post(
            address, timeout=PATIENCE, allow_redirects=False, stream=True, **what
        ) as answer:
            status, elsewhere = answer.status_code, answer.headers.get("Location")
    except (requests.RequestException, ValueError) as error:  # ValueError: no host has such a name
        raise Failed(f"It does not answer: {error}") from error
    if elsewhere and 300 <= status < 400:
        raise Failed(f"It has moved to {elsewhere}: enter that address.", is_no=True)
    if not 200 <= status < 300:
        raise Failed(f"It answered {status}.", is_no=status < 500 and status not in (408, 429))
