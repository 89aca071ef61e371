"""How duties are selected: whose, and how they stand on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from goldenthread.duties.engine import State
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor, Viewer


class DutyQuerySet(models.QuerySet[Any]):
    """Duties."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of the viewer's partnership; restricted ones only for those who may see restricted material."""
        if not viewer.may(Permission.VIEW_DUTIES):
            return self.none()
        found = self.filter(partnership=viewer.partnership) if viewer.partnership else self
        return found if viewer.may(Permission.VIEW_RESTRICTED) else found.filter(restricted=False)

    def arisen(self, day: dt.date) -> Self:
        """Those that had arisen by a day."""
        return self.filter(arose_on__lte=day)

    def standing(self, day: dt.date, state: State) -> Self:
        """Those that stand so on a day. The same as :func:`engine.state_on`, asked of the database."""
        met = Q(met_on__lte=day)
        lapsed = ~met & Q(lapsed_on__lte=day)
        open_ = ~met & ~Q(lapsed_on__lte=day)
        late = Q(due_on__isnull=False, met_on__gt=F("due_on"))
        wanted = {
            State.MET: met & ~late,
            State.MET_LATE: met & late,
            State.LAPSED: lapsed,
            State.PAUSED: open_ & Q(due_on=None),
            State.BREACHED: open_ & Q(due_on__lt=day),
            State.DUE: open_ & Q(due_on__gte=day),
        }
        return self.arisen(day).filter(wanted[state])

    def open(self, day: dt.date) -> Self:
        """Those that are owed on a day: due, paused or breached."""
        return self.arisen(day).filter(
            Q(met_on=None) | Q(met_on__gt=day), Q(lapsed_on=None) | Q(lapsed_on__gt=day)
        )

    def owed_by_viewer(self, viewer: Viewer) -> Self:
        """Those of the person, of the agency they answer for, and of the groups they chair; the team's for the team."""
        mine = Q(person=viewer.person) | Q(group__in=viewer.chaired_group_ids, owed_by__in=("group", "chair"))
        answers = viewer.may(Permission.SUBMIT_RETURNS) or viewer.may(Permission.ANSWER_ASSESSMENTS)
        if viewer.agency_id and answers:
            mine |= Q(agency=viewer.agency_id, owed_by="agency")
        if viewer.may(Permission.MANAGE_DUTIES):
            mine |= Q(owed_by="business_team")
        if viewer.may(Permission.SIGN_OFF_REPORTS):
            mine |= Q(owed_by__in=("safeguarding_partners", "council"))
        return self.filter(mine)
