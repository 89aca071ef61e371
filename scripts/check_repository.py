"""Checks what no other linter does: that nothing in the repository belongs to one machine or one network.

- No tracked file names a package index's host, or a path inside somebody's home folder.
- No tracked file is over 1 MB, pictures apart.
- The lock files carry hashes and no addresses.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LARGEST = 1_000_000
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"}

# Written in pieces, so that this file does not contain what it looks for.
INDEX_HOSTS = re.compile(
    "|".join(
        (
            r"py" + r"pi\.org",
            r"python" + r"hosted\.org",
            r"npm" + r"js\.(?:org|com)",
            r"yarn" + r"pkg\.com",
            r"ana" + r"conda\.org",
            r"rubygems" + r"\.org",
        )
    )
)
SOMEBODYS_PATHS = re.compile(
    r"(?<![\w./:])(?:/ho" + r"me/|/Us" + r"ers/|/ro" + r"ot/|/wo" + r"rk/|[A-Z]:\\Us" + r"ers\\)\w"
)
ADDRESS = re.compile(r"\b(?:https?|git\+\w+|file)://")


def problems(root: Path) -> Iterator[str]:
    """Each thing that is wrong in the repository at ``root``, in one sentence that starts with where it is."""
    for name in tracked_files(root):
        path = root / name
        if path.is_symlink() or not path.is_file():
            continue
        content = path.read_bytes()
        if len(content) > LARGEST and path.suffix not in PICTURES:
            yield f"{name}: is {len(content) / 1e6:.1f} MB; a file here is at most 1 MB."
        if b"\0" not in content[:8192]:
            yield from _problems_in_text(name, content.decode("utf-8", errors="replace"))
    yield from _problems_in_locks(root)


def tracked_files(root: Path) -> list[str]:
    """The names of the files that git keeps, relative to the repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True, text=True)
    return [name for name in listed.stdout.split("\0") if name]


def _problems_in_text(name: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        if found := INDEX_HOSTS.search(line):
            yield f"{name}:{number}: names a package index ({found.group()})."
        if found := SOMEBODYS_PATHS.search(line):
            yield f"{name}:{number}: names a folder of one machine ({found.group()}…)."


def _problems_in_locks(root: Path) -> Iterator[str]:
    for path in sorted((root / "requirements").glob("*.txt")):
        text = path.read_text()
        for requirement in re.split(r"\n(?=[A-Za-z0-9])", text)[1:]:
            if "--hash=sha256:" not in requirement:
                yield f"requirements/{path.name}: {requirement.split()[0]} has no hash."
        if ADDRESS.search(text):
            yield f"requirements/{path.name}: holds an address. Run: make lock"
    lock = (root / "package-lock.json").read_text()
    if '"resolved"' in lock:
        yield "package-lock.json: holds addresses. Run: npm install --package-lock-only"
    installed = len(re.findall(r'"node_modules/[^"]+": \{', lock))
    if (hashes := lock.count('"integrity"')) < installed:
        yield f"package-lock.json: {installed - hashes} of {installed} packages have no hash."


def main() -> int:
    """Print what is wrong. Answer 0 when nothing is."""
    found = list(problems(ROOT))
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
