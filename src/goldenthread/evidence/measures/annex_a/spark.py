"""The same expressions on Spark, for a council that has a cluster. Needs the extra ``goldenthread[spark]`` and Java."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from goldenthread.evidence.measures.annex_a.cleaning import Cleaned, clean
from goldenthread.evidence.measures.annex_a.reading import TextTable


class SparkEngine:
    """A Spark session: the one that is running, or a local one."""

    def __init__(self) -> None:
        """Finds or starts the session. Raises :class:`ImportError` without the extra."""
        from pyspark.sql import SparkSession

        self._session: Any = (
            SparkSession.builder.appName("Golden Thread: Annex A")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.ui.showConsoleProgress", "false")
            .getOrCreate()
        )
        self._kept: list[Any] = []

    def cleaned(self, table: TextTable) -> Cleaned:
        """The list with its canonical columns, kept in the cluster until it is released."""
        names = table.frame.columns
        rows = self._session.createDataFrame(
            table.frame.rows(),
            ", ".join(f"`{name}` {'int' if name == 'row' else 'string'}" for name in names),
        )
        found = clean(table.of, nw.from_native(rows), table.headings)
        native: Any = found.frame.to_native()
        kept = native.cache()
        self._kept.append(kept)
        return Cleaned(found.of, nw.from_native(kept), found.headings, found.odd, found.blank)

    def release(self) -> None:
        """Lets every row go."""
        for frame in self._kept:
            frame.unpersist()
        self._kept.clear()
