"""A small newsroom that shows everything a reader can meet: every page, and on it every block.

The browser tests read it with the eyes of people and of checkers; `newsroom_server` serves it.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import PageViewRestriction, Site

from home.models import HomePage, Placement, Publication, StandardPage
from news.sharing import NETWORKS
from publishing import gate, record
from publishing.models import PreviewLink
from tests import factories

FULL = "/posts/the-lamps-of-marrowgate/"
OPINION = "/posts/a-street-is-for-sitting-in/"
CHANGED = "/posts/ferry-returns-to-corran-bay/"
WITHHELD = "/posts/surveyor-named-in-the-quarry-case/"
OLD_MONTH = "/archive/2021/05/"
QUOTE_ID = "6a1f0c52-8d7b-4b1e-9a35-0c9f4f3e7d21"
PASSWORD = "quarry-lane"
PAGES_OF_LISTS = 22  # articles by one author on one topic: more than stand on one page


class Place(NamedTuple):
    """Where a page is, and with which status it answers."""

    path: str
    status: int = 200


PLACES = {
    "the front page": Place("/"),
    "the index": Place("/posts/"),
    "the second page of the index": Place("/posts/?page=2"),
    "an article with every block": Place(FULL),
    "an article without pictures": Place("/posts/plain-words/"),
    "an opinion": Place(OPINION),
    "an old article": Place("/posts/the-first-tram/"),
    "a corrected article": Place(CHANGED),
    "the versions of an article": Place(f"{CHANGED}versions/"),
    "an old version": Place(f"{CHANGED}versions/1/"),
    "a comparison of two versions": Place(f"{CHANGED}versions/1-2/"),
    "a withheld version": Place(f"{WITHHELD}versions/1/", 451),
    "an article that was taken down": Place("/posts/the-wrong-man/", 410),
    "a topic": Place("/topics/harbour/"),
    "the second page of a topic": Place("/topics/harbour/?page=2"),
    "an author": Place("/authors/agnes-holloway/"),
    "the archive": Place("/archive/"),
    "a month of the archive": Place(OLD_MONTH),
    "how to follow us": Place("/feeds/"),
    "a quotation to share": Place(f"{FULL}quotes/{QUOTE_ID}/"),
    "a standing page": Place("/about/"),
    "a page with a password": Place("/for-members/"),
    "a search with results": Place("/search/?query=harbour"),
    "a search without results": Place("/search/?query=zzyzx"),
    "a narrowed search": Place("/search/?query=harbour&topic=city-life&from=2020-01-01"),
    "a misspelt search": Place("/search/?query=harbuor"),
    "the search form": Place("/search/"),
    "the corrections": Place("/corrections/"),
    "a preview for one reader": Place("{preview}"),
    "a wrong address": Place("/nothing-here/", 404),
    "a damaged address": Place("/%01/", 400),
}

LONG_WORD = "Harbourfrontredevelopmentauthority"


def block(kind, value, **more):
    return {"type": kind, "value": value, **more}


def every_block(pictures, document, article):
    """A body with each block, each with all it can hold and once more with as little."""
    lamp, quay, alley = pictures
    seen = {"image": lamp.pk, "decorative": False, "alt_text": "A lamplighter on a ladder."}
    also = {"image": quay.pk, "decorative": False, "alt_text": "The quay, lit again."}
    no_picture = {"image": None, "decorative": False, "alt_text": ""}
    nothing_seen = {"image": alley.pk, "decorative": True, "alt_text": ""}
    prose = (
        '<p>Forty lamps burn <b>again</b> on <i>Quarry Hill</i>, <a href="https://council.example/">'
        f'the council says</a>; <a linktype="page" id="{article.pk}">we reported the vote</a>, and '
        f'<a linktype="document" id="{document.pk}">the order</a> is public. '
        f"{LONG_WORD} will pay.</p>"
    )
    points = ["Forty lamps are lit again.", "The council pays for two years."]
    numbers = [["Lantern Row", "Gas, since the spring", "14"], ["Quarry Hill", "Gas", "26"]]
    words = "Every lamp shall be lit before dusk.\n\nNone shall be put out before dawn."
    return [
        block("key_points", [block("item", point) for point in points]),
        block("paragraph", prose),
        block("heading", {"text": "Light for Lantern Row", "level": "h2"}),
        block(
            "paragraph",
            "<ul><li>The first lamp was lit at dusk.</li><li>Two more by six.</li></ul>",
        ),
        block("heading", {"text": "What it costs", "level": "h3"}),
        block("paragraph", "<ol><li>Gas.</li><li>Ladders.</li></ol>"),
        block(
            "image", {"image": seen, "caption": "At dusk.", "credit": "Ida Falk", "width": "wide"}
        ),
        block("image", {"image": nothing_seen, "caption": "", "credit": "", "width": "column"}),
        block(
            "pull_quote",
            {
                "text": "A street is kinder by gaslight.",
                "speaker": "Ida Falk",
                "role": "Lamplighter",
            },
            id=QUOTE_ID,
        ),
        block("pull_quote", {"text": "Nobody asked the moths.", "speaker": "", "role": ""}),
        block(
            "quotation",
            {
                "text": words,
                "speaker": "The council",
                "source": "Order 14",
                "source_url": "https://council.example/orders/14",
            },
        ),
        block("quotation", {"text": words, "speaker": "", "source": "", "source_url": ""}),
        block("fact_box", {"title": "Gas in Marrowgate", "text": prose}),
        block(
            "table",
            {
                "table": {
                    "columns": [
                        {"type": "text", "heading": "Street"},
                        {"type": "text", "heading": "Light"},
                        {"type": "number", "heading": "Lamps"},
                    ],
                    "rows": [{"values": row} for row in numbers],
                    "caption": "Lamps by street",
                },
                "source": "The council",
            },
        ),
        block(
            "gallery",
            {
                "title": "Three evenings",
                "pictures": [
                    block("item", {"image": image, "caption": caption})
                    for image, caption in [(seen, "Monday."), (also, ""), (nothing_seen, "Friday.")]
                ],
            },
        ),
        block("divider", None),
        block(
            "embed",
            {
                "url": "https://www.youtube.com/watch?v=L4mpsL4mpsL",
                "title": "The first lamp, in two minutes",
                "text": "Ida Falk climbs the ladder and lights it.",
                "poster": also,
            },
        ),
        block(
            "embed",
            {
                "url": "https://youtu.be/L4mpsL4mpsL",
                "title": "Without a picture",
                "text": "",
                "poster": no_picture,
            },
        ),
        block(
            "embed",
            {
                "url": "https://sound.example/moths",
                "title": "Moths",
                "text": "",
                "poster": no_picture,
            },
        ),
        block("related_link", {"article": article.pk, "url": "", "label": ""}),
        block(
            "related_link",
            {"article": None, "url": "https://council.example/lamps", "label": "The order in full"},
        ),
        block(
            "document", {"document": document.pk, "title": "", "text": "As the council signed it."}
        ),
        block(
            "share",
            {
                "heading": "Share this article",
                "text": "It is free to read.",
                "show_links": True,
                "show_newsletter": True,
            },
        ),
    ]


def build():
    """Fill the database once; returns what only the database knows, such as a preview's key."""
    publish_standing_pages()
    describe_the_publication()
    quay = publish_lists()
    publish_article_with_everything(quay)
    publish_other_articles()
    return {"preview": share_a_draft()}


