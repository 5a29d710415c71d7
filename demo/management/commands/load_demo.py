"""Load the demo newsroom into an empty database, or make many articles to measure with."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from demo.archive import grow_archive
from demo.loader import DemoNewsroom
from home.front import front_of
from home.models import HomePage
from images.sizes import CARDS
from publishing.events import told_later
from search import index
from users.demo_logins import DEMO_LOGINS


class Command(BaseCommand):
    help = "Loads the demo newsroom (once), and with --articles N an archive to measure with."

    def add_arguments(self, parser):
        parser.add_argument(
            "--articles", type=int, default=0, metavar="N", help="Make N more articles."
        )

    def handle(self, *args, articles=0, **options):
        if articles < 0:
            raise CommandError("--articles takes a number above 0.")
        users = get_user_model().objects
        demo_is_here = users.filter(username__in=DEMO_LOGINS).exists()
        if users.exists() and not demo_is_here:
            raise CommandError(
                "This database has users of its own. The demo newsroom, whose passwords everybody "
                "knows, loads into an empty one only."
            )
        if demo_is_here and not articles:
            raise CommandError("The demo newsroom is here already. Delete the database to reload.")
        if not demo_is_here:
            with told_later():  # the scheduler does the rest while people look around
                DemoNewsroom(self.say).load()
            self.prepare_front()
            self.say("Indexing for search")
            index.bring_up_to_date(index.outdated())
        if articles:
            grow_archive(articles, self.say)

    def prepare_front(self):
        """The pictures of the first page that anybody opens."""
        self.say("Making the pictures of the front in every size")
        front = front_of(HomePage.objects.get())
        for article in filter(None, [front.lead, *front.seconds]):
            if article.hero:
                article.hero.make_sizes(*CARDS)

    def say(self, text):
        self.stdout.write(f"  {text} …")
        self.stdout.flush()
