"""A write in the admin is all or nothing; reading takes no lock."""

import pytest
from django.core.mail import send_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail import hooks

from news.models import Author
from tests import factories


@pytest.mark.django_db
def test_a_write_that_fails_half_way_leaves_nothing(client):
    client.force_login(factories.user(group="Editors"))
    client.raise_request_exception = False

    def fail(request, instance):
        assert Author.objects.filter(slug="half-written").exists()
        raise RuntimeError("the power went")

    with hooks.register_temporarily("after_create_snippet", fail):
        data = {"name": "Half Written", "slug": "half-written"}
        response = client.post(reverse("wagtailsnippets_news_author:add"), data)
    assert response.status_code == 500
    assert not Author.objects.filter(slug="half-written").exists()


@pytest.mark.django_db(transaction=False)
@pytest.mark.parametrize("address", ["/", "/posts/", "/posts/a-story/", "/search/?query=senate"])
def test_a_reader_opens_no_transaction_and_writes_nothing(client, address):
    factories.published(slug="a-story", hero=factories.picture())
    client.get(address)  # makes the pictures' sizes
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    statements = [part for query in captured for part in query["sql"].split("; ")]
    # SET LOCAL writes nothing: it says to PostgreSQL how a search is to be read.
    verbs = {part.split()[0] for part in statements if not part.startswith("SET LOCAL ")}
    assert verbs == {"SELECT"}


@pytest.mark.django_db
def test_sqlite_waits_for_its_turn_and_survives_a_power_cut():
    if connection.vendor != "sqlite":
        assert connection.settings_dict["OPTIONS"]["pool"]
        return
    with connection.cursor() as cursor:
        settings = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("synchronous", "busy_timeout")
        }
    assert settings == {"synchronous": 2, "busy_timeout": 20_000}
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.django_db
def test_mail_leaves_after_the_commit(settings, mailoutbox, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "cfsite.mail.AfterCommitBackend"
    settings.MAIL_DELIVERY = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        send_mail("Review", "A story waits.", None, ["desk@example.org"])
        assert mailoutbox == []
    assert [mail.subject for mail in mailoutbox] == ["Review"]
