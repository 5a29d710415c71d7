"""Readers find what is published; no query breaks the page."""

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.models import ArticlePage
from search import views
from search.backends import clean_query
from search.engines import Counts, engine
from search.models import Promotion
from tests import factories

pytestmark = pytest.mark.django_db

QUERIES = 8  # whatever the filters


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """What is published in it is told as after a commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def archive(commit):
    with commit():
        factories.published(
            "Lighthouse keepers strike",
            standfirst="The lamps went out at Corran Bay.",
            main_topic=factories.topic("Society"),
            authors=[factories.author("Rufus Teal")],
        )
        factories.published(
            "A quiet week on the Hill",
            body=[factories.paragraph("Only the lighthouse debate ran late, said the café owner.")],
            main_topic=factories.topic("The Hill"),
            topics=[factories.topic("Economy")],
        )


@pytest.fixture
def shelves(commit):
    """Five articles on tides: of two years, two kinds, two authors, and on three topics."""
    rufus, agnes = factories.author("Rufus Teal"), factories.author("Agnes Holloway")
    harbour, economy = factories.topic("Harbour"), factories.topic("Economy")
    with commit():
        for day, kind, author, main, further in [
            ((2024, 3, 1), "news", rufus, harbour, []),
            ((2024, 12, 31), "opinion", agnes, harbour, [economy]),
            ((2026, 1, 1), "news", agnes, economy, []),
            ((2026, 6, 15), "news", agnes, harbour, []),
            ((2026, 6, 16), "opinion", rufus, economy, [harbour]),
        ]:
            factories.published(
                f"Tides of {datetime(*day):%-d %B %Y}",
                kind=kind,
                authors=[author],
                main_topic=main,
                topics=further,
                first_published_at=datetime(*day, 12, tzinfo=UTC),
            )


def answer(client, **query):
    response = client.get("/search/", query)
    assert response.status_code == 200
    return response


def headlines(client, **query):
    return [article.title for article in answer(client, **query).context["results"].articles]


def read(client, **query):
    """The page of results, as a tree."""
    return BeautifulSoup(answer(client, **query).content, "html.parser").main


def words(element):
    return " ".join(element.get_text().split())


def follow(client, link):
    """The page that a link of the page of results leads to."""
    address = link["href"]
    assert address.startswith("/search/")
    return client.get(address)


def offered(page):
    """{group: {choice: how many}} of the filters on a page."""
    return {
        words(group.h3): {words(row.a): words(row.find(class_="number")) for row in group("li")}
        for group in page.select(".filter-group:has(ul)")
    }


# Finding


@pytest.mark.parametrize(
    ("where", "query"),
    [
        ("headline", "keepers strike"),
        ("standfirst", "lamps"),
        ("byline", "rufus teal"),
        ("topic", "society"),
    ],
)
def test_words_of_every_part_find_the_article(archive, client, where, query):
    assert headlines(client, query=query) == ["Lighthouse keepers strike"]


def test_words_of_the_body_and_of_a_further_topic_find_the_article(archive, client):
    assert headlines(client, query="debate") == ["A quiet week on the Hill"]
    assert headlines(client, query="economy") == ["A quiet week on the Hill"]


def test_a_word_in_the_headline_counts_more_than_one_in_the_body(archive, client):
    assert headlines(client, query="lighthouse") == [
        "Lighthouse keepers strike",
        "A quiet week on the Hill",
    ]


def test_case_accents_and_forms_of_a_word_do_not_matter(archive, client):
    assert headlines(client, query="CAFE Debates") == ["A quiet week on the Hill"]


def test_all_words_must_be_there(archive, client):
    assert headlines(client, query="lighthouse submarine") == []


def test_words_in_quotation_marks_stay_together_and_a_minus_leaves_a_word_out(archive, client):
    assert headlines(client, query="“lighthouse debate”") == ["A quiet week on the Hill"]
    assert headlines(client, query='"debate lighthouse"') == []
    assert headlines(client, query="lighthouse -debate") == ["Lighthouse keepers strike"]


def test_an_empty_query_shows_the_search_page_with_the_topics(archive, client):
    assert headlines(client) == []
    page = read(client, query="   ")
    assert [words(link) for link in page.select(".topic-index a")] == [
        "Economy",
        "Society",
        "The Hill",
    ]


def test_a_draft_is_not_found_and_its_words_and_topic_show_nowhere(archive, client, commit):
    with commit():
        factories.draft(
            "Quizzelwick resigns", slug="q", main_topic=factories.topic("Quizzelwickiana")
        )
    for query in ("quizzelwick", "quizzelwic", "lighthouse", ""):
        page = client.get("/search/", {"query": query, "topic": "quizzelwickiana"})
        assert "Quizzelwick" not in page.content.decode()


# A page of results


def test_a_result_says_what_it_is_and_shows_the_words_in_their_place(archive, client):
    [result] = read(client, query="debate").select(".result")
    assert words(result.find(class_="kicker").a) == "The Hill"
    assert result.h3.a["href"].startswith("/posts/story-")
    assert words(result.find(class_="standfirst")) == "The upper house wants the sums done again."
    assert str(result.find(class_="passage").mark) == "<mark>debate</mark>"
    assert words(result.find(class_="byline")) == "By Agnes Holloway"
    assert re.fullmatch(r"\d+ \w+ \d{4}", words(result.time))
    assert not result.find("img")


def test_a_standfirst_that_has_the_words_is_said_once_and_marked(archive, client):
    [result] = read(client, query="lamps").select(".result")
    assert [str(mark) for mark in result("mark")] == ["<mark>lamps</mark>"]
    assert words(result).count("The lamps went out") == 1


def test_search_engines_are_kept_out(archive, client):
    for query in ("lighthouse", "zzyzx", ""):
        assert 'name="robots" content="noindex' in answer(client, query=query).content.decode()


def test_the_count_is_told(archive, client):
    count = read(client, query="lighthouse").h2
    assert words(count) == "2 articles for “lighthouse”"
    assert words(read(client, query="debate").h2) == "1 article for “debate”"
    assert words(read(client, topic="society").h2) == "1 article"


def test_a_count_by_sample_is_told_as_what_it_is(archive, client, monkeypatch):
    counts = Counts(43_216, {"year_2026 2026": 12_848, "year_2025 2025": 30_368}, about=True)
    counts = Counts(counts.total, type(Counts().facets)(counts.facets), about=True)
    monkeypatch.setattr(type(engine()), "count", lambda *_: counts)
    page = read(client, query="lighthouse")
    assert words(page.h2) == "About 43,000 articles for “lighthouse”"
    assert offered(page)["Year"] == {"2026": "13,000", "2025": "30,000"}


def test_beyond_the_end_of_what_was_an_estimate_there_is_a_way_back(archive, client, monkeypatch):
    monkeypatch.setattr(type(engine()), "count", lambda *_: Counts(43_216, about=True))
    page = read(client, query="lighthouse", page=2000)
    assert "There are no more" in words(page)
    assert words(page.find("a", rel="prev")) == "Previous results"


def test_results_are_paged(archive, client, monkeypatch):
    monkeypatch.setattr(views, "RESULTS_A_PAGE", 1)
    assert headlines(client, query="lighthouse", page=1) == ["Lighthouse keepers strike"]
    assert headlines(client, query="lighthouse", page=2) == ["A quiet week on the Hill"]
    assert client.get("/search/?query=lighthouse&page=3").status_code == 404
    page = read(client, query="lighthouse", order="newest")
    on = page.find("a", rel="next")
    assert words(on) == "More results"
    assert parse_qs(urlsplit(on["href"]).query) == {
        "query": ["lighthouse"],
        "order": ["newest"],
        "page": ["2"],
    }


def test_the_newest_first_on_request(archive, client):
    page = read(client, query="lighthouse", topic="the-hill")
    [other] = page.select(".order a:not([aria-current])")
    chosen = follow(client, other)
    assert chosen.wsgi_request.GET.dict() == {
        "query": "lighthouse",
        "topic": "the-hill",
        "order": "newest",
    }
    assert headlines(client, query="lighthouse", order="newest") == [
        "A quiet week on the Hill",
        "Lighthouse keepers strike",
    ]


# Filters


def test_results_narrow_to_a_topic(archive, client):
    assert headlines(client, query="lighthouse", topic="society") == ["Lighthouse keepers strike"]
    assert headlines(client, query="lighthouse", topic="economy") == ["A quiet week on the Hill"]


def test_every_filter_is_offered_with_how_many_it_leaves(shelves, client):
    assert offered(read(client, query="tides")) == {
        "Topic": {"Harbour": "4", "Economy": "3"},
        "Author": {"Agnes Holloway": "3", "Rufus Teal": "2"},
        "Kind of work": {"News": "3", "Opinion": "2"},
        "Year": {"2026": "3", "2024": "2"},
    }


def test_each_filter_leaves_as_many_as_it_says_and_can_be_taken_off(shelves, client):
    page = read(client, query="tides", page=1, order="newest")
    links = page.select(".filter-group li")
    assert len(links) == 8
    for row in links:
        narrowed = follow(client, row.a)
        results = narrowed.context["results"]
        assert len(results.articles) == results.counts.total == int(words(row.span))
        assert "page" not in narrowed.wsgi_request.GET
        [off] = BeautifulSoup(narrowed.content, "html.parser").select(".in-force a")
        assert words(off) == f"Remove the filter {words(row.a)}"
        assert follow(client, off).wsgi_request.GET.dict() == {"query": "tides", "order": "newest"}


def test_filters_join_and_are_counted_together(shelves, client):
    page = read(client, query="tides", author="agnes-holloway", year="2026")
    assert offered(page) == {"Topic": {"Economy": "1", "Harbour": "1"}}
    assert [words(link) for link in page.select(".in-force a")] == [
        "Remove the filter Agnes Holloway",
        "Remove the filter 2026",
        "Remove all",
    ]


def test_days_bound_the_results_both_included(shelves, client):
    found = headlines(client, query="tides", **{"from": "2024-12-31", "to": "2026-06-15"})
    assert found == [
        "Tides of 15 June 2026",
        "Tides of 1 January 2026",
        "Tides of 31 December 2024",
    ]
    page = read(client, query="tides", **{"from": "2024-12-31", "to": "2026-06-15"})
    assert [words(link) for link in page.select(".in-force a")][:2] == [
        "Remove the filter From 31 December 2024",
        "Remove the filter Until 15 June 2026",
    ]
    assert page.find(id="from")["value"] == "2024-12-31"
    assert len(headlines(client, query="tides", **{"from": "31 June", "to": "2026-06-31"})) == 5


def test_the_next_words_are_looked_for_with_the_same_filters(shelves, client):
    asked = {"kind": "news", "year": "2026", "from": "2026-01-02", "order": "newest"}
    for query in ("tides", "zzyzx"):
        page = read(client, query=query, **asked)
        sent = {
            field["name"]: field["value"]
            for field in page.select(".search-form input[name], [form=search-form][name]")
            if field["value"]
        }
        assert sent == {"query": query, **asked}


def test_a_filter_alone_shows_all_that_has_it(shelves, client):
    assert headlines(client, author="rufus-teal") == [
        "Tides of 16 June 2026",
        "Tides of 1 March 2024",
    ]


def test_a_filter_that_there_is_not_leaves_nothing_and_can_be_taken_off(shelves, client):
    page = read(client, query="tides", topic="<b>")
    assert words(page.h2) == "Nothing found for “tides” with this filter"
    [off] = page.select(".in-force a")
    assert words(off) == "Remove the filter <b>"
    assert follow(client, off).context["results"].counts.total == 5


def test_where_filters_leave_nothing_they_are_called_what_they_are(shelves, client):
    page = read(client, query="zzyzx", topic="harbour", author="rufus-teal", kind="news")
    assert [words(link) for link in page.select(".in-force a")] == [
        "Remove the filter Harbour",
        "Remove the filter Rufus Teal",
        "Remove the filter News",
        "Remove all",
    ]


@pytest.mark.parametrize("query", ["tides", "tids", "tides -budget"])
def test_a_page_of_results_takes_eight_queries_whatever_the_filters(shelves, client, query):
    filters = {"topic": "harbour", "author": "agnes-holloway", "kind": "news", "year": "2026"}
    days = {"from": "2020-01-01", "to": "2030-01-01"}
    for asked in ({}, {"order": "newest"}, filters, {**filters, **days, "order": "newest"}):
        answer(client, query=query, **asked)
        with CaptureQueriesContext(connection) as captured:
            assert headlines(client, query=query, **asked)
        assert len(captured) <= QUERIES, [query["sql"] for query in captured]


# Misspelt, promoted, nothing


def test_a_misspelt_word_is_corrected_and_said_so(archive, client):
    page = read(client, query="lihgthouse strike")
    told = page.find(class_="corrected")
    assert words(told) == (
        "Showing results for lighthouse strike. Nothing has “lihgthouse strike”."
    )
    assert told.a["href"] == "/search/?query=lighthouse+strike"
    assert words(page.h2) == "1 article for “lighthouse strike”"
    assert page.find(id="query")["value"] == "lihgthouse strike"


def test_what_editors_promote_stands_first_and_is_labelled(archive, client):
    hill = ArticlePage.objects.get(title="A quiet week on the Hill")
    Promotion.objects.create(query="lighthouses", article=hill)
    results = read(client, query="lighthouse").select(".result")
    assert [words(result.h3) for result in results] == [
        "A quiet week on the Hill",
        "Lighthouse keepers strike",
    ]
    labels = [result.find(class_="editors-choice") for result in results]
    assert [label and words(label) for label in labels] == ["Editors’ choice", None]


def test_what_editors_promote_is_found_where_nothing_else_is(archive, client):
    hill = ArticlePage.objects.get(title="A quiet week on the Hill")
    Promotion.objects.create(query="parliament", article=hill)
    page = read(client, query="parliament")
    assert words(page.h2) == "No article has “parliament”. See instead:"
    assert [words(result.h3) for result in page.select(".result")] == [hill.title]


def test_a_promoted_article_that_is_taken_down_is_gone(archive, client):
    hill = ArticlePage.objects.get(title="A quiet week on the Hill")
    Promotion.objects.create(query="lighthouse", article=hill)
    factories.taken_down(hill)
    assert headlines(client, query="lighthouse") == ["Lighthouse keepers strike"]


def test_where_nothing_is_found_there_is_a_way_on(archive, client):
    page = read(client, query="strike submarine")
    assert words(page.h2) == "Nothing found for “strike submarine”"
    assert page.find("a", href="/search/?query=strike")
    newest = [words(link) for link in page.select(".instead .headline a")]
    assert newest == ["A quiet week on the Hill", "Lighthouse keepers strike"]
    assert len(page.select(".topic-index a")) == 3


def test_a_query_without_a_word_to_look_for_is_told_so(archive, client):
    for asked in ({"query": "-lighthouse"}, {"query": "?!"}, {"from": "2026-01-01"}):
        assert words(read(client, **asked).h2) == "Write at least one word to look for"


# Anything can be typed


HOSTILE = [
    *['"', "'", 'foo"bar', "\x00", "NUL\x00byte", "*", "(", "--", "\\", "%", "-", "^x"],
    *["AND", "NOT", "title:x", "{title} : x", "NEAR(a b)", "ﬁ ☃ \u202e"],
    "<script>alert(1)</script>",
    *["a" * 3000, "word " * 700],
]


@pytest.mark.parametrize("query", HOSTILE, ids=lambda q: repr(q[:12]))
@pytest.mark.parametrize("address", ["/search/", "/search/suggest/"])
def test_no_query_breaks_the_page(archive, client, address, query):
    response = client.get(address, {"query": query})
    assert response.status_code in (200, 400)
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("query", HOSTILE, ids=lambda q: repr(q[:12]))
def test_no_filter_breaks_the_page(archive, client, query):
    parameters = ("topic", "author", "kind", "year", "from", "to", "order")
    response = client.get("/search/", {"query": "lighthouse", **dict.fromkeys(parameters, query)})
    assert response.status_code in (200, 400)
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("query", HOSTILE, ids=lambda q: repr(q[:12]))
@pytest.mark.parametrize("name", ["pages:search", "pages:choose", "images:index", "snippets"])
def test_no_query_breaks_a_search_in_the_admin(archive, client, name, query):
    client.force_login(factories.user("editor", "Editors"))
    addresses = {
        "pages:search": reverse("wagtailadmin_pages:search"),
        "pages:choose": reverse("wagtailadmin_choose_page_search"),
        "images:index": reverse("wagtailimages:index"),
        "snippets": reverse("wagtailsnippets_news_author:list"),
    }
    assert client.get(addresses[name], {"q": query}).status_code in (200, 400)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=st.text(max_size=60))
def test_any_text_can_be_searched_for(db, query):
    results = ArticlePage.objects.published().search(query)
    list(results)
    list(ArticlePage.objects.autocomplete(query))


@given(st.text(max_size=400))
def test_a_cleaned_query_is_short_and_has_only_words(text):
    cleaned = clean_query(text)
    assert len(cleaned) <= 200
    assert len(cleaned.split()) <= 24
    assert '"' not in cleaned and "\x00" not in cleaned
    assert clean_query(cleaned) == cleaned


# What changes


def test_a_renamed_author_and_topic_are_found_by_their_new_names_at_once(archive, client, commit):
    with commit():
        author, topic = factories.author("Rufus Teal"), factories.topic("Society")
        author.name, topic.name = "Wilhelmina Zorn", "Cities"
        author.save()
        topic.save()
    assert headlines(client, query="zorn") == ["Lighthouse keepers strike"]
    assert headlines(client, query="cities") == ["Lighthouse keepers strike"]
    assert headlines(client, query="teal") == []


def test_the_words_of_the_share_block_find_nothing(client, commit):
    share = {"heading": "Share this article", "text": "Subscribe", "show_links": True}
    with commit():
        body = [factories.paragraph("It rained."), {"type": "share", "value": share}]
        factories.published("Weather", body=body)
    assert headlines(client, query="subscribe") == []
    assert headlines(client, query="rained") == ["Weather"]


@pytest.mark.parametrize(
    "address",
    [
        "/admin/articles/?q=strike&ordering=title",
        "/admin/articles/?q=strike&ordering=-first_published_at",
        "/admin/snippets/news/author/?q=teal&ordering=name",
        "/admin/snippets/news/author/?q=teal&ordering=-role",
        "/admin/snippets/news/topic/?q=society&ordering=front_order",
    ],
)
def test_a_searched_list_in_the_admin_can_be_sorted(archive, client, address):
    client.force_login(factories.user(group="Editors"))
    assert client.get(address).status_code == 200
