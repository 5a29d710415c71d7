"""Standing pages go through the gate as articles do."""

from wagtail import hooks

from publishing.admin_views import GatedPageViewSet

from .models import StandardPage


class StandardPageViewSet(GatedPageViewSet):
    model = StandardPage


@hooks.register("register_admin_viewset")
def standing_pages():
    return StandardPageViewSet()
