"""Mail leaves after the commit: it never tells of what was rolled back, nor holds a lock."""

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction


class AfterCommitBackend(BaseEmailBackend):
    """Hands the messages to the backend in MAIL_DELIVERY once the transaction is committed."""

    def send_messages(self, messages):
        messages = list(messages)
        if transaction.get_connection().in_atomic_block:
            transaction.on_commit(lambda: self._deliver(messages), robust=True)
        else:
            self._deliver(messages)  # and whoever sends it hears of a failure, and can try again
        return len(messages)

    def _deliver(self, messages):
        get_connection(settings.MAIL_DELIVERY).send_messages(messages)
