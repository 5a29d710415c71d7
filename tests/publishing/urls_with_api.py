"""The site with Wagtail's API for programs, which it does not mount; for the tests alone."""

from django.urls import path
from wagtail.api.v3.urls import api

from cfsite.urls import urlpatterns as site

urlpatterns = [path("admin/v3/", api.urls), *site]
