"""The pages of ``docs/`` that are made from the code: settings, roles and permissions, addresses.

``goldenthread docs`` writes them; a test fails when one no longer says what the code says.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goldenthread.duties.rules import Pack

ASKS_FOR = {"": "", "evidence": "evidence that it was done", "impact": "evidence of impact"}
MADE = "<!-- Made from the code by `goldenthread docs`. Change the code, then run it again. -->"


def pages() -> dict[str, str]:
    """The text of each page by its file name."""
    return {
        "annex-a.md": _annex_a(),
        "configuration.md": _configuration(),
        "duties.md": _duties(),
        "indicators.md": _indicators(),
        "permissions.md": _permissions(),
        "rating-scales.md": _scales(),
    }


def write(folder: Path) -> list[Path]:
    """Writes the pages that have changed into ``folder``; answers those."""
    changed = []
    for name, text in pages().items():
        file = folder / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            changed.append(file)
    return changed


def _page(title: str, lines: Iterator[str]) -> str:
    return "\n".join([f"# {title}", "", MADE, "", *lines, ""])


def _configuration() -> str:
    from goldenthread.environment import REQUIRED_IN_PRODUCTION, Environment

    def lines() -> Iterator[str]:
        yield (
            "An installation is set up by environment variables alone. "
            "Without any it is a production site that says what it needs."
        )
        yield ""
        yield "| variable | what it is for | otherwise |"
        yield "|---|---|---|"
        for name, field in Environment.model_fields.items():
            otherwise = (
                "**required in production**"
                if name in REQUIRED_IN_PRODUCTION
                else f"`{_default(field.default)}`"
            )
            yield f"| `GOLDENTHREAD_{name.upper()}` | {field.description} | {otherwise} |"

    return _page("Settings", lines())


def _default(value: object) -> str:
    return {"None": "none", "": "empty", "[]": "empty", "True": "true", "False": "false"}.get(
        str(value), str(value)
    )


def _permissions() -> str:
    from goldenthread.partnership.permissions import Permission, Role

    def lines() -> Iterator[str]:
        yield "Nobody may anything unless a role says so. A seat on a group carries a role for as long as it is held."
        yield "Roles marked * must use a second factor at sign-in."
        yield ""
        yield "## Roles"
        for role in Role:
            yield ""
            yield f"**{role.label}**{' *' if role.needs_second_factor else ''}. {role.description}"
        yield ""
        yield "## Permissions"
        yield ""
        yield "| permission | what it allows | roles |"
        yield "|---|---|---|"
        for permission in Permission:
            holders = ", ".join(role.label for role in Role if permission in role.permissions)
            yield f"| `{permission.value}` | {permission.description} | {holders} |"
        yield ""
        yield "## Who may update an action"
        yield ""
        yield "Besides the roles that hold `rate_action`: its lead and responsible officers, the agency lead or"
        yield "safeguarding partner of the agency that leads it, and the chair of the group that oversees it. Lay"
        yield "members and scrutineers never, even when named."

    return _page("Roles and permissions", lines())


def _scales() -> str:
    from goldenthread.plans.rag import SCALES

    def lines() -> Iterator[str]:
        yield "The scale belongs to the plan. A concern makes an action an exception; done means it is not overdue."
        for scale in SCALES.values():
            yield ""
            yield f"## {scale.name}"
            yield ""
            yield "| value | word | meaning | concern | done | asks for |"
            yield "|---|---|---|---|---|---|"
            for level in scale.levels:
                concern, done = ("yes" if is_so else "" for is_so in (level.concern, level.done))
                asks = ASKS_FOR[level.needs]
                yield f"| {level.value} | {level.word} | {level.meaning} | {concern} | {done} | {asks} |"

    return _page("Rating scales", lines())


def _indicators() -> str:
    from goldenthread.demo.files import example_folder
    from goldenthread.evidence.measures.catalogue import documentation, read_catalogue

    def lines() -> Iterator[str]:
        yield "The catalogue of the example. A partnership keeps its own on the site, or imports it from a spreadsheet."
        files = example_folder() / "measures"
        earlier = read_catalogue(files / "definition-history.csv")
        for entry in read_catalogue(files / "indicators.csv"):
            yield ""
            yield documentation(entry, earlier).strip().replace("# ", "## ", 1)

    return _page("Indicators", lines())


def _pack_lines(pack: Pack) -> Iterator[str]:
    yield ""
    yield f"## {pack.title}"
    yield ""
    yield f"{pack.source}."
    yield ""
    yield "| rule | what | by when | owed by | if it is broken | source |"
    yield "|---|---|---|---|---|---|"
    for rule in pack.rules:
        breach = "; ".join(each.describe() for each in rule.breach)
        until = f" until {rule.holds_until.day} {rule.holds_until:%B %Y}" if rule.holds_until else ""
        basis = f" ({', '.join(rule.basis)})" if rule.basis else ""
        recalled = "" if rule.confirmed else " **Recalled: look it up.**"
        yield (
            f"| `{rule.key}` | {rule.title}{until} | {rule.describe()} | {rule.owed_by.label} | {breach} | "
            f"{rule.source}{basis}.{recalled} |"
        )


def _duties() -> str:
    from goldenthread.demo.files import example_folder
    from goldenthread.duties.clock_cases import clock_cases
    from goldenthread.duties.rules import national_packs, read_pack

    def lines() -> Iterator[str]:
        yield "The time limits that come with the product, and those of the example's constitution. A partnership"
        yield "brings in its own as a file of the same form: see `examples/thurrock/constitution.toml`."
        own = read_pack((example_folder() / "constitution.toml").read_text(encoding="utf-8"))
        for pack in (*national_packs().values(), own):
            yield from _pack_lines(pack)
        yield ""
        yield "### Limits of the papers that set no duty here, and why"
        yield ""
        for key, reason in own.unbound.items():
            yield f"- {key}: {reason}"
        yield ""
        yield "## How days are counted"
        yield ""
        yield "Every row is a test (`duties/clock_cases.csv`)."
        yield ""
        yield "| limit | event | due | why |"
        yield "|---|---|---|---|"
        for case in clock_cases():
            due = f"{case.due:%a} {case.due.day} {case.due:%b %Y}" if case.due else "paused"
            day = f"{case.event:%a} {case.event.day} {case.event:%b %Y}"
            yield f"| {case.limit.describe()} | {day} | {due} | {case.why} |"

    return _page("Duties", lines())


def _annex_a() -> str:
    from goldenthread.evidence.measures.annex_a.indicators import MEASURES

    def lines() -> Iterator[str]:
        yield "What is computed from the child-level lists of Annex A, and by whose definition. The lists are"
        yield "read, checked, counted and let go: see [the decision](decisions/0010-annex-a-is-read-and-let-go.md)."
        yield ""
        yield "| figure | list | unit | definition from |"
        yield "|---|---|---|---|"
        for measure in MEASURES:
            yield f"| {measure.title} (`{measure.key}`) | {measure.of} | {measure.unit} | {measure.source} |"

    return _page("Figures from Annex A", lines())
