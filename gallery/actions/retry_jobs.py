from django.db import transaction

from gallery import jobs
from gallery.models import Job, Library


@transaction.atomic
def retry_job(job: Job) -> None:
    """Try once more what failed; its three attempts begin anew."""
    jobs.retry(job)


@transaction.atomic
def retry_all(library: Library) -> int:
    """Try again everything of a library that failed; return how much that is."""
    failed = list(Job.objects.quarantined().filter(library=library).select_related("asset"))
    for job in failed:
        jobs.retry(job)
    return len(failed)
