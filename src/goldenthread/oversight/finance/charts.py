"""The pictures of finance: who pays which part, what was spent under which heading, and years side by side."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from goldenthread.design.charts import Chart, bar_chart
from goldenthread.design.words import pounds


def equity_chart(year: str, partners: Sequence[tuple[str, Decimal]]) -> Chart | None:
    """Each safeguarding partner's part of what they pay together, in per cent; nothing without two of them.

    Without a ``year`` it is what they would pay.
    """
    bars = [(name, float(share)) for name, share in partners]
    if len(bars) < 2 or not any(share for _, share in bars):
        return None
    most, least = max(partners, key=lambda each: each[1]), min(partners, key=lambda each: each[1])
    if most[1] == least[1]:
        title = f"The safeguarding partners {f'agreed equal parts for {year}' if year else 'would pay equal parts'}"
    elif year:
        title = f"{most[0]} agreed {most[1]}% of what the safeguarding partners pay for {year}"
    else:
        title = f"{most[0]} would pay {most[1]}% of what the safeguarding partners pay"
    told = ", ".join(f"{name} {share}%" for name, share in partners)
    equal = Decimal(100) / len(partners)
    return bar_chart(
        title=title,
        bars=bars,
        figure_heading="Per cent",
        row_heading="Safeguarding partner",
        description=f"Of what the safeguarding partners pay: {told}. Equal parts would be {equal:.1f}% each.",
        written=lambda share: f"{share:.1f}%",
    )


def spending_chart(year: str, headings: Sequence[tuple[str, Decimal, Decimal]]) -> Chart | None:
    """What was spent under each heading so far; nothing before anything was. Each is its title, spent, budget."""
    bars = [(title, float(spent)) for title, spent, _ in headings if spent > 0]
    if not bars:
        return None
    largest = max(headings, key=lambda each: each[1])
    told = "; ".join(f"{title} {pounds(spent)} of {pounds(budget)}" for title, spent, budget in headings)
    return bar_chart(
        title=f"Most was spent under “{largest[0]}” in {year}",
        bars=bars,
        figure_heading="Spent",
        row_heading="Heading",
        description=f"Spent of the budget, by heading: {told}.",
        written=lambda spent: pounds(Decimal(str(spent))),
    )


def years_chart(years: Sequence[tuple[str, Decimal]]) -> Chart | None:
    """What agencies agreed year by year, the earliest first; nothing for fewer than two years."""
    if len(years) < 2:
        return None
    (first, was), (last, now) = years[0], years[-1]
    way = "rose" if now > was else "fell" if now < was else "stayed the same"
    return bar_chart(
        title=f"What agencies agreed to contribute {way} between {first} and {last}",
        bars=[(key, float(amount)) for key, amount in years],
        figure_heading="Agreed",
        row_heading="Year",
        description=f"Agreed contributions: {'; '.join(f'{key} {pounds(amount)}' for key, amount in years)}.",
        written=lambda amount: pounds(Decimal(str(amount))),
    )
