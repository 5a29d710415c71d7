"""Which of two articles is nearer to what a reader looks for."""

from .engines import HEADLINE, PROMINENT, Match
from .models import Entry
from .query import Query
from .vocabulary import Vocabulary
from .words import stems

# How many mentions in the text a mention elsewhere is worth.
HEADLINE_WORTH, STANDFIRST_WORTH, NAME_WORTH, TOPIC_WORTH = 8.0, 4.0, 4.0, 8.0
OTHER_FORM = 0.5  # of a mention in the very form that the reader typed
ENOUGH = 6.0  # mentions, after which one more says little (k1 of BM25F, Robertson et al. 2004)
LONG = 4_000  # characters of an article of usual length
CLOSE = 30  # characters between words that belong together
TOGETHER = 0.3  # what that adds


def match_of(query: Query, facets=(), since=None, until=None) -> Match:
    """What must be in an article: every word in any of its forms, every phrase, every facet."""
    words = dict.fromkeys(stems(query.plain_words))
    phrases = [_term(phrase) for phrase in query.phrases]
    without = [_term(part) for part in query.without]
    return Match((*words, *phrases, *facets), tuple(without), since=since, until=until)


def _term(phrase):
    stemmed = tuple(stems(list(phrase)))
    return stemmed if len(stemmed) > 1 else stemmed[0]


def tiers(query: Query, match: Match) -> list[Match]:
    """The same match in three parts that have nothing in common, the likeliest one first.

    All words in the headline; all of them prominent; all of them anywhere.
    """
    words = list(dict.fromkeys(stems(query.sought)))
    if not words:
        return [match]
    in_headline = [HEADLINE + word for word in words]
    prominent = [PROMINENT + word for word in words]
    return [
        match.also(*in_headline),
        match.also(*prominent).without_all(*in_headline),
        match.without_all(*prominent),
    ]


def ranked(entries: list[Entry], vocabulary: Vocabulary) -> list[Entry]:
    """The nearest first; of two that are equally near the newer one."""
    if not vocabulary.sought:  # filters alone
        return entries
    scored = [(_score(entry, vocabulary), entry.number, entry) for entry in entries]
    return [entry for *_, entry in sorted(scored, key=lambda each: each[:2], reverse=True)]


def _score(entry, vocabulary) -> float:
    """How near; 0 and more. After BM25F: each word by its rarity, where it stands and how often;
    and whether they stand together.
    """
    sought = vocabulary.sought
    mentions = [0.0] * len(sought)
    main_topic, _, names = entry.names.partition("\n")
    fields = (
        (entry.headline, HEADLINE_WORTH),
        (entry.standfirst, STANDFIRST_WORTH),
        (main_topic, TOPIC_WORTH),
        (f"{entry.byline}\n{names}", NAME_WORTH),
    )
    for text, worth in fields:
        for which, is_exact in {hit[2:] for hit in vocabulary.hits(text)}:
            mentions[which] += worth if is_exact else worth * OTHER_FORM
    hits = vocabulary.hits(entry.text)
    usual = 0.5 + 0.5 * len(entry.text) / LONG
    for _, _, which, is_exact in hits:
        mentions[which] += (1 if is_exact else OTHER_FORM) / usual
    score = sum(
        word.rarity * count / (ENOUGH + count) for word, count in zip(sought, mentions, strict=True)
    )
    if len(sought) > 1:
        whole = sum(word.rarity for word in sought) / len(sought)
        for text, worth in fields[:2]:
            if (span := _span(vocabulary.hits(text), len(sought))) is not None:
                score += TOGETHER * whole * worth / HEADLINE_WORTH / (1 + span / CLOSE)
        if (span := _span(hits, len(sought))) is not None:
            score += TOGETHER * whole / (1 + span / CLOSE)
    return round(score, 4)


def _span(hits, number) -> int | None:
    """In how few characters all the words are mentioned."""
    last, best = {}, None
    for place, _, word, _ in hits:
        last[word] = place
        if len(last) == number:
            span = place - min(last.values())
            best = span if best is None else min(best, span)
    return best
