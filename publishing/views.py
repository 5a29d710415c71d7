"""The public record as readers see it. Below a page: `GatedPage.route` finds the view."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from . import memento
from .history import History, public_corrections
from .naming import changes_between
from .paging import page_of

CORRECTIONS_A_PAGE = 20


@require_safe
def corrections(request):
    """`/corrections/`: what was corrected or made clearer, the newest first."""
    page = page_of(request, public_corrections(), CORRECTIONS_A_PAGE)
    return render(request, "publishing/corrections.html", {"corrections": page})


def versions(request, page):
    """`versions/`: the record of a page; `?from=1&to=3` leads to the comparison of the two."""
    history = History(page)
    if "from" in request.GET or "to" in request.GET:
        chosen = {history.version(_number(request, name)).number for name in ("from", "to")}
        return redirect(_address(request, page, "-".join(map(str, sorted(chosen))) + "/"))
    context = {"page": page, "history": history}
    return render(request, "publishing/versions.html", context)


def _number(request, name):
    try:
        return int(request.GET[name])
    except (KeyError, ValueError) as error:
        raise Http404(f"“{name}” is not the number of a version.") from error


def _address(request, page, path=""):
    return f"{page.get_url(request)}versions/{path}"


def version(request, page, number):
    """`versions/2/`: the page as readers saw it then."""
    history = History(page)
    version = history.version(number)
    if version.withheld_at:
        return _withheld(request, page, version)
    old = history.page_in(version)
    context = {
        **old.get_context(request),
        **{"history": history, "version": version},
        "told_since": history.told_after(version),
    }
    headers = memento.headers_of_memento(history, version)
    return TemplateResponse(request, old.get_template(request), context, headers=headers)


def _withheld(request, page, version):
    return render(request, "451.html", {"page": page, "version": version}, status=451)


def comparison(request, page, older, newer):
    """`versions/1-3/`: how two versions differ, block by block and word by word."""
    if older >= newer:
        raise Http404("The older version comes first.")
    history = History(page)
    older, newer = history.version(older), history.version(newer)
    for version in (older, newer):
        if version.withheld_at:
            return _withheld(request, page, version)
    context = {
        **{"page": page, "history": history, "older": older, "newer": newer},
        "changes": changes_between(older, newer, type(page)),
        "told": history.told_after(older, newer),
    }
    return render(request, "publishing/comparison.html", context)


def timegate(request, page):
    """`versions/timegate/`: leads to what readers saw at the time of `Accept-Datetime`."""
    history = History(page)
    try:
        seen = memento.seen_at(history, request.headers.get("accept-datetime"))
    except ValueError:
        response = render(request, "400.html", status=400)
    else:
        response = redirect(_address(request, page, f"{seen.number}/"))
    patch_vary_headers(response, ["accept-datetime"])
    response["Link"] = memento.links_of_timegate(history)
    return response


def timemap(request, page):
    """`versions/timemap/`: all versions, for web archives."""
    return HttpResponse(memento.timemap(History(page)), content_type=memento.LINK_FORMAT)
