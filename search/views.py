"""Readers search what is published."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from news.models import ArticlePage, Topic
from publishing.paging import page_of

from .backends import clean_query

RESULTS_A_PAGE = 20


@require_safe
def search(request):
    """`/search/?query=…&topic=…&order=newest`: articles, the most relevant or the newest first."""
    query = clean_query(request.GET.get("query", ""))
    topics = list(Topic.objects.in_use())
    topic = next((t for t in topics if t.slug == request.GET.get("topic")), None)
    order = "newest" if request.GET.get("order") == "newest" else "relevance"

    articles = ArticlePage.objects.published().for_cards()
    if topic:
        articles = articles.about(topic)
    if query:
        results = articles.newest_first().search(query, order_by_relevance=order != "newest")
    else:
        results = ArticlePage.objects.none()
    context = {
        "query": query,
        "topics": topics,
        "topic": topic,
        "order": order,
        "articles": page_of(request, results, RESULTS_A_PAGE),
    }
    return render(request, "search/search.html", context)
