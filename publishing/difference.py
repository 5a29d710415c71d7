"""The difference between two texts: exactly, for the record, and in words, for readers.

`difference` and `replay` know JSON and nothing else; `changes` knows what a page is made of.
"""

import json
import re
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, takewhile

from bs4 import BeautifulSoup

# More than this is not compared word by word. Pairs of equal words are what difflib works through.
MOST_TOKENS = 4_000
MOST_PAIRS = 200_000
TOKEN = re.compile(r"\s+|<[^<>\s][^<>]*>|—|[^\s<—]+|<")
RICH_TEXT = re.compile(r"\s*<(p|ul|ol|h[1-6]|blockquote|hr|embed)\b.*>\s*", re.DOTALL)
PARTS = ["p", "ul", "ol", "li", "br", "hr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"]
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


# --- Exactly ------------------------------------------------------------------------------------


def difference(before, after) -> list[dict]:
    """The operations that make `after` of `before`, two JSON values; none if they are the same.

    What has an id is followed wherever it goes in its list; strings are compared word by word.
    The order of the keys in a dict means nothing.
    """
    if _exact(before) == _exact(after):
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        return _between_dicts(before, after)
    if isinstance(before, list) and isinstance(after, list):
        return _between_lists(before, after)
    if isinstance(before, str) and isinstance(after, str):
        return [{"op": "words", "words": [list(run) for run in words(before, after)]}]
    return [{"op": "replaced", "value": after}]


def replay(before, operations: list[dict]):
    """What the operations of a `difference` make of `before`, which stays as it is.

    Only of the value that was compared: of another it makes nonsense or raises ValueError,
    LookupError or TypeError.
    """
    if not operations:
        return before
    if operations[0]["op"] == "replaced":
        return operations[0]["value"]
    if operations[0]["op"] == "words":
        return _replay_words(before, operations[0]["words"])
    return (_replay_dict if "key" in operations[0] else _replay_list)(before, operations)


