from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gallery import access
from gallery.access import MemberRequest
from gallery.actions.answer import AnsweredError, answer
from gallery.forms.people import AnswerForm
from gallery.notices import tell
from gallery.queries.questions import questions as open_questions
from gallery.views.gone import gone_is_not_found


@require_safe
def questions(request: MemberRequest) -> HttpResponse:
    """What a clustering would change: the family says yes or no."""
    found = open_questions(access.library_to_see(request))
    return render(request, "questions.html", {"questions": found})


@require_POST
@gone_is_not_found()
def question_answer(request: MemberRequest, pk: int) -> HttpResponse:
    proposal = access.proposal_to_answer(request.user, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Please say yes or no.")
        return redirect("questions")
    try:
        decision = answer(proposal, yes=form.cleaned_data["answer"] == "yes", by=request.user)
    except AnsweredError:
        messages.warning(request, "That was answered already.")
    else:
        tell(request, "Thank you. It is kept for every later time.", undo=decision)
    return redirect("questions")
