"""Takes the pictures of docs/pictures/ from a running demo.

    make demo                                  # in one terminal
    .venv/bin/python -m scripts.pictures       # in another

It signs in as the example's Business Manager, and uploads a spreadsheet as far as its preview; it imports nothing.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from tests.provision.browser import FLAGS, REMEDY, find_browser

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
MOST_BYTES = 300_000
EMAIL, PASSWORD = "business.manager@thurrock.example", "golden-thread-example"  # as the demo prints them
DESK, PHONE = 1280, 390
DELIVERY = "plan/delivery-2019/"
DEVELOPMENT = "plan/social-care-development-plan-2018/"
SPREADSHEET = """Ref,Objective,Action,Lead,Due,Rating now
1.4,1,Arrange Back to Basics training on children in need,LSCP Business Manager,31/10/2019,2
2.2,2,Report by theme to the Management Executive Board,LSCP Business Manager,26/09/2019,3
2.9,2,Publish what each thematic report led to,LSCP Business Manager,31/03/2020,1
6.1,6,Agree how practice learning is shared,Chair of the Learning & Practice Review Group,31/10/2019,3
"""


@dataclass(frozen=True)
class Picture:
    """One picture: its file, the page below the partnership's address, and its size in CSS pixels."""

    name: str
    address: str
    height: int = 900
    width: int = DESK


PICTURES = (
    Picture("home", "", 1180),
    Picture("plan", DEVELOPMENT, 1500),
    Picture("plan-summary", f"{DEVELOPMENT}summary/", 1400),
    Picture("action", f"{DELIVERY}1.4/", 1300),
    Picture("exceptions", "plan/exceptions/", 1300),
    Picture("report", "reports/performance-2019-05_2019-08/", 1300),
    Picture("structure", "partnership/structure/", 1100),
    Picture("home-phone", "", 844, PHONE),
    Picture("plan-phone", DELIVERY, 844, PHONE),
)


def main() -> None:
    """Take every picture; exit with a sentence where the demo or a browser is not there, or a file is too large."""
    parser = argparse.ArgumentParser(description="Takes the pictures of docs/pictures/ from a running demo.")
    parser.add_argument("site", nargs="?", default="http://127.0.0.1:8000", help="the demo's address")
    site = parser.parse_args().site.rstrip("/")
    chromium = find_browser()
    if chromium is None:
        sys.exit(f"There is no Chromium here: {REMEDY}.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, "--lang=en-GB"])
        for width in (DESK, PHONE):
            page = _signed_in(browser, site, width)
            for picture in PICTURES:
                if picture.width == width:
                    page.goto(f"{site}/thurrock/{picture.address}")
                    _take(page, picture.name, width, picture.height)
            if width == DESK:
                _preview(page, site)
        browser.close()


def _signed_in(browser: Browser, site: str, width: int) -> Page:
    scale = 1 if width == DESK else 2
    page = browser.new_page(
        viewport={"width": width, "height": 900}, device_scale_factor=scale, locale="en-GB"
    )
    page.goto(f"{site}/account/login/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    return page


def _preview(page: Page, site: str) -> None:
    """The preview of an import, which needs a file first."""
    page.goto(f"{site}/thurrock/{DELIVERY}import/")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "september.csv", "mimeType": "text/csv", "buffer": SPREADSHEET.encode()}
    )
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="See what would change").click()
    _take(page, "import-preview", DESK, 1100)


def _take(page: Page, name: str, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("document.fonts.ready.then(() => true)")
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file, animations="disabled")
    size = file.stat().st_size
    print(f"{file.name:<20}{width} × {height}{size // 1000:>6} kB")
    if size > MOST_BYTES:
        sys.exit(f"{file.name} is larger than {MOST_BYTES // 1000} kB: show less of the page.")


if __name__ == "__main__":
    main()
