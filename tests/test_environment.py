"""An installation starts safe, and says in a sentence what is missing."""

import json
import subprocess
import sys

import pytest
from django.core.cache.backends.db import DatabaseCache

from goldenthread.email_url import email_settings
from goldenthread.environment import ConfigurationError, read_environment

PRODUCTION = {
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": "partnership.example, www.partnership.example",
    "SITE_URL": "https://partnership.example",
    "DATABASE_URL": "postgres://u:p@db/goldenthread",
    "EMAIL_URL": "smtp://u:p@mail:587?tls=true",
    "EMAIL_FROM": "team@partnership.example",
}


@pytest.fixture
def production(monkeypatch):
    monkeypatch.delenv("GOLDENTHREAD_MODE", raising=False)
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(f"GOLDENTHREAD_{name}", value)
    return monkeypatch


def test_a_complete_production_environment_is_accepted(production):
    environment = read_environment()
    assert environment.is_production
    assert environment.allowed_hosts == ["partnership.example", "www.partnership.example"]
    assert environment.second_factor == "required"


@pytest.mark.parametrize("name", list(PRODUCTION))
def test_a_missing_production_setting_is_named(production, name):
    production.delenv(f"GOLDENTHREAD_{name}")
    with pytest.raises(ConfigurationError, match=f"GOLDENTHREAD_{name}.*goldenthread demo"):
        read_environment()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is too short"),
        ("ALLOWED_HOSTS", "partnership.example,*", "ALLOWED_HOSTS must name"),
        ("ALLOWED_HOSTS", ".", "ALLOWED_HOSTS must name"),
        ("SITE_URL", "http://partnership.example", "SITE_URL must begin with https://"),
        ("SECOND_FACTOR", "optional", "SECOND_FACTOR must be required"),
        ("TODAY", "2019-09-09", "TODAY is only for examples"),
        ("TODAY", "yesterday", "GOLDENTHREAD_TODAY"),
        ("MODE", "debug", "GOLDENTHREAD_MODE"),
        ("SESSION_HOURS", "1000", "GOLDENTHREAD_SESSION_HOURS"),
        ("MAX_UPLOAD_MB", "lots", "GOLDENTHREAD_MAX_UPLOAD_MB"),
    ],
)
def test_a_wrong_setting_is_named(production, name, value, said):
    production.setenv(f"GOLDENTHREAD_{name}", value)
    with pytest.raises(ConfigurationError, match=said):
        read_environment()


def test_a_demo_makes_a_secret_of_its_own_and_keeps_it(monkeypatch, tmp_path):
    monkeypatch.setenv("GOLDENTHREAD_MODE", "demo")
    monkeypatch.setenv("GOLDENTHREAD_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("GOLDENTHREAD_SECRET_KEY", raising=False)
    first = read_environment().secret_key
    assert len(first) >= 50
    assert read_environment().secret_key == first


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://u:p%40ss@mail:587?tls=true", 587, True, False),
        ("smtp://mail", 587, True, False),
        ("smtp://mail:25?tls=false", 25, False, False),
        ("smtps://mail", 465, False, True),
    ],
)
def test_an_email_address_is_read(url, port, tls, ssl):
    found = email_settings(url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)


def test_a_password_in_the_email_address_may_hold_any_character():
    assert email_settings("smtp://u:p%40ss@mail")["EMAIL_HOST_PASSWORD"] == "p@ss"


@pytest.mark.parametrize("url", ["mail.example", "http://mail", "smtp://", "smtp://mail:port"])
def test_a_wrong_email_address_is_refused_with_an_example(url):
    with pytest.raises(ConfigurationError, match="smtp://user:password@host:587"):
        email_settings(url)


def in_production(tmp_path, *command):
    """What a Python process says that runs with a complete production environment."""
    environment = {f"GOLDENTHREAD_{name}": value for name, value in PRODUCTION.items()} | {
        "DJANGO_SETTINGS_MODULE": "goldenthread.settings",
        "GOLDENTHREAD_DATA_DIR": str(tmp_path),
        "GOLDENTHREAD_OIDC_SERVER": "https://directory.example",
        "GOLDENTHREAD_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "GOLDENTHREAD_DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
        "PYTHONPATH": "src",
    }
    ran = subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_a_production_site_passes_djangos_check_for_deployment(tmp_path):
    in_production(tmp_path, "-m", "django", "check", "--deploy", "--fail-level", "WARNING")


def test_in_production_every_worker_counts_the_same_attempts_and_no_directory_vouches_unasked(tmp_path):
    program = """
import json
from goldenthread import settings
[app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
print(json.dumps([
    settings.CACHES["default"]["BACKEND"], app["settings"]["verified_email"], settings.DEBUG,
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME,
]))
"""
    cache, vouched_for, debug, *cookies = json.loads(in_production(tmp_path, "-c", program))
    assert cache == "django.core.cache.backends.db.DatabaseCache"
    assert vouched_for == []
    assert debug is False
    assert all(name.startswith("__Host-") for name in cookies)


@pytest.mark.django_db
def test_the_cache_that_all_workers_share_has_its_table():
    one, other = (DatabaseCache("partnership_cache", {}) for _ in range(2))
    assert one.add("attempt", 1)
    assert not other.add("attempt", 1)
