"""Builds the wheel, installs it in a clean environment and builds the demo with it, far from the repository.

What a person gets who installs the package without ever seeing its repository: the compiled styles, the
fonts, the example partnership, and a demo that writes under its own data folder and nowhere else.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
REPORT = "performance-2019-05_2019-08"
REPORTS = [f"var/demo/reports/{REPORT}.{form}" for form in ("html", "pdf", "docx")]
CARRIED = {
    "the compiled styles": "goldenthread/design/static/design/built/app.css",
    "the fonts of the reports": "goldenthread/design/fonts/",
    "the example partnership": "goldenthread/examples/thurrock/",
}


def problems(folder: Path) -> Iterator[str]:
    """Each thing that is wrong with the wheel, in one sentence. Works in the given empty folder."""
    wheel = build_wheel(folder / "dist")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for what, where in CARRIED.items():
        if not any(name.startswith(where) and not name.endswith("/") for name in names):
            yield f"The wheel does not carry {what}: {where}"
    command = install(wheel, folder / "environment")
    yield from problems_of_the_demo(command, folder)


def build_wheel(into: Path) -> Path:
    """The wheel of the repository's tree."""
    _run(BIN / "hatchling", "build", "--target", "wheel", "--directory", into, cwd=ROOT)
    return next(into.glob("*.whl"))


def install(wheel: Path, environment: Path) -> Path:
    """The ``goldenthread`` command of a new environment: the locked packages, then the wheel alone."""
    uv = BIN / "uv"
    python = environment / "bin" / "python"
    _run(uv, "venv", "--quiet", "--python", sys.executable, environment, cwd=environment.parent)
    locked = ["--require-hashes", "--requirement", str(ROOT / "requirements" / "runtime.txt")]
    _run(uv, "pip", "install", "--quiet", "--python", python, *locked, cwd=environment.parent)
    _run(uv, "pip", "install", "--quiet", "--python", python, "--no-deps", wheel, cwd=environment.parent)
    return environment / "bin" / "goldenthread"


def problems_of_the_demo(command: Path, folder: Path) -> Iterator[str]:
    """What is wrong with a demo built in an empty folder, and whatever it wrote anywhere else."""
    here, home, temporary = (folder / name for name in ("here", "home", "temporary"))
    for each in (here, home, temporary):
        each.mkdir()
    packages = command.parent.parent / "lib"
    before = _files(packages)
    _run(command, "demo", "--no-serve", cwd=here, HOME=str(home), TMPDIR=str(temporary))
    for report in REPORTS:
        if not (here / report).is_file() or not (here / report).stat().st_size:
            yield f"The demo did not write {report}"
    written = {path for path in _files(here) if path.relative_to(here).parts[0] != "var"}
    written |= _files(home) | _files(temporary) | (_files(packages) - before)
    for path in sorted(written):
        yield f"The demo wrote outside its data folder: {path.relative_to(folder)}"


def _files(folder: Path) -> set[Path]:
    """Every file under the folder, save the compiled code that Python keeps beside its modules."""
    return {path for path in folder.rglob("*") if not path.is_dir() and path.suffix != ".pyc"}


def _run(*command: str | Path, cwd: Path, **variables: str) -> None:
    ours = ("GOLDENTHREAD_", "DJANGO_", "PYTHON", "VIRTUAL_ENV")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", **variables}
    subprocess.run([str(part) for part in command], cwd=cwd, env=environment, check=True)


def main() -> int:
    """Print what is wrong. Answer 0 when nothing is."""
    found = 0
    with tempfile.TemporaryDirectory(prefix="goldenthread-wheel-") as folder:
        try:
            for problem in problems(Path(folder).resolve()):
                found += 1
                print(problem, flush=True)
        except subprocess.CalledProcessError as error:
            found += 1
            print(f"This failed with exit code {error.returncode}: {' '.join(error.cmd)}")
    print(f"The wheel has {found} problems." if found else "The wheel is complete.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
