"""The tree that every newsroom starts with: the front page and "Posts" below it."""

from django.db import migrations


def plant(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")
    Locale = apps.get_model("wagtailcore.Locale")
    HomePage = apps.get_model("home.HomePage")
    NewsIndexPage = apps.get_model("news.NewsIndexPage")

    # Wagtail's own first page and its site make room. A fresh database has nothing else.
    Site.objects.filter(root_page__slug="home", root_page__depth=2).delete()
    Page.objects.filter(slug="home", depth=2).delete()

    locale = Locale.objects.order_by("pk").first()
    root = Page.objects.get(depth=1)

    def page(model, parent, title, slug, **fields):
        content_type, _ = ContentType.objects.get_or_create(
            app_label=model._meta.app_label, model=model._meta.model_name
        )
        parent_url = parent.url_path if parent.depth > 1 else "/"
        created = model.objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            content_type=content_type,
            locale_id=locale.pk,
            path=f"{parent.path}0001",
            depth=parent.depth + 1,
            url_path=f"{parent_url}{slug}/",
            live=True,
            **fields,
        )
        Page.objects.filter(pk=parent.pk).update(numchild=1)
        return created

    home = page(HomePage, root, "Conservative Fix", "home", numchild=0)
    page(NewsIndexPage, home, "Posts", "posts", numchild=0)
    Site.objects.create(
        hostname="localhost",
        port=8000,
        root_page_id=home.pk,
        is_default_site=True,
        site_name="Conservative Fix",
    )


def uproot(apps, schema_editor):
    """Take the two pages away; refuses by the database's own constraints where more has grown."""
    apps.get_model("wagtailcore.Site").objects.filter(root_page__slug="home").delete()
    apps.get_model("news.NewsIndexPage").objects.filter(depth=3).delete()
    apps.get_model("home.HomePage").objects.filter(depth=2).delete()
    apps.get_model("wagtailcore.Page").objects.filter(depth=1).update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("news", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(plant, uproot)]
