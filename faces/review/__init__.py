"""Which questions to the family settle most: after few answers everybody is who they are.

    values      what goes in (an album) and what comes out (questions)
    likeness    how alike two groups of faces are, by themselves and against everybody else
    odds        from that to the chance that they are one person
    growing     groups that become one while that is likely
    placing     `place`: who everybody is, as likely as it is known after what was said
    candidates  what could be asked: of pieces of people, and of people
    order       `questions`: in order of what an answer settles; `together`: what to ask at once

How many answers that saves is measured by `python -m faces.evaluate review`, see docs/review.md.
"""

from faces.review.candidates import answers_for, joined
from faces.review.likeness import Likeness
from faces.review.odds import Weights
from faces.review.order import in_company, questions, together
from faces.review.placing import place
from faces.review.values import Album, Question

__all__ = [
    "Album",
    "Likeness",
    "Question",
    "Weights",
    "answers_for",
    "in_company",
    "joined",
    "place",
    "questions",
    "together",
]
