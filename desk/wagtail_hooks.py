"""The desk on the admin's home screen."""

from wagtail import hooks
from wagtail.admin.ui.components import Component

from . import queue


class DeskPanel(Component):
    """What waits for whom, and what goes out by itself."""

    name = "desk"
    order = 205
    template_name = "desk/panel.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        return {
            "in_review": queue.in_review(user),
            "sent_back": queue.sent_back(user),
            "scheduled": queue.scheduled(user),
        }


@hooks.register("construct_homepage_panels")
def add_desk(request, panels):
    panels.append(DeskPanel())
