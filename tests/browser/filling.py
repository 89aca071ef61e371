"""Filling in what takes more than one field."""

from __future__ import annotations

from playwright.sync_api import Page


def fill_date(page: Page, question: str, day_month_year: str) -> None:
    """Fill in a date, given as ``31 10 2019``, under the question that asks for it."""
    group = page.get_by_role("group", name=question)
    for part, typed in zip(("Day", "Month", "Year"), day_month_year.split(), strict=True):
        group.get_by_label(part).fill(typed)


def make_plan(page: Page, title: str, key: str) -> None:
    """Make a plan from the list of plans; its own page is open afterwards."""
    page.goto("/thurrock/plan/")
    page.get_by_role("link", name="Make a plan").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Address").fill(key)
    fill_date(page, "When does it start?", "1 4 2019")
    page.get_by_role("button", name="Make the plan").click()
