"""What a page tells of in the words of schema.org, as JSON-LD: each function makes one thing."""

import json

from django.templatetags.static import static

from publishing.models import PublicVersion
from publishing.words import instant

from .publisher import LANGUAGE, Picture, Publisher, sizes_of

# The kinds of work that schema.org knows; its ReportageNewsArticle promises a method of reporting
# ("objective", "verified by the reporter on the spot") that no field of ours vouches for.
ARTICLE_TYPES = {
    "analysis": "AnalysisNewsArticle",
    "opinion": "OpinionNewsArticle",
    "explainer": "BackgroundNewsArticle",
}
NO_MARKUP = str.maketrans({c: f"\\u{ord(c):04X}" for c in "<>&\u2028\u2029"})


def json_ld(data: dict) -> str:
    """JSON that no HTML parser takes for markup, whatever a headline says."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(NO_MARKUP)


def node(kind: str, identity: str = "", **properties) -> dict:
    """A thing of a kind that schema.org knows, with the properties that have a value."""
    told = {"@type": kind, "@id": identity, **properties}
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def article_node(page, publisher: Publisher, told=()) -> dict:
    """An article; `told`: the changes that its page tells readers of."""
    topics = topics_of(page)
    return node(
        ARTICLE_TYPES.get(page.kind, "NewsArticle"),
        f"{page.full_url}#article",
        mainEntityOfPage=page.full_url,
        url=page.full_url,
        headline=page.title,
        alternativeHeadline=page.seo_title,
        description=page.standfirst,
        image=_pictures_of(page, publisher),
        datePublished=instant(page.published_at),
        dateModified=instant(modified_at(page)),
        author=[person_node(byline.author, publisher) for byline in page.bylines.all()],
        publisher={"@id": publisher.identity},
        copyrightHolder={"@id": publisher.identity},
        articleSection=topics[0].name if topics else "",
        keywords=[topic.name for topic in topics],
        wordCount=page.word_count,
        inLanguage=LANGUAGE,
        dateline=page.dateline,
        isAccessibleForFree=True,
        version=page.public_version.number if page.public_version_id else None,
        correction=[_correction(entry, page) for entry in told if _puts_right(entry)],
        backstory=page.backstory,
    )


def topics_of(page) -> list:
    """What an article is about, the main topic first, as its page lists them."""
    main = [page.main_topic] if page.main_topic else []
    return main + [topic for topic in page.topics.all() if topic != page.main_topic]


def modified_at(page):
    """When an article last changed as far as readers know."""
    return page.updated_at or page.published_at


def _pictures_of(page, publisher):
    if not page.hero:
        return []
    credit, caption = page.hero_credit or page.hero.credit, page.hero_caption or page.hero.caption
    pictures = sizes_of(page.hero, "structured", publisher)
    return [image_node(picture, creditText=credit, caption=caption) for picture in pictures]


def image_node(picture: Picture, **words) -> dict:
    """A picture, with what is written beside it."""
    return node(
        "ImageObject",
        url=picture.address,
        width=picture.width or None,
        height=picture.height or None,
        **words,
    )


def _puts_right(entry):
    kinds = (PublicVersion.Kind.CORRECTION, PublicVersion.Kind.CLARIFICATION)
    return entry.kind in kinds and not entry.withheld_at


def _correction(entry, page):
    return node(
        "CorrectionComment",
        url=f"{page.full_url}#change-{entry.number}",
        text=correction_text(entry),
        datePublished=instant(entry.published_at),
    )


def correction_text(entry) -> str:
    """A correction in one go, with the words that stand beside its parts on the page."""
    parts = [("We said:", entry.was), ("It says now:", entry.now), ("Why:", entry.note)]
    if entry.kind != PublicVersion.Kind.CORRECTION:
        return entry.note
    return "\n".join(f"{label} {text}" for label, text in parts if text)


def person_node(author, publisher: Publisher, **more) -> dict:
    """A journalist: the bare name and where readers find out more."""
    address = publisher.address(author.get_absolute_url())
    return node("Person", name=author.name, url=address, jobTitle=author.role, **more)


def breadcrumb_node(crumbs) -> dict:
    """The trail that the page shows: pairs of name and absolute address, the last without one."""
    items = [
        node("ListItem", position=position, name=name, item=address)
        for position, (name, address) in enumerate(crumbs, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def publisher_node(publisher: Publisher, in_full=False) -> dict:
    """The publication and its policies; in full also its accounts and how to reach it."""
    publication = publisher.publication
    more = _about_the_publisher(publisher) if in_full else {}
    return node(
        "NewsMediaOrganization",
        publisher.identity,
        name=publication.name,
        url=publisher.address("/"),
        logo=image_node(logo_of(publisher)),
        **_policies(publisher),
        **more,
    )


def _policies(publisher):
    publication = publisher.publication
    policies = {block.value["about"]: block.value["address"] for block in publication.policies}
    policies["ethicsPolicy"] = publication.ethics_policy
    policies["correctionsPolicy"] = publication.corrections_policy
    return {
        name: publisher.address(address)
        for name, address in policies.items()
        if address and not _is_mail(address)  # a policy is something to read
    }


def _about_the_publisher(publisher):
    publication = publisher.publication
    accounts = [block.value["address"] for block in publication.social_accounts]
    return {
        "slogan": publication.tagline,
        "foundingDate": publication.founded_on.isoformat() if publication.founded_on else "",
        "sameAs": [a for a in accounts if a.startswith("https://") and publisher.address(a)],
        "contactPoint": _contact_points(publisher),
    }


def _contact_points(publisher):
    publication = publisher.publication
    contact, errors = publication.contact, publication.error_reports
    way = "email" if _is_mail(contact) else "url"
    reached = contact and publisher.address(contact).removeprefix("mailto:")
    return [
        *([node("ContactPoint", contactType="newsroom", **{way: reached})] if reached else []),
        *([node("ContactPoint", contactType="corrections", email=errors)] if errors else []),
    ]


def _is_mail(address):
    return address.startswith("mailto:")


def logo_of(publisher: Publisher) -> Picture:
    """The logo as the masthead shows it: the one uploaded, else the mark."""
    uploaded = sizes_of(publisher.publication.logo, "publisher", publisher)
    return uploaded[0] if uploaded else Picture(publisher.address(static("img/icon.svg")))


def website_node(publisher: Publisher) -> dict:
    """The site as a whole: under which name search engines list it."""
    return node(
        "WebSite",
        publisher.address("/#website"),
        name=publisher.publication.name,
        url=publisher.address("/"),
        inLanguage=LANGUAGE,
        publisher={"@id": publisher.identity},
    )


def page_node(kind: str, name: str, address: str, publisher: Publisher, **more) -> dict:
    """A page that is no article; `kind` as schema.org calls it."""
    return node(
        kind,
        address,
        url=address,
        name=name,
        inLanguage=LANGUAGE,
        publisher={"@id": publisher.identity},
        **more,
    )
