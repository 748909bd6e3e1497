from django.urls import path

from gallery.views import decisions, health, media, naming, people, person, photo, search, timeline

urlpatterns = [
    path("health/", health.health, name="health"),
    # Looking at photos.
    path("", timeline.photos, name="photos"),
    path("photos/<int:pk>/", photo.asset, name="asset"),
    path("media/<int:pk>/<str:name>", media.media, name="media"),
    path("faces/<int:pk>/crop/", media.face_crop, name="face-crop"),
    path("search/", search.search, name="search"),
    # People, and what corrects them.
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/suggestions/", people.person_suggestions, name="person-suggestions"),
    path("people/<int:pk>/rename/", naming.person_rename, name="person-rename"),
    path("people/<int:pk>/birth-date/", person.person_birth_date, name="person-birth-date"),
    path("people/<int:pk>/merge/", person.person_merge, name="person-merge"),
    path("people/<int:pk>/hide/", person.person_hide, name="person-hide"),
    path("people/<int:pk>/cover/", person.person_cover, name="person-cover"),
    path("decisions/<int:pk>/undo/", decisions.decision_undo, name="decision-undo"),
]
