"""Publish what is due. For a cron line once a minute, or with --every beside the server."""

import logging
import signal
import time
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections

from publishing.scheduler import Shift, tick

logger = logging.getLogger(__name__)

STOP = (signal.SIGTERM, signal.SIGINT)
NAP = 0.1  # seconds; how long a stop may have to wait while nothing is due


class Command(BaseCommand):
    help = "Publishes what is due and takes down what has expired (replaces Wagtail's own)."
    # Beside a database that does not answer yet, it waits.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--every", type=float, metavar="SECONDS", help="Keep running, and look this often."
        )

    def handle(self, *args, every=None, **options):
        if every is not None and every <= 0:
            raise CommandError("--every takes a number of seconds above 0.")
        if every:
            self.stay(every)
        elif self.say(*tick()):
            raise CommandError("Something that was due could not be published; see the log.")

    def stay(self, every: float):
        """Keep looking until asked to stop; whatever goes wrong, the next round comes."""
        shift, trouble = Shift(), None
        with stopped_by_signal(shift):
            self.stdout.write(f"Looking for what is due every {every:g} s.")
            self.stdout.flush()
            while not shift.is_over:
                next_round = time.monotonic() + every
                trouble = self.one_round(shift, trouble)
                while not shift.is_over and time.monotonic() < next_round:
                    time.sleep(min(NAP, every))
        self.stdout.write("The scheduler has stopped; nothing was left half done.")

    def one_round(self, shift, trouble):
        """One round; returns what went wrong, which is logged once as long as it stays so."""
        try:
            close_old_connections()
            self.say(*tick(shift))
        except Exception as error:
            if type(error) is not type(trouble):
                logger.error(trouble_in_words(error), exc_info=error)
            return error
        if trouble is not None:
            logger.warning("The scheduler works again.")
        return None

    def say(self, done, failed) -> int:
        """Print what was done; returns how many items failed."""
        if done or failed:
            self.stdout.write(f"Published or taken down: {done}. Failed: {failed}.")
            self.stdout.flush()
        return failed


@contextmanager
def stopped_by_signal(shift):
    """SIGTERM and Ctrl-C end the shift after the item at hand, not in the middle of it."""

    def end(*_):
        shift.is_over = True

    before = {number: signal.signal(number, end) for number in STOP}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def trouble_in_words(error) -> str:
    """What the log says of a round that failed as a whole."""
    if isinstance(error, Error):
        return "The database does not answer; the scheduler goes on asking."
    return "The scheduler has failed; it goes on trying."
