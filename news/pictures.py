"""The pictures of a text are made in every size when it goes live, before its readers come."""

from django.contrib.contenttypes.models import ContentType
from wagtail.images.models import SourceImageIOError

from images.models import NewsImage
from images.sizes import CARDS
from publishing.record import files_of

OF_THE_HERO = (*CARDS, "hero", "social", "structured", "feed")
OF_THE_BODY = ("column", "hero", "social", "feed")


def make_sizes(page):
    """Every size of every picture that a page shows; a file that is gone has none."""
    pictures = ContentType.objects.get_for_model(NewsImage).pk
    shown = [pk for kind, pk in files_of(page) if kind == pictures]
    hero = getattr(page, "hero_id", None)
    for image in NewsImage.objects.filter(pk__in=shown):
        try:
            image.make_sizes(*OF_THE_HERO if image.pk == hero else OF_THE_BODY)
        except SourceImageIOError:
            continue


def after_publication(sender, version, **kwargs):
    """Tell `make_sizes` of what readers see now."""
    make_sizes(version.page.specific)
