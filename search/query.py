"""What a reader asks for: words, "phrases" and -words that must not be there."""

import re
from dataclasses import dataclass, replace

from .words import folded, stems, telling, words_of

MAX_LENGTH = 200
MAX_WORDS = 24
QUOTES = str.maketrans("“”„‟«»＂", '"""""""')
PART = re.compile(r'(?:(?<!\S)(?P<minus>-))?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Query:
    """The parts of a query; every word as the reader typed it."""

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()

    def __bool__(self):
        return bool(self.words or self.phrases)

    def __str__(self):
        """As it could have been typed."""
        phrases = [f'"{" ".join(phrase)}"' for phrase in self.phrases]
        without = [f'"{" ".join(part)}"' if len(part) > 1 else part[0] for part in self.without]
        return " ".join([*self.words, *phrases, *(f"-{part}" for part in without)])

    @property
    def plain_words(self) -> list[str]:
        """The words outside phrases that must be there; not “the” where others say more."""
        told = telling(self.words)
        return told if told or self.phrases else list(self.words)

    @property
    def sought(self) -> list[str]:
        """Every word that must be there, once."""
        found = {folded(word): word for part in (self.plain_words, *self.phrases) for word in part}
        return list(found.values())

    def with_words(self, instead: dict[str, str]) -> "Query":
        """The same query with other words in place of some."""

        def put(words):
            return tuple(new for word in words for new in instead.get(word, word).split())

        phrases = tuple(filter(None, map(put, self.phrases)))
        return replace(self, words=put(self.words), phrases=phrases)

    @property
    def key(self) -> str:
        """The same for whoever means the same: the stems, in alphabetical order."""
        return " ".join(sorted(set(stems(self.sought))))


def parse(text: str) -> Query:
    """Read a query of at most 24 words in 200 characters; what is no word in it is ignored.

    A word with hyphens in it is a phrase: its parts stand side by side.
    """
    text = " ".join((text or "")[:MAX_LENGTH].translate(QUOTES).split())
    words, phrases, without, room = [], [], [], MAX_WORDS
    for part in PART.finditer(text):
        found = tuple(words_of(part["phrase"] or part["word"] or ""))[:room]
        room -= len(found)
        if not found:
            continue
        together = part["phrase"] is not None or "-" in part["word"].strip("-")
        if part["minus"]:
            without.append(found)
        elif together and len(found) > 1:
            phrases.append(found)
        else:
            words += found
    return Query(tuple(words), tuple(phrases), tuple(without))
