"""``python -m benchmarks``: measures, prints tables, and writes the figures to ``var/benchmarks``. See README.md."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tests.provision import UnavailableError
from tests.provision.postgres import throwaway_database

from benchmarks import annex_a, child, measures, packs, published_tools
from benchmarks.measuring import QUICK, Effort, Measured, Speed, measure
from benchmarks.places import BARE_QUERIES, FOLDER, database_file, environment
from benchmarks.table import table

SIZES = (1, 10, 150)
ON_POSTGRESQL = 10
PAGE_HEADINGS = ("Page", "queries", "kB", "ms", "x", "CPU ms", "x", "a second", "x")


def main() -> None:
    """Measures what is asked for: everything, unless told otherwise."""
    asked = _arguments()
    FOLDER.mkdir(parents=True, exist_ok=True)
    effort = QUICK if asked.quick else Effort()
    figures: dict[str, Any] = {"machine": _machine()}
    wanted = set(asked.what) or {"pages", "postgresql", "report", "packs", "learning", "import", "annex-a"}
    if "pages" in wanted:
        for partnerships in asked.sizes:
            figures[f"pages, SQLite, {partnerships}"] = _pages_on_sqlite(partnerships, effort)
    if "measures" in wanted:
        figures["measures, SQLite"] = _measures(asked.sizes, effort)
    if "postgresql" in wanted:
        figures[f"pages, PostgreSQL, {ON_POSTGRESQL}"] = _pages_on_postgresql(ON_POSTGRESQL, effort)
    alone = {"report": _report, "packs": _packs, "learning": _learning, "import": _imports}
    figures |= {name: run() for name, run in alone.items() if name in wanted}
    if "annex-a" in wanted:
        figures["annex-a"] = _annex_a(asked.rows)
    if "published-tools" in wanted:
        figures["published-tools"] = _published_tools(asked.rows, dict(asked.tool))
    file = FOLDER / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    file.write_text(json.dumps(figures, indent=2))
    print(f"\nWritten to {file}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "what",
        nargs="*",
        help="pages, measures, postgresql, report, packs, learning, import, annex-a, published-tools; by default all"
        " but the last and measures, whose pages are among the pages",
    )
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="numbers of partnerships")
    parser.add_argument("--rows", nargs="+", type=int, default=annex_a.CSV_SIZES, help="rows of Annex A")
    parser.add_argument(
        "--tool",
        action="append",
        default=[],
        type=_tool,
        metavar="NAME=PYTHON",
        help=f"a published tool for Annex A and the interpreter that has it: {', '.join(published_tools.KNOWN)}",
    )
    parser.add_argument(
        "--quick", action="store_true", help="fewer rounds: for a first look, not for quoting"
    )
    return parser.parse_args()


def _tool(said: str) -> tuple[str, str]:
    name, _, python = said.partition("=")
    if name not in published_tools.KNOWN or not python:
        raise argparse.ArgumentTypeError(
            f"“{said}” is not understood. Write one of {', '.join(published_tools.KNOWN)}, =, and its interpreter."
        )
    return name, python


def _machine() -> dict[str, Any]:
    return {
        "python": sys.version.split()[0],
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "load": os.getloadavg(),
    }


def _partnerships(count: int) -> str:
    return f"{count} partnership{'' if count == 1 else 's'}"


def _pages_on_sqlite(partnerships: int, effort: Effort) -> Any:
    url = f"sqlite:///{database_file(partnerships)}"
    return _pages(f"SQLite, {_partnerships(partnerships)}", url, partnerships, _stamp(partnerships), effort)


def _measures(sizes: Sequence[int], effort: Effort) -> Any:
    """The pages of measures alone, and whether their queries are the same at every size."""
    found: dict[int, Any] = {}
    for partnerships in sizes:
        settings = environment(f"sqlite:///{database_file(partnerships)}")
        _filled(_partnerships(partnerships), settings, partnerships, _stamp(partnerships))
        prepared = child.run(settings, "pages", *measures.PAGES)
        found[partnerships] = [page.as_json() for page in measure(prepared, settings, effort)]
        title = f"Measures, {_partnerships(partnerships)}"
        print(table(title, measures.HEADINGS, measures.rows(found[partnerships])), flush=True)
    print(f"\n{measures.verdict(found)}")
    return found


def _filled(title: str, settings: dict[str, str], partnerships: int, stamp: str) -> float | None:
    """Brings a database to its size; answers the seconds that it took, or nothing where it was full."""
    seconds: float | None = child.run(settings, "seed", str(partnerships), stamp)
    if seconds is not None:
        print(f"\nFilled {title} in {seconds:.0f} s")
    return seconds


def _stamp(partnerships: int) -> str:
    return str(database_file(partnerships).with_suffix(".txt"))


def _pages_on_postgresql(partnerships: int, effort: Effort) -> Any:
    try:
        with throwaway_database() as url:
            return _pages(f"PostgreSQL, {_partnerships(partnerships)}", url, partnerships, "", effort)
    except UnavailableError as missing:
        print(f"\nPostgreSQL was not measured: {missing.why}")
        return None


def _pages(title: str, url: str, partnerships: int, stamp: str, effort: Effort) -> Any:
    settings = environment(url)
    seconds = _filled(title, settings, partnerships, stamp)
    measured = measure(child.run(settings, "pages"), settings, effort)
    _print_pages(title, measured)
    derived = child.run(settings, "duties")
    headings = ("Duties of one partnership", "duties", "facts", "s", "queries")
    print(table(f"Derived anew, {title}", headings, [tuple(row.values()) for row in derived]), flush=True)
    return {"duties": derived, "filled_in_seconds": seconds, "pages": [page.as_json() for page in measured]}


def _print_pages(title: str, measured: list[Measured]) -> None:
    """One table of the pages made anew, one of the same pages opened again; each ends with the bare view."""
    bare = ("Bare view (last rounds)", BARE_QUERIES, 0, *_speed(measured[-1].bare))
    anew = [(page.page, page.queries, page.size // 1000, *_speed(page.anew)) for page in measured]
    again = [(page.page, page.queries_again, page.size // 1000, *_speed(page.again)) for page in measured]
    print(table(f"Pages made anew, {title}", PAGE_HEADINGS, [*anew, bare]))
    print(table(f"Pages opened again, {title}", PAGE_HEADINGS, [*again, bare]), flush=True)


def _speed(speed: Speed) -> tuple[float, ...]:
    return (
        speed.milliseconds, speed.time_ratio, speed.cpu_milliseconds, speed.cpu_ratio, speed.a_second, speed.rate_ratio
    )  # fmt: skip


def _report() -> Any:
    with _file("example") as url:
        rows = child.run(environment(url), "report")
    headings = ("Report of the example", "first, s", "again, s", "queries")
    print(table("Report", headings, [tuple(row.values()) for row in rows]), flush=True)
    return rows


def _packs() -> Any:
    rows = packs.measure()
    headings = ("Pack of papers", "papers", "pages", "s", "x")
    print(table("Pack", headings, [tuple(row.values()) for row in rows]), flush=True)
    return rows


def _learning() -> Any:
    """Bookings, the programme, the matrix and certificates on both databases."""
    found = {}
    with _file("learning") as url:
        found["SQLite"] = child.run(environment(url), "learning", "1000", "5000")
    try:
        with throwaway_database() as url:
            found["PostgreSQL"] = child.run(environment(url), "learning", "1000", "5000")
    except UnavailableError as missing:
        print(f"\nPostgreSQL was not measured: {missing.why}")
    for database, rows in found.items():
        headings = ("Learning", "s", "a second", "queries", "x")
        print(table(f"Learning, {database}", headings, [tuple(row.values()) for row in rows]), flush=True)
    return found


def _imports() -> Any:
    with _file("imports") as url:
        rows = child.run(environment(url), "imports")
    headings = ("10,000 rows", "s", "queries", "grew by MB", "peak MB")
    print(table("Import", headings, [tuple(row.values()) for row in rows]), flush=True)
    return rows


def _annex_a(sizes: Sequence[int]) -> Any:
    found = []
    for kind, possible in (("csv", sizes), ("xlsx", [rows for rows in sizes if rows in annex_a.XLSX_SIZES])):
        for rows in possible:
            found += annex_a.measure(rows, kind)
    headings = ("Annex A", "s", "CPU s", "peak MB", "x cleaning")
    print(table("Annex A", headings, [tuple(row.values()) for row in found]), flush=True)
    return found


def _published_tools(sizes: Sequence[int], tools: dict[str, str]) -> Any:
    unnamed = [name for name in published_tools.KNOWN if name not in tools]
    if unnamed:
        print(f"\nNot measured, because no interpreter was named with --tool: {', '.join(unnamed)}.")
    found = [
        row
        for rows in sizes
        if rows <= annex_a.XLSX_SIZES[-1]
        for row in published_tools.measure(rows, tools)
    ]
    headings = ("Annex A, published tools", "s", "CPU s", "x ours")
    print(table("Annex A, published tools", headings, [tuple(row.values()) for row in found]), flush=True)
    return found


@contextmanager
def _file(name: str) -> Iterator[str]:
    """The address of an SQLite database that starts empty."""
    file = FOLDER / f"{name}.sqlite3"
    for old in FOLDER.glob(f"{file.name}*"):
        old.unlink()
    yield f"sqlite:///{file}"


if __name__ == "__main__":
    main()
