"""Signing in as somebody of the example."""

from __future__ import annotations

from playwright.sync_api import Page

from goldenthread.demo.load import PASSWORD, accounts


def email_of(role: str) -> str:
    """The address of the example's account for a role, such as ``Business Manager``; an address is itself."""
    if "@" in role:
        return role
    return next(account.email for account in accounts() if account.role == role)


def submit_sign_in(page: Page, role: str, password: str = PASSWORD) -> None:
    """Fill in the sign-in form and send it, whatever comes of it."""
    page.goto("/account/login/")
    page.get_by_label("Email").fill(email_of(role))
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
