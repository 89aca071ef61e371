"""``goldenthread plan …``: import a plan, sum it up, list its exceptions."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from goldenthread.plans.importing.plan import ImportResult
    from goldenthread.plans.importing.refusal import ImportRefused
    from goldenthread.plans.models import Plan

app = typer.Typer(no_args_is_help=True)
PartnershipOption = Annotated[
    str, typer.Option(help="The partnership's address; needed where there are several.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def _fail(message: str, *, as_json: bool) -> NoReturn:
    """Ends the command without having changed anything."""
    if as_json:
        typer.echo(
            json.dumps({"errors": [{"row": None, "column": None, "message": message}]}, ensure_ascii=False)
        )
    else:
        typer.echo(message, err=True)
    raise typer.Exit(1)


def _plan(key: str, partnership: str, *, as_json: bool) -> Plan:
    """The plan with this key; ends the command with a sentence where there is none, or several."""
    from goldenthread.plans.models import Plan

    plans = Plan.objects.select_related("partnership")
    found = plans.filter(key=key, partnership__slug=partnership) if partnership else plans.filter(key=key)
    if not found:
        known = ", ".join(sorted(plans.values_list("key", flat=True))) or "none"
        _fail(f"There is no plan “{key}”. The plans are: {known}.", as_json=as_json)
    if len(found) > 1:
        _fail(f"Several partnerships have a plan “{key}”. Say which with --partnership.", as_json=as_json)
    one: Plan = found[0]
    return one


def _day(text: str, *, as_json: bool) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        _fail(f"“{text}” is not a date. Write it as 2019-09-03.", as_json=as_json)


def _print(answer: dict[str, Any]) -> None:
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=_json))


def _json(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)


@app.command("list")
def list_plans(partnership: PartnershipOption = "", as_json: JsonOption = False) -> None:
    """Say which plans there are."""
    from goldenthread.plans.models import Plan

    plans = Plan.objects.select_related("partnership").order_by("partnership__slug", "key")
    rows = [
        {"partnership": p.partnership.slug, "plan": p.key, "title": p.title, "closed_on": p.closed_on}
        for p in (plans.filter(partnership__slug=partnership) if partnership else plans)
    ]
    if as_json:
        _print({"plans": rows})
        return
    for row in rows:
        typer.echo(f"{row['plan']:<40} {row['title']}")


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A CSV, XLSX, XLS or ODS file.")],
    plan: Annotated[str, typer.Option("--plan", help="The plan's key.")],
    partnership: PartnershipOption = "",
    dry_run: Annotated[bool, typer.Option(help="Say what would change, and change nothing.")] = False,
    column: Annotated[
        list[str] | None, typer.Option(help="HEADING=FIELD, where the guess is wrong; may repeat.")
    ] = None,
    sheet: Annotated[str, typer.Option(help="The sheet, where a workbook has several.")] = "",
    as_at: Annotated[str, typer.Option(help="The date of ratings called current, as 2019-09-03.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Import a plan: every row, or nothing."""
    from django.core.exceptions import ValidationError

    from goldenthread.partnership.viewer import SystemActor
    from goldenthread.plans.importing.plan import import_plan
    from goldenthread.plans.importing.refusal import ImportRefused

    into = _plan(plan, partnership, as_json=as_json)
    try:
        content = file.read_bytes()
    except OSError as error:
        _fail(f"“{file}” cannot be read: {(error.strerror or 'unknown reason').lower()}.", as_json=as_json)
    try:
        result = import_plan(
            by=SystemActor(label="Command line", partnership=into.partnership),
            plan=into,
            content=content,
            filename=file.name,
            mapping=_mapping(into, content, file.name, sheet, column or [], as_json=as_json),
            as_at=_day(as_at, as_json=as_json),
            sheet=sheet or None,
            dry_run=dry_run,
        )
    except ImportRefused as refused:
        _say_refused(refused, as_json=as_json)
    except ValidationError as error:
        _fail(" ".join(error.messages), as_json=as_json)
    _say_imported(into, result, dry_run=dry_run, as_json=as_json)


def _say_refused(refused: ImportRefused, *, as_json: bool) -> NoReturn:
    """Every error by row and column, and that nothing was imported."""
    if as_json:
        _print(refused.as_json())
        raise typer.Exit(1)
    for problem in refused.errors:
        where = f"Row {problem.row}" if problem.row else "The file"
        typer.echo(f"{where}{f', {problem.column}' if problem.column else ''}: {problem.message}", err=True)
    typer.echo(f"{refused.more_in_words} Nothing was imported.".strip(), err=True)
    raise typer.Exit(1)


