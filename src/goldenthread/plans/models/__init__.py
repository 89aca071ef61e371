"""Plans, their objectives and actions, and everything that was ever said about an action."""

from goldenthread.plans.models.history import DueDateChange, Evidence, Explanation, RatingUpdate
from goldenthread.plans.models.imports import PlanImport
from goldenthread.plans.models.plan import Action, Objective, Officer, Plan, check_ref

__all__ = [
    "Action",
    "DueDateChange",
    "Evidence",
    "Explanation",
    "Objective",
    "Officer",
    "Plan",
    "PlanImport",
    "RatingUpdate",
    "check_ref",
]
