"""Small measures for the tests of this room: indicators with a definition, and figures at any point of their life."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from goldenthread.evidence.measures.actions.returns import Figure, save_drafts, submit
from goldenthread.evidence.measures.analysis.periods import Frequency, read_period
from goldenthread.evidence.measures.checking import value_from
from goldenthread.evidence.measures.models import Definition, Indicator, Observation
from goldenthread.evidence.measures.standing import refresh

JULY = read_period("2019-07")
START = dt.date(2019, 6, 1)
DEFINITION = {
    "definition": "Contacts received in the month.",
    "numerator": "Those counted",
    "denominator": "",
    "polarity": "context",
    "year_to_date": "sum",
    "threshold": 6,
}


def make_indicator(partnership, key, *agencies, holds_from=dt.date(2010, 4, 1), **fields):
    """An indicator with one definition; fields of either may be given."""
    said = {
        name: fields.pop(name) for name in [*DEFINITION, "target", "tolerance", "round_to"] if name in fields
    }
    fields = {"title": key.replace("-", " ").capitalize(), "priority": "Front door", "unit": "count"} | fields
    indicator = Indicator.objects.create(partnership=partnership, key=key, **fields)
    indicator.agencies.set(agencies)
    Definition.objects.create(indicator=indicator, holds_from=holds_from, by_label="x", **(DEFINITION | said))
    return indicator


def make_observation(
    indicator, agency, period, value=None, *, n=None, d=None, status="accepted", fresh=True, **fields
):
    """A figure of one period; ``n`` of ``d`` for a share. The indicator's standing follows."""
    when = read_period(period, Frequency(indicator.frequency))
    numbers = {
        name: None if number is None else Decimal(str(number))
        for name, number in (("n", n), ("d", d), ("value", value))
    }
    row = Observation.objects.create(
        indicator=indicator,
        agency=agency,
        definition=indicator.definitions.first(),
        period_start=when.start,
        period_end=when.end,
        numerator=numbers["n"],
        denominator=numbers["d"],
        value=value_from(indicator.unit, numbers["n"], numbers["d"], numbers["value"]),
        status=status,
        submitted_at=None if status == "draft" else timezone.now(),
        by_label="x",
        **fields,
    )
    if fresh and status == "accepted":
        refresh([indicator.pk])
    return row


def make_series(indicator, agency, first, values):
    """Accepted figures of one period after another; ``None`` leaves one out."""
    period = read_period(first, Frequency(indicator.frequency))
    for value in values:
        if value is not None:
            make_observation(indicator, agency, period.key, value, fresh=False)
        period = period.next()
    refresh([indicator.pk])


def draft(lead, council, indicator, period=JULY, **numbers):
    """A figure as its data lead drafts it."""
    comment = numbers.pop("commentary", "")
    figure = Figure(
        indicator, period, commentary=comment, **{name: Decimal(str(n)) for name, n in numbers.items()}
    )
    return save_drafts(by=lead, agency=council, figures=[figure])


def sent(lead, council, indicator, period=JULY, **numbers):
    """A figure as its data lead sends it."""
    return submit(by=lead, agency=council, drafts=draft(lead, council, indicator, period, **numbers))[0]


def again(row):
    """The figure as it stands now."""
    return Observation.objects.get(pk=row.pk)
