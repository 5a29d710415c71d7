"""One pasted paragraph becomes one block: text from a word processor, taken apart."""

import uuid

from bs4 import BeautifulSoup, NavigableString
from django.utils.html import escape

HEADING_LENGTH = 120  # a longer "heading" is a paragraph somebody made bold


def split_rich_text(html: str, block_id: str | None) -> list[tuple]:
    """The blocks that a rich text of several parts stands for, as (type, stored value, id).

    Paragraphs and lists stay paragraphs, h2 and h3 become headings, a blockquote becomes a
    quotation; empty parts go. The first block keeps `block_id`, the others derive theirs from it.
    An empty text stays one empty paragraph, so that a required one is still missed.
    """
    parts = [_block(part) for part in BeautifulSoup(html, "html.parser").contents]
    parts = [part for part in parts if part] or [("paragraph", html)]
    if len(parts) == 1 and parts[0][0] == "paragraph":
        parts = [("paragraph", html)]
    return [(kind, value, _part_id(block_id, n)) for n, (kind, value) in enumerate(parts)]


def _block(part):
    for line_break in part.find_all("br") if part.name else []:
        line_break.replace_with(" ")
    text = " ".join(part.get_text().split())
    if isinstance(part, NavigableString):
        return ("paragraph", f"<p>{part.output_ready().strip()}</p>") if text else None
    if not text and not part.find(["img", "embed", "hr"]):
        return None
    if part.name in ("blockquote", "h2", "h3") and part.find("a"):  # a link is kept as a link
        return ("paragraph", f"<p>{part.decode_contents()}</p>")
    if part.name in ("h2", "h3") and len(text) <= HEADING_LENGTH:
        return ("heading", {"text": text, "level": part.name})
    if part.name in ("h2", "h3"):
        return ("paragraph", f"<p><b>{escape(text)}</b></p>")
    if part.name == "blockquote":
        return ("quotation", {"text": text})
    return ("paragraph", str(part))


def _part_id(block_id: str | None, number: int) -> str | None:
    if number == 0 or block_id is None:
        return block_id
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{block_id}/{number}"))
