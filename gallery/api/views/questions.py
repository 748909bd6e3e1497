from typing import Any

from django.db.models import Prefetch, QuerySet
from rest_framework.generics import RetrieveAPIView
from rest_framework.response import Response
from rest_framework.serializers import ValidationError

from gallery import access
from gallery.actions.answer import AnsweredError, answer
from gallery.actions.review import answer_together, say_who
from gallery.api.schema import route
from gallery.api.serializers.decisions import DoneSerializer, LibraryInQuery
from gallery.api.serializers.questions import (
    AnswerSerializer,
    QuestionSerializer,
    TogetherDoneSerializer,
    TogetherSerializer,
    WhoSerializer,
)
from gallery.api.views.base import ActView, Listing, MemberApiRequest, done
from gallery.models import Face, Proposal

QUESTIONS = ["Questions"]


@route("get", "questions", "Open questions", tags=QUESTIONS, parameters=[LibraryInQuery])
class QuestionsView(Listing):
    """What the engine does not dare to do by itself; what settles most comes first."""

    serializer_class = QuestionSerializer

    def get_queryset(self) -> QuerySet[Proposal]:
        library = access.library_chosen(
            self.request.user, self.asked(LibraryInQuery).get("library")
        )
        asked = Proposal.objects.open().filter(library=library).select_related("person")
        return asked.in_order().prefetch_related(Prefetch("faces", Face.objects.only("pk")))


@route("get", "question", "A question", tags=QUESTIONS)
class QuestionView(RetrieveAPIView[Any]):
    """Open or answered; what an answer has made pointless is gone."""

    request: MemberApiRequest
    serializer_class = QuestionSerializer

    def get_object(self) -> Proposal:
        return access.proposal_to_see(self.request.user, self.kwargs["pk"])


@route("post", "question_answer", "Answer a question", tags=QUESTIONS, responses=DoneSerializer)
class AnswerView(ActView):
    """Kept for every later time. One of the kind who is answered by saying who."""

    serializer_class = AnswerSerializer

    def post(self, request: MemberApiRequest, pk: int) -> Response:
        proposal = access.proposal_to_answer(request.user, pk)
        return done(answer(proposal, yes=self.said()["yes"], by=request.user))


@route(
    "post",
    "questions_answer",
    "Answer several questions",
    tags=QUESTIONS,
    responses=TogetherDoneSerializer,
)
class TogetherView(ActView):
    """In one go: all of them, or none where something stands in the way."""

    serializer_class = TogetherSerializer

    def post(self, request: MemberApiRequest) -> Response:
        said = self.said()
        asked = access.proposals_to_answer(request.user, set(said["questions"]))
        decisions = answer_together(asked, wrong=set(said["wrong"]), by=request.user)
        if not decisions:
            raise AnsweredError
        return Response({"decisions": [decision.pk for decision in decisions]})


@route(
    "post",
    "question_who",
    "Say who somebody is",
    tags=QUESTIONS,
    responses=DoneSerializer,
)
class WhoView(ActView):
    """For a question of the kind who: by a new name, or as somebody who is there."""

    serializer_class = WhoSerializer

    def post(self, request: MemberApiRequest, pk: int) -> Response:
        proposal = access.proposal_to_answer(request.user, pk)
        said = self.said()
        person = said["person"] and access.person_in(proposal.library, said["person"])
        if person is None and not said["name"]:
            raise ValidationError({"name": ["Say a name, or who it is."]})
        decision = say_who(proposal, name=said["name"], person=person, by=request.user)
        return done(decision, person=person or proposal.person)
