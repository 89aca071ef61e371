"""Choosing a spreadsheet to be read here and now."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.partnership.forms.uploads import UploadField
from goldenthread.spreadsheets.errors import SpreadsheetError
from goldenthread.spreadsheets.reading import read_sheet
from goldenthread.spreadsheets.tables import Sheet


class SheetForm(forms.Form):
    """A file with a table in it, read as it is chosen. ``checksum`` tells whether the same one is sent again."""

    file = UploadField(label="Choose the file", help_text="XLSX, ODS, XLS or CSV.")
    sheet: Sheet | None = None
    checksum = ""

    def clean_file(self) -> Any:
        """Reads the table; what is wrong with the file is said at its box."""
        file = self.cleaned_data["file"]
        content = file.read()
        self.checksum = hashlib.sha256(content).hexdigest()
        try:
            self.sheet = read_sheet(content, file.name)
        except SpreadsheetError as error:
            raise ValidationError([str(problem) for problem in error.problems[:20]] or str(error)) from error
        return file
