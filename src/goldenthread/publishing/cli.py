"""``goldenthread report``: builds the files of a report and lists reports."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from goldenthread.duties.cli import fail

if TYPE_CHECKING:
    from goldenthread.publishing.models import Report

app = typer.Typer(help="Build and list reports.", no_args_is_help=True)

Partnership = Annotated[
    str, typer.Option("--partnership", help="The partnership's address, if there are several.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for another program.")]


@app.command()
def build(
    key: Annotated[str, typer.Argument(help="The report's address, such as performance-2019-05_2019-08.")],
    partnership: Partnership = "",
    out: Annotated[Path, typer.Option("--out", help="The folder to write into.")] = Path(),
    format_: Annotated[
        list[str] | None,
        typer.Option("--format", help="html, pdf or docx; may be repeated. All, if left out."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a report's files: those of a published report as they were published, those of a draft as it stands."""
    from goldenthread.publishing.build import FORMATS, build_files
    from goldenthread.rendering import RenderingError

    formats = tuple(dict.fromkeys(format_ or FORMATS))
    if unknown := [each for each in formats if each not in FORMATS]:
        fail(f"There is no format “{unknown[0]}”. Use {', '.join(FORMATS)}.", as_json=as_json)
    report = _report(key, partnership, as_json=as_json)
    try:
        if not as_json and sys.stderr.isatty():
            typer.echo(f"Building {report.title}, {report.period} …", err=True)
        paths = build_files(report, out, formats)
    except (RenderingError, OSError) as error:
        fail(f"The report could not be built. {error}", as_json=as_json)
    if as_json:
        files = [{"path": str(path), "bytes": path.stat().st_size} for path in paths]
        typer.echo(json.dumps({"report": report.key, "status": report.status, "files": files}, indent=2))
    else:
        for path in paths:
            typer.echo(path)


@app.command("list")
def list_reports(partnership: Partnership = "", as_json: AsJson = False) -> None:
    """List reports, the latest period first."""
    from goldenthread.publishing.models import Report

    found = Report.objects.select_related("partnership").with_latest_edition().order_by("-period_to", "-id")
    if partnership:
        found = found.filter(partnership__slug=partnership)
    rows = [_row(report) for report in found]
    if as_json:
        typer.echo(json.dumps({"reports": rows}, indent=2, ensure_ascii=False))
        return
    for row in rows:
        version = f"version {row['version']}" if row["version"] else "not published"
        typer.echo(f"{row['partnership']}\t{row['key']}\t{row['status']}\t{version}\t{row['title']}")


def _row(report: Report) -> dict[str, Any]:
    return {
        "partnership": report.partnership.slug,
        "key": report.key,
        "title": report.title,
        "period_from": report.period_from.isoformat(),
        "period_to": report.period_to.isoformat(),
        "status": report.status,
        "version": getattr(report, "edition_number", None),
    }


def _report(key: str, partnership: str, *, as_json: bool) -> Report:
    """The report; ends the program where there is none, or where several partnerships have one of that name."""
    from goldenthread.publishing.models import Report

    found = Report.objects.filter(key=key).select_related("partnership", "plan__partnership")
    if partnership:
        found = found.filter(partnership__slug=partnership)
    reports: list[Report] = list(found)
    if not reports:
        fail(
            f"There is no report “{key}”. “goldenthread report list” shows which there are.", as_json=as_json
        )
    if len(reports) > 1:
        slugs = ", ".join(report.partnership.slug for report in reports)
        fail(f"Several partnerships have a report “{key}”: {slugs}. Add --partnership.", as_json=as_json)
    return reports[0]
