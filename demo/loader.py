"""Fill an empty newsroom with the demo publication."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from functools import cached_property

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.documents import get_document_model
from wagtail.models import Comment, CommentReply, Site

from home.models import HomePage, Publication, StandardPage
from images.models import NewsImage
from images.sizes import SIZES
from news.models import ArticlePage, Author, Byline, NewsIndexPage, Topic
from publishing import gate
from users.demo_logins import DEMO_LOGINS, DEMO_PASSWORD

from . import pictures, stories

LEAD = "vastria-shuts-deep-channel"
PLACED = ["senate-sends-budget-back", "how-to-read-a-budget", "ansel-yards-preferred-bidder"]
NAVIGATION = ["the-hill", "world", "economy", "security", "society", "opinion-and-ideas"]
POLICIES = {
    "publishingPrinciples": "/how-we-work/",
    "verificationFactCheckingPolicy": "/how-we-work/",
    "noBylinesPolicy": "/how-we-work/",
    "unnamedSourcesPolicy": "/ethics/",
    "ownershipFundingInfo": "/about/",
    "masthead": "/about/",
    "missionCoveragePrioritiesPolicy": "/about/",
    "actionableFeedbackPolicy": "/contact/",
}
AUTHORITY = "the demo newsroom"
FOUNDED_ON = date(2020, 3, 2)
SCHEDULE_AHEAD = timedelta(days=1)


class DemoNewsroom:
    """Loads the demo step by step; `say` is told what is being done."""

    def __init__(self, say):
        self.say = say
        self.now = timezone.localtime()
        self.shown = Counter()

    @transaction.atomic
    def load(self):
        """Everything, or nothing at all."""
        self.hire()
        self.name_authors_and_topics()
        self.draw()
        self.set_standing_pages()
        self.write_articles()
        self.lay_out_the_front()

    def hire(self):
        """Logins, one a role."""
        self.users = {}
        for username, (group, _) in DEMO_LOGINS.items():
            user = get_user_model().objects.create_user(
                username,
                f"{username}@conservativefix.example",
                DEMO_PASSWORD,
                first_name=username.capitalize(),
                last_name="(demo)",
            )
            user.groups.add(Group.objects.get(name=group))
            self.users[username] = user

    def name_authors_and_topics(self):
        people = stories.people()
        self.topics = {
            entry["slug"]: Topic.objects.create(
                front_order=NAVIGATION.index(entry["slug"]) + 1, **entry
            )
            for entry in people["topic"]
        }
        self.authors = {entry["slug"]: Author.objects.create(**entry) for entry in people["author"]}

    def draw(self):
        """Every picture that a story uses, in the sizes that readers get."""
        self.say("Drawing the pictures")
        self.pictures = {}
        for author in self.authors.values():
            author.portrait = self._store(f"portrait-{author.slug.split('-')[0]}", 0, author.name)
            author.portrait.get_renditions(*SIZES["portrait"].specs)
            author.save()

    def picture(self, key, title="", alt_text="", caption=""):
        """The next variant of a picture: two stories with one subject do not look the same."""
        variant = self.shown[key] % pictures.VARIANTS
        self.shown[key] += 1
        if (key, variant) not in self.pictures:
            image = self._store(key, variant, title or key, alt_text, caption)
            self.pictures[key, variant] = image
        return self.pictures[key, variant]

    def _store(self, key, variant, title, alt_text="", caption=""):
        ending = "png" if key == "logo" else "jpg"
        file = ContentFile(pictures.draw(key, variant), f"{key}-{variant + 1}.{ending}")
        return NewsImage.objects.create(
            title=title,
            file=file,
            credit=pictures.credit(key),
            description=alt_text,
            caption=caption,
            uploaded_by_user=self.users["editor"],
        )

    def set_standing_pages(self):
        self.say("Setting the standing pages")
        self.home = HomePage.objects.get()
        for story in stories.read("pages"):
            page = StandardPage(
                title=story.meta["title"],
                slug=story.slug,
                standfirst=story.meta.get("standfirst", ""),
                body=stories.body_of(story),
                live=False,
            )
            self.home.add_child(instance=page)
            page.save_revision(user=self.users["admin"])
            gate.admit(page, AUTHORITY)

    @cached_property
    def document(self):
        figures = "Purpose,As presented (kr bn),As amended (kr bn)\r\nHealth,84.0,84.0\r\n"
        figures += "Pensions and social security,138.0,138.0\r\nDefence,31.0,31.0\r\n"
        return get_document_model().objects.create(
            title="Spring budget in figures",
            file=ContentFile(figures.encode(), "spring-budget-in-figures.csv"),
            file_size=len(figures.encode()),
        )

    def write_articles(self):
        texts = sorted(stories.read("articles"), key=self.published_at)
        index = NewsIndexPage.objects.get()
        index.intro = "Everything we have published, the newest first."
        index.save_revision().publish()
        self.say(f"Setting {len(texts)} articles")
        self.articles = {}
        for text in texts:
            page = ArticlePage(
                title=text.meta["headline"],
                slug=text.slug,
                live=False,
                owner=self.users["reporter"],
            )
            index.add_child(instance=page)
            self.articles[text.slug] = page
        for text in texts:
            self.write(self.articles[text.slug], text)

    def write(self, page, text):
        """Put the text on its page and bring it to the state that its front matter names."""
        meta = text.meta
        page.standfirst = meta["standfirst"]
        page.kind = meta["kind"]
        page.main_topic = self.topics[meta["topic"]]
        page.topics = [self.topics[slug] for slug in meta["topics"]]
        page.dateline = meta["dateline"]
        page.backstory = meta.get("backstory", "")
        page.bylines = [
            Byline(author=self.authors[slug], sort_order=place)
            for place, slug in enumerate(meta["authors"])
        ]
        if meta["picture"]:
            page.hero = self.picture(meta["picture"], meta["alt"], meta["alt"], meta["caption"])
            page.hero_alt_text, page.hero_caption = meta["alt"], meta["caption"]
        ids = {slug: article.pk for slug, article in self.articles.items()}
        page.body = stories.body_of(text, lambda key: self.picture(key).pk, ids, self.document.pk)
        page.save()  # as the editor's autosave does for a draft
        state = meta.get("state", "published")
        getattr(self, f"leave_{state}")(page, text)

    def leave_published(self, page, text):
        change, right = text.meta.get("change"), page.body.get_prep_value()
        if change:
            page.body = json.loads(json.dumps(right).replace(change["now"], change["was"]))
        page.first_published_at = when = self.published_at(text)
        page.save_revision(user=self.users["reporter"])
        gate.admit(page, AUTHORITY)
        ArticlePage.objects.filter(pk=page.pk).update(
            last_published_at=when, latest_revision_created_at=when
        )
        page.revisions.update(created_at=when)
        if change:
            page = ArticlePage.objects.get(pk=page.pk)
            page.body = right
            page.describe_change(**change)
            page.save_revision(user=self.users["reporter"])
            gate.admit(page, AUTHORITY)

    def leave_draft(self, page, text):
        page.save_revision(user=self.users["reporter"], clean=False)

    def leave_submitted(self, page, text):
        page.save_revision(user=self.users["reporter"])
        page.get_workflow().start(page, self.users["reporter"])

    def leave_commented(self, page, text):
        self.leave_submitted(page, text)
        sixth = [block for block in page.body if block.block_type == "paragraph"][5]
        key = re.search(r'data-block-key="(\w+)"', sixth.value.source)[1]
        comment = Comment.objects.create(
            page=page,
            user=self.users["moderator"],
            text=text.meta["comment"],
            contentpath=f"body.{sixth.id}",
            position=json.dumps([{"key": key, "start": 0, "end": 40}]),
        )
        CommentReply.objects.create(
            comment=comment, user=self.users["reporter"], text=text.meta["comment_reply"]
        )

    def leave_returned(self, page, text):
        self.leave_submitted(page, text)
        state = page.current_workflow_task_state
        state.task.specific.on_action(
            state, self.users["moderator"], "reject", comment=text.meta["comment"]
        )

    def leave_scheduled(self, page, text):
        tomorrow = self.now + SCHEDULE_AHEAD
        page.go_live_at = tomorrow.replace(hour=7, minute=0, second=0, microsecond=0)
        revision = page.save_revision(user=self.users["reporter"])
        gate.approve(page, revision, self.users["moderator"])
        revision.publish()

    def published_at(self, text):
        """The time that a text's age stands for; never in the future."""
        hour, minute = map(int, text.meta["time"].split(":"))
        day = self.now - timedelta(days=text.meta["days_ago"])
        when = day.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return when if when < self.now else when - timedelta(days=1)

    def lay_out_the_front(self):
        self.say("Laying out the front")
        home = self.home
        home.refresh_from_db()
        home.lead = self.articles[LEAD]
        home.placements = [
            home._meta.get_field("placements").related_model(article=self.articles[slug])
            for slug in PLACED
        ]
        home.save_revision(user=self.users["editor"]).publish()

        def link(label, address):
            return {"label": label, "address": address}

        topics = [link(t.name, t.get_absolute_url()) for t in self.topics.values()]
        about = [
            link("About us", "/about/"),
            link("How we work", "/how-we-work/"),
            link("All posts", "/posts/"),
            link("Corrections", "/corrections/"),
            link("Search", "/search/"),
        ]
        elsewhere = [
            link(name, f"https://{slugify(name)}.example/conservativefix")
            for name in ("Open Square", "Pigeon Post")
        ]
        Publication.objects.create(
            site=Site.objects.get(is_default_site=True),
            name="Conservative Fix",
            tagline="Politics and the world, with the sums checked",
            navigation=[("link", value) for value in topics],
            footer=[
                ("column", {"heading": "Topics", "links": topics}),
                ("column", {"heading": "The publication", "links": about}),
            ],
            social_accounts=[("link", value) for value in elsewhere],
            small_print="Conservative Fix is owned by its staff and printed nowhere. "
            "14 Tallow Row, Marrowgate.",
            newsletter_line="Our newsletter brings the week’s reporting on Friday morning.",
            newsletter_address="/contact/",
            ethics_policy="/ethics/",
            corrections_policy="/corrections-policy/",
            contact="/contact/",
            policies=[
                ("policy", {"about": policy, "address": address})
                for policy, address in POLICIES.items()
            ],
            founded_on=FOUNDED_ON,
            error_reports="corrections@conservativefix.example",
            security_contact="mailto:security@conservativefix.example",
        )
