"""What counts as a word, and which words are forms of one another."""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import Stemmer
from django.conf import settings
from django.utils.translation import get_language_info

# What stands on a letter, or beside it: accents typed apart, vowel points, the vowels of Hindi.
MARKS = "".join(chr(n) for n in range(0x300, 0x2000) if unicodedata.category(chr(n))[0] == "M")
LETTERS = rf"[^\W_](?:[^\W_]|[{MARKS}])*"
# Letters and digits of any script; “don’t” is one word, “twenty-one” is two.
WORD = re.compile(rf"{LETTERS}(?:['’]{LETTERS})*")
LONGEST = 40  # what is longer is no word: an address, a key, somebody's cat on the keyboard
# Letters that Unicode knows no accent in, and readers type without: Łódź, Ørsted, Yıldız.
STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "ı": "i", "đ": "d", "ð": "d", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th"}
)

# They join the words that tell something, and are in every article. By language.
FUNCTION_WORDS = {
    "en": {
        *("a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did"),
        *("do", "does", "for", "from", "had", "has", "have", "how", "if", "in", "into", "is", "it"),
        *("its", "may", "of", "on", "or", "our", "should", "than", "that", "the", "their", "then"),
        *("there", "these", "this", "those", "to", "was", "we", "were", "what", "when", "where"),
        *("which", "who", "whom", "whose", "why", "will", "with", "would"),
    }
}

_stemmers = threading.local()  # PyStemmer's objects must not be shared by threads


def words_of(text: str) -> list[str]:
    """The words of a text as they stand there, in order."""
    return [word for word in WORD.findall(text) if _is_word(word)]


@lru_cache(maxsize=50_000)
def _is_word(word):
    # A lone “ﾞ” folds to nothing, and one “ﷺ” to 15 letters.
    return len(word.lower()) <= LONGEST and 0 < len(folded(word)) <= LONGEST


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """A word without case, accents and apostrophes: “Café’s” is “cafe's”.

    One straight apostrophe stays where any stood: the stemmer knows what it means.
    """
    plain = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold().translate(STROKES)
    return "".join(letter for letter in plain if letter == "'" or _counts(letter)).strip("'")


def _counts(letter):
    """Whether it is a letter, a digit or a vowel sign; an accent is none."""
    is_mark = unicodedata.category(letter)[0] == "M"
    return letter.isalnum() or (is_mark and not unicodedata.combining(letter))


def stems(words: list[str], language: str = "") -> list[str]:
    """What each word is a form of: “Elections” and “elected” are “elect”.

    `language`: its code, by default the publication's own. By Snowball's rules
    (https://snowballstem.org/); words of a language that it does not know stay as they are.
    """
    words = [folded(word) for word in words]
    stemmer = _stemmer((language or settings.LANGUAGE_CODE).partition("-")[0])
    stemmed = stemmer.stemWords(words) if stemmer else words
    # Nothing but letters and digits: what is searched for is never taken for syntax.
    return [stem.replace("'", "") for stem in stemmed]


def telling(words: Iterable[str], language: str = "") -> list[str]:
    """The words that tell something by themselves."""
    code = (language or settings.LANGUAGE_CODE).partition("-")[0]
    plain = FUNCTION_WORDS.get(code, ())
    return [word for word in words if folded(word) not in plain]


def _stemmer(code: str):
    known = vars(_stemmers)
    if code not in known:
        try:
            name = get_language_info(code)["name"].lower().split()[0]  # “Norwegian Bokmål”
        except KeyError:
            name = ""
        known[code] = Stemmer.Stemmer(name) if name in Stemmer.algorithms() else None
    return known[code]


def trigrams(word: str) -> set[str]:
    """Every three letters in a row, with where it begins and ends: “_el”, “ele”, …, “on_”.

    And both ends, “_e” and “n_”, and these together, “e_n”: people seldom get them wrong.
    """
    plain = folded(word)
    padded = f"_{plain}_"
    ends = {padded[:2], padded[-2:], f"{plain[0]}_{plain[-1]}"}
    return ends | {padded[at : at + 3] for at in range(len(plain))}
