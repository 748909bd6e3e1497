from allauth.account import views as allauth
from django.urls import include, path, register_converter
from django.urls.converters import PathConverter

from gallery.api.views.reference import NothingView, SchemaView, reference
from gallery.views import (
    accounts,
    clustering,
    dating,
    decisions,
    download,
    draw,
    everything,
    faces,
    health,
    invitation,
    media,
    members,
    memories,
    naming,
    people,
    person,
    photo,
    picked,
    questions,
    search,
    settings,
    shelf,
    status,
    timeline,
    together,
    tokens,
    upload,
    welcome,
)


class AnythingConverter(PathConverter):
    """The rest of an address, line breaks and all."""

    regex = r"(?s:.+)"


register_converter(AnythingConverter, "anything")

urlpatterns = [
    path("health/", health.health, name="health"),
    # Looking at photos.
    path("", timeline.photos, name="photos"),
    path("photos/<int:pk>/", photo.asset, name="asset"),
    path("media/<int:pk>/<str:name>", media.media, name="media"),
    path("faces/<int:pk>/crop/", media.face_crop, name="face-crop"),
    path("libraries/<int:pk>/covers/<str:key>", media.cover_sheet, name="cover-sheet"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.search_suggestions, name="search-suggestions"),
    path("memories/", memories.memories, name="memories"),
    path("dates/", dating.dates, name="dates"),
    path("dates/<int:pk>/", dating.date_answer, name="date-answer"),
    # People, and what corrects them.
    path("people/", people.people, name="people"),
    path("people/select/hide/", picked.people_hide, name="people-hide"),
    path("people/select/merge/", picked.people_merge, name="people-merge"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/years/", memories.person_years, name="person-years"),
    path("people/<int:pk>/with/<int:other>/", together.person_with, name="person-with"),
    path("people/<int:pk>/at-the-same-age/", together.person_same_age, name="person-same-age"),
    path("people/<int:pk>/download/", download.person_download, name="person-download"),
    path("people/<int:pk>/suggestions/", people.person_suggestions, name="person-suggestions"),
    path("people/<int:pk>/rename/", naming.person_rename, name="person-rename"),
    path("people/<int:pk>/birth-date/", person.person_birth_date, name="person-birth-date"),
    path("people/<int:pk>/merge/", person.person_merge, name="person-merge"),
    path("people/<int:pk>/hide/", person.person_hide, name="person-hide"),
    path("people/<int:pk>/cover/", person.person_cover, name="person-cover"),
    path("people/questions/", questions.questions, name="questions"),
    path("people/questions/<int:pk>/answer/", questions.question_answer, name="question-answer"),
    path(
        "people/questions/whose/<int:pk>/later/",
        questions.question_whose_later,
        name="question-whose-later",
    ),
    path("people/<int:pk>/faces/", faces.person_faces, name="person-faces"),
    path("people/<int:pk>/gender/", person.person_gender, name="person-gender"),
    path("people/<int:pk>/leave-out/", person.person_leave_out, name="person-leave-out"),
    path("people/<int:pk>/forget/", person.person_forget, name="person-forget"),
    path("faces/<int:pk>/", faces.face, name="face"),
    path("faces/<int:pk>/twice/", faces.face_twice, name="face-twice"),
    path("faces/move/", faces.faces_move, name="faces-move"),
    path("faces/forbid/", faces.faces_forbid, name="faces-forbid"),
    path("faces/not-a-face/", faces.faces_not_a_face, name="faces-not-a-face"),
    path("faces/suggestions/", faces.suggestions, name="face-suggestions"),
    path("photos/<int:pk>/draw/", draw.face_draw, name="face-draw"),
    path("history/", decisions.decisions, name="decisions"),
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
    path("status/clustering/", clustering.clustering, name="clustering"),
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
    path("settings/everything/", everything.everything, name="everything"),
    path("settings/everything/zip/", everything.everything_zip, name="everything-zip"),
    path("settings/everything/bring-in/", everything.bring_in_people, name="bring-in-people"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token-revoke"),
    path("libraries/<int:pk>/choose/", settings.library_choose, name="library-choose"),
    path("libraries/add/", settings.library_add, name="library-add"),
    # For programs.
    path("api/v1/", include("gallery.api.urls")),
    path("api/docs/", reference, name="api-docs"),
    path("api/schema/", SchemaView.as_view(), name="api-schema"),
    path("api/<anything:rest>", NothingView.as_view(), name="api-nothing"),
]
