"""Where pages and the journal of what has ended are kept, for all processes to see.

A machine by itself keeps them in a folder, several share a Redis or Valkey (CACHE_URL). Nothing in
them is needed: what cannot be read is rendered, and where the journal cannot be read nothing is
served from here, because nobody knows what has ended.
"""

import contextlib
import fcntl
import hashlib
import logging
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

Position = tuple[str, int]  # a journal's name, and how far into it


class FolderJournal:
    """What has ended, a line each time, in a file that every process appends to and reads on."""

    LONGEST = 1_000_000  # bytes; then a new one begins, and all that was kept is void

    def __init__(self, path: Path):
        self.path = path

    def write(self, names):
        """Append what has ended. Raises OSError where that is impossible."""
        line = " ".join(names).encode() + b"\n"
        try:
            if not self._append(line):
                self._begin()
        except OSError:
            self.path.unlink(missing_ok=True)  # without a journal nothing that was kept is served
            raise

    def is_as_seen(self, seen) -> bool:
        """Whether nothing was written since `seen`, at the price of one question to the system."""
        try:
            at = os.stat(self.path)
        except FileNotFoundError:
            return False
        return seen == (at.st_ino, at.st_size, at.st_mtime_ns)

    def read(self, position: Position | None) -> tuple[Position, list[str] | None, object]:
        """What was written after a position, or ever: the new one, names, what `is_as_seen` takes.

        Instead of names None where that cannot be told: then everything may have ended. Raises
        OSError where the journal cannot be read.
        """
        if not self.path.exists():
            self._begin_unless_begun()
        with self.path.open("rb") as file:
            at = os.fstat(file.fileno())
            name = file.readline().decode().strip()
            start = position[1] if position and position[0] == name else file.tell()
            file.seek(start)
            lines = file.read(at.st_size - start)
        whole = lines[: lines.rfind(b"\n") + 1]  # another process may be at the last one
        seen = (at.st_ino, at.st_size, at.st_mtime_ns) if whole == lines else None
        return (name, start + len(whole)), whole.decode().split(), seen

    def _append(self, line):
        """False where there is none, or none that takes more."""
        try:
            file = os.open(self.path, os.O_WRONLY | os.O_APPEND)
        except FileNotFoundError:
            return False
        try:
            os.write(file, line)
            return os.fstat(file).st_size < self.LONGEST
        finally:
            os.close(file)

    def _begin(self):
        self._empty().replace(self.path)

    def _begin_unless_begun(self):
        """Of several workers that start at once one begins it, or they would void each other's."""
        new = self._empty()
        with contextlib.suppress(FileExistsError):
            os.link(new, self.path)
        new.unlink()

    def _empty(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(f".{secrets.token_hex(8)}")
        new.write_text(f"{new.suffix[1:]}\n")
        return new


class Folder:
    """Pages as files, for the processes of one machine."""

    MOST, LOOK_AFTER = 8_000, 200  # files; after so many new ones they are counted
    LOCKS = 64
    FORGOTTEN = 24 * 3600  # seconds in which nobody has written to a folder

    def __init__(self, folder: Path, release: str):
        self.journal = FolderJournal(folder / "ended")
        self.folder = folder / release
        self.written = 0

    def get(self, key: str) -> bytes | None:
        """What is kept under a key."""
        try:
            return self._file(key).read_bytes()
        except OSError:
            return None

    def put(self, key: str, kept: bytes, seconds: float):
        """Keep it; nothing happens where that is impossible."""
        try:
            self._open()
            new = self.folder / f"{secrets.token_hex(8)}.new"
            new.write_bytes(kept)
            new.replace(self._file(key))
            self.written += 1
            if self.written % self.LOOK_AFTER == 0:
                self._tidy()
        except OSError as error:
            logger.warning("A page could not be kept: %s", error)

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """Only one process at a time is here with a key."""
        try:
            self._open()
            number = int(_digest(key)[:8], 16) % self.LOCKS
            lock = (self.folder / f"lock-{number}").open("ab")
        except OSError:
            yield
            return
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # the system lets go of it even after a kill
            yield

    def _open(self):
        """Make the folder, in the place of those that starts before this one have left."""
        if self.folder.is_dir():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        for other in self.folder.parent.iterdir():
            if other.is_dir() and time.time() - other.stat().st_mtime > self.FORGOTTEN:
                shutil.rmtree(other, ignore_errors=True)

    def _file(self, key):
        return self.folder / _digest(key)

    def _tidy(self):
        """Half of them go, the oldest first, where there are too many; those of other releases."""
        files = [
            (entry.stat().st_mtime, entry.path)
            for place in self.folder.parent.iterdir()
            if place.is_dir()
            for entry in os.scandir(place)
            if not entry.name.startswith("lock-")
        ]
        for _, path in sorted(files)[: len(files) // 2] if len(files) > self.MOST else []:
            with contextlib.suppress(OSError):
                os.unlink(path)


class RedisJournal:
    """The same in a Redis: a list of what has ended, and a count of all that ever was in it."""

    KEPT = 10_000  # a process that missed more begins anew
    PATIENCE = 0.05  # seconds for which an answer holds

    def __init__(self, redis):
        self.redis = redis
        self.said, self.asked_at = None, 0.0

    def write(self, names):
        """Append what has ended. Raises OSError where that is impossible."""
        from redis import RedisError

        try:
            with self.redis.pipeline() as together:
                together.set("pages:journal", secrets.token_hex(8), nx=True)
                together.incr("pages:count")
                together.rpush("pages:ended", " ".join(names))
                together.ltrim("pages:ended", -self.KEPT, -1)
                together.execute()
        except RedisError as error:
            raise OSError(str(error)) from error
        finally:
            self.asked_at = 0.0  # who writes sees it at once

    def is_as_seen(self, seen) -> bool:
        """Whether nothing was written since `seen`; asked twenty times a second at most."""
        if time.monotonic() - self.asked_at >= self.PATIENCE:
            said = self._ask(lambda: self.redis.mget("pages:journal", "pages:count"))
            self.said, self.asked_at = tuple(said), time.monotonic()
        return seen == self.said

    def read(self, position):
        """As of a folder's. Raises OSError where it cannot be read."""

        def together():
            with self.redis.pipeline() as all_or_none:
                all_or_none.set("pages:journal", secrets.token_hex(8), nx=True)
                all_or_none.mget("pages:journal", "pages:count")
                all_or_none.lrange("pages:ended", 0, -1)
                return all_or_none.execute()

        _, (name, count), lines = self._ask(together)
        self.said, self.asked_at = (name, count), time.monotonic()
        now = (name.decode(), int(count or 0))
        new = now[1] - (position[1] if position and position[0] == now[0] else 0)
        if not 0 <= new <= len(lines):
            return now, None, (name, count)
        return now, b" ".join(lines[len(lines) - new :]).decode().split(), (name, count)

    def _ask(self, question):
        from redis import RedisError

        try:
            return question()
        except RedisError as error:
            raise OSError(str(error)) from error


class Redis:
    """Pages in a Redis or Valkey, for several machines. It throws out by itself what is too much
    (`maxmemory-policy allkeys-lru`)."""

    LOCKED_FOR, POLLED = 5.0, 0.01  # seconds

    def __init__(self, url: str, release: str):
        import redis

        self.redis = redis.Redis.from_url(
            url, socket_timeout=0.25, socket_connect_timeout=0.25, health_check_interval=30
        )
        self.journal = RedisJournal(self.redis)
        self.release = release
        self.error = redis.RedisError

    def get(self, key):
        """What is kept under a key."""
        with contextlib.suppress(self.error):
            return self.redis.get(self._name(key))
        return None

    def put(self, key, kept, seconds):
        """Keep it for so long; nothing happens where that is impossible."""
        with contextlib.suppress(self.error):
            self.redis.set(self._name(key), kept, px=max(1, int(seconds * 1000)))

    @contextmanager
    def alone(self, key):
        """Only one process at a time is here with a key; who waits too long comes in as well."""
        name, until = f"{self._name(key)}:lock", time.monotonic() + self.LOCKED_FOR
        has = self._take(name)
        while not has and time.monotonic() < until:
            time.sleep(self.POLLED)
            has = self._take(name)
        try:
            yield
        finally:
            if has:
                with contextlib.suppress(self.error):
                    self.redis.delete(name)

    def _take(self, name):
        try:
            return self.redis.set(name, 1, nx=True, px=int(self.LOCKED_FOR * 1000))
        except self.error:
            return True

    def _name(self, key):
        return f"pages:{self.release}:{_digest(key)}"


@cache
def store() -> Folder | Redis:
    """The store that the settings name."""
    if settings.CACHE_URL:
        return Redis(settings.CACHE_URL, _release())
    # Pages of another start may come from other code: none of them is served.
    return Folder(settings.PAGES_DIR, os.environ.get("SERVER_RUN") or secrets.token_hex(8))


def _release():
    """The same on all machines that run the same code and templates."""
    files = [
        path
        for path in settings.BASE_DIR.glob("*/**/*")
        if path.suffix in (".py", ".html", ".css", ".js", ".xml", ".svg", ".typ")
        and not {".venv", "var", "tests", "docs", "__pycache__"} & set(path.parts)
    ]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _digest(key):
    return hashlib.sha256(key.encode()).hexdigest()[:40]
