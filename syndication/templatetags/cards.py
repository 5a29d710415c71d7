"""`{% drawn_card page publication %}`: the card of a draft, which has no address yet."""

from base64 import b64encode

from django import template

from syndication.cards import card_of

register = template.Library()


@register.simple_tag
def drawn_card(page, publication) -> str:
    """The card as a data address, drawn now: the same bytes that readers would get."""
    return f"data:image/jpeg;base64,{b64encode(card_of(page, publication).draw()).decode()}"