def _exact(value) -> str:
    """One text for each JSON value; to Python, 1 and True and 1.0 are equal."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _replay_words(before, runs):
    if before != "".join(text for op, text in runs if op != "added"):
        raise ValueError("These are not the words that were compared.")
    return "".join(text for op, text in runs if op != "removed")


def _between_dicts(before, after):
    operations = [{"op": "removed", "key": key} for key in before if key not in after]
    for key, value in after.items():
        if key not in before:
            operations.append({"op": "added", "key": key, "value": value})
        elif inner := difference(before[key], value):
            operations.append({"op": "changed", "key": key, "operations": inner})
    return operations


def _replay_dict(before, operations):
    after = dict(before)
    for operation in operations:
        key = operation["key"]
        if operation["op"] == "removed":
            del after[key]
        elif operation["op"] == "added":
            after[key] = operation["value"]
        else:
            after[key] = replay(after[key], operation["operations"])
    return after


def _between_lists(before, after):
    """Places: “at” in the old list, “to” in the new one."""
    old, new = _keys(before, after)
    place, kept, steady = {key: at for at, key in enumerate(old)}, set(new), _steady(old, new)
    operations = [{"op": "removed", "at": at} for at, key in enumerate(old) if key not in kept]
    for to, (key, value) in enumerate(zip(new, after, strict=True)):
        if key not in place:
            operations.append({"op": "added", "to": to, "value": value})
            continue
        if inner := difference(before[place[key]], value):
            operations.append({"op": "changed", "at": place[key], "operations": inner})
        if key not in steady:
            operations.append({"op": "moved", "at": place[key], "to": to})
    return operations


def _replay_list(before, operations):
    values = list(before)
    for operation in operations:
        if operation["op"] == "changed":
            at = operation["at"]
            values[at] = replay(values[at], operation["operations"])
    gone = {operation["at"] for operation in operations if operation["op"] in ("removed", "moved")}
    after = [value for at, value in enumerate(values) if at not in gone]
    for operation in operations:  # from the first place to the last, so that each finds its own
        if operation["op"] == "added":
            after.insert(operation["to"], operation["value"])
        elif operation["op"] == "moved":
            after.insert(operation["to"], values[operation["at"]])
    return after


def _keys(before, after) -> tuple[list[str], list[str]]:
    """A key for each value in two lists, the same for what is one and the same in both.

    It is the value's id. Without one, a value is known by what it is, and failing that by
    standing where another of its type stood.
    """
    old, new = _own_keys(before), _own_keys(after)
    known = {*old} & {*new} | {key for key in old + new if key.startswith("id ")}
    for _, a, b, c, d in _opcodes(old, new):
        waiting = defaultdict(deque)
        for at in range(a, b):
            if old[at] not in known:
                waiting[_type(before[at])].append(old[at])
        for to in range(c, d):
            if new[to] not in known and waiting[_type(after[to])]:
                new[to] = waiting[_type(after[to])].popleft()
    return old, new


def _own_keys(values):
    seen, keys = Counter(), []
    for value in values:
        own = value.get("id") if isinstance(value, dict) else None
        kind, name = ("id", own) if isinstance(own, str) else ("is", _exact(value))
        seen[kind, name] += 1
        keys.append(f"{kind} {seen[kind, name]} {name}")
    return keys


def _type(value):
    return str(value.get("type")) if isinstance(value, dict) else type(value)


def _steady(before, after):
    """The most keys that stand in the same order in both; the others have moved."""
    place = {key: at for at, key in enumerate(before)}
    places, line, previous = [], [], {}  # the longest rising sequence, by patience sorting
    for key in filter(place.__contains__, after):
        at = bisect_left(places, place[key])
        previous[key] = line[at - 1] if at else None
        places[at : at + 1], line[at : at + 1] = [place[key]], [key]
    steady, key = set(), line[-1] if line else None
    while key is not None:
        steady.add(key)
        key = previous[key]
    return steady


# --- Word by word -------------------------------------------------------------------------------


def words(before: str, after: str) -> list[tuple[str, str]]:
    """Runs of text that are "same", "removed" or "added", in reading order.

    Without the added ones they are `before`, without the removed ones `after`, to the letter.
    """
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    runs = []
    for op, a, b, c, d in _opcodes(old, new):
        if op == "equal":
            runs.append(("same", "".join(old[a:b])))
        else:
            runs += [("removed", "".join(old[a:b])), ("added", "".join(new[c:d]))]
    told = groupby((run for run in runs if run[1]), key=lambda run: run[0])
    return [(op, "".join(text for _, text in group)) for op, group in told]


def _opcodes(old: list[str], new: list[str]) -> list[tuple]:
    """difflib's opcodes; what is long and differs in many places is replaced as one."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    a, c = len(old) - tail, len(new) - tail
    middle = [("replace", 0, a - head, 0, c - head)]
    if _is_little(old[head:a], new[head:c]):
        # A space alone is nothing to hold on to: it would chop what was rewritten.
        matcher = SequenceMatcher(str.isspace, old[head:a], new[head:c], autojunk=False)
        middle = matcher.get_opcodes()
    return [
        ("equal", 0, head, 0, head),
        *((op, *(place + head for place in places)) for op, *places in middle),
        ("equal", a, len(old), c, len(new)),
    ]


def _is_little(old, new):
    often = Counter(token for token in new if not token.isspace())
    return (
        max(len(old), len(new)) <= MOST_TOKENS and sum(often[token] for token in old) <= MOST_PAIRS
    )


