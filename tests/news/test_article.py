"""What an article says about itself."""

import pytest

from news.sharing import share_links
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


def test_a_share_link_encodes_what_a_network_would_misread():
    (link,) = share_links("https://a.example/posts/x/?a=1&b=2", "50% off & more", ["email"])
    assert link["address"] == (
        "mailto:?subject=50%25%20off%20%26%20more"
        "&body=50%25%20off%20%26%20more%0D%0A%0D%0Ahttps%3A%2F%2Fa.example%2Fposts%2Fx%2F%3Fa%3D1%26b%3D2"
    )


def test_only_the_chosen_networks_are_offered_in_their_order():
    links = share_links("https://a.example/", "T", ["email", "x"])
    assert [link["key"] for link in links] == ["email", "x"]


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
