"""``goldenthread audits …``: what case audits came to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from goldenthread.duties.cli import fail

if TYPE_CHECKING:
    from goldenthread.evidence.audits.selectors.results import Result

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _root() -> None:
    """Case audits."""


@app.command()
def results(
    partnership: Annotated[str, typer.Argument(help="The partnership's address, such as thurrock.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Every audit that has ended: its cases by grade in each domain, and the change since the one that it repeats.

    Audits of few cases are left out, as on the page that everybody sees.
    """
    from goldenthread.evidence.audits.selectors.results import results_over_time
    from goldenthread.evidence.audits.tools import OVERALL
    from goldenthread.evidence.audits.words import points, share_words
    from goldenthread.partnership.models import Partnership
    from goldenthread.partnership.permissions import Role
    from goldenthread.partnership.viewer import Actor

    row = Partnership.objects.filter(slug=partnership).first()
    if row is None:
        fail(f"There is no partnership “{partnership}”.", as_json=as_json)
    found = results_over_time(
        Actor(label="command line", partnership=row, roles=frozenset({Role.LAY_MEMBER}))
    )
    if as_json:
        told = {"partnership": partnership, "audits": [_as_data(each) for each in found]}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for each in found:
        moved = points(each.change(OVERALL))
        since = f", {moved} since {each.audit.repeats}" if moved else ""
        typer.echo(
            f"{each.audit}: {share_words(each.share(OVERALL))} of {each.cases} cases good or better{since}"
        )


def _as_data(result: Result) -> dict[str, Any]:
    """One audit as a program reads it: counts by grade, shares and changes from 0 to 1."""
    audit = result.audit
    return {
        "audit": audit.key,
        "theme": str(audit.theme),
        "ended": audit.ended_on.isoformat() if audit.ended_on else None,
        "repeats": audit.repeats.key if audit.repeats else None,
        "cases": result.cases,
        "domains": {
            key: {
                "grades": {level.key: result.of(key).get(level.key, 0) for level in audit.tool.levels},
                "good_or_better": _number(result.share(key)),
                "change": _number(result.change(key)),
            }
            for key in audit.tool.titles()
        },
    }


def _number(share: Any) -> float | None:
    return None if share is None else round(float(share), 4)
