"""A real browser, and the example partnership on a real server, for the journeys in this folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)
from tests.provision.accessibility import assert_accessible
from tests.provision.browser import FLAGS, REMEDY, find_browser
from tests.provision.demo_site import DemoSite, serve_demo

from goldenthread.demo.load import PASSWORD, accounts


@pytest.fixture(scope="package")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    """The example partnership, built and served once for all journeys. A crash in its log fails the run."""
    with serve_demo(tmp_path_factory.mktemp("demo")) as site:
        yield site


# Of the package, not of the session: while Playwright runs, Django takes this thread for an asynchronous one.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A headless Chromium. Without one the journeys are skipped, and fail where ``CI`` is set."""
    found = find_browser()
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"There is no Chromium here: {REMEDY}.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser, demo_site: DemoSite) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser of its own: ``new_page(viewport={"width": 320, "height": 800})``.

    Whatever the page complains of, and whatever the server could not answer, fails the test when it ends.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(**options: Any) -> Page:
        defaults: dict[str, Any] = {
            "locale": "en-GB",
            "timezone_id": "Europe/London",
            "reduced_motion": "reduce",
        }
        context = browser.new_context(**{"base_url": demo_site.url, **defaults, **options})
        contexts.append(context)
        _listen(context, demo_site, complaints)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "The browser complained:\n" + "\n".join(complaints)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page on a desk's screen, where nobody is signed in."""
    return new_page(viewport={"width": 1280, "height": 900})


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """``axe(page)`` fails unless the page has no accessibility problem that axe can find."""
    return assert_accessible


@pytest.fixture
def sign_in() -> Callable[[Page, str], None]:
    """``sign_in(page, "Business Manager")`` signs in as the example's account for a role, by its form."""

    def submit(page: Page, role: str) -> None:
        account = next(account for account in accounts() if account.role == role)
        page.goto("/account/login/")
        page.fill("input[name=login]", account.email)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/account/login/" not in url)

    return submit


def _listen(context: BrowserContext, site: DemoSite, complaints: list[str]) -> None:
    """Note console errors (a refused script is one), uncaught errors, and requests that came to nothing."""

    def hear(message: ConsoleMessage) -> None:
        about_a_response = message.text.startswith("Failed to load resource: the server responded")
        if message.type == "error" and not about_a_response:
            complaints.append(f"console, on {message.page.url if message.page else 'a page'}: {message.text}")

    def see(response: Response) -> None:
        part_of_a_page = response.request.resource_type != "document"
        if response.status >= 500 or (response.status >= 400 and part_of_a_page):
            complaints.append(f"{response.status} for {response.request.method} {response.url}")

    def leave(request: Request) -> None:
        if not request.url.startswith((site.url + "/", "data:", "blob:")):
            complaints.append(f"asked another server: {request.url}")

    context.on("console", hear)
    context.on("weberror", lambda error: complaints.append(f"uncaught error: {error.error}"))
    context.on("response", see)
    context.on("request", leave)
