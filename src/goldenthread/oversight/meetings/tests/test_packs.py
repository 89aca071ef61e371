"""Packs as they are sent out: what is in them, on which page, and what becomes of a paper that cannot be bound."""

import datetime as dt
import io

import pikepdf
import pytest
from django.db import connection
from tests.cast import TODAY, signed_in

from goldenthread.oversight.meetings import packing
from goldenthread.oversight.meetings.actions.agenda import add_item
from goldenthread.oversight.meetings.actions.calling import call_meeting
from goldenthread.oversight.meetings.actions.packs import circulate_papers
from goldenthread.oversight.meetings.actions.papers import add_paper
from goldenthread.oversight.meetings.models import AgendaItem
from goldenthread.oversight.meetings.selectors.calendar import clashes_of
from goldenthread.oversight.meetings.tests.cases import called
from goldenthread.partnership.errors import RuleError
from goldenthread.rendering.tests.pdf_reading import page_text

BROKEN = b"%PDF-1.7\nnothing that can be read"


@pytest.fixture
def meeting(manager, lpr, chair, member):
    return called(manager, lpr)


def with_paper(manager, meeting, title, content=b"Synthetic words", name="a.txt", **more):
    item = add_item(by=manager, meeting=meeting, title=title, **more)
    return add_paper(by=manager, item=item, title=f"Paper on {title}", name=name, content=content)


def pages_of(pack):
    with pack.file.open("rb") as file, pikepdf.open(io.BytesIO(file.read())) as pdf:
        return [page_text(page) for page in pdf.pages]


def test_every_paper_begins_on_the_page_that_the_website_names(manager, meeting, business_manager):
    papers = [with_paper(manager, meeting, title) for title in ("Neglect", "Exploitation")]
    circulate_papers(by=manager, meeting=meeting, on=TODAY)
    pack = meeting.packs.get()
    pages = pages_of(pack)
    assert len(pages) == pack.pages
    site = signed_in(business_manager).get(meeting.get_absolute_url()).content.decode()
    for paper in papers:
        page = next(entry["page"] for entry in pack.contents if entry["paper"] == paper.pk)
        assert pages[page - pack.first_page].startswith(paper.title.replace(" ", ""))
        assert f"Page{page}of{pack.last_page}" in pages[page - pack.first_page]
        assert f"page {page} of the pack" in site


def test_the_open_pack_names_nothing_that_is_confidential_and_the_other_goes_on_in_its_numbers(
    manager, meeting
):
    with_paper(manager, meeting, "Neglect")
    with_paper(manager, meeting, "Zebra", confidential=True)
    circulate_papers(by=manager, meeting=meeting, on=TODAY)
    for_all, for_few = meeting.packs.order_by("confidential")
    said = "".join(pages_of(for_all))
    assert "Zebra" not in said
    assert "2.Aconfidentialitem" in said
    pages = pages_of(for_few)
    assert "2.Zebra" in pages[0]
    assert all("Confidential" in page for page in pages)
    assert f"Page{for_all.last_page + 1}of{for_few.last_page}" in pages[0]
    assert "Neglect" not in "".join(pages)


def test_a_broken_paper_stops_nothing_and_whoever_circulates_is_told(manager, meeting, business_manager):
    with_paper(manager, meeting, "Neglect", BROKEN, "broken.pdf")
    with_paper(manager, meeting, "Exploitation")
    browser = signed_in(business_manager)
    page = browser.post(f"{meeting.get_absolute_url()}circulate/", follow=True).content.decode()
    assert "2 people told that the papers are ready." in page
    assert "“Paper on Neglect” (broken.pdf) is damaged" in page
    pages = pages_of(meeting.packs.get())
    assert "Thispaperisnotinthepack." in pages[1]
    assert "Syntheticwords" in pages[2]


def test_a_paper_whose_file_is_lost_stops_nothing(manager, meeting):
    paper = with_paper(manager, meeting, "Neglect")
    paper.file.storage.delete(paper.file.name)
    told = circulate_papers(by=manager, meeting=meeting, on=TODAY)
    assert told.problems == [
        "“Paper on Neglect” (a.txt) is empty or is no longer in the store. Upload it again."
    ]


def test_an_item_that_came_later_is_sent_out_without_a_paper_too(manager, meeting):
    with_paper(manager, meeting, "Neglect")
    circulate_papers(by=manager, meeting=meeting, on=TODAY)
    add_item(by=manager, meeting=meeting, title="Zebra crossing")
    circulate_papers(by=manager, meeting=meeting, on=TODAY)
    supplement = meeting.packs.order_by("number").last()
    said = "".join(pages_of(supplement))
    assert "2.Zebracrossing" in said
    assert "Neglect" not in said


def test_a_group_that_meets_twice_at_once_is_a_clash(manager, meeting):
    other = call_meeting(by=manager, group=meeting.group, on=meeting.day, at=dt.time(11), minutes_long=60)
    (clash,) = clashes_of([meeting, other])
    assert clash.people == 2


def test_an_agenda_that_is_changed_while_it_is_bound_is_not_sent_out(manager, meeting, monkeypatch):
    item = add_item(by=manager, meeting=meeting, title="Neglect")
    as_it_is = packing.bind

    def meanwhile(*parts, **how):
        AgendaItem.objects.filter(pk=item.pk).update(confidential=True)
        return as_it_is(*parts, **how)

    monkeypatch.setattr(packing, "bind", meanwhile)
    with pytest.raises(RuleError, match="changed while its papers were bound"):
        circulate_papers(by=manager, meeting=meeting, on=TODAY)
    assert not meeting.packs.exists()


def test_nothing_is_locked_while_a_pack_is_bound(manager, meeting, monkeypatch):
    with_paper(manager, meeting, "Neglect")
    as_it_is, depth, outside = packing.bind, [], len(connection.savepoint_ids)

    def watched(*parts, **how):
        depth.append(len(connection.savepoint_ids))
        return as_it_is(*parts, **how)

    monkeypatch.setattr(packing, "bind", watched)
    circulate_papers(by=manager, meeting=meeting, on=TODAY)
    assert depth == [outside]
