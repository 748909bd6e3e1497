from allauth.account import views as allauth
from django.urls import path

from gallery.views import (
    accounts,
    decisions,
    health,
    invitation,
    media,
    members,
    naming,
    people,
    person,
    photo,
    questions,
    search,
    settings,
    shelf,
    status,
    timeline,
    upload,
    welcome,
)

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
    path("people/questions/", questions.questions, name="questions"),
    path("people/questions/<int:pk>/answer/", questions.question_answer, name="question-answer"),
    path("decisions/<int:pk>/undo/", decisions.decision_undo, name="decision-undo"),
    # Coming in and going out.
    path("welcome/", welcome.welcome, name="welcome"),
    path("sign-in/", accounts.SignInView.as_view(), name="account_login"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("password/", accounts.ChangePasswordView.as_view(), name="account_change_password"),
    path("invitations/<str:token>/", invitation.invitation, name="invitation"),
    # Adding photos, and what becomes of them.
    path("upload/", upload.upload, name="upload"),
    path("upload/file/", upload.upload_file, name="upload-file"),
    path("status/", status.status, name="status"),
    path("status/progress/", status.progress, name="progress"),
    path("status/retry/", status.jobs_retry, name="jobs-retry"),
    path("status/<int:pk>/retry/", status.job_retry, name="job-retry"),
    path("people/shelf/", shelf.shelf, name="shelf"),
    # The library and who belongs to it.
    path("members/", members.members, name="members"),
    path("members/invite/", members.member_invite, name="member-invite"),
    path("members/<int:pk>/role/", members.member_role, name="member-role"),
    path("members/<int:pk>/remove/", members.member_remove, name="member-remove"),
    path(
        "members/invitations/<int:pk>/revoke/",
        members.invitation_revoke,
        name="invitation-revoke",
    ),
    path("settings/", settings.settings, name="settings"),
    path("settings/name/", settings.library_rename, name="library-rename"),
    path("settings/recognition/", settings.recognition, name="recognition"),
    path("libraries/<int:pk>/choose/", settings.library_choose, name="library-choose"),
    path("libraries/add/", settings.library_add, name="library-add"),
]
