"""What is due goes live, each article by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision
from wagtail.signals import page_published

from news.models import ArticlePage
from publishing.scheduler import publish_due
from tests import factories

pytestmark = pytest.mark.django_db


def schedule(headline, **due_in):
    page = factories.draft(headline)
    page.go_live_at = timezone.now() + timedelta(**due_in)
    page.save_revision()
    factories.approved(page).get_latest_revision().publish()
    return page


def live():
    return set(ArticlePage.objects.published().values_list("title", flat=True))


def test_an_article_goes_live_when_it_is_due_and_not_before():
    schedule("In an hour", hours=1)
    assert publish_due() == (0, 0)
    assert live() == set()
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1)):
        assert publish_due() == (1, 0)
        assert live() == {"In an hour"}
        assert publish_due() == (0, 0)


def test_an_article_comes_down_when_it_expires():
    page = factories.published("For a day", expire_at=timezone.now() + timedelta(days=1))
    assert live() == {"For a day"}
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        assert publish_due() == (1, 0)
        assert live() == set()
    end = page.versions.last()
    assert end.is_dark
    assert end.note.startswith("It was published until")


def test_one_that_fails_does_not_stop_the_others_and_stays_scheduled():
    broken = schedule("Broken", hours=1)
    schedule("Sound", hours=2)
    revision = Revision.objects.get(object_id=str(broken.pk), approved_go_live_at__isnull=False)
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"title": ""})
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert publish_due() == (1, 1)
        assert live() == {"Sound"}
        revision.refresh_from_db()
        assert revision.approved_go_live_at
        with pytest.raises(CommandError, match="could not be published"):
            call_command("publish_scheduled")


def test_a_published_article_is_published_once():
    page = schedule("Once", hours=1)
    heard = []
    page_published.connect(lambda **kwargs: heard.append(1), weak=False, dispatch_uid="once")
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        publish_due()
        publish_due()
    page_published.disconnect(dispatch_uid="once")
    assert heard == [1]
    entries = PageLogEntry.objects.filter(page_id=page.pk, action="wagtail.publish.scheduled")
    assert entries.count() == 1


def test_an_article_whose_time_is_over_before_it_came_never_goes_live():
    page = factories.draft("Too late")
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.expire_at = timezone.now() + timedelta(hours=2)
    page.save_revision()
    factories.approved(page).get_latest_revision().publish()
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert publish_due() == (0, 0)
        assert publish_due() == (0, 0)
    assert live() == set()


def test_the_scheduler_refuses_an_interval_it_cannot_keep():
    with pytest.raises(CommandError, match="above 0"):
        call_command("publish_scheduled", every=-1)
