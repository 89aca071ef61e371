from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be before it is refused. The defaults suit a plan, a return or a year's bookings.

    `unpacked_bytes`, `ratio` and `entries` are for the ZIP archives that XLSX and ODS files are; an archive
    smaller than `ratio_free_bytes` when unpacked is never refused for its ratio, since blank formatted rows
    really do compress that well. `memory_bytes` and `seconds` confine the process that opens the workbook.
    """

    file_bytes: int = 10 * MEGABYTE
    rows: int = 50_000
    columns: int = 200
    cells: int = 2_000_000
    cell_characters: int = 32_767
    text_characters: int = 50_000_000
    unpacked_bytes: int = 300 * MEGABYTE
    ratio: int = 400
    ratio_free_bytes: int = 50 * MEGABYTE
    entries: int = 2_000
    memory_bytes: int = 1024 * MEGABYTE
    seconds: int = 60


DEFAULT_LIMITS = Limits()
