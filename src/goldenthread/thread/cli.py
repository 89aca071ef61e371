"""``goldenthread thread …``: follow a thread from what was found to what it changed, and list where it is broken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from goldenthread.duties.cli import DayOption, JsonOption, PartnershipOption, day_of, fail, partnership_of

if TYPE_CHECKING:
    from goldenthread.partnership.models import Partnership
    from goldenthread.partnership.viewer import SystemActor

app = typer.Typer(no_args_is_help=True)


def _reader(where: Partnership) -> SystemActor:
    from goldenthread.partnership.viewer import SystemActor

    return SystemActor(label="Command line", partnership=where)


@app.command()
def trace(
    key: Annotated[
        str, typer.Argument(help="A source's address, or SOURCE/NUMBER for one recommendation of it.")
    ],
    as_of: DayOption = "",
    partnership: PartnershipOption = "",
    as_json: JsonOption = False,
) -> None:
    """What was found, what was asked for, who does it, the evidence that it mattered, and who judged that."""
    from goldenthread.thread.models import Source
    from goldenthread.thread.selectors.rows import EVERYTHING
    from goldenthread.thread.selectors.trace import trace as trace_of

    where = partnership_of(partnership, as_json=as_json)
    day = day_of(as_of, as_json=as_json) if as_of else EVERYTHING
    found = trace_of(_reader(where), key, day)
    if found is None:
        known = ", ".join(Source.objects.filter(partnership=where).values_list("key", flat=True))
        fail(f"There is no “{key}” in the thread. Sources: {known or 'none yet'}.", as_json=as_json)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    typer.echo(f"{found['source']['title']} ({found['source']['dated']})")
    for strand in found["strands"]:
        _print(strand)


def _print(strand: dict[str, Any]) -> None:
    finding = strand["finding"]
    said = f"{finding['number']} {finding['text']}" if finding else "Recommended without a finding on record"
    typer.echo(f"\n{said}" + (f"  [{strand['gap']}]" if strand["gap"] else ""))
    for asked in strand["recommendations"]:
        typer.echo(f"  {asked['number']} {asked['text']}  [{asked['in_words']}]")
        for action in asked["actions"]:
            typer.echo(f"     action {action['plan']}/{action['ref']}: {action['rating'] or 'not rated'}")
        for piece in asked["evidence"]:
            typer.echo(f"     evidence, {piece['dated']}: {piece['says']}")
        for judged in asked["judgements"]:
            typer.echo(
                f"     judged {judged['value']} by {judged['by']}, {judged['on']}: {judged['reasons']}"
            )


@app.command()
def gaps(as_of: DayOption = "", partnership: PartnershipOption = "", as_json: JsonOption = False) -> None:
    """Where the thread is broken: what led to nothing, what was done and proved nothing, what came back."""
    from goldenthread.thread.selectors.gaps import as_values, gaps_of
    from goldenthread.thread.selectors.rows import EVERYTHING

    where = partnership_of(partnership, as_json=as_json)
    day = day_of(as_of, as_json=as_json) if as_of else EVERYTHING
    found = as_values(gaps_of(_reader(where), day))
    if as_json:
        answer = {"partnership": where.slug, "as_of": day.isoformat() if as_of else None, "gaps": found}
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for each in found:
        place = each.get("theme") or f"{each['source']}/{each['number']}"
        typer.echo(f"{each['says']:<34} {place}")
