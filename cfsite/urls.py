"""Every address of the site."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from publishing import previews, vault

urlpatterns = [
    path("admin/", include(admin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", vault.document),
    path("documents/", include(document_urls)),
    path("media/<path:path>", vault.media),
    path("preview/<str:key>/", previews.preview, name="preview"),
    path("preview/<str:key>/media/<path:path>", previews.media),
    re_path(r"^preview/([^/]+)/documents/(\d+)/(.*)$", previews.document),
    path("search/", include("search.urls")),
    path("corrections/", include("publishing.urls")),
    path("", include("syndication.urls")),
    path("", include("news.urls")),
    path("", include(wagtail_urls)),
]
