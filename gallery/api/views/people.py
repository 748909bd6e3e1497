from typing import Any

from django.db.models import F, QuerySet
from rest_framework.generics import RetrieveAPIView
from rest_framework.response import Response

from gallery import access
from gallery.actions.hide import hide
from gallery.actions.merge import merge
from gallery.api.schema import route
from gallery.api.serializers.decisions import DoneSerializer
from gallery.api.serializers.faces import FaceSerializer, FacesInQuery
from gallery.api.serializers.people import (
    HideSerializer,
    MergeSerializer,
    PeopleInQuery,
    PersonSerializer,
)
from gallery.api.views.base import ActView, Listing, MemberApiRequest, done
from gallery.models import Face, Person
from gallery.models.person import PersonQuerySet
from gallery.queries.people import with_photos

PEOPLE = ["People"]


@route("get", "people", "People of a library", tags=PEOPLE, parameters=[PeopleInQuery])
class PeopleView(Listing):
    """Those with the most photos first; who is on the shelf or hidden only where asked for."""

    serializer_class = PersonSerializer

    def get_queryset(self) -> QuerySet[Person]:
        asked = self.asked(PeopleInQuery)
        library = access.library_chosen(self.request.user, asked.get("library"))
        people = _where(Person.objects.filter(library=library), asked["where"])
        if "named" in asked:
            people = people.exclude(name="") if asked["named"] else people.filter(name="")
        if "left_out" in asked:
            people = people.filter(left_out=asked["left_out"])
        if "name" in asked:
            people = people.filter(name__icontains=asked["name"])
        return with_photos(people, "-photos", "pk")


@route("get", "person", "Somebody", tags=PEOPLE)
class PersonView(RetrieveAPIView[Any]):
    """Name, birth, gender, and the face that stands for them."""

    request: MemberApiRequest
    serializer_class = PersonSerializer

    def get_object(self) -> Person:
        person = access.person_to_see(self.request.user, self.kwargs["pk"])
        return with_photos(Person.objects.filter(pk=person.pk)).get()


@route("get", "person_faces", "Their faces", tags=PEOPLE, parameters=[FacesInQuery])
class PersonFacesView(Listing):
    """From the oldest photo to the newest; undated ones last."""

    serializer_class = FaceSerializer

    def get_queryset(self) -> QuerySet[Face]:
        person = access.person_to_see(self.request.user, self.kwargs["pk"])
        faces = Face.objects.real().filter(person=person, **self.asked(FacesInQuery))
        in_order = faces.order_by(F("asset__taken_on").asc(nulls_last=True), "pk")
        return in_order.select_related("asset", "person")


@route(
    "post", "people_hide", "Hide people, or show them again", tags=PEOPLE, responses=DoneSerializer
)
class HideView(ActView):
    """They are left out of the people page and of photos; nothing of them is lost."""

    serializer_class = HideSerializer

    def post(self, request: MemberApiRequest) -> Response:
        said = self.said()
        people = access.people_to_change(request.user, said["people"])
        return done(hide(people, hidden=said["hidden"], by=request.user))


@route("post", "person_merge", "Say that people are one", tags=PEOPLE, responses=DoneSerializer)
class MergeView(ActView):
    """All faces of the others come to this person, and the others are gone until it is undone."""

    serializer_class = MergeSerializer

    def post(self, request: MemberApiRequest, pk: int) -> Response:
        keep = access.person_to_change(request.user, pk)
        others = access.people_in(keep.library, self.said()["absorb"])
        return done(merge(keep=keep, absorb=others, by=request.user), person=keep)


def _where(people: PersonQuerySet, where: str) -> PersonQuerySet:
    if where == "page":
        return people.on_the_people_page()
    if where == "shelf":
        return people.on_the_shelf()
    return people.filter(hidden=True) if where == "hidden" else people
