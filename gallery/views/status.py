from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gallery import access
from gallery.access import MemberRequest
from gallery.actions.retry_jobs import retry_all, retry_job
from gallery.notices import tell
from gallery.queries.status import failures_of, status_of


@require_safe
def status(request: MemberRequest) -> HttpResponse:
    """What is worked on, waits and failed; while work goes on the page asks for its live part."""
    library = access.library_to_see(request)
    context = {"status": status_of(library), "failures": failures_of(library)}
    part = "#live" if request.headers.get("HX-Target") == "live" else ""
    return render(request, f"status.html{part}", context)


@require_safe
def progress(request: MemberRequest) -> HttpResponse:
    """The small pill of other pages."""
    library = access.library_to_see(request)
    context = {"status": status_of(library), "was_busy": "busy" in request.GET}
    return render(request, "parts/progress_pill.html", context)


@require_POST
def job_retry(request: MemberRequest, pk: int) -> HttpResponse:
    retry_job(access.job_to_retry(request.user, pk))
    tell(request, "It is being tried again.")
    return redirect("status")


@require_POST
def jobs_retry(request: MemberRequest) -> HttpResponse:
    count = retry_all(access.library_to_add_to(request))
    tell(request, f"Trying again: {count}." if count else "Nothing had failed.")
    return redirect("status")
