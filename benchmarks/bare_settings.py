"""The product's settings, database and connections included, without its middleware, addresses and other apps."""

from goldenthread.settings import *  # noqa: F403

MIDDLEWARE: list[str] = []
ROOT_URLCONF = "benchmarks.bare"
INSTALLED_APPS = [
    "goldenthread.partnership.apps.PartnershipConfig",
    "goldenthread.plans.apps.PlansConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
