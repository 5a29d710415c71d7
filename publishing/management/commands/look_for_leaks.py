"""Does a word that must not be public show on the running site? Asks as a reader would."""

import urllib.error
import urllib.request
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify

from publishing.canary import crawl

SHORTEST = 6  # letters: shorter words show by chance
PATIENCE = 30  # seconds for one answer
SHOWN = 50  # hits


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """What a redirect says is part of the answer."""

    def redirect_request(self, *args, **kwargs):
        return None


class Command(BaseCommand):
    help = (
        "Crawls the running site as an anonymous reader for a word that must not be public, such "
        "as one of an article under embargo. One request at a time."
    )

    def add_arguments(self, parser):
        parser.add_argument("word", help="A word that stands nowhere else.")
        parser.add_argument("--url", help="The site; left out: this one, by BASE_URL.")
        parser.add_argument("--limit", type=int, default=2000, help="How many requests at most.")

    def handle(self, *args, word, url=None, limit=2000, **options):
        self.refuse(word, limit)
        self.site = urlsplit(url or settings.WAGTAILADMIN_BASE_URL)
        if self.site.scheme not in ("http", "https") or not self.site.netloc:
            raise CommandError("--url takes the address of a site: https://news.example")
        self.open = urllib.request.build_opener(NoRedirects).open
        self.asked = 0
        hosts = [self.site.hostname, urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname]
        report = crawl(self.fetch, ["/"], [word], hosts=hosts, limit=limit)
        self.say_progress("")
        self.say(report, word)

    def refuse(self, word, limit):
        if sum(letter.isalpha() for letter in word) < SHORTEST:
            raise CommandError(
                f"“{word}” would be found by chance: take a word of {SHORTEST} letters or more "
                "that stands nowhere else."
            )
        if not slugify(word):
            raise CommandError(f"“{word}” makes no address: take a word in Latin letters.")
        if limit < 1:
            raise CommandError("--limit takes a number of requests above 0.")

    def fetch(self, address):
        """Ask for one address, without cookies."""
        self.asked += 1
        self.say_progress(f"{self.asked:,} {address[:70]}")
        request = urllib.request.Request(  # noqa: S310 - http or https, as checked
            f"{self.site.scheme}://{self.site.netloc}{address}",
            headers={"User-Agent": "look_for_leaks", "Accept-Encoding": "identity"},
        )
        try:
            answer = self.open(request, timeout=PATIENCE)
        except urllib.error.HTTPError as error:  # an answer, too
            answer = error
        except OSError as error:
            raise CommandError(
                f"{self.site.netloc} does not answer: {error}. Is the site running?"
            ) from error
        with answer:
            return answer.status, answer.headers.items(), answer.read()

    def say(self, report, word):
        self.stdout.write(
            f"Asked {self.site.netloc} for {len(report.addresses):,} addresses as an anonymous "
            "reader."
        )
        for address, status in report.errors:
            self.stdout.write(f"  Answered with an error {status}: {address}")
        for name in sorted({name for _, name in report.cookies}):
            where = [address for address, cookie in report.cookies if cookie == name]
            self.stdout.write(f"  Cookie “{name}” set by {len(where):,}, first {where[0]}")
        if report.not_asked:
            self.stdout.write(
                f"  Stopped at the limit: {report.not_asked:,} addresses more are known. "
                "Run it again with a higher --limit."
            )
        for hit in report.hits[:SHOWN]:
            self.stdout.write(f"  “{word}”: {hit}")
        if report.hits:
            raise CommandError(
                f"“{word}” shows in {len(report.hits):,} places. If it must not be public, take "
                "down what shows it and change the file names."
            )
        self.stdout.write(f"“{word}” shows nowhere.")

    def say_progress(self, words):
        """On a terminal, on one line that is written over."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{words:<90}\r", str, ending="")
