"""Kills the newsroom at random moments of publishing, and takes its database away.

`python tests/faults.py --kills 100 --outage 10` does it on SQLite; with --postgresql on the
PostgreSQL in DATABASE_URL, or on one started for this run. Two schedulers publish what is due while
a moderator approves what is under review. At a random moment one of them, or all, get SIGKILL, and
what is left is examined; the next round is the restart. The last lines say which promises were
kept, or what broke them.
"""

import argparse
import logging
import mmap
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import django
import psycopg
import time_machine

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

WAITING = 4  # due, and as many under review, when a round begins; it is killed before all are done
SOON = timedelta(seconds=0.6)  # until what the clock is to publish is due
PATIENCE = 60  # seconds for a process to do what it is waited for


def main():
    parser = argparse.ArgumentParser(description="Kill the newsroom, take its database away.")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--outage", type=float, metavar="SECONDS", help="take the database away")
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL, not SQLite")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    with ExitStack() as cleanup:
        folder = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="cfsite_faults_")))
        server = open_newsroom(folder, options.postgresql, cleanup)
        trial = Trial(folder, server, options.seed)
        cleanup.callback(Worker.end_all)
        trial.hire()
        for _ in range(options.kills):
            trial.kill_once()
        trial.settle()
        if options.outage is not None:
            trial.take_the_database_away(options.outage)
            trial.settle()
        trial.examine_everything()
        kept = trial.report()
    sys.exit(not kept)


def open_newsroom(folder, on_postgresql, cleanup) -> str:
    """Prepare an empty database and everything that reads it; returns its server's address."""
    from tests.run import postgresql
    from tests.server import fresh_database

    if on_postgresql:
        os.environ["DATABASE_URL"] = postgresql(folder, cleanup)
    server = os.environ.get("DATABASE_URL", "")
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "cfsite.settings.test",
        "DATA_DIR": str(folder),
        "DATABASE_URL": fresh_database(folder),
    }
    logging.basicConfig(filename=folder / "faults.log", level=logging.WARNING)
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return server


# The processes


class Worker:
    """A process of the newsroom, forked from this one; it says when it begins, and what it did."""

    running = set()

    @classmethod
    def end_all(cls):
        """Leave no process behind, whatever happened to this one."""
        for worker in list(cls.running):
            worker.kill()
            worker.end()

    def __init__(self, job, *arguments):
        self.job = job.__name__
        self.in_transaction = mmap.mmap(-1, 1)  # shared with the child
        reader, writer = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reader)
            self._work(job, os.fdopen(writer, "w"), *arguments)
        os.close(writer)
        self.running.add(self)
        self.said = os.fdopen(reader)
        self.said.readline()  # it has begun

    def _work(self, job, out, *arguments):
        from django.db import connection

        connection.execute_wrappers.append(self._watch)
        code = 1
        try:
            job(out, *arguments)
            out.flush()
            code = 0
        except Exception:
            logging.exception("It failed: %s", self.job)
        finally:
            os._exit(code)  # the parent will clean up, not its copy

    def _watch(self, execute, sql, params, many, context):
        self.in_transaction[0] = context["connection"].in_atomic_block
        return execute(sql, params, many, context)

    def kill(self) -> bool:
        """Kill it, however late that is; returns whether that struck a transaction."""
        os.kill(self.pid, signal.SIGKILL)
        return bool(self.in_transaction[0])

    def stop(self):
        """Ask it to stop."""
        os.kill(self.pid, signal.SIGTERM)

    def end(self) -> tuple[list[str], int]:
        """Wait for its end: the lines it said, and its exit code (-9: killed)."""
        lines = self.said.read().splitlines()
        self.said.close()
        self.running.discard(self)
        return lines, os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def schedule(out):
    """The scheduler, in a hurry."""
    from django.core.management import call_command

    call_command("publish_scheduled", every=0.05, stdout=out)


