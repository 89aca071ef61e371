"""Files on their way into a plan: kept between the steps, and let go if nobody goes on."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from goldenthread.partnership.audit import record
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.models import Plan, PlanImport
from goldenthread.spreadsheets.text import plain_filename

KEPT_FOR = dt.timedelta(days=7)


@transaction.atomic
def start_import(
    *, by: Actor, plan: Plan, content: bytes, filename: str, sheet: str, as_at: dt.date
) -> PlanImport:
    """Keeps an uploaded file under a random name, to be imported in the next steps."""
    by.require(Permission.MANAGE_PLANS, plan)
    upload = PlanImport(
        plan=plan,
        file_name=plain_filename(filename) or "file",
        checksum=hashlib.sha256(content).hexdigest(),
        sheet=sheet,
        as_at=as_at,
        by=by.person,
        by_label=by.label[:300],
    )
    upload.file.save(upload.file_name, ContentFile(content), save=False)
    upload.save()
    record(
        "plan.uploaded",
        f"Uploaded {upload.name_on_record}, to import it into {plan.name_on_record}",
        by=by,
        about=plan,
    )
    return upload


@transaction.atomic
def choose_columns(
    *, by: Actor, upload: PlanImport, sheet: str, mapping: Mapping[str, str | None]
) -> PlanImport:
    """Keeps what each heading of an upload is to be read as."""
    by.require(Permission.MANAGE_PLANS, upload.plan)
    upload.sheet, upload.mapping = sheet, dict(mapping)
    upload.save(update_fields=["sheet", "mapping"])
    return upload


def clear_abandoned(*, by: Actor, now: dt.datetime | None = None) -> int:
    """Deletes the files, and their rows, that nobody imported within seven days; answers how many there were."""
    by.require(Permission.MANAGE_PLANS)
    before = (now or timezone.now()) - KEPT_FOR
    abandoned = PlanImport.objects.filter(imported_at=None, uploaded_at__lt=before)
    return sum(_clear(by, pk) for pk in abandoned.values_list("pk", flat=True))


def _clear(by: Actor, pk: int) -> bool:
    """Deletes one, unless somebody imported it meanwhile."""
    with transaction.atomic():
        upload = (
            PlanImport.objects.select_for_update(of=("self",)).select_related("plan__partnership").get(pk=pk)
        )
        if upload.imported_at:
            return False
        record(
            "plan.upload_cleared",
            f"Deleted {upload.name_on_record}, "
            f"not imported into {upload.plan.name_on_record} within seven days",
            by=by,
            about=upload.plan,
            partnership=upload.plan.partnership,
        )
        upload.delete()
    upload.file.delete(save=False)
    return True
