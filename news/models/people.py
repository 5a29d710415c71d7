"""Who is credited and what it is about: the labels across the tree of articles."""

from django.db import models
from django.urls import reverse
from wagtail.admin.panels import FieldPanel
from wagtail.models import PreviewableMixin, RevisionMixin
from wagtail.search import index

from news.managers import AuthorQuerySet, TopicQuerySet


class Author(RevisionMixin, PreviewableMixin, index.Indexed, models.Model):
    """A person credited on articles. Not a login: see `users.User`."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(
        unique=True, help_text="The last part of the address: /authors/agnes-holloway/"
    )
    role = models.CharField(
        max_length=120, blank=True, help_text="What readers see under the name: Political editor"
    )
    biography = models.TextField(blank=True, help_text="Two or three sentences.")
    portrait = models.ForeignKey(
        "images.NewsImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    email = models.EmailField(blank=True, help_text="Shown to readers. Leave empty to hide it.")

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("author", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether readers may know of this author."""
        return Author.objects.in_use().filter(pk=self.pk).exists()

    def get_preview_template(self, request, mode_name):
        return "news/author.html"

    def get_preview_context(self, request, mode_name):
        return {"author": self}

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("role"),
        FieldPanel("biography"),
        FieldPanel("portrait"),
        FieldPanel("email"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.SearchField("role"),
        index.AutocompleteField("name"),
        index.FilterField("name"),
        index.FilterField("role"),
    ]


class Topic(RevisionMixin, PreviewableMixin, index.Indexed, models.Model):
    """A label across the tree: what an article is about."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(
        unique=True, help_text="The last part of the address: /topics/the-hill/"
    )
    description = models.TextField(
        blank=True, help_text="One or two sentences, shown on the topic’s page."
    )
    front_order = models.PositiveSmallIntegerField(
        "place on the front",
        null=True,
        blank=True,
        db_index=True,
        help_text="1 comes first. Leave empty to keep the topic off the front page.",
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("topic", args=[self.slug])

    def get_preview_template(self, request, mode_name):
        return "news/topic.html"

    def get_preview_context(self, request, mode_name):
        return {"topic": self}

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("front_order"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("name"),
        index.FilterField("front_order"),
    ]
