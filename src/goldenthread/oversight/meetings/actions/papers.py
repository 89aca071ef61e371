"""Papers of an item: uploaded, or made by the product from what it knows; a newer one takes an older one's place."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.text import slugify

from goldenthread.oversight.meetings.actions.agenda import before_the_minutes
from goldenthread.oversight.meetings.actions.meetings import lock_meeting
from goldenthread.oversight.meetings.models import AgendaItem, Paper
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.made_papers import PaperMaker
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.evidence_files import find_type
from goldenthread.rendering import RenderingError


@transaction.atomic
def add_paper(
    *,
    by: Actor,
    item: AgendaItem,
    title: str,
    name: str,
    content: bytes,
    replaces: Paper | None = None,
    made: str = "",
) -> Paper:
    """Adds a paper to an item; what kind it is is told by its content. ``made`` names what the product made it from.

    Raises :class:`RuleError` for one that is too large, of a kind that is not kept, or in place of one that was
    replaced already or belongs to another item.
    """
    by.require(Permission.MANAGE_MEETINGS, item.meeting)
    before_the_minutes(lock_meeting(item.meeting))
    media_type = _checked(name, content)
    if replaces is not None and replaces.item_id != item.pk:
        raise RuleError("The paper that it replaces belongs to another item.", code="other_item")
    paper = Paper(
        item=item,
        title=title.strip() or name[:200],
        file_name=name[:200],
        file_type=media_type,
        file_size=len(content),
        checksum=hashlib.sha256(content).hexdigest(),
        added_on=today(),
        made=made,
        replaces=replaces,
        by=by.person,
        by_label=by.label,
    )
    paper.file.save(name, ContentFile(content), save=False)
    try:
        with transaction.atomic():
            paper.save()
    except IntegrityError:
        paper.file.delete(save=False)
        raise RuleError("This paper was replaced already. Open the meeting again.", code="replaced") from None
    record("meeting.paper_added", f"Added a paper to an item: {item.meeting}", by=by, about=paper)
    return paper


def _checked(name: str, content: bytes) -> str:
    """Its media type. Raises :class:`RuleError` for one that is too large, or of a kind that is not kept."""
    if len(content) > settings.MAX_UPLOAD_BYTES:
        limit = filesizeformat(settings.MAX_UPLOAD_BYTES).replace("\xa0", " ")
        raise RuleError(
            {"file": f"The paper is larger than {limit}. Make its pictures smaller, or divide it."},
            code="large",
        )
    try:
        return find_type(name, content)
    except ValueError as error:
        raise RuleError({"file": str(error)}, code="kind") from error


def make_paper(*, by: Actor, item: AgendaItem, maker: PaperMaker) -> Paper:
    """Has a paper made from what the product knows today. One made from the same before takes its place.

    Raises :class:`RuleError` where there is nothing to make it from.
    """
    by.require(Permission.MANAGE_MEETINGS, item.meeting)
    by.require(maker.permission)
    try:
        made = maker.make(by, item.meeting.group, today())
    except RenderingError as error:
        raise RuleError(f"The paper could not be set: {error}", code="rendering") from error
    if made is None:
        raise RuleError(f"{maker.title}: there is nothing to make it from yet.", code="nothing")
    earlier = Paper.objects.filter(item=item, made=maker.key, replaced_by=None).first()
    name = f"{slugify(made.title)[:80] or maker.key}.pdf"
    return add_paper(
        by=by, item=item, title=made.title, name=name, content=made.content, replaces=earlier, made=maker.key
    )
