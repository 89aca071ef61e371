"""The box of a form that takes a file. There is no other way in for one: the tests refuse a plain ``FileField``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from goldenthread.partnership.scanning import refuse_infected


def upload_limit() -> str:
    """The largest file that a person may upload, in words: “10.0 MB”."""
    return filesizeformat(settings.MAX_UPLOAD_BYTES).replace("\xa0", " ")


class UploadField(forms.FileField):
    """A file that is not too large and that the virus scanner, where there is one, passes."""

    def __init__(self, *, too_large: str = "Make it smaller.", **kwargs: Any) -> None:
        """``too_large`` says how to put right one that is larger than a person may upload."""
        super().__init__(**kwargs)
        self.too_large = too_large

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, at its beginning."""
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            name = file.name or "The file"
            if file.size is not None and file.size > settings.MAX_UPLOAD_BYTES:
                raise ValidationError(
                    f"“{name}” is larger than {upload_limit()}. {self.too_large}", code="large"
                )
            refuse_infected(name, file)
        return file
