"""The decision: a second person reads the draft before the public does."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import AbstractGroupApprovalTask

from .. import gate
from ..authorship import has_written
from ..content import substance
from ..words import Refused, moment
from .gated_page import GatedPage
from .policy import EditorialPolicy


class ReviewTask(AbstractGroupApprovalTask):
    """Review by a member of a group who neither submitted the draft nor wrote any of it.

    Wagtail's own approval task lets authors approve their own work.
    """

    class Meta:
        verbose_name = "review by a second person"

    def get_actions(self, obj, user):
        """The reviewer's choices; those who wrote the draft get no “approve”."""
        actions = super().get_actions(obj, user)
        if self.has_contributed(obj, user):
            return [action for action in actions if action[0] != "approve"]
        label = _what_approving_does(obj)
        labels = {("approve", False): label, ("approve", True): f"{label}, with a comment"}
        return [(name, labels.get((name, modal), words), modal) for name, words, modal in actions]

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        """Refuse what `get_actions` does not offer: views ask it, other callers may not."""
        page = task_state.workflow_state.content_object
        if action_name not in {action[0] for action in self.get_actions(page, user)}:
            raise PermissionDenied(
                "This needs a second person: whoever submitted or changed it cannot approve it."
            )
        if action_name == "approve":
            self.approve(task_state, user)
        return super().on_action(task_state, user, action_name, **kwargs)

    def approve(self, task_state, user):
        """Bind the approval to the text under review. Raises Refused.

        Where there is a newer text by now, Wagtail asks again for that, and this binds nothing.
        """
        self.read_as_latest(task_state)
        revision = task_state.revision
        draft = revision.as_object()
        if not isinstance(draft, GatedPage) or revision.pk != draft.latest_revision_id:
            return
        missing = gate.missing_for(draft, draft.last_number, due=draft.go_live_at)
        if missing:
            raise Refused(["It cannot be approved yet.", *missing])
        gate.approve(draft, revision, user)

    def read_as_latest(self, task_state):
        """Count the latest revision as the one under review if it says the same.

        A comment or a time to go live makes a revision too; without this the approval would be
        of an older one, and be asked for again.
        """
        latest = task_state.workflow_state.content_object.get_latest_revision()
        read = task_state.revision
        if read.pk != latest.pk and substance(read.content) == substance(latest.content):
            task_state.revision = latest
            task_state.save(update_fields=["revision"])

    def get_form_for_action(self, action):
        """Sending a draft back needs a reason; the author sees it on the desk."""
        form = super().get_form_for_action(action)
        if action != "reject":
            return form
        reason = forms.CharField(label="What has to change", widget=forms.Textarea({"rows": 3}))
        return type("ReasonForm", (form,), {"comment": reason})

    def has_contributed(self, obj, user) -> bool:
        """Whether `user` submitted the draft or changed it since the last public version.

        A revision that says the same as the one before it is no contribution: the editor saves
        one when a reviewer approves from it.
        """
        if EditorialPolicy.load().one_person:
            return False
        state = obj.current_workflow_state
        return bool(state and state.requested_by_id == user.pk) or has_written(obj, user)

    @classmethod
    def get_description(cls):
        return "Members of the chosen groups approve or send back, never their own words."


def _what_approving_does(page) -> str:
    due = page.get_latest_revision_as_object().go_live_at
    if due and due > timezone.now():
        return f"Approve and schedule for {moment(due)}"
    return "Approve and publish now"
