"""``goldenthread measures …``: show an indicator, list them, read Annex A, load comparators."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from goldenthread.duties.cli import fail

if TYPE_CHECKING:
    from goldenthread.evidence.measures.analysis.periods import Period
    from goldenthread.evidence.measures.annex_a.ingest import Result
    from goldenthread.evidence.measures.models import Indicator

app = typer.Typer(no_args_is_help=True)
PartnershipOption = Annotated[
    str, typer.Option(help="The partnership's address; needed where there are several.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def _print(answer: dict[str, Any]) -> None:
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=_json))


def _json(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)


def _indicator(key: str, partnership: str, *, as_json: bool) -> Indicator:
    """The indicator with this key; ends the command with a sentence where there is none, or several."""
    from goldenthread.evidence.measures.models import Indicator

    found = Indicator.objects.filter(key=key).select_related("partnership")
    if partnership:
        found = found.filter(partnership__slug=partnership)
    if not found:
        fail(f"There is no indicator “{key}”. To see them: goldenthread measures list.", as_json=as_json)
    if len(found) > 1:
        fail(
            f"Several partnerships have an indicator “{key}”. Say which with --partnership.", as_json=as_json
        )
    one: Indicator = found[0]
    return one


@app.command("list")
def list_indicators(partnership: PartnershipOption = "", as_json: JsonOption = False) -> None:
    """Say which indicators there are, and the latest figure of each."""
    from goldenthread.evidence.measures.models import Indicator

    found = Indicator.objects.filter(on_scorecard=True).select_related("partnership", "standing")
    if partnership:
        found = found.filter(partnership__slug=partnership)
    rows = []
    for row in found.order_by("partnership__slug", "priority", "title"):
        standing = getattr(row, "standing", None)
        latest = (standing.data if standing else {}).get("latest") or {}
        rows.append(
            {
                "partnership": row.partnership.slug,
                "indicator": row.key,
                "title": row.title,
                "period": latest.get("key"),
                "value": latest.get("value"),
                "shown": latest.get("hidden") or latest.get("text", ""),
            }
        )
    if as_json:
        _print({"indicators": rows})
        return
    for row in rows:
        typer.echo(
            f"{row['indicator']:<44} {row['shown']:>10}  {row['period'] or 'no figure':<12} {row['title']}"
        )


@app.command()
def show(
    indicator: Annotated[str, typer.Argument(help="The indicator's key, such as contacts.")],
    partnership: PartnershipOption = "",
    as_json: JsonOption = False,
) -> None:
    """One indicator as it is published: its series with sources, its control chart, and its comparators."""
    from goldenthread.evidence.measures.published import published

    answer = published(_indicator(indicator, partnership, as_json=as_json))
    if as_json:
        _print(answer)
        return
    typer.echo(f"{answer['title']}\n{answer['chart']['words']}\n")
    for point in answer["series"]:
        typer.echo(f"{point['period']:<16} {point['hidden'] or point['text']:>12}  {point['source']}")


@app.command("ingest-annex-a")
def ingest_annex_a(
    files: Annotated[list[Path], typer.Argument(help="A workbook, or a CSV file for each list.")],
    period: Annotated[str, typer.Option(help="The month with whose last day it ends, as 2017-11.")],
    faults: Annotated[Path | None, typer.Option(help="Where the workbook of faults goes.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Read Annex A: check every row, count every indicator, and let the rows go. Nothing is kept in the database."""
    from goldenthread.evidence.measures.annex_a.ingest import ingest
    from goldenthread.evidence.measures.annex_a.reading import ReadingError, Upload

    when = _period(period, as_json=as_json)
    uploads = [Upload(file.name, file) for file in files]
    for file in files:
        if not file.is_file():
            fail(
                f"“{file.name}” is not a file. Give the workbook, or a CSV file for each list.",
                as_json=as_json,
            )
    try:
        result = ingest(uploads, when, progress=_say)
    except ReadingError as error:
        fail(str(error), as_json=as_json)
    except OSError as error:
        fail(f"A file cannot be read: {(error.strerror or 'unknown reason').lower()}.", as_json=as_json)
    if faults is not None:
        _write_faults(faults, result)
    if as_json:
        _print(result.as_json())
        return
    _tell(result)


def _period(text: str, *, as_json: bool) -> Period:
    from goldenthread.evidence.measures.analysis.periods import PeriodError, read_period

    try:
        return read_period(text)
    except PeriodError as error:
        fail(str(error), as_json=as_json)


def _say(stage: str, done: int, total: int) -> None:
    """How far it is, where somebody watches."""
    if sys.stderr.isatty():
        typer.echo(f"{stage} ({done} of {total})" if total else stage, err=True)


def _write_faults(file: Path, result: Result) -> None:
    from goldenthread.evidence.measures.annex_a.faults import fault_workbook

    file.write_bytes(fault_workbook([(f.list, f.row, f.column, f.rule, f.message) for f in result.faults]))


def _tell(result: Result) -> None:
    for of, count in result.rows.items():
        typer.echo(f"{of:<72} {count:>9,} rows")
    typer.echo(
        f"\n{len(result.faults):,} faults. --faults FILE.xlsx writes where, and --json says all of it.\n"
    )
    for each in result.indicators.values():
        out_of = f" of {each.denominator:,}" if each.denominator is not None else ""
        value = "" if each.value is None or each.denominator is None else f"{each.value:.1f}"
        typer.echo(f"{each.title:<64} {each.numerator or 0:>9,}{out_of:<14} {value}")
    for key, why in result.not_computed.items():
        typer.echo(f"Not counted, {key}: {why}")


@app.command("load-comparators")
def load(
    file: Annotated[Path, typer.Argument(help="A CSV, XLSX, XLS or ODS file.")],
    partnership: Annotated[str, typer.Option(help="The partnership's address.")],
    as_json: JsonOption = False,
) -> None:
    """Load series that figures are held against: every row, or nothing."""
    from goldenthread.evidence.measures.actions.comparators import load_comparators
    from goldenthread.evidence.measures.comparator_files import ComparatorFileError, read_comparators
    from goldenthread.evidence.measures.models import Indicator
    from goldenthread.partnership.models import Partnership
    from goldenthread.partnership.viewer import SystemActor
    from goldenthread.spreadsheets.errors import SpreadsheetError
    from goldenthread.spreadsheets.reading import read_sheet

    into = Partnership.objects.filter(slug=partnership).first()
    if into is None:
        fail(f"There is no partnership “{partnership}”.", as_json=as_json)
    try:
        sheet = read_sheet(file.read_bytes(), file.name)
        figures = read_comparators(
            sheet, {row.key: row for row in Indicator.objects.filter(partnership=into)}
        )
    except OSError as error:
        fail(
            f"“{file.name}” cannot be read: {(error.strerror or 'unknown reason').lower()}.", as_json=as_json
        )
    except SpreadsheetError as error:
        fail(str(error), as_json=as_json)
    except ComparatorFileError as error:
        fail(
            "\n".join(f"Row {row}, {column}: {said}" for row, column, said in error.problems), as_json=as_json
        )
    loaded = load_comparators(
        by=SystemActor(label="Command line", partnership=into),
        partnership=into,
        figures=figures,
        progress=_loaded,
    )
    _print({"loaded": loaded}) if as_json else typer.echo(f"{loaded:,} values are loaded.")


def _loaded(done: int, total: int) -> None:
    _say("Loading", done, total)
