"""Small spreadsheets for the tests of imports, written as text tables."""

import csv
import io

import pytest

from goldenthread.plans.importing.plan import import_plan
from goldenthread.plans.importing.refusal import ImportRefused


def cells(table):
    """The cells of a table such as ``ref | action``, a row on a line."""
    lines = [line.strip() for line in table.strip().splitlines()]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def csv_of(table):
    stream = io.StringIO()
    csv.writer(stream).writerows(cells(table) if isinstance(table, str) else table)
    return stream.getvalue().encode()


def bring_in(plan, table, *, by, **options):
    """Imports a text table."""
    return import_plan(by=by, plan=plan, content=csv_of(table), filename="plan.csv", **options)


def errors_of(plan, table, *, by, **options):
    """The errors for which a table is refused, each as (row, column, message)."""
    with pytest.raises(ImportRefused) as refused:
        bring_in(plan, table, by=by, **options)
    return [(error.row, error.column, error.message) for error in refused.value.errors]


@pytest.fixture
def kept_files(settings, tmp_path):
    """Files are kept in a folder of the test's own."""
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    return tmp_path