def publish_lists():
    """Enough articles for a second page of each list; returns the newest."""
    harbour = factories.topic("Harbour", description="Ships, quays and tides.", front_order=2)
    agnes = factories.author(
        role="Harbour correspondent",
        biography="Agnes Holloway has reported from the quays for thirty years.",
        portrait=factories.picture("Agnes Holloway"),
        email="agnes@marrowgate.example",
    )
    hero = factories.picture("Quay", caption="The quay at dawn.", credit="Ida Falk")
    now = datetime.now(UTC)
    for number in range(PAGES_OF_LISTS, 0, -1):
        newest = factories.published(
            f"Harbour diary: the {number} o’clock tide",
            slug=f"harbour-diary-{number}",
            main_topic=harbour,
            authors=[agnes],
            first_published_at=now - timedelta(days=number),
            **({"hero": hero} if number % 2 else {}),
        )
    return newest


def publish_article_with_everything(quay):
    pictures = [factories.picture(f"Lamps {n}", caption="Lamps.", credit="Ida Falk") for n in "123"]
    document = get_document_model().objects.create(
        title="The order", file=ContentFile(b"Light the lamps.", "order.txt")
    )
    article = factories.published(
        "The lamps of Marrowgate are lit again, and the moths have noticed",
        slug=slug_of(FULL),
        kind="explainer",
        main_topic=factories.topic("City life", front_order=1),
        topics=[factories.topic("Harbour")],
        authors=[factories.author(), factories.author("Petra Osei", role="City reporter")],
        dateline="Marrowgate",
        hero=pictures[0],
        hero_alt_text="A lamplighter on a ladder.",
        hero_caption="The first lamp of forty.",
        backstory="We walked the hill on four evenings and read the council’s orders since 1911.",
        body=every_block(pictures, document, quay),
    )
    front = HomePage.objects.get()
    front.lead = article
    front.placements = [Placement(article=quay)]
    front.save()


