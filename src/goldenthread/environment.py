"""What an installation may set, as typed fields read from environment variables.

Every field is read from ``GOLDENTHREAD_<NAME>``. ``docs/configuration.md`` is generated from this class.
"""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Mode = Literal["production", "demo", "test"]
CommaSeparated = Annotated[list[str], NoDecode]


class ConfigurationError(Exception):
    """A setting is missing or wrong. The message says which, and how to put it right."""


class Environment(BaseSettings):
    """The installation's settings. It starts safe: without any, it is a production site that says what it needs."""

    model_config = SettingsConfigDict(env_prefix="GOLDENTHREAD_", extra="ignore")

    mode: Mode = Field(
        "production",
        description="production (the default), demo (example data on this machine only) or test.",
    )
    secret_key: str = Field(
        "", description="A long random text that signs sessions. Required in production; keep it secret."
    )
    allowed_hosts: CommaSeparated = Field(
        [], description="The site's host names, separated by commas. Required in production."
    )
    site_url: str = Field(
        "", description="The site's address as people type it, for links in emails. Required in production."
    )
    database_url: str = Field(
        "",
        description="postgres://user:password@host/name, or sqlite:///file. Required in production; "
        "elsewhere an SQLite file in the data folder.",
    )
    database_connection_seconds: int = Field(
        600, ge=0, description="How long a PostgreSQL connection is kept for the next request."
    )
    data_dir: Path = Field(
        Path("var"), description="The folder for uploaded files, the demo and the chart cache."
    )
    max_upload_mb: int = Field(
        10, ge=1, le=200, description="The largest file that a person may upload, in megabytes."
    )
    clamav_url: str = Field(
        "",
        description="tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl: where the daemon of the virus scanner "
        "ClamAV answers. With one, a file that it finds something in, or cannot look at, is refused. Empty, the files "
        "that people upload are not scanned for viruses at all. Files travel to it unencrypted: keep it on the same "
        "machine or a private network. Its StreamMaxLength, MaxFileSize and MaxScanSize must allow the largest file.",
    )
    behind_proxy: bool = Field(
        False,
        description="True where a reverse proxy sets X-Forwarded-Proto and X-Forwarded-For, and overwrites both.",
    )
    second_factor: Literal["required", "optional"] = Field(
        "required",
        description="Whether people who can see restricted material must use a second factor. "
        "Production accepts only required.",
    )
    session_hours: int = Field(10, ge=1, le=24, description="Hours after which a person must sign in again.")
    email_url: str = Field(
        "",
        description="smtp://user:password@host:587?tls=true, or notify://TEMPLATE-ID?key=API-KEY for GOV.UK "
        "Notify, with &reply_to=REPLY-TO-ID where answers should go somewhere. The template there needs ((subject)) as "
        "its subject and ((body)) as its message. Required in production; elsewhere emails go to a folder.",
    )
    email_from: str = Field(
        "",
        description="The sender of the site's emails. Required in production, save with GOV.UK Notify, which names "
        "the sender itself.",
    )
    survey_answers_from_one_address: int = Field(
        60,
        ge=1,
        description="How many answers to one survey are taken in an hour from one network address. A school, or an "
        "office, has one address for everybody in it.",
    )
    survey_answers_an_hour: int = Field(
        600, ge=1, description="How many answers to one survey are taken in an hour from everywhere together."
    )
    oidc_name: str = Field(
        "", description="The name of an OpenID Connect sign-in, as people see it on the button."
    )
    oidc_server: str = Field("", description="Its issuer address.")
    oidc_client_id: str = Field("", description="Its client identifier.")
    oidc_client_secret: str = Field("", description="Its client secret.")
    oidc_email_domains: CommaSeparated = Field(
        [],
        description="The email domains that it alone gives out, separated by commas. An address of any other "
        "domain opens an account only where the directory says that it has verified it.",
    )
    today: dt.date | None = Field(
        None,
        description="The date at which an example's calendar stands, as 2019-09-09. Refused in production.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged.")

    @field_validator("allowed_hosts", "oidc_email_domains", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        )

    @property
    def is_production(self) -> bool:
        """Whether real records are kept here."""
        return self.mode == "production"


REQUIRED_IN_PRODUCTION = (
    "secret_key",
    "allowed_hosts",
    "site_url",
    "database_url",
    "email_url",
    "email_from",
)


def read_environment() -> Environment:
    """The settings of this process.

    Raises :class:`ConfigurationError` with one sentence for each setting that is missing or wrong.
    """
    try:
        environment = Environment()
    except ValidationError as error:
        sentences = [f"GOLDENTHREAD_{str(e['loc'][0]).upper()}: {e['msg']}." for e in error.errors()]
        raise ConfigurationError("Golden Thread cannot start. " + " ".join(sentences)) from None
    if environment.is_production:
        _refuse_unsafe_production(environment)
    elif not environment.secret_key:
        environment.secret_key = _local_secret(environment)
    return environment


def _refuse_unsafe_production(environment: Environment) -> None:
    missing = [name for name in REQUIRED_IN_PRODUCTION if not getattr(environment, name)]
    if environment.email_url.startswith("notify:") and "email_from" in missing:
        missing.remove("email_from")  # GOV.UK Notify names the sender itself
    if missing:
        names = ", ".join(f"GOLDENTHREAD_{name.upper()}" for name in missing)
        raise ConfigurationError(
            f"Golden Thread cannot start in production: set {names}. docs/configuration.md says what each is for. "
            "To look at the example partnership instead, run: goldenthread demo"
        )
    if any(host.strip(".") in ("", "*") for host in environment.allowed_hosts):
        raise ConfigurationError(
            "Golden Thread cannot start in production: GOLDENTHREAD_ALLOWED_HOSTS must name the site's hosts; “*” lets "
            "anybody's name stand in the links of its pages and emails."
        )
    if not environment.site_url.startswith("https://"):
        raise ConfigurationError(
            "Golden Thread cannot start in production: GOLDENTHREAD_SITE_URL must begin with https://: passwords and "
            "restricted records travel by it."
        )
    if len(environment.secret_key) < 50:
        raise ConfigurationError(
            "Golden Thread cannot start in production: GOLDENTHREAD_SECRET_KEY is too short. Use at least 50 random "
            "characters, for example the output of: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if environment.second_factor != "required":
        raise ConfigurationError(
            "Golden Thread cannot start in production: GOLDENTHREAD_SECOND_FACTOR must be required: people here "
            "can see restricted material."
        )
    if environment.today:
        raise ConfigurationError(
            "Golden Thread cannot start in production: GOLDENTHREAD_TODAY is only for examples. Remove it."
        )


def _local_secret(environment: Environment) -> str:
    """A secret for a demo or test, kept in the data folder so that sessions outlive a restart."""
    if environment.mode == "test":
        return "only-for-tests-" + "x" * 50
    file = environment.data_dir / environment.mode / "secret-key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(secrets.token_urlsafe(50))
        file.chmod(0o600)
    return file.read_text().strip()
