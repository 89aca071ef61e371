"""The product's settings in test mode."""

import os

os.environ.setdefault("GOLDENTHREAD_MODE", "test")

from goldenthread.settings import *  # noqa: F403
from goldenthread.settings import STATIC_ROOT

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # where it is missing, the file server warns
