"""What Wagtail calls when the last reviewer has approved. It is loaded before any model."""


def publish_approved(workflow_state, user=None):
    """Publish as the system on behalf of the last approver, who needs no right to publish."""
    revision = workflow_state.content_object.get_latest_revision()
    revision.publish(user=user, skip_permission_checks=True)
