"""Papers of every kind bound into one PDF: contents, bookmarks, and a page number at the foot of every page.

`bind` takes what people upload as it is. What cannot be shown as pages never stops a pack: a page that says so
stands in its place, and the sentence is given back. Nothing here knows Django.
"""

from .bind import bind
from .parts import Bound, Entry, Part, Sheet

__all__ = ["Bound", "Entry", "Part", "Sheet", "bind"]
