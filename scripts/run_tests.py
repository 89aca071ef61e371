"""Runs every test there is, stage after stage, and says at the end what passed, failed and did not run.

A failing stage does not hide those after it. A stage whose database or browser cannot be had is named at the
end with the way to get it; where ``CI`` is set, that is a failure too.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from tests.provision import ROOT, UnavailableError
from tests.provision.browser import browser_environment
from tests.provision.postgres import postgres_environment

BIN = Path(sys.executable).parent
PYTEST = "pytest"
WORKERS = "2"
SCRIPTS = ("-m", "scripts.run_tests", "-m", "scripts.check_repository", "-m", "tests.wheel.check_wheel")
NO_TESTS_COLLECTED = 5
GRACE = 20  # seconds that an interrupted command has to put its things away

Needs = Callable[[], AbstractContextManager[Mapping[str, str]]]


def _nothing() -> AbstractContextManager[Mapping[str, str]]:
    return nullcontext({})


def _a_database_in_memory() -> AbstractContextManager[Mapping[str, str]]:
    return nullcontext({"GOLDENTHREAD_DATABASE_URL": "sqlite://:memory:"})


@dataclass(frozen=True)
class Stage:
    """A group of commands under one heading, and the context that provides what they need."""

    name: str
    title: str
    commands: tuple[tuple[str, ...], ...]
    needs: Needs = _nothing
    in_full_run: bool = True


STAGES = (
    Stage(
        "lint",
        "Linters, types and import contracts",
        (
            ("ruff", "check", "--quiet", "--output-format=concise"),
            ("ruff", "format", "--check", "--quiet", "--output-format=concise"),
            ("djlint", "--lint", "--quiet", "src"),
            ("mypy", "--no-error-summary"),
            ("mypy", "--no-error-summary", *SCRIPTS),
            ("lint-imports",),
            ("python", "-m", "django", "makemigrations", "--check", "--dry-run"),
            ("python", "-m", "scripts.check_repository"),
        ),
        needs=_a_database_in_memory,
    ),
    Stage(
        "sqlite", "Whole test suite on SQLite", ((PYTEST, "-n", WORKERS, "-m", "not browser and not spark"),)
    ),
    Stage(
        "postgresql",
        "Whole test suite on PostgreSQL",
        ((PYTEST, "-n", WORKERS, "-m", "not browser and not spark"),),
        needs=postgres_environment,
    ),
    Stage("browser", "Browser journeys, with axe", ((PYTEST, "-m", "browser"),), needs=browser_environment),
    Stage("wheel", "The wheel, in a clean environment", (("python", "-m", "tests.wheel.check_wheel"),)),
    Stage("spark", "Annex A on Spark", ((PYTEST, "-m", "spark"),), in_full_run=False),
    Stage(
        "fast",
        "Fast tests on SQLite",
        ((PYTEST, "-n", WORKERS, "-m", "not browser and not spark and not slow"),),
        in_full_run=False,
    ),
)


@dataclass
class Result:
    """What one stage came to."""

    stage: Stage
    passed: int = 0
    skipped: int = 0
    failures: list[str] = field(default_factory=list)
    failed: int = 0
    missing: UnavailableError | None = None
    seconds: float = 0.0

    @property
    def ran(self) -> bool:
        """Whether what the stage needs could be had."""
        return self.missing is None

    def in_words(self) -> str:
        """The result in a few words."""
        if not self.ran:
            return "did not run"
        words = f"{self.passed} passed, {self.failed} failed"
        return f"{words}, {self.skipped} skipped" if self.skipped else words


class Run:
    """One run of some stages, with a folder of its own for what they leave behind."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started = time.monotonic()

    def stage(self, stage: Stage) -> Result:
        """Provide what the stage needs, then run each of its commands, whatever became of the one before."""
        began = time.monotonic()
        _say(f"\n[{began - self.started:4.0f} s] {stage.title}")
        result = Result(stage)
        try:
            with stage.needs() as provided:
                for command in stage.commands:
                    self._command(command, {**self._environment(), **provided}, result)
        except UnavailableError as missing:
            result.missing = missing
            _say(f"Did not run: {missing.why}")
        result.seconds = time.monotonic() - began
        return result

    def _command(self, command: tuple[str, ...], environment: Mapping[str, str], result: Result) -> None:
        _say(f"$ {' '.join(command)}")
        programme, *arguments = command
        report = self.folder / f"{result.stage.name}.xml"
        if programme == PYTEST:
            arguments += [
                "--tb=short",
                "--show-capture=log",
                f"--basetemp={self.folder / 'pytest'}",
                f"--junit-xml={report}",
            ]
            arguments += ["-o", "junit_logging=no"]
        code = _run([str(BIN / programme), *arguments], environment)
        if programme == PYTEST and report.exists() and code != NO_TESTS_COLLECTED:
            _count(report, code, result)
        elif code == 0:
            result.passed += 1
        else:
            result.failed += 1
        if code:
            result.failures.append(
                " ".join(command) + (" (no tests found)" if code == NO_TESTS_COLLECTED else "")
            )

    def _environment(self) -> dict[str, str]:
        """This process's environment, without the settings of an installation on the same machine."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("GOLDENTHREAD_") or name.startswith("GOLDENTHREAD_TEST_")
        }
        return kept | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "GOLDENTHREAD_MODE": "test",
            "GOLDENTHREAD_DATA_DIR": str(self.folder / "data"),
        }


def _run(command: list[str], environment: Mapping[str, str]) -> int:
    """Run a command to its end. An interruption waits until the command has put its things away."""
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        try:
            return process.wait()
        except BaseException as interruption:
            if not isinstance(interruption, KeyboardInterrupt):  # the terminal has told the command already
                process.send_signal(signal.SIGINT)
            try:
                process.wait(GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
            raise


def _count(report: Path, code: int, result: Result) -> None:
    """Add what pytest's own report says. A crash that it did not count as a test is one failure."""
    outcomes: dict[tuple[str, ...], set[str]] = {}  # a test that fails again as it ends is there twice
    for case in ET.parse(report).iter("testcase"):  # pytest wrote it a moment ago
        name = (case.get("classname", ""), case.get("name", ""))
        outcomes.setdefault(name, set()).update(child.tag for child in case)
    failed = sum(bool(tags & {"failure", "error"}) for tags in outcomes.values())
    skipped = sum("skipped" in tags for tags in outcomes.values())
    result.passed += len(outcomes) - failed - skipped
    result.skipped += skipped
    result.failed += failed if failed or not code else 1


