"""Fetching a plan or an action and authorising in one step: what the viewer may not see is not there."""

from __future__ import annotations

from django.http import Http404

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer
from goldenthread.plans.models import Action, Plan
from goldenthread.plans.selectors import get_action, get_plan


def plan_or_404(viewer: Viewer, key: str) -> Plan:
    """The plan, or a 404 where the viewer may not see it."""
    try:
        return get_plan(viewer, key.replace("\0", ""))
    except Plan.DoesNotExist:
        raise Http404("no such plan for this viewer") from None


def action_or_404(viewer: Viewer, plan: str, ref: str) -> Action:
    """The action, or a 404 where the viewer may not see it."""
    try:
        return get_action(viewer, plan, ref)
    except Action.DoesNotExist:
        raise Http404("no such action for this viewer") from None


def updatable_or_403(viewer: Viewer, plan: str, ref: str) -> Action:
    """The action, or a 403 where the viewer sees it but may not update it."""
    action = action_or_404(viewer, plan, ref)
    viewer.require(Permission.RATE_ACTION, action)
    return action
