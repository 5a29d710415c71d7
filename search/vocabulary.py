"""The words of a query as they are printed in what is published, and those that are not."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from .engines import EXACT, Form
from .models import Word
from .query import Query
from .words import stems

COMMON = 10_000  # articles with a word that tells nothing any more


@dataclass(frozen=True)
class Sought:
    """A word that a reader looks for: all its forms, and in how many articles they are at most."""

    word: str
    stem: str
    forms: tuple[str, ...]
    articles: int

    @cached_property
    def pattern(self) -> re.Pattern:
        """Finds any form of it, as a whole word, in a text in lower case.

        What stands before a form is looked at after it: so the expression begins with letters
        that all forms share, by which it is found many times as fast.
        """
        forms = sorted({self.word.lower(), *self.forms}, key=len, reverse=True)
        printed = [re.escape(form).replace("'", "['’]") for form in forms]
        whole = "|".join(rf"{form}(?<![^\W_]{form})" for form in printed)
        return re.compile(rf"(?:{whole})(?![^\W_])")

    @property
    def rarity(self) -> float:
        """How much it tells that it is there: from 1 for a word that is everywhere."""
        return 1 + math.log10(1 + COMMON / max(self.articles, 1))


class Vocabulary:
    """What the publication's vocabulary knows of a query's words.

    One query, or none where `known` words, in all their forms, are at hand.
    """

    def __init__(self, query: Query, known: Iterable[Form] | None = None):
        words = query.sought
        by_stem = dict(zip(stems(words), words, strict=True))
        if known is None:
            rows = Word.objects.filter(stem__in=by_stem).values_list("word", "stem", "articles")
            known = [Form(*row) for row in rows]
        self.known = set(known)
        forms, articles = defaultdict(list), defaultdict(int)
        for form in self.known:
            forms[form.stem].append(form.word)
            articles[form.stem] += form.articles
        self.sought = [
            Sought(word, stem, tuple(sorted(forms[stem])), articles[stem])
            for stem, word in by_stem.items()
        ]

    @property
    def words(self) -> list[str]:
        """The words as they were typed."""
        return [word.word for word in self.sought]

    @property
    def unknown(self) -> list[str]:
        """The words that nothing published has in any form."""
        return [word.word for word in self.sought if not word.forms]

    @property
    def at_most(self) -> int:
        """How many articles can have all the words."""
        return min((word.articles for word in self.sought), default=EXACT + 1)

    def hits(self, text: str) -> list[tuple[int, int, int, bool]]:
        """Every mention of a word: where it begins and ends, which it is, and whether it is in
        the very form that was asked for.
        """
        lower = text.lower()
        if len(lower) != len(text):  # an “İ” becomes two: leave such letters as they are
            lower = "".join(each if len(each.lower()) > 1 else each.lower() for each in text)
        return sorted(
            (hit.start(), hit.end(), which, hit.group() == word.word.lower())
            for which, word in enumerate(self.sought)
            for hit in word.pattern.finditer(lower)
        )
