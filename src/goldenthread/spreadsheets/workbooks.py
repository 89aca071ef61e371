"""Rows of XLSX, XLS and ODS workbooks, read in a confined process (see `confined`)."""

import datetime
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from goldenthread.spreadsheets.errors import SpreadsheetError
from goldenthread.spreadsheets.identifying import Kind, damaged, protected
from goldenthread.spreadsheets.limits import Limits
from goldenthread.spreadsheets.tables import HEADER_WITHIN, CellValue, RawRow, RawTable, too_many_rows

_SCRIPT = Path(__file__).with_name("confined.py")


def read_workbook(content: bytes, kind: Kind, name: str, sheet: str | None, limits: Limits) -> RawTable:
    """One worksheet's rows that are not blank: the sheet asked for, or the first shown that holds anything.

    Formulas give the value they had when the file was saved; nothing in the workbook is executed.
    Raises SpreadsheetError for a workbook that cannot be opened within the limits, or has no such sheet.
    """
    answer = _ask(
        content, {**asdict(limits), "header_within": HEADER_WITHIN, "kind": kind, "sheet": sheet}, limits
    )
    if "refused" in answer:
        raise _refusal(answer["refused"], answer["detail"], name, sheet, limits)
    return RawTable(
        rows=[RawRow(number, [_value(cell) for cell in cells]) for number, cells in answer["rows"]],
        name=answer["name"],
        sheet_names=tuple(answer["sheet_names"]),
        shown_names=tuple(answer["shown_names"]),
        errors={(row + 1, column): printed for row, column, printed in answer["errors"]},
    )


def _ask(content: bytes, settings: dict[str, Any], limits: Limits) -> dict[str, Any]:
    too_much = {"refused": "memory", "detail": None}
    try:
        reader = subprocess.run(  # noqa: S603  # our own script, by its path
            [sys.executable, "-I", str(_SCRIPT)],
            input=json.dumps(settings).encode() + b"\n" + content,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return too_much
    if reader.returncode != 0 or not reader.stdout:  # out of memory ends the process at once, without a word
        return too_much
    answer: dict[str, Any] = json.loads(reader.stdout)
    return answer


def _value(cell: Any) -> CellValue:
    if not isinstance(cell, list):
        return cell  # type: ignore[no-any-return]  # JSON's own types are ours
    kind, text = cell
    if kind == "date":
        return datetime.date.fromisoformat(text)
    if kind == "time":
        return datetime.time.fromisoformat(text)
    moment = datetime.datetime.fromisoformat(text)
    return moment.date() if moment.time() == datetime.time.min else moment


def _refusal(reason: str, detail: Any, name: str, sheet: str | None, limits: Limits) -> SpreadsheetError:
    if reason == "password":
        return protected(name)
    if reason == "rows":
        return too_many_rows(name, limits)
    smaller = "split it into smaller files, or delete the rows that are not needed, and choose it again"
    sentences = {
        "empty": f"{name} has no data in any sheet that is shown: choose the file with the table.",
        "no_sheet": f"{name} has no sheet called “{sheet}”: its sheets are {detail}.",
        "columns": f"Row {detail} of {name} reaches beyond {limits.columns} columns:"
        " delete the columns that are not needed and choose it again.",
        "cells": f"{name} holds more than can be read at once: {smaller}.",
        "memory": f"{name} is too large or too widely spread to open:"
        " copy the table alone into a new workbook, save it, and choose that file.",
    }
    return SpreadsheetError(sentences[reason]) if reason in sentences else damaged(name)
