"""What readers search for: counted by day and words, without a trace of who they are.

No reader waits for the database. Counts are gathered in memory and written by a thread: a minute
after the first of them, or at once when there are many. A process that is killed loses what it has
gathered, a minute's counts at most.

Kept are the words, the day and how often; no address, no session, no finer time. What looks like a
person's own (an e-mail address, a number) is not kept at all, and what hardly anybody looked for is
shown to nobody and soon deleted.
"""

import logging
import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from threading import Lock, Timer
from time import monotonic

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.models import Min, Sum
from django.utils.timezone import localdate

from .models import Lookup
from .query import parse

logger = logging.getLogger(__name__)

FEWEST = 3  # lookups in a month: what was asked for less often is shown to nobody
REPORTED = timedelta(days=30)
KEPT = timedelta(days=400)
MOST_WORDS, LONGEST = 8, 100
MOST_A_DAY = 5_000  # different ones, so that no robot fills the table
MANY = 100  # gathered: time to write
A_DAY = 24 * 60 * 60.0

PERSONAL = re.compile(r"@|\d(?:[\s./()+-]*\d){4}")  # also a number with its digits in groups
UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_lock = Lock()
_gathered: dict[tuple[date, str], tuple[int, int]] = {}  # (day, words): times, found the last time
_writer: Timer | None = None


# Counting


def note(words: str, found: int):
    """A reader has searched for words, and found so many articles. Costs the reader nothing."""
    words = fit_to_keep(words)
    key = (localdate(), words)
    with _lock:
        if not words or key not in _gathered and len(_gathered) >= MOST_A_DAY:
            return
        times, _ = _gathered.get(key, (0, 0))
        _gathered[key] = (times + 1, found)
        _write_soon()


def on_served_again(sender, message, **kwargs):
    """A page of results was served that is kept: somebody has searched all the same."""
    note(**message)


@lru_cache(maxsize=1_000)
def fit_to_keep(words: str) -> str:
    """The words in lower case; "" where they must not be kept."""
    words = " ".join(unicodedata.normalize("NFKC", words).lower().split())
    too_long = len(words) > LONGEST or len(words.split()) > MOST_WORDS
    kept = parse(words) and not (too_long or PERSONAL.search(words) or UNREADABLE.search(words))
    return words if kept else ""


def flush():
    """Write what is gathered. What cannot be written is lost; it is in the log."""
    global _writer
    with _lock:
        _writer = None
        gathered = dict(_gathered)
        _gathered.clear()
    by_day = {}
    for (day, words), counts in gathered.items():
        by_day.setdefault(day, {})[words] = counts
    for day, counts in by_day.items():
        _write(day, counts)


def _write_soon():
    """Have a thread write, unless one is about to. None where settings name no interval."""
    global _writer
    seconds = settings.SEARCHES_WRITTEN_AFTER
    if seconds is None:
        return
    if _writer and len(_gathered) == MANY:
        _writer.cancel()
        _writer = None
    if _writer is None:
        _writer = Timer(0 if len(_gathered) >= MANY else seconds, _write_alone)
        _writer.name, _writer.daemon = "lookups", True
        _writer.start()


def _write_alone():
    try:
        flush()
    except Exception:
        logger.exception("What readers searched for in the last minute could not be written.")
    finally:
        connections.close_all()


def _write(day, counts):
    of_the_day = Lookup.objects.filter(day=day)
    with transaction.atomic():
        known = set(of_the_day.filter(words__in=counts).values_list("words", flat=True))
        room = MOST_A_DAY - of_the_day.count()
        new = [words for words in counts if words not in known][: max(room, 0)]
        # In one order, so that two who write at once wait for one another only once.
        kept = sorted([*known, *new])
        rows = [(day, words, *counts[words]) for words in kept]
        if rows:
            _add_up(rows)


def _add_up(rows):
    table = Lookup._meta.db_table
    values = ", ".join(["(%s, %s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (day, words, times, found) VALUES {values} "
            f"ON CONFLICT (day, words) DO UPDATE SET times = {table}.times + excluded.times, "
            "found = excluded.found",
            [value for row in rows for value in row],
        )


# Telling editors


def most_searched(number: int) -> list[dict]:
    """What readers looked for most in the last 30 days: words, times, found the last time."""
    return _with_last_found(_told().order_by("-times", "words")[:number])


def found_nothing(number: int) -> list[dict]:
    """What readers looked for and did not find when they last did."""
    at_some_time = _told().annotate(least=Min("found")).filter(least=0)
    rows = _with_last_found(at_some_time.order_by("-times", "words")[: number * 4])
    return [row for row in rows if not row["found"]][:number]


def _told():
    recent = Lookup.objects.filter(day__gt=localdate() - REPORTED)
    return recent.order_by().values("words").annotate(times=Sum("times")).filter(times__gte=FEWEST)


def _with_last_found(rows):
    rows = [{"words": row["words"], "times": row["times"]} for row in rows]
    recent = Lookup.objects.filter(
        day__gt=localdate() - REPORTED, words__in=[row["words"] for row in rows]
    )
    found = dict(recent.order_by("day").values_list("words", "found"))
    return [{**row, "found": found[row["words"]]} for row in rows]


# Forgetting

_forget_at = 0.0


def on_tick(staying, **kwargs):
    """Listens to the clock: once a day, and once after every start, forget what is old."""
    global _forget_at
    if monotonic() >= _forget_at:
        _forget_at = monotonic() + A_DAY
        forget_old()


def forget_old():
    """Delete what is older than 400 days, and after 30 what hardly anybody looked for."""
    today = localdate()
    Lookup.objects.filter(day__lt=today - KEPT).delete()
    totals = Lookup.objects.order_by().values("words").annotate(total=Sum("times"))
    rare = totals.filter(total__lt=FEWEST).values("words")
    Lookup.objects.filter(day__lt=today - REPORTED, words__in=rare).delete()
