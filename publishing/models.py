"""The decision: a second person reads the draft before the public does."""

from django import forms
from django.core.exceptions import PermissionDenied
from wagtail.models import AbstractGroupApprovalTask, Revision

from .content import substance


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
        return actions

    def on_action(self, task_state, user, action_name, **kwargs):
        """Refuse what `get_actions` does not offer: views ask it, other callers may not."""
        allowed = self.get_actions(task_state.workflow_state.content_object, user)
        if action_name not in {action[0] for action in allowed}:
            raise PermissionDenied(
                "This needs a second person: whoever submitted or changed it cannot approve it."
            )
        if action_name == "approve":
            self.read_as_latest(task_state)
        item = task_state.workflow_state.content_object.get_latest_revision_as_object()
        missing = getattr(item, "missing_for_publication", list)()
        if action_name == "approve" and missing:
            raise PermissionDenied(" ".join(["It cannot be approved yet.", *missing]))
        return super().on_action(task_state, user, action_name, **kwargs)

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
        state = obj.current_workflow_state
        if state and state.requested_by_id == user.pk:
            return True
        since = obj.revisions.all()
        if obj.live_revision_id:
            since = since.filter(created_at__gt=obj.live_revision.created_at)
        return any(_changes_something(revision) for revision in since.filter(user=user))

    @classmethod
    def get_description(cls):
        return "Members of the chosen groups approve or send back, never their own words."


def _changes_something(revision) -> bool:
    try:
        before = revision.get_previous()
    except Revision.DoesNotExist:
        return True
    return substance(revision.content) != substance(before.content)
