"""Lists are paged; a page that does not exist is not found."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest


def page_of(request: HttpRequest, items, size: int) -> Page:
    """The page of `items` that `?page=` asks for, the first without it.

    Raises Http404 for anything that is not the number of a page.
    """
    try:
        return Paginator(items, size).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404(str(error)) from error
