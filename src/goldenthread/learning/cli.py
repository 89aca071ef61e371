"""``goldenthread learning …``: the figures of the training report for any period."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from goldenthread.duties.cli import JsonOption, PartnershipOption, fail, partnership_of

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _root() -> None:
    """Training."""


@app.command()
def report(
    year: Annotated[str, typer.Argument(help="The business year, such as 2021-22.")],
    half: Annotated[
        str, typer.Option(help="1 or 2 for half of it; the whole year where it is left out.")
    ] = "",
    partnership: PartnershipOption = "",
    as_json: JsonOption = False,
) -> None:
    """Who came and who did not, what they said, what it cost and earned: what the report's page shows."""
    from goldenthread.learning.reporting import state_of
    from goldenthread.learning.selectors.report import as_values, period_for, report_of
    from goldenthread.learning.tables.report import figures_table
    from goldenthread.partnership.viewer import SystemActor

    where = partnership_of(partnership, as_json=as_json)
    try:
        period = period_for(where, year, half)
    except ValueError as refusal:
        fail(str(refusal), as_json=as_json)
    reader = SystemActor(label="Command line", partnership=where)
    values = as_values(report_of(reader, where, period))
    if as_json:
        typer.echo(json.dumps({"partnership": where.slug, **values}, ensure_ascii=False, indent=2))
        return
    typer.echo(f"{period.name}: {state_of(values)}")
    for of, what, figure in figures_table(values).rows:
        typer.echo(f"{of}: {what} {figure}")
