"""What an article says about itself."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import unquote

import pytest
import time_machine
from django.utils import timezone

from home.models import HomePage, Publication
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_byline_names_its_authors_in_order():
    people = [factories.author(name) for name in ("Rufus Teal", "Agnes Holloway", "Jonah Brandt")]
    article = factories.published(authors=people)
    assert article.byline == "Rufus Teal, Agnes Holloway and Jonah Brandt"


def test_a_draft_has_no_byline_and_does_not_mind():
    article = factories.draft()
    article.bylines.clear()
    assert article.byline == ""


def test_reading_takes_a_minute_for_230_words_and_never_none():
    long = factories.published(body=[factories.paragraph("word " * 690)])
    assert long.reading_minutes == 3
    assert factories.published().reading_minutes == 1


def test_readers_see_how_many_words_there_are_and_how_long_they_take(client):
    factories.published(slug="long", body=[factories.paragraph("word " * 1240)])
    factories.published(slug="short", body=[factories.paragraph("Word.")])
    assert "1,240 words, 5 minutes to read" in client.get("/posts/long/").content.decode()
    assert "1 word, 1 minute to read" in client.get("/posts/short/").content.decode()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (29, None),
        (30, "a month"),
        (75, "2 months"),
        (364, "11 months"),
        (365, "a year"),
        (800, "2 years"),
    ],
)
def test_news_says_its_age_from_a_month_on(client, days, said):
    factories.published(slug="old", kind="news")
    assert age_of("/posts/old/", client, days) == said


@pytest.mark.parametrize(("days", "said"), [(364, None), (365, "a year"), (800, "2 years")])
def test_an_explainer_says_its_age_from_a_year_on(client, days, said):
    factories.published(slug="old", kind="explainer")
    assert age_of("/posts/old/", client, days) == said


def test_an_explainer_is_as_old_as_what_readers_were_last_told_of(client):
    article = factories.published(slug="old", kind="explainer")
    with time_machine.travel(timezone.now() + timedelta(days=300)):
        factories.change(article, "minor", standfirst="A comma is gone.")
    assert age_of("/posts/old/", client, 400) == "a year"
    with time_machine.travel(timezone.now() + timedelta(days=310)):
        factories.change(article, "update", "The law has changed.", standfirst="A new law.")
    assert age_of("/posts/old/", client, 400) is None


def age_of(address, client, days):
    """What a page says of the age of its article so many days from now."""
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        page = client.get(address).content.decode()
    found = re.search(r"This article is more than (.+?) old\.", page)
    return found[1] if found else None


def test_a_page_has_its_parts_in_the_order_in_which_readers_need_them(client):
    everything(client)
    page = client.get("/posts/lamps/").content.decode()
    page = page[page.index("<main") :]
    parts = [
        *('class="breadcrumb"', 'class="kicker"', "<h1>", 'class="standfirst"', 'class="byline"'),
        *('class="dateline"', "Published", "words,", 'class="actions"', 'class="hero"'),
        *('class="body"', 'class="end-mark"', "All versions", "How we reported this"),
        *("Report an error", 'class="topics"', "More by Agnes Holloway", "Share this article"),
        *("Sign up to the newsletter", "Read next"),
    ]
    places = [page.find(part) for part in parts]
    assert dict(zip(parts, places, strict=True)) == {
        part: place for part, place in zip(parts, sorted(places), strict=True) if place >= 0
    }


def everything(client, **publication):
    """A publication and an article with all that a page can have beside its body."""
    Publication.objects.create(
        site=HomePage.objects.get().get_site(),
        newsletter_address="/newsletter/",
        **{"error_reports": "errors@fix.example", **publication},
    )
    factories.published("Another on the topic")
    return factories.published(
        "Lamps “& more”",
        slug="lamps",
        kind="analysis",
        dateline="Marrowgate",
        hero=factories.picture(),
        backstory="We walked the hill.",
        authors=[factories.author()],
    )


def test_an_error_is_reported_by_a_letter_that_names_headline_version_and_address(client):
    article = everything(client)
    factories.change(article, standfirst="It burns again.")
    page = client.get("/posts/lamps/").content.decode()
    letter = unquote(unescape(re.search(r'href="(mailto:errors[^"]+)"', page)[1]))
    assert letter.startswith(
        "mailto:errors@fix.example?subject=Error in “Lamps “& more””, version 2"
    )
    assert letter.endswith(article.full_url)


def test_without_an_address_for_errors_there_is_no_link_to_report_them(client):
    everything(client, error_reports="")
    assert "Report an error" not in client.get("/posts/lamps/").content.decode()


def test_an_author_card_has_the_address_that_the_author_shows_and_leads_to_more(client):
    factories.author(email="agnes@fix.example")
    everything(client)
    page = client.get("/posts/lamps/").content.decode()
    assert '<a href="mailto:agnes@fix.example">' in page
    assert '<a href="/authors/agnes-holloway/">More by Agnes Holloway</a>' in page


def test_each_paragraph_and_heading_has_a_link_to_itself_that_says_nothing_in_the_text(client):
    paragraph = factories.paragraph("It was dusk.")
    heading = {"type": "heading", "value": {"text": "Dawn", "level": "h2"}, "id": "h-1"}
    factories.published(slug="lamps", body=[paragraph, heading])
    page = client.get("/posts/lamps/").content.decode()
    for block_id, what in [(paragraph["id"], "paragraph"), ("h-1", "section")]:
        link = f'<a class="anchor" href="#b-{block_id}" aria-label="Link to this {what}"></a>'
        assert link in page
        assert f'id="b-{block_id}"' in page
    assert "¶" not in page
    assert re.search(r'<h2 id="b-h-1">Dawn</h2>', page)


def test_related_articles_are_the_picked_ones_first_then_the_newest_on_the_topic():
    hill, world = factories.topic("The Hill"), factories.topic("World")
    old = factories.published("Old on topic", main_topic=hill)
    picked = factories.published("Picked from elsewhere", main_topic=world)
    new = factories.published("New on topic", main_topic=hill)
    article = factories.published("Read me", main_topic=hill, related=[("article", picked)])
    assert [a.title for a in article.related_articles()] == [picked.title, new.title, old.title]


def test_an_article_is_not_related_to_itself_or_to_what_is_not_public():
    factories.draft("Not public")
    article = factories.published("Read me")
    assert article.related_articles() == []


def test_the_breadcrumb_is_publication_posts_headline(client):
    article = factories.published("Senate sits late", slug="senate-sits-late")
    page = client.get("/posts/senate-sits-late/").content.decode()
    breadcrumb = page[page.index('aria-label="Breadcrumb"') :]
    breadcrumb = breadcrumb[: breadcrumb.index("</nav>")]
    names = ["Conservative Fix", "Posts", article.title]
    assert sorted(names, key=breadcrumb.index) == names
    assert 'aria-current="page"' in breadcrumb


def test_an_article_without_anything_but_a_headline_can_be_previewed():
    article = factories.draft("Only a headline")
    article.standfirst, article.body, article.main_topic = "", [], None
    article.bylines.clear()
    for mode, _ in article.preview_modes:
        response = article.make_preview_request(preview_mode=mode)
        assert response.status_code == 200
        assert "Only a headline" in response.rendered_content
