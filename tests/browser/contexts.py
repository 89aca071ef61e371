"""Browsers of their own for the journeys, which note whatever a page complains of."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, Response

from tests.provision.demo_site import DemoSite

DEFAULTS: dict[str, Any] = {"locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce"}


def open_context(browser: Browser, site: DemoSite, complaints: list[str], **options: Any) -> BrowserContext:
    """A browser with nothing kept from any other. What goes wrong in it is added to ``complaints``."""
    context = browser.new_context(**{"base_url": site.url, **DEFAULTS, **options})
    _listen(context, site, complaints)
    return context


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
