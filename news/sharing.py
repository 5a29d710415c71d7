"""Share links: plain addresses of other services. Nothing of theirs is ever loaded."""

from urllib.parse import quote

NETWORKS = [
    ("x", "X"),
    ("facebook", "Facebook"),
    ("whatsapp", "WhatsApp"),
    ("linkedin", "LinkedIn"),
    ("bluesky", "Bluesky"),
    ("telegram", "Telegram"),
    ("reddit", "Reddit"),
    ("email", "Email"),
]
_ADDRESSES = {
    "x": "https://x.com/intent/post?text={title}&url={url}",
    "facebook": "https://www.facebook.com/sharer/sharer.php?u={url}",
    "whatsapp": "https://wa.me/?text={title}%20{url}",
    "linkedin": "https://www.linkedin.com/sharing/share-offsite/?url={url}",
    "bluesky": "https://bsky.app/intent/compose?text={title}%20{url}",
    "telegram": "https://t.me/share/url?url={url}&text={title}",
    "reddit": "https://www.reddit.com/submit?url={url}&title={title}",
    "email": "mailto:?subject={title}&body={title}%0D%0A%0D%0A{url}",
}


def share_links(url: str, title: str, networks: list[str]) -> list[dict]:
    """Links that share `url` under `title`, one a network, each with key, label and address.

    Everything is percent-encoded as encodeURIComponent does (RFC 3986; RFC 6068 for mailto).
    """
    encoded = {"url": quote(url, safe=""), "title": quote(title, safe="")}
    return [
        {"key": key, "label": label, "address": _ADDRESSES[key].format(**encoded)}
        for key, label in NETWORKS
        if key in networks
    ]
