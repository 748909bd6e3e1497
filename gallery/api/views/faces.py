from typing import Any

from rest_framework.generics import RetrieveAPIView
from rest_framework.response import Response

from gallery import access
from gallery.actions.forbid import forbid
from gallery.actions.move import move
from gallery.actions.not_a_face import not_a_face
from gallery.actions.twice import NotTwiceError, twice
from gallery.api.schema import route
from gallery.api.serializers.decisions import DoneSerializer
from gallery.api.serializers.faces import (
    FaceSerializer,
    FacesSerializer,
    MoveSerializer,
    TwiceSerializer,
)
from gallery.api.views.base import ActView, MemberApiRequest, done
from gallery.models import Face

FACES = ["Faces"]


@route("get", "face", "A face", tags=FACES)
class FaceView(RetrieveAPIView[Any]):
    """Where it is, how old it looks, and whose it is."""

    request: MemberApiRequest
    serializer_class = FaceSerializer

    def get_object(self) -> Face:
        return access.face_to_see(self.request.user, self.kwargs["pk"])


@route("post", "faces_move", "Say whose faces are", tags=FACES, responses=DoneSerializer)
class MoveView(ActView):
    """They are confirmed there and stay for good. The answer names the person."""

    serializer_class = MoveSerializer

    def post(self, request: MemberApiRequest) -> Response:
        said = self.said()
        faces = access.faces_to_change(request.user, said["faces"])
        library, pk = faces[0].asset.library, said["person"]
        person = None if pk is None else access.person_in(library, pk)
        decision, keep = move(faces, person, by=request.user, twice=said["twice"])
        return done(decision, person=keep)


@route(
    "post",
    "faces_forbid",
    "Say that faces are not who they are with",
    tags=FACES,
    responses=DoneSerializer,
)
class ForbidView(ActView):
    """No clustering puts them there again; whose they are instead is for the next one to say."""

    serializer_class = FacesSerializer

    def post(self, request: MemberApiRequest) -> Response:
        faces = access.faces_to_change(request.user, self.said()["faces"])
        return done(forbid(faces, by=request.user))


@route(
    "post", "faces_not_a_face", "Say that these are no faces", tags=FACES, responses=DoneSerializer
)
class NotAFaceView(ActView):
    """A statue, a pattern, a dog: nobody's from now on."""

    serializer_class = FacesSerializer

    def post(self, request: MemberApiRequest) -> Response:
        faces = access.faces_to_change(request.user, self.said()["faces"])
        return done(not_a_face(faces, by=request.user))


@route(
    "post",
    "faces_twice",
    "Say that somebody is seen twice in a photo",
    tags=FACES,
    responses=DoneSerializer,
)
class TwiceView(ActView):
    """Both faces are confirmed: as who the first is, or the second if the first is nobody's."""

    serializer_class = TwiceSerializer

    def post(self, request: MemberApiRequest) -> Response:
        said = self.said()
        pks = [said["first"], said["second"]]
        faces = {face.pk: face for face in access.faces_to_change(request.user, pks)}
        if len(faces) != 2:
            raise NotTwiceError
        first, second = (faces[pk] for pk in pks)
        return done(twice(first, second, by=request.user))
