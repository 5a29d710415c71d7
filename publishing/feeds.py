"""Corrections for readers who follow them elsewhere."""

import re
from urllib.parse import urljoin

from django.contrib.syndication.views import Feed
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed, get_tag_uri

from .history import public_corrections

LENGTH = 50
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class CorrectionsFeed(Feed):
    """The newest corrections and clarifications, as Atom."""

    feed_type = Atom1Feed
    link = reverse_lazy("corrections")
    subtitle = "What we have put right and made clearer, with what it said and why."

    def get_object(self, request):
        """The name of the publication, which only the templates know."""
        return render_to_string("publishing/publication.txt", request=request).strip()

    def title(self, publication):
        return f"Corrections and clarifications | {publication}"

    def author_name(self, publication):
        return publication

    def items(self):
        return public_corrections()[:LENGTH]

    def item_title(self, entry):
        return NOT_XML.sub("", f"{entry.get_kind_display()}: {entry.page.title}")

    def item_description(self, entry):
        told = render_to_string("includes/told.html", {"entry": entry})
        return NOT_XML.sub("", told.strip())

    def item_link(self, entry):
        return entry.page.full_url

    def item_guid(self, entry):
        """The same for ever: made of the address of that time, not of today’s."""
        address = urljoin(entry.page.full_url, f"{entry.address}versions/{entry.number}")
        return get_tag_uri(address, entry.published_at)

    def item_pubdate(self, entry):
        return entry.published_at

    def item_updateddate(self, entry):
        return entry.published_at
