"""Every way in for a file asks the virus scanner. A new page that takes one is tried here without being listed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import goldenthread
from goldenthread.partnership.tests.servers import VIRUS, Clamd, running
from tests.cast import signed_in
from tests.test_every_address import INSIDE

SOURCE = Path(goldenthread.__file__).parent
FILE_BOX = re.compile(r"<input[^>]*type=\"file\"[^>]*>")
# Its form is looked at and never sent: the gallery of components is not there in production.
SHOWN_ONLY = {"design/gallery.py"}
PLAIN_BOX = re.compile(r"forms\.(File|Image)Field\b|from django\.forms[\w.]* import[^\n]*(File|Image)Field")


def modules():
    for path in SOURCE.rglob("*.py"):
        name = path.relative_to(SOURCE).as_posix()
        if "/tests/" not in name and "/migrations/" not in name and name not in SHOWN_ONLY:
            yield name, path.read_text(encoding="utf-8")


@pytest.fixture
def browser(business_manager):
    return signed_in(business_manager)


@pytest.fixture
def boxes(browser, real_objects):
    """The address of each page that takes a file, with the names of its boxes."""
    found = {}
    for route in INSIDE:
        if "POST" in route.methods and "GET" in route.methods:
            names = {name: real_objects.value(route.name, name) for name in route.arguments}
            address = reverse(route.name, kwargs=names)
            answer = browser.get(address)
            page = "" if answer.streaming else answer.content.decode(errors="replace")
            inputs = [re.search(r'name="([^"]+)"', box) for box in FILE_BOX.findall(page)]
            if inputs:
                found[address] = [match[1] for match in inputs]
    return found


def test_no_page_keeps_an_infected_file_or_one_that_was_not_scanned(boxes, browser, settings):
    with running(Clamd()) as clamd:
        settings.CLAMAV = clamd.server_address
        for address, names in boxes.items():
            for name in names:
                answer = browser.post(address, {name: SimpleUploadedFile("plan.csv", VIRUS)})
                assert "“plan.csv” was refused: the virus scanner" in answer.content.decode(), (address, name)
    for address, names in boxes.items():
        answer = browser.post(address, {names[0]: SimpleUploadedFile("plan.csv", b"a,b\n")})
        assert "cannot be checked for viruses just now" in answer.content.decode(), address


def test_every_view_that_takes_a_file_has_a_page_that_was_tried(boxes):
    taking = [name for name, text in modules() for line in text.splitlines() if ".FILES" in line]
    assert len(taking) == len(boxes), f"{taking}\n{list(boxes)}"


def test_a_file_reaches_a_view_only_through_a_form():
    through_a_form = re.compile(r"\w+Form\(.*request\.FILES or None")
    wrong = [
        f"{name}: {line.strip()}"
        for name, text in modules()
        for line in text.splitlines()
        if ".FILES" in line and not through_a_form.search(line)
    ]
    assert wrong == []


def test_every_box_for_a_file_is_one_that_scans():
    """The API takes no files either: if it ever does, they have to pass the scanner first."""
    plain = {name for name, text in modules() if PLAIN_BOX.search(text)}
    assert plain == {"partnership/forms/uploads.py"}
    assert [name for name, text in modules() if re.search(r"from ninja[\w.]* import[^\n]*File", text)] == []
