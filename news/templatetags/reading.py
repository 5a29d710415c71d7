"""What readers see beside a story: how old it is, and where to share it."""

from datetime import datetime

from django import template
from django.utils import timezone

from news.sharing import NETWORKS, share_links

register = template.Library()


@register.filter
def years_old(moment: datetime | None) -> int:
    """Whole years since then."""
    return (timezone.now() - moment).days // 365 if moment else 0


@register.simple_tag
def links_to_share(page, publication) -> list[dict]:
    """The share links of a page, on the networks and in the order that the publication chose."""
    if not publication:  # the block picker shows a block by itself
        return share_links("https://example.org/", "", [key for key, _ in NETWORKS[:5]])
    return share_links(page.full_url, page.title, [n.value for n in publication.share_networks])
