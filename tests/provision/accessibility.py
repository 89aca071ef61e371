"""What axe-core says of a page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Error, Page

from tests.provision import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# A form answers with a redirect: the page that sends, and the one that answers, may both be on their way.
PAGES_IN_A_ROW = 3
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = "values => axe.run(document, {runOnly: {type: 'tag', values}, resultTypes: ['violations']})"


def assert_accessible(page: Page) -> None:
    """Fail unless axe finds nothing on the page against WCAG 2.2 A and AA, or its own best practice."""
    violations = _violations(page)
    said = "\n".join(_in_words(violation) for violation in violations)
    assert not violations, f"axe finds these problems on {page.url}:\n{said}"


def _violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds once the page has come to rest: a page that is replaced meanwhile is looked at again."""
    for attempt in range(PAGES_IN_A_ROW):
        page.wait_for_load_state("load")
        try:
            if not page.evaluate("() => typeof window.axe === 'object'"):
                page.evaluate(AXE.read_text(encoding="utf-8"))
            found: list[dict[str, Any]] = page.evaluate(RUN, RULES)["violations"]
        except Error:
            if attempt == PAGES_IN_A_ROW - 1:
                raise
            page.wait_for_timeout(500)
        else:
            return found
    return []


def _in_words(violation: dict[str, Any]) -> str:
    lines = [f"- {violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"]:
        where = " ".join(str(part) for part in node["target"])
        lines.append(f"    {where}: {node['failureSummary'].replace(chr(10), ' ')}")
    return "\n".join(lines)
