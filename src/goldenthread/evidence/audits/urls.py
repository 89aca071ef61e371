"""Addresses under /<partnership>/evidence/audits/."""

from goldenthread.evidence.audits.views import (
    booklets,
    cases,
    concerns,
    learning,
    parts,
    programme,
    results,
    space,
)

app_name = "audits"
# Words of their own come before the audits, whose addresses are words as well.
urlpatterns = [
    route
    for room in (results, programme, space, cases, parts, concerns, learning, booklets)
    for route in room.routes
]
