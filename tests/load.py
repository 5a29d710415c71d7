"""Readers by the dozen while the newsroom publishes, corrects, takes down, and the server restarts.

`python tests/load.py --minutes 10` does it to a newsroom of its own. One process publishes article
after article in numbered versions and says when each is through; readers ask all the while, over
connections that stay open and new ones. Whoever asks after a change is through must see it: no
older version, no page that was taken down, no error. The last lines say what was kept of that.
"""

import argparse
import http.client
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from threading import Event, Lock, Thread

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

READERS = 12
ARTICLES = 6
LISTS = ["/", "/posts/", "/topics/the-hill/", "/feed.json", "/search/?query=lamps", "/sitemap.xml"]
VERSION = re.compile(rb"Lamps (\d+), version (\d+)")


def main():
    from tests.server import Newsroom, fresh_database

    parser = argparse.ArgumentParser(description="Read a newsroom while it works.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--changes", type=int, help="stop after so many instead")
    parser.add_argument("--restart", action="store_true", help="restart the server in between")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cfsite_load_") as folder:
        room = Newsroom(Path(folder), fresh_database(Path(folder)))
        try:
            room.open()
            trial = Trial(room, options.seed)
            trial.run(options.minutes * 60, options.changes, options.restart)
            kept = trial.report()
        finally:
            room.close()
    sys.exit(not kept)


class Trial:
    """What readers saw, and what they should not have seen."""

    def __init__(self, room, seed):
        self.room, self.seed = room, seed
        self.chance = random.Random(seed)  # noqa: S311 - it keeps no secret
        self.known = {}  # article: last version, whether it was taken down, address
        self.lock, self.over = Lock(), Event()
        self.answers, self.errors, self.old = Counter(), [], []
        self.changes = 0

    def run(self, seconds, changes, restart):
        """Let readers read until so many seconds are over, or so many changes are through."""
        command = [sys.executable, __file__, "--write"]
        writer = subprocess.Popen(
            command, cwd=ROOT, env=self.room.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        for article in range(ARTICLES):
            self._change(writer, article, "publish")
        readers = [Thread(target=self._read, args=(number,)) for number in range(READERS)]
        for reader in readers:
            reader.start()
        until = time.monotonic() + seconds
        while self.changes < changes if changes else time.monotonic() < until:
            article = self.chance.randrange(ARTICLES)
            is_dark = self.known[article][1]
            self._change(writer, article, "publish" if is_dark else self.chance.choice(
                ["publish", "publish", "publish", "take down"]
            ))  # fmt: skip
            if restart and self.changes % 40 == 0:
                self._restart()
        self.over.set()
        for reader in readers:
            reader.join()
        writer.stdin.close()
        writer.wait(60)

    def _change(self, writer, article, what):
        print(json.dumps([article, what]), file=writer.stdin, flush=True)
        through = json.loads(writer.stdout.readline())
        with self.lock:
            self.known[article] = tuple(through)
        self.changes += 1

    def _restart(self):
        """As an upgrade does it: what is asked meanwhile is refused, what was begun is finished."""
        self.restarting = True
        self.room.process.terminate()
        self.room.process.wait(30)
        self.room.serve()
        self.restarting = False

    restarting = False

    def _read(self, number):
        chance, connection = random.Random(number), None  # noqa: S311 - it keeps no secret
        while not self.over.is_set():
            with self.lock:
                known = dict(self.known)
            article = chance.randrange(ARTICLES)
            path = known[article][2] if chance.random() < 0.6 else chance.choice(LISTS)
            if connection is None or chance.random() < 0.05:
                connection = http.client.HTTPConnection("127.0.0.1", self.room.port, timeout=30)
            refused = self.restarting
            try:
                connection.request("GET", path, headers={"Host": "localhost"})
                response = connection.getresponse()
                self._look(path, known, response.status, response.read())
            except (OSError, http.client.HTTPException) as error:
                connection = None
                if not (refused or self.restarting):
                    self.errors.append(f"{path}: {error!r}")

    def _look(self, path, known, status, text):
        """Compare an answer with what was through before it was asked for."""
        self.answers[status] += 1
        # An article may be taken down, or just be coming back, while somebody asks for it.
        if status != 200 and (path in LISTS or status not in (404, 410)):
            self.errors.append(f"{path}: {status}")
        for article, version in VERSION.findall(text):
            last, is_dark, _ = known[int(article)]
            if int(version) < last + is_dark:
                self.old.append(f"{path} shows version {int(version)} after {last}, {is_dark=}")

    def report(self) -> bool:
        """Print what was done and what came of it; whether every promise was kept."""
        asked = sum(self.answers.values())
        print(f"Seed {self.seed}: {asked} answers {dict(self.answers)}, {self.changes} changes.")
        promises = {
            "No error.": self.errors,
            "Nothing old once a change was through.": self.old,
        }
        for promise, broken in promises.items():
            some = sorted(set(broken))[:20]
            print(promise if not broken else f"BROKEN: {promise} {len(broken)}: {some}")
        return asked > 0 and not any(promises.values())


def write():
    """The newsroom: reads what to do from standard input, says when it is through."""
    import django

    django.setup()

    from news.models import ArticlePage
    from publishing import gate
    from tests import factories

    moderator = factories.user(group="Moderators")
    versions = Counter()
    pages = {}
    for line in sys.stdin:
        article, what = json.loads(line)
        if what == "take down":
            page = ArticlePage.objects.get(pk=pages[article])
            gate.take_down(page, moderator, "A source asked for protection.")
            told = [versions[article], True, page.url]
        else:
            versions[article] += 1
            headline = f"Lamps {article}, version {versions[article]}"
            if article not in pages:
                page = factories.draft(headline)
                gate.admit(page, "the trial")
                pages[article] = page.pk
            else:
                page = ArticlePage.objects.get(pk=pages[article]).get_latest_revision_as_object()
                page.title = headline
                page.describe_change("minor")
                page.save_revision()
                factories.approved(page, moderator).get_latest_revision().publish()
            told = [versions[article], False, ArticlePage.objects.get(pk=page.pk).url]
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    write() if "--write" in sys.argv else main()
