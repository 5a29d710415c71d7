"""Is the public record whole? Prints what was found, in sentences; exit code 1 if it is not."""

import re
from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Max

from publishing.models import Approval, PublicVersion
from publishing.verification import EXPIRED, Heads, verify

EVERY = 100  # pages between two lines of progress
RECEIPT = re.compile(r"(\d+)-([0-9a-f]{64})")
SAID = {
    Approval.Authority.REVIEW: "approved by a second person",
    Approval.Authority.ONE_PERSON: "approved under the policy of one person",
    Approval.Authority.ALONE: "published by one person in a hurry",
    Approval.Authority.IMPORT: "brought in from elsewhere",
    Approval.Authority.TAKE_DOWN: "taken down",
    EXPIRED: "ended because their time was over",
}


class Command(BaseCommand):
    help = (
        "Checks the whole public record: hashes, approvals, and that readers get what it says. "
        "Prints a receipt to deposit elsewhere, which shows later whether anything was removed."
    )

    def add_arguments(self, parser):
        parser.add_argument("--page", type=int, metavar="ID", help="Check this page only.")
        parser.add_argument("--receipt", help="Check against what an earlier run has printed.")

    def handle(self, *args, page=None, receipt=None, **options):
        if receipt and page:
            raise CommandError("A receipt is of the whole record: leave out --page or --receipt.")
        if receipt and not RECEIPT.fullmatch(receipt):
            raise CommandError("That is no receipt. It looks like 12345-9f86d081… (64 digits).")
        newest = PublicVersion.objects.aggregate(last=Max("pk"))["last"] or 0
        heads = [Heads(newest)]
        if receipt:
            heads.append(Heads(int(receipt.split("-")[0])))
        pages, wrong, found = self.look_through(page, heads)
        if page and not pages and not wrong:
            raise CommandError(f"Page {page} has no record: readers have never seen it.")
        altered = bool(receipt) and receipt != heads[1].receipt
        self.say_what(found, pages, wrong, altered)
        if receipt:
            self.say_receipt(receipt, altered)
        if wrong or altered:
            raise CommandError("The record is not sound: see above what to do.")
        if not page:
            self.stdout.write(f"Receipt, to be deposited elsewhere: {heads[0].receipt}")

    def look_through(self, page, heads):
        """Check every page and say at once what is wrong; returns counts."""
        total = PublicVersion.objects.values("page").distinct().count()
        pages = wrong = 0
        found = Counter()
        for verified in verify(page):
            pages += bool(verified.heads)
            wrong += bool(verified.faults)
            found.update(verified.authorities)
            for head in heads:
                head.add(verified)
            self.say_faults(verified)
            if not pages % EVERY:
                self.say_progress(f"{pages:,} of {total:,} pages")
        self.say_progress("")
        return pages, wrong, found

    def say_faults(self, verified):
        if not verified.faults:
            return
        self.say_progress("")
        where = verified.address or "it has no address"
        self.stdout.write(f"“{verified.title}” ({where}, page {verified.page_id})")
        for fault in verified.faults:
            self.stdout.write(f"  {fault.what}\n    What to do: {fault.remedy}")

    def say_what(self, found, pages, wrong, altered):
        versions = f"{_count(found.total(), 'version')} of {_count(pages, 'page')}"
        if wrong:
            self.stdout.write(f"{versions}: something is wrong with {_count(wrong, 'page')}.")
        elif altered:
            self.stdout.write(f"{versions}: they fit together, but not with the receipt.")
        elif not pages:
            self.stdout.write("Nothing has been published yet: the record is empty.")
        else:
            self.stdout.write(f"{versions}: every one was approved, nothing was altered.")
        for (authority, name), number in sorted(found.items()):
            by = f", in the name of “{name}”" if name else ""
            self.stdout.write(f"  {number:,} {SAID.get(authority, authority)}{by}")

    def say_receipt(self, receipt, altered):
        entry = int(receipt.split("-")[0])
        if altered:
            self.stdout.write(
                f"Up to entry {entry:,} the record is not what it was when that receipt was made: "
                "entries were altered, removed or slipped in.\n    What to do: Compare it, page "
                "by page, with a backup from the day of the receipt."
            )
        else:
            self.stdout.write(f"Up to entry {entry:,} it is what it was by that receipt.")

    def say_progress(self, words):
        """On a terminal, on one line that is written over."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{words:<60}\r", str, ending="")


def _count(number, noun) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
