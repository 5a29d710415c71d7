"""Readers search what is published."""

from dataclasses import asdict

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from pagecache import shown
from publishing.paging import page_of

from . import filters, lookups, suggestions
from .instead import Instead
from .results import Asked, Results

RESULTS_A_PAGE = 20


@require_safe
def search(request):
    """`/search/?query=…`: articles, the nearest or the newest first; the parameters of `Asked`."""
    shown.note("search")
    results = Results(Asked.of(request.GET))
    page = page_of(request, results, RESULTS_A_PAGE)
    results.articles = page.object_list
    if page.number == 1 and not results.asked.is_narrowed:
        lookup = {
            "words": results.asked.text,
            "found": results.counts.total or len(results.articles),
        }
        lookups.note(**lookup)
        shown.retell(lookup)
    instead = None if results.counts.total or results.articles else Instead(results)
    context = {
        "results": results,
        "query": results.asked.text.strip(),
        "page_of_results": page,
        "filters": filters.in_force(results, instead),
        "groups": filters.to_choose(results),
        "instead": instead,
    }
    return render(request, "search/search.html", context)


@require_safe
@cache_control(public=True, max_age=60)
def suggest(request):
    """`/search/suggest/?query=…`: where a reader may be going, for the script under the field."""
    shown.note("search")
    found = suggestions.suggest(request.GET.get("query", ""))
    response = JsonResponse({"suggestions": [asdict(suggestion) for suggestion in found]})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
