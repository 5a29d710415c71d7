"""Whom we still have to tell that something public has changed."""

from django.db import models


class Ping(models.Model):
    """One address of ours that a hub or the search engines are to look at again.

    Sent by the clock, off anybody's request; tried again until it has been taken.
    """

    class To(models.TextChoices):
        HUB = "websub", "WebSub hub"
        INDEXNOW = "indexnow", "IndexNow"
        CDN = "cdn", "content delivery network"

    to = models.CharField(max_length=8, choices=To.choices)
    address = models.URLField(max_length=500)
    due_at = models.DateTimeField(db_index=True)
    tries = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["to", "address"], name="one_ping_a_place")]

    def __str__(self):
        return f"{self.get_to_display()}: {self.address}"
