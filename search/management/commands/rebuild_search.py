"""Bring the readers' search index up to date, or make it anew."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from search import index
from search.engines import NoAnswer, engine
from search.models import Entry


class Command(BaseCommand):
    help = (
        "Indexes every published article that readers' search does not have yet, and takes out "
        "what is not public. Readers keep searching meanwhile. Stopped by Ctrl-C, it goes on where "
        "it was the next time."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--anew", action="store_true", help="Index all articles again, also those it has."
        )

    def handle(self, *args, anew=False, verbosity=1, **options):
        if anew:
            Entry.objects.update(edition=0)
        ids = index.outdated()
        try:
            index.bring_up_to_date(
                ids, lambda done: self._say(f"Indexed {done:,} of {len(ids):,} articles", verbosity)
            )
            engine().refill(lambda done: self._say(f"Sent {done:,} articles", verbosity))
        except NoAnswer as error:
            raise CommandError(f"{error} Readers search the database meanwhile.") from error
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. Run it again and it goes on from there.")
            return
        if ids:
            self._tidy()
        if verbosity:
            self.stdout.write(f"Search knows {Entry.objects.count():,} articles.")

    def _say(self, text, verbosity):
        if verbosity:
            self.stdout.write(f"  {text} …", ending="\r" if self.stdout.isatty() else "\n")
            self.stdout.flush()

    def _tidy(self):
        """Let the database know what it has: it plans by that."""
        with connection.cursor() as cursor:
            for table in ("search_entry", "search_word"):
                cursor.execute(f"ANALYZE {table}")
