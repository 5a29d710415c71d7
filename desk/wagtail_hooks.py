"""The desk on the admin's home screen."""

from wagtail import hooks
from wagtail.admin.ui.components import Component

from publishing.models import Heartbeat

from . import queue

SCHEDULER_PATIENCE = 120  # seconds until its silence is an alarm


class DeskPanel(Component):
    """What waits for whom, and what goes out by itself."""

    name = "desk"
    order = 205
    template_name = "desk/panel.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        return {
            "void": queue.approvals_void(user),
            "in_review": queue.in_review(user),
            "sent_back": queue.sent_back(user),
            "scheduled": queue.scheduled(user),
        }


class WarningsPanel(Component):
    """What nobody may overlook: published by one person; the clock stands still."""

    name = "warnings"
    order = 50
    template_name = "desk/warnings.html"

    def get_context_data(self, parent_context):
        age = Heartbeat.age()
        return {
            "by_one": queue.published_by_one(),
            "scheduler_age": age,
            "scheduler_stands_still": age is None or age > SCHEDULER_PATIENCE,
        }


@hooks.register("construct_homepage_panels")
def add_desk(request, panels):
    panels.append(WarningsPanel())
    panels.append(DeskPanel())
