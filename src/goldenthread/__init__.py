"""Golden Thread: runs a local safeguarding children partnership."""

__version__ = "0.1.0"
