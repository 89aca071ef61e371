"""The product's settings, database and connections included, without its middleware, addresses and other apps."""

from goldenthread.settings import *  # noqa: F403

MIDDLEWARE = []
ROOT_URLCONF = "benchmarks.bare"
INSTALLED_APPS = [
    "benchmarks.bare_apps.Partnership",
    "benchmarks.bare_apps.Plans",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
