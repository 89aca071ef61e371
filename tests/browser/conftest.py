"""A real browser, and the example partnership on a real server, for the journeys in this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.contexts import open_context
from tests.browser.entering import submit_sign_in
from tests.provision.accessibility import assert_accessible
from tests.provision.browser import FLAGS, REMEDY, find_browser
from tests.provision.demo_site import DemoSite, serve_demo


@pytest.fixture(scope="package")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    """The example partnership, built and served once for all journeys. A crash in its log fails the run."""
    with serve_demo(tmp_path_factory.mktemp("demo")) as site:
        yield site


# Of the package, not of the session: while Playwright runs, Django takes this thread for an asynchronous one.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A headless Chromium. Without one the journeys fail."""
    found = find_browser()
    if found is None:
        pytest.fail(f"There is no Chromium here: {REMEDY}.")
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
        contexts.append(open_context(browser, demo_site, complaints, **options))
        return contexts[-1].new_page()

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


@pytest.fixture(scope="package")
def entrance(browser: Browser, demo_site: DemoSite) -> Callable[[str], list[Any]]:
    """``entrance("Business Manager")`` answers the cookies of a browser in which a role is signed in.

    Each role comes in once, by the form: the site allows only so many sign-ins a minute.
    """
    kept: dict[str, list[Any]] = {}

    def cookies(role: str) -> list[Any]:
        if role not in kept:
            context = browser.new_context(base_url=demo_site.url)
            submit_sign_in(context.new_page(), role)
            kept[role] = context.cookies()
            context.close()
        return kept[role]

    return cookies


@pytest.fixture
def sign_in(entrance: Callable[[str], list[Any]]) -> Callable[[Page, str], None]:
    """``sign_in(page, "Business Manager")`` opens home as the example's account for a role."""

    def enter(page: Page, role: str) -> None:
        page.context.add_cookies(entrance(role))
        page.goto("/thurrock/")

    return enter
