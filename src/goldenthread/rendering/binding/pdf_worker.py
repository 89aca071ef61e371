"""Opens PDFs that strangers made, in a process of its own, of limited memory and time, and writes them cleaned.

A PDF of a few megabytes can unpack to more than the machine has. Here that ends this process, not the one that serves
pages. Run as a script by `papers`, never imported by it: its arguments are a folder, the most pages, the most bytes of
memory and of a cleaned file, and the seconds. For each `<number>.pdf`, in order, it prints one line: the number, what
became of it, and, where that is "whole" or "mended", `<number>-clean.pdf` stands beside it.
"""

import sys
from pathlib import Path
from typing import cast

import pikepdf


def main(folder: Path, most_pages: int, most_memory: int, most_bytes: int, seconds: int) -> None:
    """Cleans what the folder holds."""
    _confine(most_memory, most_bytes, seconds)
    for file in sorted(folder.glob("*.pdf"), key=lambda each: int(each.stem)):
        print(file.stem, _cleaned(file, most_pages), flush=True)


def _cleaned(file: Path, most_pages: int) -> str:
    """Draws what stands in forms and notes into the pages, and reads each page once."""
    try:
        with pikepdf.open(file) as pdf:
            if not len(pdf.pages):
                return "damaged"
            if len(pdf.pages) > most_pages:
                return "long"
            pdf.flatten_annotations("print")
            for page in pdf.pages:
                page.contents_coalesce()
                drawing = page.as_form_xobject()
                drawing.read_bytes()
                box = pikepdf.Rectangle(cast("pikepdf.Array", drawing.BBox))
                if not (box.width > 0 and box.height > 0):
                    return "damaged"
            pdf.save(file.with_name(f"{file.stem}-clean.pdf"), static_id=True)
            return "mended" if any("damaged" in str(warning) for warning in pdf.get_warnings()) else "whole"
    except pikepdf.PasswordError:
        return "password"
    except Exception:  # a PDF can be wrong in more ways than the library has names for
        return "damaged"


def _confine(memory: int, file_bytes: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system: the caller's own time limit still holds
        return
    for kind, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(kind)
        resource.setrlimit(kind, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:6]))