def _summary(results: list[Result]) -> None:
    width = max(len(result.stage.title) for result in results)
    _say("\nSummary")
    for result in results:
        _say(f"  {result.stage.title:<{width}}  {result.seconds:5.0f} s  {result.in_words()}")
    for result in results:
        again = f".venv/bin/python -m scripts.run_tests --stage {result.stage.name}"
        for failure in result.failures:
            _say(f"Failed: {failure}  (to run it again: {again})")
    for result in results:
        if missing := result.missing:
            _say(f"Did not run: {result.stage.title}, because {missing.why}; to get it: {missing.remedy}.")
    if skipped := sum(result.skipped for result in results):
        _say(f"Did not run: {skipped} skipped tests, for the reasons that pytest gives above.")
    passed, failed = (sum(result.passed for result in results), sum(result.failed for result in results))
    _say(f"{passed} passed, {failed} failed")


def _say(line: str) -> None:
    print(line, flush=True)


def _succeeded(results: list[Result]) -> bool:
    everything_ran = all(result.ran for result in results)
    return not any(result.failures for result in results) and (everything_ran or not os.environ.get("CI"))


@contextmanager
def _ending_tidily() -> Iterator[None]:
    """Turn a request to end into an exception, so that servers are stopped and folders removed."""

    def end(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def main() -> int:
    """Run the stages that were asked for, or all. Answer 0 when all that should have run ran and passed."""
    parser = argparse.ArgumentParser(prog="run_tests", description="Runs the tests, stage after stage.")
    parser.add_argument(
        "--stage",
        action="append",
        choices=[stage.name for stage in STAGES],
        help="run only this one; may be repeated",
    )
    wanted = parser.parse_args().stage
    stages = [stage for stage in STAGES if (stage.name in wanted if wanted else stage.in_full_run)]
    with _ending_tidily(), tempfile.TemporaryDirectory(prefix="goldenthread-tests-") as folder:
        run = Run(Path(folder))
        results = [run.stage(stage) for stage in stages]
    _summary(results)
    return 0 if _succeeded(results) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        _say("\nStopped.")
        sys.exit(130)
