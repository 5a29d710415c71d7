"""Finding and counting in SQL; what the two databases spell differently is in their own files."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable

from django.db import connection

from ..models import Entry
from . import EXACT, SAMPLE, SHARES, Counts, Form, Match

FIRST, LAST = -(2**62), 2**62
SHOWN = ("page_id", "number", "headline", "standfirst", "byline", "names", "text")


class SQL(ABC):
    """An engine inside the database. Every question is one query."""

    # (number) of all entries that match: expression, first and last number
    MATCHING = ""
    NEWEST_FIRST = ""  # of these, with a limit
    FACETS = ""  # (facets, how many) of these
    SIMILAR = ""  # (id) of the words most alike in their trigrams: expression, limit
    SIMILAR_TAKES = 1  # so many times the expression

    @abstractmethod
    def expression(self, match: Match) -> str:
        """A match in the database's language of full text."""

    def find(self, tiers: list[Match], start: int, stop: int) -> list[Entry]:
        """The entries from `start` to `stop`: tier after tier, each with the newest first.

        No two tiers may have an entry in common. Where the first tiers fill what is
        asked for, the others are not looked at.
        """
        parts, params = [], []
        for tier, match in enumerate(tiers):
            newest, of_them = self.newest_first(match)
            parts.append(f"SELECT number, {tier} AS tier FROM ({newest}) AS tier_{tier}")
            params += [*of_them, stop]
        found = f"SELECT * FROM ({' UNION ALL '.join(parts)}) AS tiers LIMIT %s"
        # The page is cut before the rows with their long texts are looked up.
        page = f"SELECT * FROM ({found}) AS found ORDER BY tier, number DESC LIMIT %s OFFSET %s"
        rows = self.rows(
            f"SELECT e.{', e.'.join(SHOWN)} FROM ({page}) AS page "
            "CROSS JOIN search_entry e WHERE e.number = page.number "
            "ORDER BY tier, e.number DESC",
            [*params, stop, stop - start, start],
        )
        return [Entry(**dict(zip(SHOWN, row, strict=True))) for row in rows]

    def count(self, match: Match, at_most: int) -> Counts:
        """How many match, and how many of them by facet.

        `at_most`: no more than so many can, as far as is known. Where that is many, a sample of
        the articles is counted: one query, or two if there were few after all.
        """
        if at_most > EXACT:
            share = next((n for n in SHARES if at_most <= EXACT * n), SHARES[-1])
            sample = self._count(match.also(f"{SAMPLE}{share}"))
            many = sample.total * share > EXACT
            if many or sample.total and self.is_dear(match, at_most):
                facets = Counter({name: n * share for name, n in sample.facets.items()})
                return Counts(sample.total * share, facets, about=True)
        return self._count(match)

    def newest_first(self, match: Match) -> tuple[str, list]:
        """What selects the numbers that match, the newest first, but for a last parameter: how
        many of them."""
        return self.NEWEST_FIRST, self._where(match)

    def is_dear(self, match: Match, at_most: int) -> bool:
        """Whether counting few among so many takes longer than a reader waits."""
        return False

    def _count(self, match):
        total, facets = 0, Counter()
        for shelf, count in self.rows(self.FACETS.format(self.MATCHING), self._where(match)):
            total += count
            for facet in shelf.splitlines():
                facets[facet] += count
        return Counts(total, facets)

    def _where(self, match):
        first = FIRST if match.since is None else match.since
        last = LAST if match.until is None else match.until
        return [self.expression(match), first, last]

    def similar(self, trigrams: list[set[str]], limit: int, whole=False, also=()) -> list[Form]:
        """For each set of trigrams the words of the vocabulary that share most of them.

        `whole`: that have all of them; `also`: and these words. With every form of what is found.
        """
        parts, params = [], []
        for wanted in trigrams:
            # Hardly anybody gets both ends of a word wrong; asking for one spares most words.
            ends = frozenset(part for part in wanted if len(part) == 2)
            alike = tuple(sorted(wanted)) if whole else (ends, frozenset(wanted - ends))
            match = Match(required=tuple(filter(None, alike)))
            parts.append(f"SELECT * FROM ({self.SIMILAR}) AS alike_{len(parts)}")
            params += [*[self.expression(match)] * self.SIMILAR_TAKES, limit]
        if also:
            named = ", ".join(["%s"] * len(also))
            parts.append(f"SELECT id FROM search_word WHERE word IN ({named})")
            params += also
        # A union, since for an OR the databases would read the whole vocabulary.
        sql = (
            "SELECT DISTINCT form.word, form.stem, form.articles FROM search_word AS alike "
            "JOIN search_word AS form ON form.stem = alike.stem "
            f"WHERE alike.id IN ({' UNION ALL '.join(parts)})"
        )
        return [Form(*row) for row in self.rows(sql, params)]

    def follow(self, ids: list[int]):  # noqa: B027 - nothing to do is right here
        """These articles were indexed, or taken out: the database knows."""

    def refill(self, tell: Callable[[int], None]):  # noqa: B027 - the same
        """Nothing is kept outside the database."""

    def rows(self, sql: str, params) -> list[tuple]:
        """What a query returns, planned for full text."""
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()
