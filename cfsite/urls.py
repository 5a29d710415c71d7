"""Every address of the site."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

urlpatterns = [
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    path("search/", include("search.urls")),
    path("", include("news.urls")),
]
if settings.SERVE_MEDIA:
    # Documents have a view that knows who may read them.
    uploads = r"^media/(?P<path>(?!documents/).*)$"
    urlpatterns += [re_path(uploads, serve, {"document_root": settings.MEDIA_ROOT})]
urlpatterns += [path("", include(wagtail_urls))]
