from django.urls import path, register_converter

from . import views
from .months import MonthInPath

register_converter(MonthInPath, "month")

urlpatterns = [
    path("archive/", views.archive, name="archive"),
    path("archive/<month:month>/", views.archive_month, name="archive_month"),
    path("authors/<slug:slug>/", views.author, name="author"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
]
