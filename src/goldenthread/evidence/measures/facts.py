"""What happened to returns, as duties need to know it: when each period's figures fell due, and when all were sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from goldenthread.duties.engine import Fact
from goldenthread.duties.happenings import Happening
from goldenthread.evidence.measures.models import Observation
from goldenthread.evidence.measures.returns_due import Return
from goldenthread.evidence.measures.selectors.returns import returns_owed
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.today import today

Sent = dict[tuple[int, int, dt.date], dt.date]


def return_facts(partnership: Partnership) -> Iterator[Fact]:
    """Every return that is owed, and the day on which the last of its figures was first sent. Three queries."""
    owed = returns_owed(partnership, on=today())
    first = (
        Observation.objects.filter(indicator__partnership=partnership, submitted_at__isnull=False)
        .order_by()
        .values_list("indicator", "agency", "period_start")
        .annotate(first=Min("submitted_at"))
    )
    sent: Sent = {
        (indicator, agency, start): timezone.localdate(at) for indicator, agency, start, at in first
    }
    for each in owed.returns:
        agency = owed.agencies[each.agency_id]
        about = f"return:{agency.key}:{each.period.key}"
        title = f"{agency}, {each.period.words}"
        yield Fact(
            Happening.RETURN_ENDED,
            on=each.period.end,
            known=each.period.end + dt.timedelta(days=1),
            about=about,
            title=title,
            url=reverse("measures:return", args=[partnership.slug, agency.key, each.period.key]),
            due=max(figure.due_on for figure in each.owed),
            agency=agency.pk,
        )
        days = [_first_sent(each, figure.indicator.pk, sent) for figure in each.owed]
        if all(days):
            yield Fact(Happening.RETURN_SENT, on=max(filter(None, days)), about=about, title=title)


def _first_sent(of: Return, indicator: int, sent: Sent) -> dt.date | None:
    return sent.get((indicator, of.agency_id, of.period.start))
