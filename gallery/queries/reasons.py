"""Why a question is asked, in words."""

from gallery.models import Proposal

ALIKE, LITTLE_ALIKE = 0.7, 1.0  # squared distances of the faces that are nearest
AGREE, DISAGREE = 0.5, -1.0  # log odds from birth years
Kind = Proposal.Kind


def in_words(row: Proposal) -> list[str]:
    """Sentences for what speaks for a yes or a no; none where nothing is kept."""
    said = row.evidence
    return [
        words
        for words in (_looks(row, said.get("nearest")), _born(row, said.get("birth_years")))
        if words
    ]


def _looks(row: Proposal, nearest: float | None) -> str:
    if nearest is None:
        return ""
    if row.kind == Kind.THESE:
        alike = nearest < ALIKE
        return "" if alike else f"They look different from the other photos of {_name(row)}."
    if nearest < ALIKE:
        return "In two photos they look very much alike."
    if nearest < LITTLE_ALIKE:
        return "In two photos they look alike."
    return "No two photos of them look much alike."


def _born(row: Proposal, agreement: float | None) -> str:
    if agreement is None or DISAGREE <= agreement <= AGREE:
        return ""
    if row.kind == Kind.THESE:
        fits = agreement > AGREE
        return "The age fits." if fits else f"The age does not fit when {_name(row)} was born."
    if agreement > AGREE:
        return "By their looks both were born at about the same time."
    return "By their looks they were born at different times."


def _name(row: Proposal) -> str:
    return row.person.name or "this person"
