"""Who may do what, and the review that stands between a draft and the public."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

PICTURES = ["wagtailimages.add_image", "wagtailimages.choose_image"]
DOCUMENTS = ["wagtaildocs.add_document", "wagtaildocs.choose_document"]

# Group -> (rights on the whole site, rights on files, rights below the front, rights below Posts)
ROLES = {
    "Reporters": ([], [*PICTURES, *DOCUMENTS], [], ["add"]),
    "Editors": (
        [
            "home.curate_front",
            "news.add_author",
            "news.change_author",
            "news.add_topic",
            "news.change_topic",
        ],
        [*PICTURES, *DOCUMENTS, "wagtailimages.change_image", "wagtaildocs.change_document"],
        ["add", "change"],
        [],
    ),
    "Moderators": (
        [],
        [*PICTURES, *DOCUMENTS],
        ["change", "publish", "lock", "unlock"],
        [],
    ),
    "Admins": (
        [
            *[f"users.{action}_user" for action in ("add", "change", "delete")],
            *[f"auth.{action}_group" for action in ("add", "change", "delete")],
            "home.change_publication",
            *[
                f"wagtailcore.{action}_{thing}"
                for action in ("add", "change", "delete")
                for thing in ("site", "collection", "workflow", "task")
            ],
            *[f"wagtailredirects.{action}_redirect" for action in ("add", "change", "delete")],
        ],
        PICTURES,
        [],
        [],
    ),
}
WORKFLOW = "Review"


def appoint(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    Permission = apps.get_model("auth.Permission")
    Page = apps.get_model("wagtailcore.Page")
    GroupPagePermission = apps.get_model("wagtailcore.GroupPagePermission")
    GroupCollectionPermission = apps.get_model("wagtailcore.GroupCollectionPermission")
    Collection = apps.get_model("wagtailcore.Collection")

    # Permissions are made after the last migration; we need them now.
    for config in installed.get_app_configs():
        if config.models_module:
            create_permissions(config, verbosity=0, apps=apps, using=schema_editor.connection.alias)

    def permission(name):
        app, codename = name.split(".")
        return Permission.objects.get(content_type__app_label=app, codename=codename)

    home = Page.objects.get(depth=2, slug="home")
    posts = Page.objects.get(depth=3, slug="posts")
    files = Collection.objects.get(depth=1)

    # Wagtail brings Editors and Moderators with rights of its own.
    Group.objects.filter(name__in=ROLES).delete()
    for name, (site_wide, on_files, below_front, below_posts) in ROLES.items():
        group = Group.objects.create(name=name)
        rights = ["wagtailadmin.access_admin", *site_wide]
        group.permissions.set([permission(right) for right in rights])
        for right in on_files:
            GroupCollectionPermission.objects.create(
                group=group, collection=files, permission=permission(right)
            )
        for page, actions in ((home, below_front), (posts, below_posts)):
            for action in actions:
                GroupPagePermission.objects.create(
                    group=group, page=page, permission=permission(f"wagtailcore.{action}_page")
                )


def install_review(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Workflow = apps.get_model("wagtailcore.Workflow")
    WorkflowTask = apps.get_model("wagtailcore.WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore.WorkflowPage")
    ReviewTask = apps.get_model("publishing.ReviewTask")

    # The stock workflow lets authors approve their own work.
    Workflow.objects.filter(name="Moderators approval").delete()
    apps.get_model("wagtailcore.Task").objects.filter(name="Moderators approval").delete()

    content_type, _ = ContentType.objects.get_or_create(app_label="publishing", model="reviewtask")
    task = ReviewTask.objects.create(
        name="Moderators’ review", active=True, content_type=content_type
    )
    task.groups.set(apps.get_model("auth.Group").objects.filter(name="Moderators"))
    workflow = Workflow.objects.create(name=WORKFLOW, active=True)
    WorkflowTask.objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    home = apps.get_model("wagtailcore.Page").objects.get(depth=2, slug="home")
    WorkflowPage.objects.create(page=home, workflow=workflow)


def dismiss(apps, schema_editor):
    apps.get_model("wagtailcore.Workflow").objects.filter(name=WORKFLOW).delete()
    apps.get_model("publishing.ReviewTask").objects.all().delete()
    apps.get_model("auth.Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_first_pages"),
        ("publishing", "0001_initial"),
        ("images", "0001_initial"),
        ("wagtailadmin", "0005_editingsession_is_editing"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailusers", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [
        migrations.RunPython(appoint, dismiss),
        migrations.RunPython(install_review, migrations.RunPython.noop),
    ]
