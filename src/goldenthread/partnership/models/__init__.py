"""Partnerships, their agencies, groups and people, and the record of what each did."""

from goldenthread.partnership.models.audit import AuditEvent
from goldenthread.partnership.models.membership import GroupMembership
from goldenthread.partnership.models.messages import OutgoingMessage
from goldenthread.partnership.models.people import Person, RoleAssignment, User
from goldenthread.partnership.models.structure import Agency, Group, Partnership, Region

__all__ = [
    "Agency",
    "AuditEvent",
    "Group",
    "GroupMembership",
    "OutgoingMessage",
    "Partnership",
    "Person",
    "Region",
    "RoleAssignment",
    "User",
]
