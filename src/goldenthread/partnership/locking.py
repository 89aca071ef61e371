"""One at a time: writes whose rule spans several rows of a partnership."""

from __future__ import annotations

from goldenthread.partnership.models import Partnership
from goldenthread.partnership.viewer import Actor


def lock_partnership(by: Actor) -> Partnership:
    """The partnership in which ``by`` acts, locked until the transaction ends.

    What is checked over several rows (a name used once, one chair at a time, a Business Manager always) is checked
    under this lock, so that two people at once cannot both pass. Raises :class:`ValueError` for an actor outside any
    partnership.
    """
    if by.partnership is None:
        raise ValueError(f"{by.label} acts in no partnership: name the one meant when making the actor")
    return Partnership.objects.select_for_update().get(pk=by.partnership.pk)
