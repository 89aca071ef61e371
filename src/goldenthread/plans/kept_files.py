"""Files that people add to a record: looked at by their content, kept under a name that says nothing, given back as a
download that no browser runs.
"""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models
from django.http import FileResponse, Http404
from django.template.defaultfilters import filesizeformat

from goldenthread.partnership.errors import RuleError
from goldenthread.plans.evidence_files import find_type


class KeptFile(models.Model):
    """A file with what is known of it. Whoever inherits this says with ``folder`` where its files are kept."""

    folder = "files"

    file_name = models.CharField(max_length=200)
    file_type = models.CharField(max_length=100)
    file_size = models.PositiveBigIntegerField()
    checksum = models.CharField("SHA-256 of the file", max_length=64)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name


def path_of(row: Any, name: str) -> str:
    """Where a file is kept: under a name that says nothing."""
    return f"{row.folder}/{uuid4().hex}{PurePath(name).suffix.lower()}"


def keep_file(row: Any, name: str, content: bytes) -> None:
    """Puts a file on a row and saves it. Raises :class:`RuleError` for one that is too large or of a kind that is not
    kept.
    """
    if len(content) > settings.MAX_UPLOAD_BYTES:
        limit = filesizeformat(settings.MAX_UPLOAD_BYTES).replace("\xa0", " ")
        raise RuleError({"file": f"The file is larger than {limit}. Divide it."}, code="large")
    try:
        row.file_type = find_type(name, content)
    except ValueError as error:
        raise RuleError({"file": str(error)}, code="kind") from error
    row.file_name, row.file_size = name[:200], len(content)
    row.checksum = hashlib.sha256(content).hexdigest()
    row.file.save(name, ContentFile(content), save=False)
    row.save()


def as_download(row: Any) -> FileResponse:
    """The file of a row, never shown or run as part of this site. A 404 where it is not there any more."""
    if not row.file.storage.exists(str(row.file.name)):
        raise Http404("the file is not there")
    response = FileResponse(row.file.open("rb"), content_type=row.file_type or "application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.file_name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
