"""Publish what is due. For a cron line once a minute, or with --every beside the server."""

import logging
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections

from publishing.scheduler import publish_due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Publishes what is due and takes down what has expired (replaces Wagtail's own)."

    def add_arguments(self, parser):
        parser.add_argument(
            "--every", type=float, metavar="SECONDS", help="Keep running, and look this often."
        )

    def handle(self, *args, every=None, **options):
        if every is not None and every <= 0:
            raise CommandError("--every takes a number of seconds above 0.")
        reported = set()
        while every:
            close_old_connections()
            try:
                self.run_once(reported)
            except DatabaseError:
                logger.exception("The database does not answer; the scheduler goes on asking.")
            time.sleep(every)
        if self.run_once():
            raise CommandError("Something that was due could not be published; see the log.")

    def run_once(self, reported=None) -> int:
        """One round; returns how many items failed."""
        done, failed = publish_due(reported=reported)
        if done or failed:
            self.stdout.write(f"Published or taken down: {done}. Failed: {failed}.")
        return failed
