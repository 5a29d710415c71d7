"""Editors and moderators promote articles and see what readers search for."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = ["Editors", "Moderators"]
RIGHTS = ["add_promotion", "change_promotion", "delete_promotion", "view_lookup"]


def hand_out(apps, schema_editor):
    Permission = apps.get_model("auth.Permission")
    # Permissions are made after the last migration; we need them now.
    config = installed.get_app_config("search")
    create_permissions(config, verbosity=0, apps=apps, using=schema_editor.connection.alias)
    rights = Permission.objects.filter(content_type__app_label="search", codename__in=RIGHTS)
    for group in apps.get_model("auth.Group").objects.filter(name__in=GROUPS):
        group.permissions.add(*rights)


def take_back(apps, schema_editor):
    Permission = apps.get_model("auth.Permission")
    rights = Permission.objects.filter(content_type__app_label="search", codename__in=RIGHTS)
    for group in apps.get_model("auth.Group").objects.filter(name__in=GROUPS):
        group.permissions.remove(*rights)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0003_full_text"),
        ("home", "0003_roles_and_review"),
    ]
    operations = [migrations.RunPython(hand_out, take_back)]
