"""Mail to colleagues. It names no headline: mail travels, and a story may be under embargo."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.urls import reverse

from .content import fingerprint

BY_ONE = """A story was published or taken down by one person, who gave this reason:

{reason}

A second person has to look at it: {address}
"""
VOID = """A text has been changed after its approval, before it went public. It needs a new one.

{why}

{address}
"""


def ask_for_second_look(version, key, **kwargs):
    """Mail the moderators what one person did; a receiver of our events."""
    approval = version.approval
    if approval is None or not approval.is_unseen:
        return
    text = BY_ONE.format(reason=approval.reason, address=_address(version.page_id))
    others = _moderators().exclude(pk=approval.approver_id)
    _send("A story needs a second look", text, others, key)


def tell_that_approval_is_void(approval):
    """Mail whoever approved a text, and whose story it is, that it has been changed since."""
    text = VOID.format(why=approval.void_because, address=_address(approval.page_id))
    people = get_user_model().objects.filter(pk__in=[approval.approver_id, approval.page.owner_id])
    _send("An approval is void", text, people, f"void-{approval.pk}")


def _moderators():
    return get_user_model().objects.with_perm(
        "publishing.publish_alone",
        include_superusers=False,
        backend="django.contrib.auth.backends.ModelBackend",
    )


def _send(subject, text, people, key):
    addresses = people.exclude(email="").values_list("email", flat=True)
    for address in addresses:
        # Mail servers and readers drop what comes twice under one Message-ID.
        host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")
        headers = {"Message-ID": f"<{key}.{fingerprint(address)[:16]}@{host}>"}
        EmailMessage(subject, text, to=[address], headers=headers).send()


def _address(page_id):
    return settings.WAGTAILADMIN_BASE_URL + reverse("publishing_record", args=[page_id])
