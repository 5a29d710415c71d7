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


def share_links(url: str, title: str, networks) -> list[dict]:
    """Links that share `url` under `title`, one a network in their order: key, label, address.

    Everything is percent-encoded as encodeURIComponent does (RFC 3986; RFC 6068 for mailto).
    """
    encoded = {"url": quote(url, safe=""), "title": quote(title, safe="")}
    labels = dict(NETWORKS)
    return [
        {"key": key, "label": labels[key], "address": _ADDRESSES[key].format(**encoded)}
        for key in networks
        if key in labels
    ]
