"""Publish what is due. For a cron line once a minute, or with --every beside the server."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from publishing.scheduler import publish_due


class Command(BaseCommand):
    help = "Publishes what is due and takes down what has expired (replaces Wagtail's own)."

    def add_arguments(self, parser):
        parser.add_argument(
            "--every", type=float, metavar="SECONDS", help="Keep running, and look this often."
        )

    def handle(self, *args, every=None, **options):
        while every:
            close_old_connections()
            self.run_once()
            time.sleep(every)
        if self.run_once():
            raise CommandError("Something that was due could not be published; see the log.")

    def run_once(self) -> int:
        """One round; returns how many items failed."""
        done, failed = publish_due()
        if done or failed:
            self.stdout.write(f"Published or taken down: {done}. Failed: {failed}.")
        return failed
