"""One outside person may see one draft for a while."""

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page, Revision

from .record import keep_revision


class PreviewLink(models.Model):
    """An address for one outside person: one text, until a day, and until it is taken back.

    Only the SHA-256 of the key is kept; the address itself is shown once, to whoever made it.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="preview_links")
    revision = models.ForeignKey(Revision, on_delete=keep_revision, related_name="preview_links")
    for_whom = models.CharField(max_length=120)
    key_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return f"Preview for {self.for_whom}"

    @classmethod
    def make(cls, page, by, for_whom: str, until) -> tuple["PreviewLink", str]:
        """A link to the page's latest revision, and the key that opens it."""
        key = secrets.token_urlsafe(32)
        link = cls.objects.create(
            page=page,
            revision=page.get_latest_revision(),
            for_whom=for_whom,
            key_sha256=cls._hash(key),
            made_by=by,
            expires_at=until,
        )
        return link, key

    @classmethod
    def opened_by(cls, key: str) -> "PreviewLink | None":
        """The link that a key opens now; None where there is none, or not any more."""
        standing = cls.objects.filter(revoked_at=None, expires_at__gt=timezone.now())
        return standing.select_related("revision").filter(key_sha256=cls._hash(key)).first()

    @staticmethod
    def _hash(key):
        return hashlib.sha256(key.encode()).hexdigest()
