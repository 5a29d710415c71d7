"""How many people it takes, and whether the clock is running."""

from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.log_actions import log


@register_setting(icon="lock")
class EditorialPolicy(BaseGenericSetting):
    """What an admin, and nobody else, can change about the gate. Every change is logged."""

    one_person = models.BooleanField(
        "one-person publication",
        default=False,
        help_text="Whoever wrote an article may approve it. Readers are then told “one person” "
        "where they would read “a second person”.",
    )
    publish_alone = models.BooleanField(
        "breaking news may be published alone",
        default=True,
        help_text="A moderator gives a reason and publishes at once. Every desk is reminded until "
        "a second person has looked.",
    )

    panels = [FieldPanel("one_person"), FieldPanel("publish_alone")]

    class Meta:
        verbose_name = "editorial policy"

    def __str__(self):
        return "Editorial policy"

    def save(self, *args, **kwargs):
        before = type(self).objects.filter(pk=self.pk).values("one_person", "publish_alone").first()
        super().save(*args, **kwargs)
        after = {"one_person": self.one_person, "publish_alone": self.publish_alone}
        if before != after:
            log(instance=self, action="publishing.policy", data=after)


class Heartbeat(models.Model):
    """When the scheduler was last seen; one row."""

    NAME = "scheduler"

    name = models.CharField(max_length=20, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self):
        return f"{self.name} at {self.seen_at}"

    @classmethod
    def beat(cls):
        """Note that the scheduler is running now."""
        cls.objects.update_or_create(name=cls.NAME, defaults={"seen_at": timezone.now()})

    @classmethod
    def age(cls):
        """Seconds since the scheduler was seen, None if it never was."""
        seen = cls.objects.filter(name=cls.NAME).values_list("seen_at", flat=True).first()
        return None if seen is None else max(0, round((timezone.now() - seen).total_seconds()))
