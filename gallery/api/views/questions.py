from typing import Any

from django.db.models import Prefetch, QuerySet
from rest_framework.generics import RetrieveAPIView
from rest_framework.response import Response

from gallery import access
from gallery.actions.answer import answer
from gallery.api.schema import route
from gallery.api.serializers.decisions import DoneSerializer, LibraryInQuery
from gallery.api.serializers.questions import AnswerSerializer, QuestionSerializer
from gallery.api.views.base import ActView, Listing, MemberApiRequest, done
from gallery.models import Face, Proposal

QUESTIONS = ["Questions"]


@route("get", "questions", "Open questions", tags=QUESTIONS, parameters=[LibraryInQuery])
class QuestionsView(Listing):
    """What the engine does not dare to do by itself; the newest first."""

    serializer_class = QuestionSerializer

    def get_queryset(self) -> QuerySet[Proposal]:
        library = access.library_chosen(
            self.request.user, self.asked(LibraryInQuery).get("library")
        )
        asked = Proposal.objects.open().filter(library=library).order_by("-pk")
        return asked.prefetch_related(Prefetch("faces", Face.objects.only("pk")))


@route("get", "question", "A question", tags=QUESTIONS)
class QuestionView(RetrieveAPIView[Any]):
    """Open or answered."""

    request: MemberApiRequest
    serializer_class = QuestionSerializer

    def get_object(self) -> Proposal:
        return access.proposal_to_see(self.request.user, self.kwargs["pk"])


@route("post", "question_answer", "Answer a question", tags=QUESTIONS, responses=DoneSerializer)
class AnswerView(ActView):
    """Kept for every later time; who answered first is right, until it is undone."""

    serializer_class = AnswerSerializer

    def post(self, request: MemberApiRequest, pk: int) -> Response:
        proposal = access.proposal_to_answer(request.user, pk)
        return done(answer(proposal, yes=self.said()["yes"], by=request.user))
