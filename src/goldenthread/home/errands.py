"""What a person who sees no plans can do here, in true sentences."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

ERRANDS = (
    (
        Permission.VIEW_LEARNING,
        "learning:programme",
        "Find and book training",
        "the programme of the year with what is left of each session.",
    ),
    (
        Permission.VIEW_LEARNING,
        "learning:arrive",
        "Sign in to a session",
        "on the day, with the code that whoever trains shows you.",
    ),
    (
        Permission.VIEW_REPORTS,
        "publishing:reports",
        "Read the partnership’s published reports",
        "as a web page, a PDF or a Word file.",
    ),
    (
        Permission.VIEW_REPORTS,
        "audits:booklets",
        "Read what audits of cases taught us",
        "learning booklets of a page or two, with questions to talk about in a team.",
    ),
    (
        Permission.MANAGE_PEOPLE,
        "partnership:people",
        "Look after people and their accounts",
        "add somebody, give or take away a role, invite them to sign in, or block a sign-in.",
    ),
    (
        Permission.VIEW_PEOPLE,
        "partnership:roles",
        "See what each role may do",
        "every role in a sentence, with what it lets a person open and change.",
    ),
    (
        Permission.VIEW_AUDIT,
        "partnership:audit",
        "Search the record of who did what",
        "every change and every sign-in, which nobody can alter.",
    ),
    (
        Permission.ENTER,
        "partnership:me",
        "Look after your own account",
        "your password, your second step at sign-in, and how emails reach you.",
    ),
)


@dataclass(frozen=True)
class Errand:
    """One thing to do here: the link, and what it is."""

    text: str
    href: str
    about: str


def errands(viewer: Viewer) -> list[Errand]:
    """The errands open to the viewer."""
    return [
        Errand(text, reverse(name, args=[viewer.partnership.slug]), about)
        for permission, name, text, about in ERRANDS
        if viewer.may(permission)
    ]
