"""The review: the family says who is who, one question after the other."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gallery import access
from gallery.access import MemberRequest
from gallery.actions.answer import AnsweredError
from gallery.actions.forbid import NobodysFaceError
from gallery.actions.hide import hide
from gallery.actions.move import NoFacesError
from gallery.actions.review import answer_together, say_who
from gallery.forms.people import AnswerForm
from gallery.models import Decision, Person, Proposal
from gallery.notices import tell
from gallery.numbers import number
from gallery.queries.review import review, taken_off
from gallery.views.gone import gone_is_not_found

LATER = "questions-later"
WHOSE = "questions-whose"  # faces that an answer took off, in a session
MOST_LATER = 200  # questions put off that a session remembers


@require_safe
def questions(request: MemberRequest) -> HttpResponse:
    """What is asked now, and how far the family has come."""
    library = access.library_to_see(request)
    found = review(library, later=request.session.get(LATER, []))
    context: dict[str, object] = {"review": found}
    face = taken_off(library, request.session.get(WHOSE, []))
    if face is not None and access.may_correct(request.user, library):
        context |= {"whose": face, "chosen": [face], "here": reverse("questions")}
    return render(request, "questions.html", context)


@require_POST
def question_whose_later(request: MemberRequest, pk: int) -> HttpResponse:
    """Leave it open whose a face is that was taken off."""
    face = access.face_to_change(request.user, pk)
    request.session[WHOSE] = [one for one in request.session.get(WHOSE, []) if one != face.pk]
    return redirect("questions")


@require_POST
@gone_is_not_found()
def question_answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Take an answer to one question, or to several that were asked together."""
    proposal = access.proposal_to_answer(request.user, pk)
    form = AnswerForm(request.POST, person=proposal.person)
    if not form.is_valid():
        messages.warning(request, "Please say yes, no, or who it is.")
        return redirect("questions")
    asked = _asked_together(request, proposal)
    shown = _faces_shown(request, asked)
    if form.cleaned_data["answer"] == "later":
        put_off = [*request.session.get(LATER, []), *(one.pk for one in asked)]
        request.session[LATER] = put_off[-MOST_LATER:]
        return redirect("questions")
    try:
        decisions = _answer(request, asked, form)
    except AnsweredError:
        decisions = []
    except (NobodysFaceError, NoFacesError):
        messages.warning(request, "Leave one face at least: nobody would be left to be named.")
        return redirect("questions")
    if decisions:
        request.session[WHOSE] = [*request.session.get(WHOSE, []), *shown][-MOST_LATER:]
        tell(request, _told(decisions), undo=decisions[-1], also=decisions[:-1])
    else:
        messages.warning(request, "That was answered already.")
    return redirect("questions")


def _asked_together(request: MemberRequest, proposal: Proposal) -> list[Proposal]:
    also = [number(text) for text in request.POST.getlist("together")]
    pks = {pk for pk in also if pk is not None and pk != proposal.pk}
    return [proposal, *access.proposals_to_answer(request.user, pks)]


def _faces_shown(request: MemberRequest, asked: list[Proposal]) -> list[int]:
    """Faces that may turn out to be somebody else: of those, it is asked whose they are."""
    besides = [pk for text in request.POST.getlist("besides") if (pk := number(text))]
    these = [one.pk for one in asked if one.kind == Proposal.Kind.THESE]
    pieces = Proposal.faces.through.objects.filter(proposal__in=these)
    return [*pieces.order_by("face").values_list("face", flat=True), *besides]


def _answer(request: MemberRequest, asked: list[Proposal], form: AnswerForm) -> list[Decision]:
    [proposal, *_] = asked
    said = form.cleaned_data["answer"]
    if proposal.kind == Proposal.Kind.WHO:
        return _who(request, proposal, form)
    wrong = {number(text) for text in request.POST.getlist("wrong")}
    if said == "no":
        wrong = {one.pk for one in asked}
    elif said != "yes":
        raise AnsweredError
    return answer_together(asked, wrong={pk for pk in wrong if pk}, by=request.user)


def _who(request: MemberRequest, proposal: Proposal, form: AnswerForm) -> list[Decision]:
    if form.cleaned_data["answer"] == "hide":
        decision = hide([proposal.person], hidden=True, by=request.user)
        return [decision] if decision else []
    person, name = form.cleaned_data["person"], form.cleaned_data["name"]
    known = list(Person.objects.named().filter(library=proposal.library, name__iexact=name)[:2])
    if person is None and name and len(known) == 1:
        [person] = known
    besides = {pk for text in request.POST.getlist("besides") if (pk := number(text))}
    return [say_who(proposal, name=name, person=person, besides=besides, by=request.user)]


def _told(decisions: list[Decision]) -> str:
    kinds = {Decision.Kind.MERGE: "One person", Decision.Kind.PART: "Two people"}
    if len(decisions) == 1:
        told = kinds.get(Decision.Kind(decisions[0].kind), "Thank you")
        return f"{told}. It is kept for every later time."
    return f"{len(decisions)} answers are kept for every later time."
