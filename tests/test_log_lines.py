"""What the log keeps of a request."""

import logging

import pytest

from goldenthread.log_lines import RefusalInOneLine


def _written(status):
    try:
        raise PermissionError("needs a role")
    except PermissionError as error:
        record = logging.getLogger("django.request").makeRecord(
            "django.request", logging.WARNING, __file__, 1, "Answered: %s", ("/plan/",),
            (type(error), error, error.__traceback__), extra={"status_code": status},
        )  # fmt: skip
    assert RefusalInOneLine().filter(record)
    return logging.Formatter().format(record)


@pytest.mark.parametrize("status", [400, 403, 404, 499])
def test_a_refused_request_is_one_line(status):
    assert _written(status) == "Answered: /plan/"


@pytest.mark.parametrize("status", [399, 500, 503])
def test_a_fault_of_ours_keeps_its_traceback(status):
    assert "Traceback (most recent call last)" in _written(status)


def test_the_site_writes_its_log_that_way(settings):
    [name] = settings.LOGGING["handlers"]["console"]["filters"]
    assert settings.LOGGING["filters"][name]["()"] == "goldenthread.log_lines.RefusalInOneLine"
