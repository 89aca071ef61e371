"""An installation starts safe, and says in a sentence what is missing."""

import json
import subprocess
import sys

import pytest
from django.core.cache.backends.db import DatabaseCache

from goldenthread.clamav_url import scanner_address
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


TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
KEY = "golden_thread-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
NOTIFY = f"notify://{TEMPLATE}?key={KEY}"


def test_gov_uk_notify_sends_emails_where_the_address_says_so():
    found = email_settings(f"{NOTIFY}&reply_to={TEMPLATE}")
    assert found["EMAIL_BACKEND"] == "goldenthread.partnership.notify.EmailBackend"
    assert found["NOTIFY"] == {
        "API_KEY": KEY,
        "TEMPLATE": TEMPLATE,
        "REPLY_TO": TEMPLATE,
        "BASE": "https://api.notifications.service.gov.uk",
    }
    assert email_settings(NOTIFY)["NOTIFY"]["REPLY_TO"] == ""


def test_gov_uk_notify_names_the_sender_itself(production):
    production.setenv("GOLDENTHREAD_EMAIL_URL", NOTIFY)
    production.delenv("GOLDENTHREAD_EMAIL_FROM")
    assert read_environment().is_production


@pytest.mark.parametrize(
    "url",
    [
        f"notify://{TEMPLATE}",
        "notify://",
        f"notify://template?key={KEY}",
        f"notify://{TEMPLATE}/more?key={KEY}",
        f"notify://{TEMPLATE}?key={KEY[:-1]}",
        f"notify://{TEMPLATE}?key=",
        f"{NOTIFY}&reply_to=team@partnership.example",
        f"{NOTIFY}&replyto={TEMPLATE}",
    ],
)
def test_a_wrong_address_of_notify_is_refused_with_an_example_that_keeps_the_key(url):
    with pytest.raises(ConfigurationError, match=r"notify://TEMPLATE-ID\?key=API-KEY") as refused:
        email_settings(url)
    assert KEY[20:50] not in str(refused.value)


def test_only_an_example_sends_to_another_notify():
    url = f"{NOTIFY}&base=http://127.0.0.1:9000"
    assert email_settings(url, production=False)["NOTIFY"]["BASE"] == "http://127.0.0.1:9000"
    with pytest.raises(ConfigurationError, match="leave it away in production"):
        email_settings(url)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("", None),
        ("tcp://127.0.0.1:3310", ("127.0.0.1", 3310)),
        ("tcp://clamav", ("clamav", 3310)),
        ("tcp://[::1]:3311/", ("::1", 3311)),
        ("unix:///run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
    ],
)
def test_the_address_of_the_virus_scanner_is_read(url, address):
    assert scanner_address(url) == address


@pytest.mark.parametrize(
    "url", ["127.0.0.1:3310", "/run/clamd.ctl", "unix://run/clamd.ctl", "http://x", "tcp://", "tcp://x:port"]
)
def test_a_wrong_address_of_the_virus_scanner_stops_the_start(url):
    with pytest.raises(ConfigurationError, match=r"tcp://127\.0\.0\.1:3310"):
        scanner_address(url)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "EMAIL_URL",
            "notify://template?key=x",
            "for GOV.UK Notify, GOLDENTHREAD_EMAIL_URL should look like",
        ),
        ("EMAIL_URL", f"{NOTIFY}&base=http://127.0.0.1:9000", "leave it away in production"),
        ("CLAMAV_URL", "127.0.0.1", "GOLDENTHREAD_CLAMAV_URL should look like"),
    ],
)
def test_the_command_says_what_is_wrong_with_an_address_and_nothing_else(tmp_path, name, value, said):
    environment = {f"GOLDENTHREAD_{key}": given for key, given in (PRODUCTION | {name: value}).items()}
    program = "import sys; from goldenthread.cli import main; sys.exit(main())"
    ran = subprocess.run(
        [sys.executable, "-c", program, "manage", "check"],
        env=environment | {"PYTHONPATH": "src", "GOLDENTHREAD_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode != 0
    assert said in ran.stderr + ran.stdout
    assert "Traceback" not in ran.stderr
    assert KEY not in ran.stderr + ran.stdout


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
