"""Reads Annex A in a process of its own, of limited memory and time.

What a workbook does to a library that opens it (a bomb that unpacks to more than the machine has, a fault in a
parser) ends that process and not the one that serves pages. The files go in through a pipe and are on no disk; what
comes out is progress, counts, and where the faults are. Run as a module, it is the child: ``python -m
…annex_a.confined``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from goldenthread.evidence.measures.analysis.periods import Frequency, Period, read_period
from goldenthread.evidence.measures.annex_a.reading import LIMITS, ReadingError, Upload
from goldenthread.spreadsheets.limits import MEGABYTE, Limits

__all__ = ["ReadingError", "Upload", "run_confined"]
MEMORY = 3 * 1024 * MEGABYTE
SECONDS = 300
TOO_MUCH = (
    "The files could not be read within the memory and time that a reading has: they hold more than Annex A does, or "
    "one of them is damaged. Give each list as a CSV file, without empty rows and columns."
)


def run_confined(
    files: Sequence[Upload],
    period: Period,
    *,
    on_progress: Callable[[str, int, int], None],
    memory: int = MEMORY,
    seconds: int = SECONDS,
) -> dict[str, Any]:
    """The result of :func:`ingest` as plain values. Raises :class:`ReadingError` with a sentence."""
    contents = [file.read() for file in files]
    request = {
        "period": period.key,
        "frequency": period.frequency.value,
        "memory": memory,
        "seconds": seconds,
        "files": [[file.name, len(content)] for file, content in zip(files, contents, strict=True)],
    }
    with subprocess.Popen(  # noqa: S603  # our own interpreter and module, no shell
        [sys.executable, "-m", __spec__.name if __spec__ else __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        watchdog = threading.Timer(seconds, child.kill)
        watchdog.start()
        try:
            assert child.stdin is not None  # noqa: S101
            assert child.stdout is not None  # noqa: S101
            _send(child.stdin, request, contents)
            return _answer(child.stdout, on_progress)
        finally:
            watchdog.cancel()
            child.kill()


def _send(pipe: BinaryIO | Any, request: dict[str, Any], contents: Sequence[bytes]) -> None:
    try:
        pipe.write(json.dumps(request).encode() + b"\n")
        for content in contents:
            pipe.write(content)
        pipe.close()
    except BrokenPipeError as error:  # it ended before it had taken everything in
        raise ReadingError(TOO_MUCH) from error


def _answer(pipe: BinaryIO | Any, on_progress: Callable[[str, int, int], None]) -> dict[str, Any]:
    for line in pipe:
        said: dict[str, Any] = json.loads(line)
        if "progress" in said:
            on_progress(*said["progress"])
        elif "refused" in said:
            raise ReadingError(said["refused"])
        else:
            result: dict[str, Any] = said["result"]
            return result
    raise ReadingError(TOO_MUCH)


def main() -> None:
    """The child: takes a request and its files from standard input, and says what it found on standard output."""
    request = json.loads(sys.stdin.buffer.readline())
    _confine(request["memory"], request["seconds"])
    from goldenthread.evidence.measures.annex_a.ingest import ingest

    files = [Upload(name, sys.stdin.buffer.read(size)) for name, size in request["files"]]
    limits = Limits(
        file_bytes=LIMITS.file_bytes,
        unpacked_bytes=400 * MEGABYTE,
        ratio=LIMITS.ratio,
        ratio_free_bytes=LIMITS.ratio_free_bytes,
    )
    try:
        result = ingest(
            files,
            read_period(request["period"], Frequency(request["frequency"])),
            progress=lambda stage, done, total: _say({"progress": [stage, done, total]}),
            limits=limits,
        )
    except ReadingError as error:
        _say({"refused": str(error)})
    except BaseException:
        # A fault inside a library arrives as anything, and its text may hold a cell: nothing of it is said.
        _say({"refused": TOO_MUCH})
    else:
        _say({"result": result.as_json()})


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _confine(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system: the caller's own time limit still holds
        return
    for kind, limit in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(kind)
        resource.setrlimit(kind, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))


if __name__ == "__main__":
    main()
