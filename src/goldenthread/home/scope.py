"""Which actions a person's home speaks of: everybody's for those who answer for the whole, else those near them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.viewer import Viewer
from goldenthread.plans.models import Action, Officer

WHOLE = frozenset({Role.SAFEGUARDING_PARTNER, Role.SCRUTINEER})
FOR_AN_AGENCY = frozenset({Role.AGENCY_LEAD, Role.SAFEGUARDING_PARTNER, Role.DATA_LEAD})
ANSWERS_FOR_AGENCY = frozenset({Role.AGENCY_LEAD, Role.SAFEGUARDING_PARTNER})


@dataclass(frozen=True)
class Scope:
    """The actions a home speaks of, as a condition on actions, and in words where they are not all of them."""

    whole: bool
    actions: QuerySet[Action]
    words: str

    def within(self, field: str = "pk") -> Q:
        """The condition that ``field`` names one of these actions."""
        return Q() if self.whole else Q(**{f"{field}__in": self.actions.values("pk")})


def scope_of(viewer: Viewer) -> Scope:
    """The whole for managers, safeguarding partners and scrutineers; for others the actions of their groups, of the
    agency they answer for, and their own. No query.
    """
    if viewer.may(Permission.MANAGE_PLANS) or viewer.roles & WHOLE:
        return Scope(whole=True, actions=Action.objects.all(), words="")
    near = Q(pk__in=officer_parts(viewer).values("action"))
    parts = []
    if viewer.group_ids:
        near |= Q(overseeing_group__in=viewer.group_ids)
        parts.append("the actions of the groups you sit on")
    agency = viewer.person.agency
    if agency is not None and viewer.roles & FOR_AN_AGENCY:
        near |= Q(lead_agency=agency.pk)
        parts.append(f"those that {agency} leads" if parts else f"the actions that {agency} leads")
    parts.append("your own" if parts else "your own actions")
    words = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    return Scope(whole=False, actions=Action.objects.filter(near), words=words)


def officer_parts(viewer: Viewer) -> QuerySet[Officer]:
    """The viewer's parts in actions, as lead or as responsible officer."""
    return Officer.objects.filter(person=viewer.person.pk)


def agency_answered_for(viewer: Viewer) -> str:
    """The key of the agency whose exceptions are the viewer's to answer for; empty where there is none."""
    agency = viewer.person.agency
    return agency.key if agency is not None and viewer.roles & ANSWERS_FOR_AGENCY else ""
