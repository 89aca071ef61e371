"""``goldenthread voice …``: the results of a survey, with small numbers withheld."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from goldenthread.duties.cli import fail

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _root() -> None:
    """What people said."""


@app.command()
def results(
    key: Annotated[str, typer.Argument(help="The survey's key, as in its address.")],
    partnership: Annotated[
        str, typer.Option(help="The partnership's address; needed where several have such a survey.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """The results of a survey that is over: what the page shows, and no more."""
    from goldenthread.evidence.voice.models import Survey
    from goldenthread.evidence.voice.selectors.surveys import results_of
    from goldenthread.evidence.voice.tables.surveys import results_table
    from goldenthread.partnership.today import today

    rows = Survey.objects.filter(key=key, **({"partnership__slug": partnership} if partnership else {}))
    found = list(rows.select_related("partnership")[:2])
    if not found:
        fail(f"There is no survey “{key}”.", as_json=as_json)
    if len(found) > 1:
        fail(f"Several partnerships have a survey “{key}”: name one with --partnership.", as_json=as_json)
    shown = results_of(found[0], today())
    if not shown.over:
        fail("The survey still takes answers. Its results can be seen when it is over.", as_json=as_json)
    if as_json:
        typer.echo(json.dumps(_as_data(shown), ensure_ascii=False, indent=2))
        return
    if not shown.are_shown:
        typer.echo(f"Fewer than {shown.survey.minimum} people answered, so nothing is shown.")
        return
    for row in results_table(shown).rows:
        typer.echo(f"{row.question}: {row.answer}{f': {row.count}' if row.count != '' else ''}")


def _as_data(results: Any) -> dict[str, Any]:
    """What a program reads: a count that is withheld is null, and says so."""
    survey = results.survey
    return {
        "partnership": survey.partnership.slug,
        "survey": survey.key,
        "title": survey.title,
        "closed_on": (survey.closed_on or survey.closes_on).isoformat(),
        "minimum": survey.minimum,
        "answered": results.answered,
        "questions": [
            {
                "question": each.question.text,
                "kind": each.question.kind,
                "answers": [
                    {"answer": row.text, "count": row.count, "withheld": row.count is None}
                    for row in each.rows
                ],
                "mean": None if each.mean is None else round(float(each.mean), 2),
                "words": list(each.words),
            }
            for each in results.questions
        ],
    }
