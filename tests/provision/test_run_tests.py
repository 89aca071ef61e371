"""The test run hides nothing: neither a failure behind another, nor a database or browser that it could not have."""

from contextlib import contextmanager

import pytest
from scripts.run_tests import Run, Stage, _succeeded, _summary

from tests.provision import UnavailableError

PASSES = ("python", "-c", "")
FAILS = ("python", "-c", "raise SystemExit(3)")


@contextmanager
def nothing_to_be_had():
    raise UnavailableError("there is no oracle here", remedy="install one")
    yield


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    return Run(tmp_path)


def test_a_failing_command_does_not_hide_the_next(run, capfd):
    result = run.stage(Stage("both", "Both", (FAILS, ("python", "-c", "print('ran after all')"))))

    assert (result.passed, result.failed) == (1, 1)
    assert "ran after all" in capfd.readouterr().out
    assert not _succeeded([result])


def test_what_could_not_run_is_named_with_its_remedy_and_fails_only_in_ci(run, capsys, monkeypatch):
    results = [
        run.stage(Stage("good", "Good", (PASSES,))),
        run.stage(Stage("oracle", "Questions to the oracle", (PASSES,), needs=nothing_to_be_had)),
    ]
    _summary(results)

    *_, missing, last = capsys.readouterr().out.splitlines()
    assert missing == (
        "Did not run: Questions to the oracle, because there is no oracle here; to get it: install one."
    )
    assert last == "1 passed, 0 failed"
    assert _succeeded(results)
    monkeypatch.setenv("CI", "true")
    assert not _succeeded(results)


@pytest.mark.parametrize(
    ("tests", "passed", "failed", "skipped"),
    [
        ("def test_one(): pass\ndef test_two(): assert False", 1, 1, 0),
        ("import unittest\ndef test_one(): raise unittest.SkipTest('not today')", 0, 0, 1),
        ("import pytest\n@pytest.fixture\ndef f():\n  yield\n  assert 0\ndef test_one(f): assert 0", 0, 1, 0),
        ("nonsense(", 0, 1, 0),
        ("def not_a_test(): pass", 0, 1, 0),
    ],
)
def test_the_tests_of_a_stage_are_counted(run, tmp_path, tests, passed, failed, skipped):
    file = tmp_path / "test_sample.py"
    file.write_text(tests)
    plugins = [f"-pno:{plugin}" for plugin in ("cacheprovider", "xdist", "django")]
    (tmp_path / "none.ini").touch()
    alone = (*plugins, f"--rootdir={tmp_path}", f"--config-file={tmp_path / 'none.ini'}")
    result = run.stage(Stage("sample", "Sample", (("pytest", "-q", *alone, str(file)),)))

    assert (result.passed, result.failed, result.skipped) == (passed, failed, skipped)


def test_an_installations_settings_do_not_reach_the_tests(run, monkeypatch, capfd):
    monkeypatch.setenv("GOLDENTHREAD_DATABASE_URL", "postgres://live")
    monkeypatch.setenv("GOLDENTHREAD_TEST_BROWSER", "/usr/bin/true")
    show = "import os; print({k: v for k, v in os.environ.items() if k.startswith('GOLDENTHREAD_')})"
    run.stage(Stage("environment", "Environment", (("python", "-c", show),)))

    told = capfd.readouterr().out
    assert "live" not in told
    assert "'GOLDENTHREAD_MODE': 'test'" in told
    assert "'GOLDENTHREAD_TEST_BROWSER': '/usr/bin/true'" in told