def approve(out, client, work):
    """A moderator approves one article after the other; says which the site acknowledged."""
    from django.contrib.messages import ERROR, get_messages
    from django.urls import reverse

    asked = []
    signal.signal(signal.SIGTERM, lambda *_: asked.append("to stop"))
    print("It begins.", file=out, flush=True)
    for page, review in work:
        if asked:
            break
        client.cookies.pop("messages", None)
        address = reverse("wagtailadmin_pages:workflow_action", args=(page, "approve", review))
        response = client.post(address)
        told = list(get_messages(response.wsgi_request))
        if response.status_code == 302 and not any(message.level >= ERROR for message in told):
            print(page, file=out, flush=True)
        else:
            logging.error("Not approved: %s, %s, %s", page, response.status_code, told)


def let_go():
    """Close what a fork must not share: connections, and the threads of their pool."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


# The faults


class Trial:
    """A newsroom at work, what was done to it, and what that broke."""

    def __init__(self, folder, server, seed):
        self.folder, self.server, self.seed = folder, server, seed
        self.chance = random.Random(seed)  # noqa: S311 - it keeps no secret
        self.began = time.monotonic()
        self.counts = Counter()
        self.half_public, self.lost, self.twice, self.missed, self.other = [], [], [], [], []
        self.acknowledged, self.at_work = set(), set()
        self.stories = 0
        self.heard = os.open(folder / "heard", os.O_CREAT | os.O_APPEND | os.O_WRONLY)

    def hear(self, version, key, **kwargs):
        """A listener: it writes the key of every event into a file."""
        os.write(self.heard, f"{key}\n".encode())

    def hire(self):
        """Hire people, publish what they will change, and do all of it once to warm up."""
        from django.test import Client

        from publishing import gate
        from publishing.events import SIGNALS
        from tests import factories

        for event in SIGNALS.values():
            event.connect(self.hear)
        self.reporter = factories.user(group="Reporters")
        self.moderator = factories.user(group="Moderators")
        self.client = Client()
        self.client.force_login(self.moderator)
        for _ in range(2 * WAITING):
            gate.admit(self.write(), "the morning's edition")
        self.fill_the_desk()
        began = time.monotonic()
        with open(os.devnull, "w") as nobody:
            approve(nobody, self.client, self.under_review())
        self.seconds = time.monotonic() - began
        self.settle()

    def write(self, go_live_at=None):
        """A draft with a headline of its own: a new article, or a change of a public one."""
        from news.models import ArticlePage
        from tests import factories

        self.stories += 1
        headline = f"Harbour story{self.stories}"
        unchanged = ArticlePage.objects.published().filter(has_unpublished_changes=False)
        idle = list(unchanged.filter(expire_at=None).order_by("pk"))
        if self.stories % 2 and idle:
            page = self.chance.choice(idle).get_latest_revision_as_object()
            page.title, page.go_live_at = headline, go_live_at
            page.describe_change("minor")
            page.save_revision(user=self.reporter)
        else:
            page = factories.draft(headline, owner=self.reporter, go_live_at=go_live_at)
        self.at_work.add(page.pk)
        return page

    def submit(self):
        """Put a draft under review; every third is to go live a little later."""
        from django.db import transaction
        from django.utils import timezone

        later = timezone.now() + 3 * SOON if self.stories % 3 == 0 else None
        with transaction.atomic():
            page = self.write(go_live_at=later)
            page.get_workflow().start(page, self.reporter)

    def under_review(self) -> list[tuple[int, int]]:
        """What waits for a moderator: the ids of article and review."""
        from wagtail.models import TaskState

        waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).order_by("pk")
        return [(int(page), pk) for page, pk in waiting.values_list("revision__object_id", "pk")]

    def schedule_one(self, due_in):
        """Approve a draft for the clock."""
        from django.db import transaction
        from django.utils import timezone

        from tests import factories

        with transaction.atomic():
            page = self.write(go_live_at=timezone.now() + due_in)
            factories.approved(page, self.moderator).get_latest_revision().publish()

    def fill_the_desk(self):
        """Top up what is due, what expires and what is under review."""
        from django.db import transaction
        from django.utils import timezone
        from wagtail.models import Revision

        from publishing import gate
        from tests import factories

        scheduled = Revision.objects.exclude(approved_go_live_at=None)
        for _ in range(WAITING - scheduled.count()):
            self.schedule_one(due_in=SOON)
        with transaction.atomic():
            fleeting = factories.draft("Fleeting", expire_at=timezone.now() + SOON)
            gate.admit(fleeting, "the morning's edition")
        self.at_work.add(fleeting.pk)
        for _ in range(WAITING - len(self.under_review())):
            self.submit()
        time.sleep(SOON.total_seconds() / 2)

    def kill_once(self):
        """Start everything, kill at a random moment, examine what is left."""
        self.fill_the_desk()
        work = self.under_review()
        let_go()
        server = Worker(approve, self.client, work)
        first, second = Worker(schedule), Worker(schedule)
        workers = [server, first, second]
        whom, victims = self.chance.choice(
            [("the server", [server]), ("a scheduler", [first]), ("all", workers)]
        )
        time.sleep(self.chance.uniform(0, self.seconds))
        struck = [victim.kill() for victim in victims]
        self.counts[whom] += 1
        self.counts["struck"] += any(struck)
        for worker in set(workers) - set(victims):
            worker.stop()
        for worker in workers:
            said, code = worker.end()
            if code != (-signal.SIGKILL if worker in victims else 0) and code != 0:
                self.other.append(f"{worker.job} ended with {code}")
            if worker is server:
                self.acknowledged |= {int(page) for page in said}
        self.wait_until_alone()
        self.examine(self.at_work)

    def wait_until_alone(self):
        """PostgreSQL notices a moment later that a client in a transaction is gone."""
        from django.db import connection

        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            others = True
            while others:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' "
                    "AND datname = current_database() AND pid <> pg_backend_pid()"
                )
                (others,) = cursor.fetchone()

    def settle(self):
        """Restart the scheduler and let it finish; in two minutes nobody holds anything."""
        from django.core.management import call_command

        with time_machine.travel(time.time() + 120), open(os.devnull, "w") as nobody:
            call_command("publish_scheduled", stdout=nobody)

    def take_the_database_away(self, seconds):
        """Let articles become due while the database does not answer; then it does again."""
        from django.db import connection

        log = self.folder / "faults.log"
        let_go()
        scheduler = Worker(schedule)
        for _ in range(WAITING):
            self.schedule_one(due_in=timedelta(seconds=1.5))
        let_go()
        if connection.vendor == "postgresql":
            with refusing(self.server, connection.settings_dict["NAME"]):
                wait_for(log, "The database does not answer")
                time.sleep(1.5 + seconds)
        else:
            with locked(connection.settings_dict["NAME"]):
                time.sleep(1.5 + seconds)
        back = time.monotonic()
        until(lambda: not self.is_anything_due())
        self.counts["back"] = time.monotonic() - back
        scheduler.stop()
        said, code = scheduler.end()
        if code or "nothing was left half done" not in said[-1]:
            self.other.append(f"the scheduler ended with {code}: {said}")
        self.counts["outage"] = 1.5 + seconds

    def is_anything_due(self) -> bool:
        from wagtail.models import Revision

        return Revision.objects.exclude(approved_go_live_at=None).exists()

    # What was found

    def examine(self, pks):
        """Look at these articles as a crash left them; what is settled is not looked at again."""
        from news.models import ArticlePage
        from tests.examination import half_public

        for page in ArticlePage.objects.filter(pk__in=pks):
            self.half_public += half_public(page)
            if page.expired or not page.has_unpublished_changes:
                self.at_work.discard(page.pk)

    def examine_everything(self):
        """Look at every article, and at what should have come of everything, once."""
        from news.models import ArticlePage
        from publishing.models import Approval, Event, PublicVersion
        from tests.examination import is_overtaken

        self.examine(ArticlePage.objects.values_list("pk", flat=True))
        unused = Approval.objects.filter(version=None, void_at=None)
        self.lost += [f"an approval of page {approval.page_id}" for approval in unused]
        seen = set(PublicVersion.objects.values_list("page", flat=True))
        self.lost += [f"page {pk}, acknowledged" for pk in self.acknowledged - seen]
        self.lost += [f"event {event}" for event in Event.objects.exclude(next_try_at=None)]
        heard = Counter((self.folder / "heard").read_text().split())
        told = {str(event): event for event in Event.objects.select_related("version")}
        self.lost += [
            f"nobody heard {key}"
            for key in told.keys() - heard.keys()
            if not is_overtaken(told[key].version)
        ]
        self.twice += [f"heard, but never recorded: {key}" for key in heard.keys() - told.keys()]
        self.counts["events"] = len(told)
        self.counts["again"] = sum(times - 1 for times in heard.values())
        self.read_as_a_reader()

    def read_as_a_reader(self):
        """Every public article opens and is found by its headline; no other is by readers."""
        from django.test import Client

        from news.models import ArticlePage
        from tests.examination import is_found

        reader = Client(raise_request_exception=False)
        for page in ArticlePage.objects.all():
            answer = reader.get(page.get_url())
            if answer.status_code != (200 if page.live else 404) and answer.status_code != 410:
                self.half_public.append(f"page {page.pk} answers {answer.status_code}")
            if not is_found(page):
                self.missed.append(f"“{page.title}” ({page.pk})")

    def report(self) -> bool:
        """Print what was done and what came of it; whether every promise was kept."""
        from django.db import connection

        from publishing.models import PublicVersion

        count = self.counts
        clock = PublicVersion.objects.exclude(due_at=None).count()
        kills = ", ".join(f"{count[whom]} of {whom}" for whom in ("the server", "a scheduler"))
        print(f"Killed on {connection.vendor}, seed {self.seed}: {kills}, {count['all']} of all;")
        print(f"{count['struck']} of them inside a transaction.")
        print(f"{PublicVersion.objects.count()} public versions, {clock} of them by the clock;")
        print(f"{len(self.acknowledged)} approvals acknowledged by the server.")
        print(f"{count['events']} events, {count['again']} of them told again.")
        if count["outage"]:
            print(
                f"All that became due while the database was gone was public {count['back']:.1f} s "
                f"after it was back. It was gone for {count['outage']:.1f} s."
            )
        promises = {
            "Nothing half public.": self.half_public,
            "Nothing lost.": self.lost,
            "Nothing twice.": self.twice,
            "The search finds what is public and nothing else.": self.missed,
            "Every process ended as it should.": self.other,
        }
        for promise, broken in promises.items():
            print(promise if not broken else f"BROKEN: {promise} {sorted(set(broken))}")
        log = (self.folder / "faults.log").read_text()
        print(f"{log.count('ERROR:')} errors were logged. It took {self.age():.0f} s.")
        if self.other:
            print(log[-3000:])
        return not any(promises.values())

    def age(self):
        return time.monotonic() - self.began


@contextmanager
def refusing(server, name):
    """PostgreSQL: everybody is thrown out of the database, and nobody comes in."""
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        try:
            yield
        finally:
            admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@contextmanager
def locked(file):
    """SQLite: nobody else can write."""
    with sqlite3.connect(file, isolation_level=None) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        yield
        holder.execute("ROLLBACK")


def wait_for(log, words):
    """Wait until a log says something."""
    until(lambda: words in log.read_text())


def until(happens):
    """Wait until something happens, and say so where it does not."""
    deadline = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(0.02)


if __name__ == "__main__":
    main()
