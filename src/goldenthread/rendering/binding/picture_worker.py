"""Makes pictures that strangers sent fit for a page, in a process of its own, of limited memory and time.

Run as a script by `sheets`, never imported by it: its arguments are a folder, the formats that are read, the most dots,
the longest side, the bytes of memory and the seconds. Each `picture-*` of the folder is written again, upright and no
larger than a page needs, and a line told of it: its name, what became of it, and how wide and high it is.
"""

import sys
import warnings
from pathlib import Path

from PIL import Image, ImageOps

_WRITTEN = {".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF"}


def main(folder: Path, formats: list[str], most_dots: int, longest_side: int) -> None:
    """Fits what the folder holds."""
    warnings.simplefilter("ignore")
    for file in sorted(folder.glob("picture-*")):
        print(file.name, *_fitted(file, formats, most_dots, longest_side), flush=True)


def _fitted(file: Path, formats: list[str], most_dots: int, longest_side: int) -> tuple[str, int, int]:
    try:
        with Image.open(file, formats=formats) as picture:
            if picture.width * picture.height > most_dots:
                return "large", 0, 0
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((longest_side, longest_side))
            flat = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        kind = _WRITTEN.get(file.suffix, "PNG")
        (flat.convert("RGB") if kind == "JPEG" else flat).save(file, kind)
    except Exception:  # Pillow raises whatever a damaged file makes it raise
        return "damaged", 0, 0
    return "fitted", flat.width, flat.height


def _confine(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system: the caller's own time limit still holds
        return
    for kind, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(kind)
        resource.setrlimit(kind, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))


if __name__ == "__main__":
    _confine(int(sys.argv[5]), int(sys.argv[6]))
    main(Path(sys.argv[1]), sys.argv[2].split(","), int(sys.argv[3]), int(sys.argv[4]))