def _say_imported(into: Plan, result: ImportResult, *, dry_run: bool, as_json: bool) -> None:
    """What the import did, or would do."""
    if as_json:
        _print({"plan": into.key, "dry_run": dry_run, **result.as_json(), "errors": []})
        return
    said = "Would add" if dry_run else "Added"
    typer.echo(
        f"{said} {result.added}, change{'' if dry_run else 'd'} {result.changed}; {result.unchanged} unchanged."
    )
    for notice in result.notices:
        typer.echo(notice)


def _mapping(
    into: Plan, content: bytes, filename: str, sheet: str, pairs: list[str], *, as_json: bool
) -> dict[str, str | None] | None:
    """The usual reading of the file's columns with these in place of its own; nothing where none is given."""
    from goldenthread.plans.importing.memory import mapping_for
    from goldenthread.plans.importing.plan import open_sheet

    if not pairs:
        return None
    mapping = mapping_for(into, open_sheet(content, filename, sheet or None).headings)
    for pair in pairs:
        heading, sign, field = (part.strip() for part in pair.rpartition("="))
        if not sign or heading not in mapping:
            known = ", ".join(mapping)
            _fail(f"“{pair}” is not HEADING=FIELD with one of the file's headings: {known}.", as_json=as_json)
        mapping[heading] = field or None
    return mapping


@app.command()
def summary(
    plan: Annotated[str, typer.Argument(help="The plan's key.")],
    partnership: PartnershipOption = "",
    as_at: Annotated[str, typer.Option(help="Only ratings given by this day, as 2019-09-03.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Mean ratings by objective at the end of each month in which the plan was rated."""
    from goldenthread.plans.selectors import plan_summary

    found = plan_summary(_plan(plan, partnership, as_json=as_json), as_at=_day(as_at, as_json=as_json))
    keys = [period.key for period in found.periods]
    answer = {
        "plan": found.plan.key,
        "title": found.plan.title,
        "objectives": [
            {
                "ref": objective.ref,
                "title": objective.title,
                "actions": count,
                "mean_rag": dict(zip(keys, means, strict=True)),
            }
            for objective, count, means in found.objectives
        ],
        "mean_over_actions": dict(zip(keys, found.over_actions, strict=True)),
        "mean_over_objectives": dict(zip(keys, found.over_objectives, strict=True)),
    }
    if as_json:
        _print(answer)
        return
    typer.echo(f"{found.plan.title}\n{'':<6}{'actions':>8}  {'  '.join(f'{key:>8}' for key in keys)}")
    for objective, count, means in found.objectives:
        typer.echo(f"{objective.ref:<6}{count:>8}  {_cells(means)}")
    typer.echo(f"{'Mean over actions':<16}{_cells(found.over_actions)}")
    typer.echo(f"{'Over objectives':<16}{_cells(found.over_objectives)}")


def _cells(means: list[Decimal | None]) -> str:
    return "  ".join(f"{'–' if mean is None else mean:>8}" for mean in means)


@app.command()
def exceptions(
    plan: Annotated[str, typer.Argument(help="The plan's key.")],
    partnership: PartnershipOption = "",
    as_at: Annotated[
        str, typer.Option(help="The day, as 2019-09-03; otherwise today, or the day the plan closed.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """What is overdue or badly rated, since when, and how it is explained."""
    from goldenthread.partnership.today import today
    from goldenthread.plans.selectors import plan_exceptions
    from goldenthread.plans.words import exception_reason

    found = _plan(plan, partnership, as_json=as_json)
    day = _day(as_at, as_json=as_json) or found.position_date(today())
    rows = plan_exceptions(found, as_at=day)
    listed = [
        {
            "ref": row.ref,
            "title": row.title,
            "why": exception_reason(row),
            "overdue": row.is_overdue,
            "due_on": row.due_on,
            "working_days_overdue": row.working_days_overdue,
            "rating": row.rating,
            "since": row.exception_since,
            "lead": row.lead,
            "overseen_by": row.group,
            "explained": row.is_explained,
            "explanation": row.explanation,
            "explained_on": row.explained_on,
        }
        for row in rows
    ]
    if as_json:
        _print({"plan": found.key, "as_at": day, "count": len(rows), "exceptions": listed})
        return
    for row in listed:
        typer.echo(f"{row['ref']:<8}{row['why']}: {row['explanation'] or 'no explanation has been given'}")
