"""Running the two programs that make the formats: apart from us, with a time limit, told nothing of the
environment."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from .errors import RenderingError

TIME_LIMIT_SECONDS = 60
# Programs that stamp the time of day on what they make take it from here.
_ENVIRONMENT = {"SOURCE_DATE_EPOCH": "0", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}


def run(
    command: Sequence[str], *, name: str, folder: Path, given: bytes = b"", seconds: float | None = None
) -> bytes:
    """What a program writes for what it is given; it runs in `folder`.

    Raises `RenderingError`, with what it said, if it fails, complains or takes longer than the time limit.
    """
    limit = TIME_LIMIT_SECONDS if seconds is None else seconds
    try:
        done = subprocess.run(  # noqa: S603 a fixed command; what people wrote comes on its standard input
            list(command),
            input=given,
            capture_output=True,
            cwd=folder,
            env=_ENVIRONMENT,
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RenderingError(
            f"{name} took longer than {limit:g} seconds: the report is too large."
        ) from error
    except OSError as error:
        raise RenderingError(f"{name} could not be started: {error}.") from error
    if done.returncode or done.stderr.strip():
        said = done.stderr.decode(errors="replace").strip() or f"exit code {done.returncode}"
        raise RenderingError(f"{name} could not make the report: {said[:2000]}")
    return done.stdout
