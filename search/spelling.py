"""Misspelt words, mended from the publication's own vocabulary."""

import math
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from .engines import Form, engine
from .query import Query
from .vocabulary import Vocabulary
from .words import folded, trigrams

ALIKE = 40  # words to choose from, for each
MENDED = 4  # words of one query: where more are unknown, it is no slip
SLIP = 0.35  # what ten times as many articles outweigh, in mistyped letters
CLOSE = 2  # slips that are likelier than a space left out
SHORTEST_PART = 3  # letters of a word that was run together with another


def corrected(query: Query, vocabulary: Vocabulary) -> tuple[Query, Vocabulary]:
    """The query with each word that nothing published has replaced by the likeliest, and what
    the vocabulary knows of it; the same as given where one has nothing like it. One query.
    """
    unknown = vocabulary.unknown
    if len(unknown) > MENDED:
        return query, vocabulary
    torn = [
        pair for pair in zip(query.words, query.words[1:], strict=False) if {*pair} & {*unknown}
    ]
    run_together = {word: list(_parts(word)) for word in unknown}
    pieces = {folded(a + b) for a, b in torn}
    pieces |= {folded(part) for pairs in run_together.values() for pair in pairs for part in pair}
    known = _similar(unknown, pieces)
    articles = {folded(form.word): form.articles for form in known}
    instead = {}
    for a, b in torn:  # “light house”
        if folded(a + b) in articles and not {a, b} & {*instead}:
            instead |= {a: a + b, b: ""}
    for word in unknown:
        if word in instead:
            continue
        whole = _nearest(word, known)
        common, parts = _both_known(run_together[word], articles)  # “budgetvote”
        if parts and not (whole and _is_likely(word, whole[0], common, articles)):
            instead[word] = parts
        elif whole:
            instead[word] = whole[0]
        else:
            return query, vocabulary
    mended = query.with_words(instead)
    found = Vocabulary(mended, known=[*vocabulary.known, *known])
    return (query, vocabulary) if found.unknown else (mended, found)


def likelier(query: Query, vocabulary: Vocabulary) -> Iterator[tuple[Query, Vocabulary]]:
    """For a query of known words that no article has together: what may have been meant.

    Two of them as one (“light house”), or one of them spelt otherwise (“license fee”); the
    likeliest first, each with what the vocabulary knows of it. One query.
    """
    pairs = list(zip(query.words, query.words[1:], strict=False))
    known = _similar(vocabulary.words, {folded(a + b) for a, b in pairs})
    printed = {folded(form.word) for form in known}
    instead = [{a: a + b, b: ""} for a, b in pairs if folded(a + b) in printed]
    for word in sorted(vocabulary.sought, key=lambda word: word.articles):
        instead += [{word.word: nearest} for nearest in _nearest(word.word, known)[:1]]
    for words in instead:
        other = query.with_words(words)
        yield other, Vocabulary(other, known=[*vocabulary.known, *known])


def nearest_words(words: list[str], number: int) -> dict[str, list[str]]:
    """For each word those of the vocabulary that are spelt like it, the likeliest first."""
    known = _similar(words[:MENDED])
    return {word: _nearest(word, known)[:number] for word in words[:MENDED]}


def _similar(words, also=()) -> list[Form]:
    longer = [word for word in map(folded, words) if _can_be_misspelt(word)]
    if not longer:
        return []
    return engine().similar([trigrams(word) for word in longer], ALIKE, also=sorted(also))


def _can_be_misspelt(word):
    return len(word) > 2 and not word.isdigit()


def _nearest(word, known: list[Form]) -> list[str]:
    wrong, near = folded(word), {}
    for form in known if _can_be_misspelt(wrong) else ():
        slips = _slips(wrong, folded(form.word))
        if 0 < slips <= _bearable(wrong) and not form.word.isdigit():
            near[form.word] = slips - SLIP * math.log10(form.articles)
    return sorted(near, key=lambda word: (near[word], word))


def _slips(a, b):
    """Letters mistyped, left out, doubled or swapped (optimal string alignment).

    A wrong first letter counts more: people seldom begin a word wrongly.
    """
    return OSA.distance(a, b) + 0.5 * (a[0] != b[0])


def _is_likely(wrong, word, common, articles):
    """Whether this word was meant rather than two together that so many articles have."""
    is_close = _slips(folded(wrong), folded(word)) <= CLOSE
    return is_close and articles.get(folded(word), 0) > common


def _bearable(word):
    """How many slips a word of this length may have and still be told."""
    return 1.5 if len(word) < 4 else 2.0 if len(word) < 6 else 2.5 if len(word) < 9 else 3.5


def _parts(word):
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        yield word[:at], word[at:]


def _both_known(pairs, articles) -> tuple[int, str]:
    """The two words of which both are the commonest, and how common; or (0, "")."""
    found = [
        (min(articles[folded(a)], articles[folded(b)]), f"{a} {b}")
        for a, b in pairs
        if folded(a) in articles and folded(b) in articles
    ]
    return max(found, default=(0, ""))
