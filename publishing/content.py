"""What a revision says, apart from what the system notes beside it."""

import hashlib
import json
import re
from datetime import date, time

from django.core.serializers.json import DjangoJSONEncoder

# Kept with a revision, but nobody's words: no hash covers them, so this set must not change once
# there is a record. The editor also adds keys to rich text and empty fields to blocks by merely
# opening and saving them.
BOOKKEEPING = {
    *("pk", "id", "page", "path", "depth", "numchild", "url_path", "draft_title", "sort_order"),
    *("translation_key", "locale", "content_type", "owner", "alias_of", "wagtail_admin_comments"),
    *("live", "live_revision", "latest_revision", "latest_revision_created_at", "expired"),
    *("has_unpublished_changes", "first_published_at", "last_published_at", "public_version"),
    *("locked", "locked_at", "locked_by", "go_live_at"),  # expire_at: readers lose it by that
}


def substance(content):
    """The content of a revision without bookkeeping and without what is empty.

    Two revisions say the same where their substances are equal. Takes and returns JSON values.
    """
    if isinstance(content, dict):
        said = {key: substance(value) for key, value in content.items() if key not in BOOKKEEPING}
        return {key: value for key, value in said.items() if not _is_nothing(value)}
    if isinstance(content, list):
        return [substance(value) for value in content]
    if isinstance(content, str):
        if content.startswith(("[", "{")):  # a stream is stored as text
            try:
                return substance(json.loads(content))
            except ValueError:
                return content
        return re.sub(r' data-block-key="[^"]*"', "", content)
    if isinstance(content, date | time):  # not stored yet
        return DjangoJSONEncoder().default(content)
    return content


def _is_nothing(value) -> bool:
    return value is None or value is False or value in ("", [], {})


def content_of(page) -> dict:
    """What `page` says as it stands in memory, as `substance` of a revision of it would be."""
    return substance(page.serializable_data())


def canonical(value) -> bytes:
    """JSON in its one form: keys sorted, no spaces, UTF-8 (after RFC 8785)."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def fingerprint(value) -> str:
    """The SHA-256 of a JSON value's canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()
