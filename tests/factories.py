"""What the tests write about: small articles, people and topics of our own."""

import io
import itertools
import uuid

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.core.files.base import ContentFile
from PIL import Image

from images.models import NewsImage
from news.models import ArticlePage, Author, Byline, NewsIndexPage, Topic
from publishing import gate

_number = itertools.count(1)


def user(username="", group="Reporters", **fields):
    """A member of one of the groups."""
    username = username or f"{group.lower().rstrip('s')}-{next(_number)}"
    created = get_user_model().objects.create_user(username, password="newsroom", **fields)
    created.groups.add(Group.objects.get(name=group))
    return created


def topic(name="The Hill", **fields):
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    return Topic.objects.get_or_create(slug=slug, defaults={"name": name, **fields})[0]


def author(name="Agnes Holloway", **fields):
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    return Author.objects.get_or_create(slug=slug, defaults={"name": name, **fields})[0]


def picture_file(name="harbour.jpg", size=(1600, 1000), colour="navy"):
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return ContentFile(buffer.getvalue(), name)


def picture(title="Harbour", **fields):
    return NewsImage.objects.create(title=title, file=picture_file(), **fields)


def damaged(picture, forget=True):
    """A picture whose file was cut off on the disk; `forget`: with all that was made of it."""
    with picture.file.storage.open(picture.file.name, "rb") as file:
        whole = file.read()
    with picture.file.storage.open(picture.file.name, "wb") as file:
        file.write(whole[: len(whole) // 2])
    if forget:
        picture.renditions.all().delete()
        caches["renditions"].clear()
    return NewsImage.objects.get(pk=picture.pk)


def paragraph(text):
    return {"type": "paragraph", "value": f"<p>{text}</p>", "id": str(uuid.uuid4())}


def draft(headline="Senate sends the budget back", *, owner=None, authors=None, **fields):
    """An article that nobody but the newsroom can see."""
    fields.setdefault("standfirst", "The upper house wants the sums done again.")
    fields.setdefault("body", [paragraph("The Senate rose at midnight without a vote.")])
    fields.setdefault("slug", f"story-{next(_number)}")
    fields.setdefault("hero_decorative", "hero" in fields)
    topics = fields.pop("topics", [])
    page = ArticlePage(title=headline, live=False, owner=owner, **fields)
    if "main_topic" not in fields:
        page.main_topic = topic()
    NewsIndexPage.objects.get().add_child(instance=page)
    credited = enumerate(authors or [author()])
    page.bylines = [Byline(author=person, sort_order=place) for place, person in credited]
    page.topics = topics
    page.save()
    page.save_revision(user=owner)
    return page


def published(headline="Senate sends the budget back", **fields):
    """An article that readers can see."""
    page = draft(headline, **fields)
    gate.admit(page, "tests")
    page.refresh_from_db()
    return page


def approved(page, by=None):
    """Approve the latest revision of a page, as a reviewer does."""
    gate.approve(page, page.get_latest_revision(), by or user(group="Moderators"))
    return page


def taken_down(page, reason="A source asked for protection."):
    """Take a public page down, as a moderator does."""
    gate.take_down(page, user(group="Moderators"), reason)
    page.refresh_from_db()
    return page


def change(page, kind="minor", note="", *, by=None, **fields):
    """Change a public page, approved by somebody else; returns it as readers see it then."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in fields.items():
        if name not in ("was", "now", "serious"):
            setattr(page, name, value)
    said = {name: fields[name] for name in ("was", "now", "serious") if name in fields}
    page.describe_change(kind, note, **said)
    page.save_revision(user=by)
    approved(page).get_latest_revision().publish()
    page.refresh_from_db()
    return page
