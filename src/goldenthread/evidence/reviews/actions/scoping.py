"""What a review asks, and which time it looks at."""

from __future__ import annotations

from django.db import transaction

from goldenthread.evidence.reviews.actions.confinement import WRITES, locked, require_seat, still_open
from goldenthread.evidence.reviews.models import Review
from goldenthread.partnership.audit import record
from goldenthread.partnership.viewer import Actor


@transaction.atomic
def set_scope(*, by: Actor, review: Review, scope: str) -> Review:
    """Says what the review asks. Raises :class:`RuleError` for one that is closed."""
    require_seat(by, review, WRITES)
    row = locked(review)
    still_open(row)
    row.scope = scope.strip()
    row.save(update_fields=["scope"])
    record("review.scope", f"Said what review {row.reference} asks", by=by, about=row)
    return row
