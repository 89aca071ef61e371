"""Django's settings, all of them derived from :mod:`goldenthread.environment`."""

from __future__ import annotations

import mimetypes
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from goldenthread.clamav_url import scanner_address
from goldenthread.environment import read_environment

ENVIRONMENT = read_environment()
PACKAGE = Path(__file__).resolve().parent
DATA_DIR = ENVIRONMENT.data_dir.resolve() / ("" if ENVIRONMENT.is_production else ENVIRONMENT.mode)

DEMO = ENVIRONMENT.mode == "demo"
CALENDAR_STANDS_AT = ENVIRONMENT.today
GALLERY = not ENVIRONMENT.is_production
DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts or ["localhost", "127.0.0.1", "[::1]"]
SITE_URL = ENVIRONMENT.site_url.rstrip("/") or "http://127.0.0.1:8000"
ROOT_URLCONF = "goldenthread.urls"
WSGI_APPLICATION = "goldenthread.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "partnership.User"

INSTALLED_APPS = [
    "goldenthread.design.apps.DesignConfig",
    "goldenthread.partnership.apps.PartnershipConfig",
    "goldenthread.duties.apps.DutiesConfig",
    "goldenthread.oversight.meetings.apps.MeetingsConfig",
    "goldenthread.plans.apps.PlansConfig",
    "goldenthread.thread.apps.ThreadConfig",
    "goldenthread.evidence.measures.apps.MeasuresConfig",
    "goldenthread.evidence.audits.apps.AuditsConfig",
    "goldenthread.evidence.assurance.apps.AssuranceConfig",
    "goldenthread.evidence.reviews.apps.ReviewsConfig",
    "goldenthread.oversight.challenge.apps.ChallengeConfig",
    "goldenthread.oversight.finance.apps.FinanceConfig",
    "goldenthread.evidence.voice.apps.VoiceConfig",
    "goldenthread.learning.apps.LearningConfig",
    "goldenthread.publishing.apps.PublishingConfig",
    "goldenthread.home.apps.HomeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rules",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goldenthread.partnership.middleware.PartnershipMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

FORM_RENDERER = "goldenthread.design.forms.GovukRenderer"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "goldenthread.home.context_processors.page",
            ],
            "builtins": ["goldenthread.design.templatetags.design"],
        },
    }
]

# Databases. SQLite must take its write lock at the start of a transaction: with Django's default, nearly every
# simultaneous write fails with "database is locked" (docs/decisions/0002).
DATABASES: dict[str, dict[str, Any]] = {
    "default": dict(
        dj_database_url.parse(
            ENVIRONMENT.database_url or f"sqlite:///{DATA_DIR / 'goldenthread.sqlite3'}",
            conn_max_age=ENVIRONMENT.database_connection_seconds,
            conn_health_checks=True,
        )
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }

# How often somebody tried a password or a code, and which codes were used, is known to every worker alike, so it is
# kept in the database: in each worker's own memory there would be as many tries as there are workers.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if ENVIRONMENT.mode == "test"
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "partnership_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # A page of a plan may be 300 kB: 200 of them bound what one process remembers.
    "pages": {
        "BACKEND": "django.core.cache.backends.dummy.DummyCache"
        if ENVIRONMENT.mode == "test"
        else "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
    "charts": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache" / "charts",
        "TIMEOUT": 30 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

# Files
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    if ENVIRONMENT.mode == "test"
    else {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files", "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENVIRONMENT.mode == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = ENVIRONMENT.mode == "test"
# Annex A is read by a thread beside the request; in tests, which have one connection, within it.
READ_AT_ONCE = ENVIRONMENT.mode == "test"
MAX_UPLOAD_BYTES = ENVIRONMENT.max_upload_mb * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
CLAMAV = scanner_address(ENVIRONMENT.clamav_url)
CLAMAV_SECONDS = 60
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".mjs")

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, P"

# Sign-in
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if ENVIRONMENT.mode == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:start"
ACCOUNT_ADAPTER = "goldenthread.partnership.sign_in.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "goldenthread.partnership.sign_in.DirectoryAdapter"
MFA_ADAPTER = "goldenthread.partnership.sign_in.SecondFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"APPS": []}}
if ENVIRONMENT.oidc_server:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "directory",
            "name": ENVIRONMENT.oidc_name or "your organisation's account",
            "client_id": ENVIRONMENT.oidc_client_id,
            "secret": ENVIRONMENT.oidc_client_secret,
            # Whoever can give themselves any address in a directory could otherwise open that person's account.
            "settings": {
                "server_url": ENVIRONMENT.oidc_server,
                "verified_email": ENVIRONMENT.oidc_email_domains,
            },
        }
    ]
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.is_production
MFA_TOTP_ISSUER = "Golden Thread"
SECOND_FACTOR_REQUIRED = ENVIRONMENT.second_factor == "required"

# Surveys that anybody with the link can answer
SURVEY_ANSWERS_FROM_ONE_ADDRESS = ENVIRONMENT.survey_answers_from_one_address
SURVEY_ANSWERS_AN_HOUR = ENVIRONMENT.survey_answers_an_hour

# Sessions, cookies, headers
SESSION_ENGINE = "goldenthread.partnership.sessions"
if ENVIRONMENT.is_production:
    # A browser takes a cookie of this name from this host alone, so that no neighbouring site can plant one.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SESSION_COOKIE_AGE = int(timedelta(hours=ENVIRONMENT.session_hours).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.is_production
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = ENVIRONMENT.is_production
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from beside the server, without encryption
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.is_production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT.is_production
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if ENVIRONMENT.is_production else []
if ENVIRONMENT.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *([ENVIRONMENT.oidc_server] if ENVIRONMENT.oidc_server else [])],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Email
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.email_from or "Golden Thread <no-reply@example.invalid>"
NOTIFY: dict[str, str] = {}  # how to reach GOV.UK Notify, where it sends them
if ENVIRONMENT.email_url:
    from goldenthread.email_url import email_settings

    globals().update(email_settings(ENVIRONMENT.email_url, production=ENVIRONMENT.is_production))
elif ENVIRONMENT.mode == "test":
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

# Background work
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if ENVIRONMENT.is_production
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"refusal_in_one_line": {"()": "goldenthread.log_lines.RefusalInOneLine"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["refusal_in_one_line"],
        }
    },
    "root": {
        "handlers": ["console"],
        "level": ENVIRONMENT.log_level if ENVIRONMENT.is_production else "WARNING",
    },
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
