"""Search in the menu of the admin."""

from django.contrib.auth.models import Permission
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .admin_views import SearchGroup

register_snippet(SearchGroup)


@hooks.register("register_permissions")
def right_to_see_lookups():
    return Permission.objects.filter(content_type__app_label="search", codename="view_lookup")
