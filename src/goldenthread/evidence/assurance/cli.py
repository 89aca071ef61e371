"""``goldenthread assurance …``: the heat map of a cycle."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

import typer

from goldenthread.duties.cli import fail

if TYPE_CHECKING:
    from goldenthread.evidence.assurance.selectors.cycles import HeatRow

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _root() -> None:
    """Self-assessments."""


@app.command()
def heat(
    key: Annotated[str, typer.Argument(help="The cycle's key, as in its address.")],
    partnership: Annotated[
        str, typer.Option(help="The partnership's address; needed where several have such a cycle.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Agency by standard: points reached of those possible, whose grades they are, and the change since last time."""
    from goldenthread.evidence.assurance.models import Cycle
    from goldenthread.evidence.assurance.selectors.cycles import heat_of
    from goldenthread.partnership.viewer import SystemActor

    rows = Cycle.objects.filter(key=key, **({"partnership__slug": partnership} if partnership else {}))
    found = list(rows.select_related("partnership")[:2])
    if not found:
        fail(f"There is no cycle “{key}”.", as_json=as_json)
    if len(found) > 1:
        fail(f"Several partnerships have a cycle “{key}”: name one with --partnership.", as_json=as_json)
    cycle = found[0]
    heat_map = heat_of(SystemActor(label="command line", partnership=cycle.partnership), cycle)
    if as_json:
        before = heat_map.before.key if heat_map.before else None
        told = {
            "cycle": cycle.key,
            "questions": cycle.set_ref,
            "compared_with": before,
            "agencies": [_as_data(row) for row in heat_map.rows],
        }
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for row in heat_map.rows:
        share = _number(row.total.share)
        typer.echo(
            f"{row.assessment.agency}: {row.assessment.get_status_display()}"
            f"{'' if share is None else f', {share:.0%} of the points'}"
        )


def _as_data(row: HeatRow) -> dict[str, Any]:
    """An agency as a program reads it: its standards' points, shares from 0 to 1, and changes of them."""
    return {
        "agency": row.assessment.agency.key,
        "state": row.assessment.status,
        "standards": {
            standard: {
                "points": score.points,
                "most": score.most,
                "share": _number(score.share),
                "change": _number(row.change(standard)),
            }
            for standard, score in row.scores.items()
        },
    }


def _number(share: Fraction | None) -> float | None:
    return None if share is None else round(float(share), 4)
