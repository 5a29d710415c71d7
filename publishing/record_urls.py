"""What lies below the address of every public page. Each view gets the page as well."""

from django.urls import path

from . import views

urlpatterns = [
    path("versions/", views.versions),
    path("versions/<int:number>/", views.version),
    path("versions/<int:older>-<int:newer>/", views.comparison),
    path("versions/timegate/", views.timegate),
    path("versions/timemap/", views.timemap),
]
