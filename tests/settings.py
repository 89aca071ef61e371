"""The product's settings in test mode."""

import os

os.environ.setdefault("GOLDENTHREAD_MODE", "test")

from goldenthread.settings import *  # noqa: F403
