"""The same rules on a real cluster of two worker processes."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from engines.generators import DAY, draft_with, make_draft, nominations_of, pack_of

from columnar.stopping import Stopping
from columnar.tables import table_of
from dvk_rules.bulk import ID, evaluate_on_cluster, evaluate_table
from dvk_rules.errors import InputError
from dvk_rules.pack import Pack

if TYPE_CHECKING:
    from distributed import Client

distributed = pytest.importorskip("distributed", reason="the extra “cluster” is not installed")

ROWS = 90


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """A scheduler and two workers, each a process of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the cluster's, about ports and forks
        with (
            distributed.LocalCluster(
                n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            yield client


@pytest.fixture(scope="module")
def pack() -> Pack:
    """A random pack with parameters of units, derivations and points."""
    return pack_of(make_draft(8, 5))


def write_rows(pack: Pack, folder: Path) -> Path:
    """A Parquet file of invented nominations."""
    path = folder / "nominations.parquet"
    table_of(pack, nominations_of(make_draft(8, 5), ROWS)).write_parquet(path)
    return path


def test_two_workers_decide_what_one_table_does(client: Client, pack: Pack, tmp_path: Path) -> None:
    source, target = write_rows(pack, tmp_path), tmp_path / "result"
    result = evaluate_on_cluster(pack, source, target, client=client, day=DAY, batch_rows=8)
    expected = evaluate_table(pack, pl.read_parquet(source), day=DAY)
    assert pl.read_parquet(target / "*.parquet").equals(expected)
    assert (result.rows, result.resumed) == (ROWS, 0)
    assert all(sum(counts.values()) == ROWS for counts in result.counts.values())
    assert len(list(target.iterdir())) == 12
    assert sorted(item.name for item in tmp_path.iterdir()) == [source.name, "result"]


def test_a_cluster_takes_up_work_that_was_stopped(
    client: Client, pack: Pack, tmp_path: Path
) -> None:
    source, target = write_rows(pack, tmp_path), tmp_path / "result"
    with pytest.raises(KeyboardInterrupt):
        evaluate_on_cluster(
            pack, source, target, client=client, day=DAY, batch_rows=8, progress=Stopping(24)
        )
    assert not target.exists()
    result = evaluate_on_cluster(pack, source, target, client=client, day=DAY, batch_rows=8)
    assert result.resumed >= 24
    expected = evaluate_table(pack, pl.read_parquet(source), day=DAY)
    assert pl.read_parquet(target / "*.parquet").equals(expected)


def test_mistakes_found_by_several_workers_are_told_together(
    client: Client, tmp_path: Path
) -> None:
    pack = pack_of(draft_with({"a": "enum"}, [{"require": {"a": "khac"}}]))
    source, target = tmp_path / "wrong.parquet", tmp_path / "result"
    choices = ["khac"] * 20 + ["sai"] + ["khac"] * 20 + ["lạ"] * 2
    frame = pl.DataFrame({ID: [f"n{i}" for i in range(43)], "a": choices})
    frame.write_parquet(source)
    with pytest.raises(InputError) as caught:
        evaluate_on_cluster(pack, source, target, client=client, day=DAY, batch_rows=8)
    [problem] = caught.value.problems
    assert (problem.code, problem.params["count"]) == ("table.choice", 3)
    assert [item.name for item in tmp_path.iterdir()] == ["wrong.parquet"]


def test_ids_of_two_rows_are_found_whichever_worker_has_them(
    client: Client, pack: Pack, tmp_path: Path
) -> None:
    source, target = write_rows(pack, tmp_path), tmp_path / "result"
    rows = pl.read_parquet(source)
    pl.concat([rows, rows.head(1)]).write_parquet(source)
    with pytest.raises(InputError) as caught:
        evaluate_on_cluster(pack, source, target, client=client, day=DAY, batch_rows=8)
    assert [problem.code for problem in caught.value.problems] == ["table.same-id"]
