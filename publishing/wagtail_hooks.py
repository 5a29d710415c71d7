"""Links in a text lead readers only to what is public."""

from wagtail import hooks
from wagtail.rich_text.pages import PageLinkHandler

from .visibility import public_pages


class PublicPageLinkHandler(PageLinkHandler):
    """A link to a page that readers may not see (yet, or any more) is plain text to them.

    Wagtail's own would print the address of a draft, and with it most of its headline.
    """

    @classmethod
    def get_many(cls, attrs_list):
        ids = [str(attrs.get("id")) for attrs in attrs_list]
        pages = public_pages().filter(pk__in=[pk for pk in ids if pk.isdecimal()])
        by_id = {str(page.pk): page for page in pages}
        return [by_id.get(pk) for pk in ids]


@hooks.register("register_rich_text_features", order=100)  # after Wagtail's own
def link_to_public_pages_only(features):
    features.register_link_type(PublicPageLinkHandler)
