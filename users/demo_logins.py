"""The logins of the demo newsroom. They must never open a public one."""

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password

DEMO_PASSWORD = "newsroom"  # noqa: S105 - known to everybody, which is the point

# username -> (group, what they may do)
DEMO_LOGINS = {
    "admin": ("Admins", "manages people, redirects and what is true of the whole publication"),
    "moderator": ("Moderators", "reviews, publishes, schedules and takes down"),
    "editor": ("Editors", "edits any story, submits it for review, curates the front"),
    "reporter": ("Reporters", "writes stories and submits them for review"),
}


def unchanged() -> list[str]:
    """The demo logins in this database that still open with the password everybody knows."""
    users = get_user_model().objects.filter(username__in=DEMO_LOGINS, is_active=True)
    return [
        username
        for username, password in users.order_by("username").values_list("username", "password")
        if check_password(DEMO_PASSWORD, password)
    ]