def _common(old, new) -> int:
    """How many the two have in common at the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


# --- For readers --------------------------------------------------------------------------------


@dataclass
class Change:
    """One piece of a page that is not what it was."""

    label: str
    what: str  # "added", "removed", "changed" or "moved"
    words: list[tuple[str, str]]


def changes(before: dict, after: dict, label: Callable[[str, dict | None], str]) -> list[Change]:
    """What a reader finds changed between two page substances, in reading order.

    Fields come first and then the blocks of the streams, removed ones where they stood. `label`
    names a piece, given the field's name and the block (None for a field that is no stream).
    """
    return [
        Change(label(name, block), what, _told(what, old, new))
        for name, block, what, old, new in _pieces(before, after)
    ]


def count_changed(before: dict, after: dict) -> int:
    """How many fields and blocks were added, removed, changed or moved."""
    return sum(1 for _ in _pieces(before, after))


def readable(value) -> str:
    """A field's or block's value as plain text: what it says, and where its links lead."""
    return _text(value, _plain)


def _pieces(before, after) -> Iterator[tuple]:
    """Each piece that differs, as (field, block or None, what, old value, new value)."""
    streams = []
    for name in _merged(list(before), list(after)):
        old, new = before.get(name), after.get(name)
        stream = [[] if side is None else side for side in (old, new)]
        if all(map(_is_stream, stream)):
            streams.append((name, *stream))
        elif what := _what(old, new):
            yield name, None, what, old, new
    for name, old, new in streams:
        yield from ((name, *piece) for piece in _blocks(old, new))


def _blocks(before, after):
    old_keys, new_keys = _keys(before, after)
    old = dict(zip(old_keys, before, strict=True))
    new = dict(zip(new_keys, after, strict=True))
    steady = _steady(old_keys, new_keys)
    for key in _merged(old_keys, new_keys):
        was, now = old.get(key), new.get(key)
        if what := _what(was, now) or ("" if key in steady else "moved"):
            yield now or was, what, was, now


def _merged(before, after):
    """The keys in the order of `after`, with the removed ones where they stood."""
    steady, kept, removed = _steady(before, after), set(after), defaultdict(list)
    last = None
    for key in before:
        if key in steady:
            last = key
        elif key not in kept:
            removed[last].append(key)
    merged = removed[None]
    for key in after:
        merged += [key, *removed[key]]
    return merged


def _what(old, new):
    if old is None or new is None:
        return "added" if new is not None else "removed" if old is not None else ""
    return "" if _said(old) == _said(new) else "changed"


def _told(what, old, new):
    if what != "changed":
        return words(readable(new if what == "moved" else old), readable(new))
    # What reads the same differs in its markup or, failing that, in what it is made of.
    show = next(show for show in (readable, _markup, _said) if show(old) != show(new))
    return words(show(old), show(new))


def _is_stream(value):
    return isinstance(value, list) and all(map(_is_block, value))


def _is_block(value):
    typed = isinstance(value, dict) and isinstance(value.get("type"), str)
    return typed and value.keys() <= {"type", "value", "id"}


def _said(value):
    """A value's exact text without the ids, which say nothing to a reader."""
    return _exact(_bare(value))


def _bare(value):
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items() if key != "id"}
    if isinstance(value, list):
        return [_bare(inner) for inner in value]
    return BLOCK_KEY.sub("", value) if isinstance(value, str) else value


def _markup(value):
    return _text(_bare(value), str)


def _text(value, say):
    """A value as lines of "key: value", with its strings as `say` says them."""
    if _is_block(value):
        return _text(value.get("value"), say)
    if isinstance(value, dict):
        return _lines((key, _text(part, say)) for key, part in value.items() if key != "id")
    if isinstance(value, list):
        apart = "\n" if any(isinstance(part, dict | list) for part in value) else ", "
        return apart.join(_text(part, say) for part in value)
    if isinstance(value, str):
        return say(value)
    return {"None": "", "True": "yes", "False": "no"}.get(str(value), str(value))


def _lines(pairs):
    apart = {True: ":\n", False: ": "}
    return "\n".join(
        key.replace("_", " ") + apart["\n" in text] + text for key, text in pairs if text
    )


def _plain(text):
    if not RICH_TEXT.fullmatch(text):
        return text
    soup = BeautifulSoup(text, "html.parser")
    for link in soup.find_all(["a", "embed"]):
        link.append(_target(link))
    for part in soup.find_all(PARTS):
        part.insert(0, "\n• " if part.name == "li" else "\n")
        part.append("\n")
    lines = (line.strip() for line in soup.get_text().splitlines())
    return "\n".join(filter(None, lines))


def _target(link):
    kind = link.get("linktype") or link.get("embedtype")
    where = link.get("href") or link.get("url") or link.get("id")
    return f" (→ {kind} {where})" if kind else f" (→ {where})" if where else ""
