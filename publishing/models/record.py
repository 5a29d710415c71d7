"""The record: who approved what, and every version that readers have seen."""

from datetime import UTC

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page, Revision

from ..content import fingerprint, substance


def keep_revision(collector, field, sub_objs, using):
    """An `on_delete`: purging passes over the revision; a draft page takes it along."""
    if isinstance(collector.origin, Revision) or getattr(collector.origin, "model", 0) is Revision:
        models.PROTECT(collector, field, sub_objs, using)
    models.CASCADE(collector, field, sub_objs, using)


class Approval(models.Model):
    """Somebody answers for one exact text (or for taking it down), once.

    It holds for the text with this fingerprint, on top of this public version, until the text is
    changed or it has been used.
    """

    class Authority(models.TextChoices):
        REVIEW = "review", "approved by a second person"
        ONE_PERSON = "one person", "one person"
        ALONE = "alone", "published by one person, in a hurry"
        IMPORT = "import", "brought in from elsewhere"
        TAKE_DOWN = "take down", "taken down"

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="approvals")
    revision = models.ForeignKey(
        Revision, null=True, on_delete=keep_revision, related_name="approvals"
    )
    authority = models.CharField(max_length=12, choices=Authority.choices)
    fingerprint = models.CharField(max_length=64, blank=True)
    on_top_of = models.PositiveIntegerField(help_text="The last number of the record by then.")
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approver_name = models.CharField(max_length=255, blank=True)  # outlives the login
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    void_at = models.DateTimeField(null=True)
    void_because = models.CharField(max_length=250, blank=True)
    # The second look at what one person published.
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["page", "fingerprint"], name="approval_of_text")]
        permissions = [
            ("publish_alone", "Can publish breaking news alone, with a reason"),
            ("take_down", "Can take public pages down, with a reason, and stop scheduled ones"),
            ("withhold", "Can withhold a public version for legal reasons"),
        ]

    def __str__(self):
        return f"{self.get_authority_display()} by {self.approver_name or 'the system'}"

    def signature(self) -> dict:
        """On whose word, as the record's hashes cover it."""
        return {
            "authority": self.authority,
            "approver": self.approver_name,
            "reason": self.reason,
            "fingerprint": self.fingerprint,
        }

    @property
    def is_unseen(self) -> bool:
        """Whether one person acted alone and nobody else has looked yet."""
        alone = (self.Authority.ALONE, self.Authority.TAKE_DOWN)
        return self.authority in alone and self.looked_at is None

    @classmethod
    def unseen(cls):
        """What one person published or took down and nobody else has looked at, oldest first."""
        alone = cls.objects.filter(authority__in=[cls.Authority.ALONE, cls.Authority.TAKE_DOWN])
        waiting = alone.filter(looked_at=None, version__isnull=False)
        return waiting.select_related("page", "version").order_by("pk")


class Contribution(models.Model):
    """Somebody changed a draft on top of a public version; outlives the draft's revisions."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="contributions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contributions"
    )
    on_top_of = models.PositiveIntegerField(help_text="The last number of the record by then.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "user", "on_top_of"], name="wrote_once")
        ]

    def __str__(self):
        return f"{self.user} on page {self.page_id} after {self.on_top_of}"


class PublicVersion(models.Model):
    """One entry of a page's record: what readers saw from then on, or that it was taken down.

    Entries are only ever added, each with the fingerprint of the one before (a hash chain).
    """

    class Kind(models.TextChoices):
        FIRST = "first", "First published"
        CORRECTION = "correction", "Correction"
        CLARIFICATION = "clarification", "Clarification"
        UPDATE = "update", "Update"
        MINOR = "minor", "Minor change"
        TAKEN_DOWN = "taken down", "Taken down"

    # What an editor chooses from when a public article is changed.
    CHANGES = [Kind.CORRECTION, Kind.CLARIFICATION, Kind.UPDATE, Kind.MINOR]
    SAID = ("kind", "note", "was", "now", "serious", "address")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(
        Revision, null=True, on_delete=keep_revision, related_name="public_versions"
    )
    approval = models.OneToOneField(
        Approval, null=True, on_delete=models.CASCADE, related_name="version"
    )
    kind = models.CharField(max_length=13, choices=Kind.choices)
    note = models.TextField(blank=True)
    was = models.TextField(blank=True)
    now = models.TextField(blank=True)
    serious = models.BooleanField(default=False)
    address = models.CharField(max_length=255, db_index=True)  # the path under which it was read
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField(null=True)  # the last change that readers were told of
    due_at = models.DateTimeField(null=True)  # when the clock published it: the time it was due
    content_sha256 = models.CharField(max_length=64)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)
    withheld_at = models.DateTimeField(null=True)
    withheld_because = models.CharField(max_length=250, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["page", "number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="one_version_a_number")
        ]
        indexes = [models.Index(fields=["kind", "-published_at"], name="versions_by_kind")]

    def __str__(self):
        return f"version {self.number} of page {self.page_id}"

    @property
    def is_dark(self) -> bool:
        """Whether readers saw nothing from then on."""
        return self.kind == self.Kind.TAKEN_DOWN

    @property
    def is_told(self) -> bool:
        """Whether readers were told what has changed."""
        return self.kind in (self.Kind.CORRECTION, self.Kind.CLARIFICATION, self.Kind.UPDATE)

    @property
    def lateness(self):
        """How long after its time the clock published it (a timedelta), None if it was no clock."""
        return self.published_at - self.due_at if self.due_at else None

    def content(self) -> dict:
        """The approved text as JSON without bookkeeping; empty where it was taken down."""
        return substance(self.revision.content) if self.revision_id else {}

    def link(self) -> str:
        """The SHA-256 that this entry must have: of what it says, its text and the one before."""
        said = {name: getattr(self, name) for name in self.SAID}
        said |= {
            "page": self.page_id,
            "number": self.number,
            "published_at": self.published_at.astimezone(UTC).isoformat(),
            "content_sha256": self.content_sha256,
            "previous_sha256": self.previous_sha256,
            "approval": self.approval.signature() if self.approval else None,
        }
        return fingerprint(said)


class PublicFile(models.Model):
    """A picture or document that a public version shows; others are served to nobody outside."""

    version = models.ForeignKey(PublicVersion, on_delete=models.CASCADE, related_name="files")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["content_type", "object_id"], name="who_shows_this")]

    def __str__(self):
        return f"{self.content_type.model} {self.object_id}"


class Event(models.Model):
    """The outbox: something public has changed and has to be told, at least once.

    Written in the transaction that changed it; tried again until every listener is content.
    """

    version = models.OneToOneField(PublicVersion, on_delete=models.CASCADE, related_name="event")
    name = models.CharField(max_length=9)  # of the signal in publishing.events
    next_try_at = models.DateTimeField(null=True, db_index=True)  # None: done
    tries = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    def __str__(self):
        return f"{self.name}-{self.version_id}"
