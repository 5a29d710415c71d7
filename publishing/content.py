"""What a revision says, apart from what the system notes beside it."""

import json
import re

# Kept with a revision, but nobody's words. The editor also adds keys to rich text and empty
# fields to blocks by merely opening and saving them.
BOOKKEEPING = {
    *("pk", "id", "page", "path", "depth", "numchild", "url_path", "draft_title", "sort_order"),
    *("translation_key", "locale", "content_type", "owner", "alias_of", "wagtail_admin_comments"),
    *("live", "live_revision", "latest_revision", "latest_revision_created_at", "expired"),
    *("has_unpublished_changes", "first_published_at", "last_published_at"),
    *("locked", "locked_at", "locked_by", "go_live_at", "expire_at"),
}
NOTHING = (None, "", False, [], {})


def substance(content):
    """The content of a revision without bookkeeping and without what is empty.

    Two revisions say the same where their substances are equal. Takes and returns JSON values.
    """
    if isinstance(content, dict):
        said = {key: substance(value) for key, value in content.items() if key not in BOOKKEEPING}
        return {key: value for key, value in said.items() if value not in NOTHING}
    if isinstance(content, list):
        return [substance(value) for value in content]
    if isinstance(content, str):
        if content.startswith(("[", "{")):  # a stream is stored as text
            try:
                return substance(json.loads(content))
            except ValueError:
                return content
        return re.sub(r' data-block-key="[^"]*"', "", content)
    return content
