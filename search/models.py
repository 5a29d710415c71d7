"""What readers search: an index of its own, which holds nothing but what is published."""

from django.core.exceptions import ValidationError
from django.db import models

from .query import parse
from .terms import TermsField


class Entry(models.Model):
    """A published article as search knows it. There is none of what is not public."""

    page = models.OneToOneField(
        "news.ArticlePage", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    # When it was published, in seconds since 1970: the order of numbers is the order of time.
    # Of two in the same second one has the next free number.
    number = models.BigIntegerField(unique=True)
    # A line each: the mark, and after a space what readers call it: “topic_the-hill The Hill”.
    facets = models.TextField()
    headline = models.TextField()
    standfirst = models.TextField()
    byline = models.TextField()  # “Agnes Holloway and Rufus Teal”
    names = models.TextField()  # a line each: topics, the main one first, and the dateline
    text = models.TextField()
    terms = TermsField()
    edition = models.PositiveSmallIntegerField()  # of the rules that it was made by

    class Meta:
        verbose_name_plural = "entries"
        # SQLite counts by this index alone, without touching the long rows.
        indexes = [models.Index(fields=["number", "facets"], name="search_entry_facets")]

    def __str__(self):
        return self.headline


class Word(models.Model):
    """A word of the vocabulary: readers' misspelt words are mended from what is published."""

    word = models.CharField(max_length=50, unique=True)  # as printed, in lower case
    stem = models.CharField(max_length=50, db_index=True)
    articles = models.IntegerField()  # how many have it
    trigrams = TermsField()

    def __str__(self):
        return self.word


PROMOTED_ALREADY = "This article is promoted for these words already."


class Promotion(models.Model):
    """An article that editors want readers to find first when they search for some words."""

    query = models.CharField(
        "words searched for",
        max_length=100,
        help_text="The article stands first whenever readers search for these words, in any order "
        "and form.",
    )
    key = models.CharField(max_length=200, editable=False, db_index=True)
    article = models.ForeignKey("news.ArticlePage", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "promoted result"
        ordering = ["query", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "article"],
                name="search_promoted_once",
                violation_error_message=PROMOTED_ALREADY,
            )
        ]

    def __str__(self):
        return f"“{self.query}”: {self.article}"

    def save(self, *args, **kwargs):
        self.key = parse(self.query).key
        super().save(*args, **kwargs)

    def clean(self):
        self.key = parse(self.query).key
        if not self.key:
            raise ValidationError({"query": "Write at least one word that readers search for."})
        if len(self.key) > self._meta.get_field("key").max_length:
            raise ValidationError({"query": "Write fewer words."})
        # The constraint is not checked by forms: they do not have the key.
        same = Promotion.objects.filter(key=self.key, article=self.article_id).exclude(pk=self.pk)
        if same.exists():
            raise ValidationError({"query": PROMOTED_ALREADY})


class Lookup(models.Model):
    """How often readers searched for some words on a day. Nothing is kept of who they are."""

    day = models.DateField()
    words = models.CharField(max_length=100)
    times = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)  # articles, the last time

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="search_lookup_a_day")]

    def __str__(self):
        return self.words
