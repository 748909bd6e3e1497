from django.urls import path

from gallery.api.views import (
    assets,
    decisions,
    faces,
    libraries,
    people,
    person,
    pictures,
    questions,
    search,
)

urlpatterns = [
    path("libraries/", libraries.LibrariesView.as_view(), name="api-libraries"),
    # People, and what is said of them.
    path("people/", people.PeopleView.as_view(), name="api-people"),
    path("people/hide/", people.HideView.as_view(), name="api-people-hide"),
    path("people/<int:pk>/", people.PersonView.as_view(), name="api-person"),
    path("people/<int:pk>/faces/", people.PersonFacesView.as_view(), name="api-person-faces"),
    path("people/<int:pk>/merge/", people.MergeView.as_view(), name="api-person-merge"),
    path("people/<int:pk>/name/", person.NameView.as_view(), name="api-person-name"),
    path(
        "people/<int:pk>/birth-date/",
        person.BirthDateView.as_view(),
        name="api-person-birth-date",
    ),
    path("people/<int:pk>/gender/", person.GenderView.as_view(), name="api-person-gender"),
    path("people/<int:pk>/cover/", person.CoverView.as_view(), name="api-person-cover"),
    path("people/<int:pk>/left-out/", person.LeaveOutView.as_view(), name="api-person-left-out"),
    path("people/<int:pk>/split/", person.SplitView.as_view(), name="api-person-split"),
    path("people/<int:pk>/forget/", person.ForgetView.as_view(), name="api-person-forget"),
    # Faces.
    path("faces/<int:pk>/", faces.FaceView.as_view(), name="api-face"),
    path("faces/<int:pk>/crop/", pictures.CropView.as_view(), name="api-face-crop"),
    path("faces/move/", faces.MoveView.as_view(), name="api-faces-move"),
    path("faces/forbid/", faces.ForbidView.as_view(), name="api-faces-forbid"),
    path("faces/not-a-face/", faces.NotAFaceView.as_view(), name="api-faces-not-a-face"),
    path("faces/twice/", faces.TwiceView.as_view(), name="api-faces-twice"),
    # Photos and videos.
    path("assets/", assets.AssetsView.as_view(), name="api-assets"),
    path("assets/dates/", assets.DatesView.as_view(), name="api-assets-dates"),
    path("assets/dates/right/", assets.DatesRightView.as_view(), name="api-assets-dates-right"),
    path("assets/datings/", assets.DatingsView.as_view(), name="api-datings"),
    path("assets/<int:pk>/", assets.AssetView.as_view(), name="api-asset"),
    path("assets/<int:pk>/faces/", assets.AssetFacesView.as_view(), name="api-asset-faces"),
    path("assets/<int:pk>/draw/", assets.DrawView.as_view(), name="api-asset-draw"),
    path(
        "assets/<int:pk>/thumbnail/",
        pictures.ThumbnailView.as_view(),
        name="api-asset-thumbnail",
    ),
    path("assets/<int:pk>/preview/", pictures.PreviewView.as_view(), name="api-asset-preview"),
    path("assets/<int:pk>/original/", pictures.OriginalView.as_view(), name="api-asset-original"),
    path("search/", search.SearchView.as_view(), name="api-search"),
    # What the engine asks, what was done, what was said.
    path("questions/", questions.QuestionsView.as_view(), name="api-questions"),
    path("questions/answer/", questions.TogetherView.as_view(), name="api-questions-answer"),
    path("questions/<int:pk>/who/", questions.WhoView.as_view(), name="api-question-who"),
    path("questions/<int:pk>/", questions.QuestionView.as_view(), name="api-question"),
    path(
        "questions/<int:pk>/answer/",
        questions.AnswerView.as_view(),
        name="api-question-answer",
    ),
    path("decisions/", decisions.DecisionsView.as_view(), name="api-decisions"),
    path("decisions/<int:pk>/", decisions.DecisionView.as_view(), name="api-decision"),
    path("decisions/<int:pk>/undo/", decisions.UndoView.as_view(), name="api-decision-undo"),
    path("statements/", decisions.StatementsView.as_view(), name="api-statements"),
]
