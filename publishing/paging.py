"""Lists are paged; a page that does not exist is not found."""

from django.core.paginator import EmptyPage, InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property

FURTHEST = 1_000_000  # page; databases take no endless numbers
MOST = 500  # rows that are counted: what is longer says where it goes on, not where it ends


class LongPaginator(Paginator):
    """Of many rows: puts their ids alone in order, and counts no further than is cheap.

    `ids`: which rows, in order. `rows`: where those of one page are looked up. Two queries.
    """

    def __init__(self, ids: QuerySet, rows: QuerySet, size: int):
        super().__init__(ids.values_list("pk", flat=True), size)
        self.rows = rows

    @cached_property
    def first(self) -> list:
        """The first ids, one more than are counted."""
        return list(self.object_list[: MOST + 1])

    @cached_property
    def is_long(self) -> bool:
        """Whether nobody has counted to the end."""
        return len(self.first) > MOST

    @cached_property
    def count(self) -> int:
        """How many there are, or that there are so many at least."""
        return len(self.first)

    def validate_number(self, number):
        try:
            return super().validate_number(number)
        except EmptyPage:
            if not self.is_long or not 0 < int(number) < FURTHEST:
                raise
            return int(number)  # it may be there: nobody has counted so far

    def page(self, number):
        number = self.validate_number(number)
        start, stop = (number - 1) * self.per_page, number * self.per_page
        within = stop < len(self.first) or not self.is_long
        ids = self.first[start : stop + 1] if within else list(self.object_list[start : stop + 1])
        if not ids and number > 1:
            raise EmptyPage("That page contains no results")
        shown = self.rows.filter(pk__in=ids[: self.per_page])
        return LongPage(shown, number, self, goes_on=len(ids) > self.per_page)


class LongPage(Page):
    """A page of them, which knows whether another follows."""

    def __init__(self, rows, number, paginator, goes_on):
        super().__init__(rows, number, paginator)
        self.goes_on = goes_on

    def has_next(self):
        return self.goes_on

    def next_page_number(self):
        return self.number + 1


def page_of(request: HttpRequest, items, size: int, rows: QuerySet | None = None) -> Page:
    """The page of `items` that `?page=` asks for, the first without it.

    `rows`: where `items`, a queryset in order, are looked up with all that is shown of them; for
    lists that grow. Raises Http404 for anything that is not the number of a page.
    """
    paginator = Paginator(items, size) if rows is None else LongPaginator(items, rows, size)
    try:
        return paginator.page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404(str(error)) from error
