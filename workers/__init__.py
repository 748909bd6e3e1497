"""Celery: one thin task per stage, the schedule, the networks loaded once per child.

celery    the app and its settings; `celery --app workers worker` finds it
tasks     one task per stage, named `kindred.STAGE`; its argument is an id
schedule  the sweep each minute, and the daily tidying
runtime   detector and network, loaded once in each worker child
"""

from workers.celery import app

__all__ = ["app"]
