"""Moderators get the gate's keys, admins its policy; what is public by now enters the record."""

import json
from datetime import UTC

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.core.serializers.json import DjangoJSONEncoder
from django.db import migrations
from django.db.models import Q
from django.utils import timezone

from publishing.content import fingerprint, substance

RIGHTS = {
    "Moderators": ["publish_alone", "take_down", "withhold"],
    "Admins": ["change_editorialpolicy"],
}


def hand_out_keys(apps, schema_editor):
    Permission = apps.get_model("auth.Permission")
    config = installed.get_app_config("publishing")
    create_permissions(config, verbosity=0, apps=apps, using=schema_editor.connection.alias)
    for name, rights in RIGHTS.items():
        found = Permission.objects.filter(content_type__app_label="publishing", codename__in=rights)
        for group in apps.get_model("auth.Group").objects.filter(name=name):
            group.permissions.add(*found)
    apps.get_model("publishing.EditorialPolicy").objects.get_or_create(pk=1)


def take_back_keys(apps, schema_editor):
    Permission = apps.get_model("auth.Permission")
    for name, rights in RIGHTS.items():
        found = Permission.objects.filter(content_type__app_label="publishing", codename__in=rights)
        for group in apps.get_model("auth.Group").objects.filter(name=name):
            group.permissions.remove(*found)


def record_what_is_public(apps, schema_editor):
    """Live pages from before the gate become version 1 of their record, as they are."""
    for model in (apps.get_model("news.ArticlePage"), apps.get_model("home.StandardPage")):
        live = model.objects.filter(live=True, public_version=None)
        for page in live.filter(live_revision=None):
            print(f"No revision of “{page.title}” is public: publish it again, readers lose it.")
        live = live.filter(live_revision__isnull=False)
        for page in live.select_related("live_revision").iterator(chunk_size=100):
            version = _record(apps, page)
            model.objects.filter(pk=page.pk).update(public_version=version)
        _record_writers(apps, model)
        _approve_what_is_scheduled(apps, model)


def _approve_what_is_scheduled(apps, model):
    """What was to go live by itself still does; the record says why nobody signed it."""
    Approval = apps.get_model("publishing.Approval")
    Revision = apps.get_model("wagtailcore.Revision")
    for page in model.objects.only("pk", "public_version").iterator(chunk_size=100):
        due = Revision.objects.filter(
            base_content_type__app_label="wagtailcore",
            base_content_type__model="page",
            object_id=str(page.pk),
            approved_go_live_at__isnull=False,
        )
        for revision in due:
            Approval.objects.create(
                page_id=page.pk,
                revision=revision,
                authority="import",
                fingerprint=fingerprint(substance(revision.content)),
                on_top_of=1 if page.public_version_id else 0,
                reason="scheduled before the record began",
            )


def _record_writers(apps, model):
    """Who wrote the drafts that wait now cannot approve them."""
    Contribution = apps.get_model("publishing.Contribution")
    Revision = apps.get_model("wagtailcore.Revision")
    for page in model.objects.select_related("live_revision").iterator(chunk_size=100):
        drafts = Revision.objects.filter(
            base_content_type__app_label="wagtailcore",
            base_content_type__model="page",
            object_id=str(page.pk),
            user__isnull=False,
        )
        if page.live_revision:
            drafts = drafts.filter(created_at__gt=page.live_revision.created_at)
        on_top_of = 1 if page.public_version_id else 0
        for user in drafts.values_list("user", flat=True).distinct():
            Contribution.objects.get_or_create(page_id=page.pk, user_id=user, on_top_of=on_top_of)


def _record(apps, page):
    content = json.loads(json.dumps(page.live_revision.content, cls=DjangoJSONEncoder))
    text = fingerprint(substance(content))
    approval = apps.get_model("publishing.Approval").objects.create(
        page_id=page.pk,
        revision=page.live_revision,
        authority="import",
        fingerprint=text,
        on_top_of=0,
        reason="public before the record began",
    )
    when = page.first_published_at or timezone.now()
    said = {
        "kind": "first",
        "note": "",
        "was": "",
        "now": "",
        "serious": False,
        "address": "/" + page.url_path.split("/", 2)[-1],
        "number": 1,
        "content_sha256": text,
        "previous_sha256": "",
    }
    signature = {
        "authority": "import",
        "approver": "",
        "reason": approval.reason,
        "fingerprint": text,
    }
    link = {
        "page": page.pk,
        "published_at": when.astimezone(UTC).isoformat(),
        "approval": signature,
    }
    version = apps.get_model("publishing.PublicVersion").objects.create(
        page_id=page.pk,
        revision=page.live_revision,
        approval=approval,
        published_at=when,
        sha256=fingerprint(said | link),
        **said,
    )
    _record_files(apps, page, version)
    return version


def _record_files(apps, page, version):
    """What it shows, as the reference index knows it."""
    ContentType = apps.get_model("contenttypes.ContentType")
    kinds = ContentType.objects.filter(
        Q(app_label="images", model="newsimage") | Q(app_label="wagtaildocs", model="document")
    )
    shown = apps.get_model("wagtailcore.ReferenceIndex").objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id=str(page.pk),
        to_content_type__in=kinds,
    )
    PublicFile = apps.get_model("publishing.PublicFile")
    PublicFile.objects.bulk_create(
        PublicFile(version=version, content_type_id=kind, object_id=pk)
        for kind, pk in shown.values_list("to_content_type", "to_object_id").distinct()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_gated_pages"),
        ("news", "0002_gated_articles"),
        ("publishing", "0002_the_gate_and_the_record"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]
    operations = [
        migrations.RunPython(hand_out_keys, take_back_keys),
        migrations.RunPython(record_what_is_public, migrations.RunPython.noop),
    ]