def publish_other_articles():
    city = factories.topic("City life")
    factories.published("Plain words", slug="plain-words", main_topic=city)
    factories.published(
        "A street is for sitting in", slug=slug_of(OPINION), kind="opinion", main_topic=city
    )
    factories.published(
        "The first tram",
        slug="the-first-tram",
        main_topic=city,
        first_published_at=datetime(2021, 5, 14, 6, tzinfo=UTC),
    )
    wrong = factories.published("The wrong man", slug="the-wrong-man", main_topic=city)
    factories.taken_down(wrong)
    publish_changes(city)


def publish_changes(topic):
    """An article with every kind of change, and one with a version that is withheld."""
    ferry = factories.published(
        "Ferry returns to Corran Bay",
        slug=slug_of(CHANGED),
        main_topic=topic,
        standfirst="It sails at seven in the morning, the harbour says.",
        body=[factories.paragraph("It sails at seven."), factories.paragraph("It is white.")],
    )
    ferry = factories.change(
        ferry,
        "correction",
        "We had the timetable of last year.",
        was="at seven in the morning",
        now="at six in the morning",
        serious=True,
        standfirst="It sails at six in the morning, the harbour says.",
        body=[factories.paragraph("It sails at six."), factories.paragraph("It is green.")],
    )
    ferry = factories.change(
        ferry,
        "correction",
        "The mate’s name was misspelt.",
        was="Jon Harl",
        now="John Harl",
        dateline="Corran Bay",
    )
    ferry = factories.change(
        ferry, "clarification", "It sails on weekdays.", title="Ferry is back in Corran Bay"
    )
    factories.change(ferry, "update", "It has sailed.", title="Ferry returns to Corran Bay at last")

    quarry = factories.published(
        "Surveyor named in the quarry case", slug=slug_of(WITHHELD), main_topic=topic
    )
    quarry = factories.change(quarry, title="Witness heard in the quarry case")
    first = quarry.versions.get(number=1)
    moderator = factories.user(group="Moderators")
    record.withhold(first, moderator, "An order of the Ledger Court.")


def publish_standing_pages():
    for slug, title in [("about", "About us"), ("for-members", "For members")]:
        page = StandardPage(
            title=title,
            slug=slug,
            live=False,
            standfirst="Who we are and how to reach us.",
            body=[factories.paragraph("We are eleven people above a chandler’s shop.")],
        )
        HomePage.objects.get().add_child(instance=page)
        page.save_revision()
        if slug == "for-members":
            PageViewRestriction.objects.create(
                page=page,
                restriction_type=PageViewRestriction.PASSWORD,
                password=PASSWORD,
            )
        gate.admit(page, "tests")


def describe_the_publication():
    """Everything that an admin can fill in about the publication, filled in."""
    links = [{"label": "About us", "address": "/about/"}, {"label": "Posts", "address": "/posts/"}]
    publication = Publication.for_site(Site.objects.get(is_default_site=True))
    filled = {
        "tagline": "News of the hill and the harbour",
        "small_print": "Published by eleven people who own it.",
        "newsletter_address": "/about/",
        "ethics_policy": "/about/",
        "corrections_policy": "/about/",
        "contact": "mailto:desk@marrowgate.example",
        "error_reports": "errors@marrowgate.example",
        "founded_on": "1911-03-04",
        "x_account": "@marrowgate",
        "navigation": json.dumps(
            [
                block("link", {"label": "City life", "address": "/topics/city-life/"}),
                block("link", {"label": "Harbour", "address": "/topics/harbour/"}),
                *(block("link", link) for link in links),
            ]
        ),
        "footer": json.dumps(
            [
                block(
                    "column",
                    {"heading": heading, "links": [block("item", link) for link in links]},
                )
                for heading in ("The paper", "Help")
            ]
        ),
        "social_accounts": json.dumps(
            [block("link", {"label": "Mastodon", "address": "https://social.example/@marrowgate"})]
        ),
        "share_networks": json.dumps([block("network", key) for key, _ in NETWORKS]),
        "policies": json.dumps(
            [block("policy", {"about": "publishingPrinciples", "address": "/about/"})]
        ),
    }
    for name, value in filled.items():
        setattr(publication, name, value)
    publication.save()


def share_a_draft() -> str:
    """The address of a draft that one outside person was sent."""
    draft = factories.draft("Lamps for the lower town", hero=factories.picture("Lower town"))
    until = timezone.now() + timedelta(days=3)
    _, key = PreviewLink.make(draft, factories.user(), "Ida Falk", until)
    return reverse("preview", args=[key])


def slug_of(path: str) -> str:
    return path.strip("/").rpartition("/")[2]
