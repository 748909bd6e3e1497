"""The nouns, one a file."""

from gallery.models.asset import Asset
from gallery.models.dating import Dating
from gallery.models.decision import Decision
from gallery.models.face import Face, Track
from gallery.models.job import Job, Stage
from gallery.models.library import Invitation, Library, Membership, Role
from gallery.models.person import Person
from gallery.models.proposal import Proposal
from gallery.models.run import Run
from gallery.models.statement import Statement
from gallery.models.token import Token
from gallery.models.user import User

__all__ = [
    "Asset",
    "Dating",
    "Decision",
    "Face",
    "Invitation",
    "Job",
    "Library",
    "Membership",
    "Person",
    "Proposal",
    "Role",
    "Run",
    "Stage",
    "Statement",
    "Token",
    "Track",
    "User",
]
