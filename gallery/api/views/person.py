"""What is said of one person."""

from rest_framework.response import Response
from rest_framework.serializers import ValidationError

from gallery import access
from gallery.actions.birth_date import set_birth_date
from gallery.actions.cover import choose_cover
from gallery.actions.forget import forget
from gallery.actions.gender import set_gender
from gallery.actions.leave_out import leave_out
from gallery.actions.rename import rename
from gallery.actions.split import split
from gallery.api.errors import NamesakeError
from gallery.api.schema import route
from gallery.api.serializers.decisions import DoneSerializer
from gallery.api.serializers.people import (
    BirthDateSerializer,
    CoverSerializer,
    ForgetSerializer,
    GenderSerializer,
    LeaveOutSerializer,
    NameSerializer,
    SplitSerializer,
)
from gallery.api.views.base import ActView, MemberApiRequest, done
from gallery.api.views.people import PEOPLE
from gallery.forms.people import others

FORGET = "forget"


@route("put", "person_name", "Name somebody", tags=PEOPLE, responses=DoneSerializer)
class NameView(ActView):
    """It confirms the face that stands for them, too. A second one of a name has to be meant."""

    serializer_class = NameSerializer

    def put(self, request: MemberApiRequest, pk: int) -> Response:
        person = access.person_to_change(request.user, pk)
        said = self.said()
        if said["name"] and said["name"] != person.name and not said["another"]:
            namesakes = list(others(person).filter(name__iexact=said["name"]).order_by("pk"))
            if namesakes:
                raise NamesakeError(namesakes)
        return done(rename(person, said["name"], by=request.user), person=person)


@route(
    "put", "person_birth_date", "Say when somebody was born", tags=PEOPLE, responses=DoneSerializer
)
class BirthDateView(ActView):
    """As exactly as it is known; it wins over every estimate."""

    serializer_class = BirthDateSerializer

    def put(self, request: MemberApiRequest, pk: int) -> Response:
        person = access.person_to_change(request.user, pk)
        said = self.said()
        decision = set_birth_date(person, said["birth_date"], said["precision"], by=request.user)
        return done(decision, person=person)


@route("put", "person_gender", "Say somebody's gender", tags=PEOPLE, responses=DoneSerializer)
class GenderView(ActView):
    """It wins over the estimate."""

    serializer_class = GenderSerializer

    def put(self, request: MemberApiRequest, pk: int) -> Response:
        person = access.person_to_change(request.user, pk)
        return done(set_gender(person, self.said()["gender"] or "", by=request.user), person=person)


@route(
    "put",
    "person_cover",
    "Choose the face that stands for somebody",
    tags=PEOPLE,
    responses=DoneSerializer,
)
class CoverView(ActView):
    """One of theirs; it is confirmed, too."""

    serializer_class = CoverSerializer

    def put(self, request: MemberApiRequest, pk: int) -> Response:
        person = access.person_to_change(request.user, pk)
        face = access.face_to_change(request.user, self.said()["face"])
        return done(choose_cover(person, face, by=request.user), person=person, face=face)


@route(
    "put",
    "person_left_out",
    "Leave somebody out of recognition, or take them in again",
    tags=PEOPLE,
    responses=DoneSerializer,
)
class LeaveOutView(ActView):
    """What was worked out of their faces is erased; which faces are theirs only people say."""

    serializer_class = LeaveOutSerializer

    def put(self, request: MemberApiRequest, pk: int) -> Response:
        person = access.person_to_change(request.user, pk)
        decision = leave_out(person, left_out=self.said()["left_out"], by=request.user)
        return done(decision, person=person)


@route(
    "post",
    "person_split",
    "Say that some faces are somebody else",
    tags=PEOPLE,
    responses=DoneSerializer,
)
class SplitView(ActView):
    """The answer names the new person; somebody has to be left with the old one."""

    serializer_class = SplitSerializer

    def post(self, request: MemberApiRequest, pk: int) -> Response:
        person = access.person_to_change(request.user, pk)
        said = self.said()
        faces = access.faces_to_change(request.user, said["faces"])
        chosen = [face.pk for face in faces]
        decision, new = split(person, chosen, by=request.user, twice=said["twice"])
        return done(decision, person=new)


@route("post", "person_forget", "Forget somebody for good", tags=PEOPLE, responses=DoneSerializer)
class ForgetView(ActView):
    """All that is known of them is erased, and nothing brings it back. The photos stay."""

    serializer_class = ForgetSerializer

    def post(self, request: MemberApiRequest, pk: int) -> Response:
        person = access.person_to_change(request.user, pk)
        typed = self.said()["confirm"].casefold()
        if typed not in {FORGET, person.name.casefold()} - {""}:
            raise ValidationError({"confirm": ["Type the person's name, or the word forget."]})
        return done(forget(person, by=request.user))
