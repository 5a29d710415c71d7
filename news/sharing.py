"""Share links: plain addresses of other services. Nothing of theirs is ever loaded."""

from urllib.parse import quote

NETWORKS = [
    ("x", "X"),
    ("facebook", "Facebook"),
    ("whatsapp", "WhatsApp"),
    ("linkedin", "LinkedIn"),
    ("bluesky", "Bluesky"),
    ("mastodon", "Mastodon"),
    ("threads", "Threads"),
    ("telegram", "Telegram"),
    ("reddit", "Reddit"),
    ("hackernews", "Hacker News"),
    ("email", "Email"),
]
_ADDRESSES = {
    "x": "https://x.com/intent/post?text={title}&url={url}",
    "facebook": "https://www.facebook.com/sharer/sharer.php?u={url}",
    "whatsapp": "https://wa.me/?text={title}%20{url}",
    "linkedin": "https://www.linkedin.com/sharing/share-offsite/?url={url}",
    "bluesky": "https://bsky.app/intent/compose?text={title}%20{url}",
    "mastodon": "https://share.joinmastodon.org/#text={title}%20{url}",
    "threads": "https://www.threads.com/intent/post?text={title}&url={url}",
    "telegram": "https://t.me/share/url?url={url}&text={title}",
    "reddit": "https://www.reddit.com/submit?url={url}&title={title}",
    "hackernews": "https://news.ycombinator.com/submitlink?u={url}&t={title}",
    "email": "mailto:?subject={title}&body={title}%0D%0A%0D%0A{url}",
}
_MOST = {"bluesky": 300}  # characters of title and address together, with a space between


def share_links(url: str, title: str, networks) -> list[dict]:
    """Links that share `url` under `title`, one a network in their order: key, label, address.

    Everything is percent-encoded as encodeURIComponent does (RFC 3986; RFC 6068 for mailto).
    """
    labels = dict(NETWORKS)
    return [
        {"key": key, "label": labels[key], "address": _address(key, url, title)}
        for key in networks
        if key in labels
    ]


def text_fragment(words: str) -> str:
    """What leads a browser to these words on a page, after the `#` of its address.

    A hyphen is encoded as well: at the end of a part it would make it a context of another.
    """
    return ":~:text=" + _encoded(" ".join(words.split())).replace("-", "%2D")


def letter(to: str, subject: str, body: str) -> str:
    """A mailto address with its subject and text filled in; a newline in the text is a line."""
    text = _encoded(body.replace("\n", "\r\n"))
    return f"mailto:{quote(to, safe='@')}?subject={_encoded(subject)}&body={text}"


def _address(key, url, title):
    if key in _MOST:
        title = _cut(title, _MOST[key] - len(url) - 1)
    return _ADDRESSES[key].format(url=_encoded(url), title=_encoded(title))


def _encoded(text):
    return quote(text, safe="")


def _cut(text, most):
    """The text in at most so many characters, cut between words where it has any."""
    if len(text) <= most:
        return text
    room = text[: max(most - 1, 0)]
    return (room.rpartition(" ")[0] or room) + "…"
