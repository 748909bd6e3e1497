from django.urls import path

from gallery.views import health

urlpatterns = [
    path("health/", health.health, name="health"),
]
