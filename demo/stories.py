"""The demo newsroom's texts: a small markup, read into the blocks of a body."""

import re
import tomllib
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.utils.html import escape

from news.blocks import SHARE_LINE

FOLDER = Path(__file__).parent
SHARE = {
    "heading": SHARE_LINE,
    "text": "",
    "show_links": True,
    "show_newsletter": True,
}


@dataclass
class Story:
    """One text with its front matter (`meta`) and its body, still in markup."""

    slug: str
    meta: dict
    markup: str


def read(folder: str) -> list[Story]:
    """The stories of `articles` or `pages`, by file name."""
    return [_story(path) for path in sorted((FOLDER / folder).glob("*.md"))]


def people() -> dict:
    """The demo's authors and topics."""
    return tomllib.loads((FOLDER / "people.toml").read_text(encoding="utf-8"))


def _story(path: Path) -> Story:
    text = re.sub(r"\bkr (?=\d)", "kr\u00a0", path.read_text(encoding="utf-8"))  # one sum, one line
    _, front, markup = text.split("+++\n", 2)
    return Story(path.stem, tomllib.loads(front), markup.strip())


def body_of(story: Story, pictures=None, articles=None, document=None) -> list[dict]:
    """The body in StreamField's stored form.

    `pictures` gives the id of a picture by its key, `articles` maps slugs to page ids, `document`
    is the id of the document to attach; what is not given is left out.
    """
    body = []
    for chunk in re.split(r"\n\s*\n", story.markup):
        block = _block(chunk.strip(), pictures or (lambda key: None), articles or {}, document)
        if block:
            body.append({"type": block[0], "value": block[1]})
    return body


def _block(chunk, pictures, articles, document):
    if chunk.startswith("!"):
        name, _, rest = chunk[1:].partition(" ")
        parts = [part.strip() for part in rest.split(" | ")]
        return _directive(name, parts, chunk, pictures, articles, document)
    if match := re.match(r"(##+) (.+)", chunk):
        return "heading", {"text": match[2], "level": f"h{len(match[1])}"}
    if chunk.startswith(">> "):
        text, speaker, source = (chunk[3:].split(" | ") + ["", ""])[:3]
        return "quotation", {"text": text, "speaker": speaker, "source": source, "source_url": ""}
    if chunk.startswith("> "):
        text, speaker, role = (chunk[2:].split(" | ") + ["", ""])[:3]
        return "pull_quote", {"text": text, "speaker": speaker, "role": role}
    if chunk == "***":
        return "divider", None
    if chunk.startswith("- "):
        items = "".join(_tag("li", line[2:]) for line in chunk.split("\n"))
        return "paragraph", f"<ul>{items}</ul>"
    return "paragraph", _tag("p", chunk.replace("\n", " "))


def _directive(name, parts, chunk, pictures, articles, document):
    if name == "share":
        return "share", SHARE
    if name == "key":
        points = [line.removeprefix("!key ") for line in chunk.split("\n")]
        return "key_points", {"points": [_item(point) for point in points]}
    if name == "fact":
        text = "".join(_tag("p", part) for part in parts[1:])
        return "fact_box", {"title": parts[0], "text": text}
    if name == "table":
        return "table", _table(parts[0], [part.split(";") for part in parts[1:]])
    if name == "image":
        picture = _picture(pictures(parts[0]), parts[1])
        return "image", {"image": picture, "caption": parts[2], "credit": "", "width": "wide"}
    if name == "gallery":
        pairs = [part.split(": ", 1) for part in parts[1:]]
        shown = [{"image": _picture(pictures(k), text), "caption": text} for k, text in pairs]
        return "gallery", {"title": parts[0], "pictures": [_item(value) for value in shown]}
    if name == "embed":
        url, title, text, poster, alt_text = parts
        shown = _picture(pictures(poster), alt_text)
        return "embed", {"url": url, "title": title, "text": text, "poster": shown}
    if name == "document" and document:
        return "document", {"document": document, "title": parts[0], "text": parts[1]}
    if name == "related" and parts[0] in articles:
        return "related_link", {"article": articles[parts[0]], "url": "", "label": ""}
    return None


def _item(value):
    # Without an id Wagtail takes the whole for a bare value.
    return {"type": "item", "value": value, "id": str(uuid.uuid4())}


def _picture(pk, alt_text):
    return {"image": pk, "alt_text": alt_text, "decorative": False}


def _table(caption, rows):
    header, *rows = [[cell.strip() for cell in row] for row in rows]
    columns = [
        {
            "type": "number" if i and all(_is_number(row[i]) for row in rows) else "text",
            "heading": h,
        }
        for i, h in enumerate(header)
    ]
    table = {"columns": columns, "rows": [{"values": row} for row in rows], "caption": caption}
    return {"table": table, "source": ""}


def _is_number(text):
    return bool(re.fullmatch(r"[-−+]?(kr )?[\d,.]+ ?%?( to \d+)?", text))


def _tag(name, text):
    """A line of rich text as the editor stores it, with the key that comments hold on to."""
    return f'<{name} data-block-key="{uuid.uuid4().hex[:5]}">{_inline(text)}</{name}>'


def _inline(text):
    html = escape(text)
    html = re.sub(r"\[([^\]]+)\]\(([^)\s]+)\)", r'<a href="\2">\1</a>', html)
    html = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html)
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", html)
