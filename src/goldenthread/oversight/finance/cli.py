"""``goldenthread finance …``: a year of money as data."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from goldenthread.duties.cli import day_of, fail

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _root() -> None:
    """Contributions, spending and reserves."""


@app.command()
def report(
    partnership: Annotated[str, typer.Argument(help="The partnership's address, such as thurrock.")],
    year: Annotated[str, typer.Argument(help="The year, such as 2021-22.")],
    as_at: Annotated[str, typer.Option("--as-at", help="A day, such as 2021-09-30; else the latest.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """How a year stands: contributions, spending by heading, forecast and reserves. Sums are exact, as text."""
    from goldenthread.design.words import pounds
    from goldenthread.oversight.finance.models import BudgetYear
    from goldenthread.oversight.finance.report import figures_of
    from goldenthread.oversight.finance.selectors.position import position

    rows = BudgetYear.objects.filter(partnership__slug=partnership).select_related("partnership")
    row = rows.filter(key=year).first()
    if row is None:
        known = ", ".join(rows.values_list("key", flat=True)) or "none"
        fail(f"There is no budget of “{year}” in “{partnership}”. There are: {known}.", as_json=as_json)
    found = position(row, day_of(as_at, as_json=as_json) if as_at else None)
    if as_json:
        told = {"partnership": partnership, **figures_of(found)}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for each in found.paid:
        typer.echo(f"{each.agency}: {pounds(each.received)} of {pounds(each.agreed)}")
    typer.echo(f"All contributions: {pounds(found.received)} of {pounds(found.agreed)}")
    for line in found.lines:
        typer.echo(
            f"{line.heading}: {pounds(line.spent)} of {pounds(line.budget)}, {pounds(line.committed)} committed"
        )
    typer.echo(
        f"Forecast: {pounds(found.forecast)}. Reserves at the end of the year: {pounds(found.reserve_at_end)}"
    )
