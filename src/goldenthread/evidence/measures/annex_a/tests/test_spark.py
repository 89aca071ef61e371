"""Both engines come to the same: run by ``make test-spark``, which installs Spark and needs Java."""

import pytest

from goldenthread.evidence.measures.analysis.periods import read_period
from goldenthread.evidence.measures.annex_a.engine import PolarsEngine
from goldenthread.evidence.measures.annex_a.ingest import ingest
from goldenthread.evidence.measures.annex_a.reading import Upload
from goldenthread.evidence.measures.annex_a.synthetic import write_csvs

pytestmark = pytest.mark.spark


@pytest.fixture
def spark():
    pytest.importorskip(
        "pyspark", reason="Spark is not installed here; make test-spark installs it and runs this"
    )
    from goldenthread.evidence.measures.annex_a.spark import SparkEngine

    return SparkEngine()


def test_spark_finds_the_same_rows_faults_and_figures_as_polars(spark, tmp_path):
    period = read_period("2017-11")
    files = [Upload(path.name, path) for path in write_csvs(tmp_path, 600, period, faults=2)]
    ours, theirs = (ingest(files, period, engine=engine).as_json() for engine in (PolarsEngine(), spark))
    place = ("list", "row", "column", "rule", "message")
    for found in (ours, theirs):
        found["faults"] = sorted(tuple(str(fault[name]) for name in place) for fault in found["faults"])
    assert theirs == ours
    assert ours["faults"]
