"""Finds the pages of a site as a person would: by following links from its front door."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from html.parser import HTMLParser
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext

NOTHING: Mapping[str, int] = MappingProxyType({})


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href)


def addresses_by_route(
    client: APIRequestContext, start: str, *, each: int, more: Mapping[str, int] = NOTHING
) -> dict[str, list[str]]:
    """The addresses of the first pages of each kind that links lead to, by the name of their route: ``each`` of them,
    or as many as ``more`` says of a route.

    Downloads are left out, and so is the same page sorted or filtered another way. A link of the site that leads
    nowhere raises :class:`AssertionError`.
    """
    found: dict[str, list[str]] = {}
    tried: Counter[str] = Counter()
    waiting, met = deque([start]), {start}
    while waiting:
        address = waiting.popleft()
        name = _route(address)
        if name is None or tried[name] >= more.get(name, each):
            continue
        tried[name] += 1
        response = client.get(address)
        assert response.status < 400, f"A link leads to {address}, which answers {response.status}"
        if not response.headers["content-type"].startswith("text/html"):
            continue
        found.setdefault(_route(response.url) or name, []).append(response.url)
        for link in _links(response.text(), response.url):
            if (page := link.partition("?")[0]) not in met:
                met.add(page)
                waiting.append(link)
    return found


def _route(address: str) -> str | None:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def _links(text: str, address: str) -> list[str]:
    """The page's links to this site, without their fragments."""
    here, parser = urlsplit(address), _Links()
    parser.feed(text)
    whole = (urlsplit(urljoin(address, href)) for href in parser.found)
    return [link._replace(fragment="").geturl() for link in whole if link.netloc == here.netloc]
