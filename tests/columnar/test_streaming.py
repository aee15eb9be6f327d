"""Files decided batch by batch: whole or not at all, stopped and resumed, every mistake told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from engines.generators import DAY, draft_with, make_draft, nominations_of, pack_of

from columnar.stopping import Stopping
from columnar.tables import table_of
from dvk_rules.bulk import ID, evaluate_file, evaluate_table
from dvk_rules.errors import DvkError, InputError, RunError
from dvk_rules.pack import Pack

ROWS = 95


@pytest.fixture(scope="module")
def pack() -> Pack:
    """A random pack with parameters of units, derivations and points."""
    return pack_of(make_draft(8, 5))


@pytest.fixture
def source(pack: Pack, tmp_path: Path) -> Path:
    """A Parquet file of invented nominations under the pack."""
    path = tmp_path / "nominations.parquet"
    frame = table_of(pack, nominations_of(make_draft(8, 5), ROWS))
    frame.write_parquet(path, row_group_size=13)
    return path


def expected(pack: Pack, source: Path) -> pl.DataFrame:
    """The result in one piece."""
    return evaluate_table(pack, pl.read_parquet(source), day=DAY)


def test_a_file_is_decided_as_a_table_is(pack: Pack, source: Path, tmp_path: Path) -> None:
    target = tmp_path / "result.parquet"
    progress = Stopping()
    result = evaluate_file(pack, source, target, day=DAY, batch_rows=10, progress=progress)
    assert pl.read_parquet(target).equals(expected(pack, source))
    assert (result.rows, result.resumed) == (ROWS, 0)
    assert all(sum(counts.values()) == ROWS for counts in result.counts.values())
    assert progress.stages == [("bulk", ROWS), ("join", None)]
    assert progress.rows == ROWS
    assert sorted(item.name for item in tmp_path.iterdir()) == [source.name, target.name]


def test_arrow_files_are_read_and_written(pack: Pack, source: Path, tmp_path: Path) -> None:
    arrow, target = tmp_path / "nominations.arrow", tmp_path / "result.arrow"
    pl.read_parquet(source).write_ipc(arrow, record_batch_size=7)
    evaluate_file(pack, arrow, target, day=DAY, batch_rows=20)
    assert pl.read_ipc(target).equals(expected(pack, source))


def test_a_file_without_rows_gives_one_without_rows(pack: Pack, tmp_path: Path) -> None:
    source, target = tmp_path / "none.parquet", tmp_path / "result.parquet"
    table_of(pack, []).write_parquet(source)
    assert evaluate_file(pack, source, target, day=DAY).rows == 0
    assert pl.read_parquet(target).equals(expected(pack, source))


def test_work_that_was_stopped_is_taken_up_where_it_stopped(
    pack: Pack, source: Path, tmp_path: Path
) -> None:
    target = tmp_path / "result.parquet"
    with pytest.raises(KeyboardInterrupt):
        evaluate_file(pack, source, target, day=DAY, batch_rows=10, progress=Stopping(40))
    assert not target.exists()
    parts = sorted((tmp_path / "result.parquet.parts" / "data").iterdir())
    before = {part.name: part.stat().st_mtime_ns for part in parts}
    assert len(before) == 4
    with pytest.raises(KeyboardInterrupt):
        evaluate_file(pack, source, target, day=DAY, batch_rows=10, progress=Stopping(70))
    after = {part.name: part.stat().st_mtime_ns for part in parts}
    assert after == before
    result = evaluate_file(pack, source, target, day=DAY, batch_rows=10)
    assert result.resumed == 70
    assert pl.read_parquet(target).equals(expected(pack, source))


_CHILD = """
import sys, time
from datetime import date
from pathlib import Path
from engines.generators import DAY, make_draft, pack_of
from dvk_rules.bulk import evaluate_file

class Slow:
    def start(self, stage, total): pass
    def finish(self): pass
    def advance(self, count):
        print(count, flush=True)
        time.sleep(0.05)

evaluate_file(pack_of(make_draft(8, 5)), Path(sys.argv[1]), Path(sys.argv[2]), day=DAY,
              batch_rows=5, progress=Slow())
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_process_that_is_killed_loses_nothing_that_was_finished(
    pack: Pack, source: Path, tmp_path: Path
) -> None:
    target = tmp_path / "result.parquet"
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(source), str(target)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[1],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert child.stdout is not None
    for _ in range(4):
        assert child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert not target.exists()
    result = evaluate_file(pack, source, target, day=DAY, batch_rows=5)
    assert result.resumed >= 20
    assert pl.read_parquet(target).equals(expected(pack, source))


def refused(
    error: type[DvkError], pack: Pack, source: Path, target: Path, **more: object
) -> list[str]:
    """The codes with which the work is refused, each with its words."""
    with pytest.raises(error) as caught:
        evaluate_file(pack, source, target, day=DAY, **more)  # type: ignore[arg-type]  # keywords of the tests below
    for problem in caught.value.problems:
        assert problem.line("vi") != problem.line("en")
    return [problem.code for problem in caught.value.problems]


def test_an_id_that_two_rows_far_apart_have_is_told(
    pack: Pack, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = pl.read_parquet(source)
    twice, target = tmp_path / "twice.parquet", tmp_path / "result.parquet"
    pl.concat([rows, rows.head(1)]).write_parquet(twice)
    assert refused(InputError, pack, twice, target, batch_rows=10) == ["table.same-id"]
    monkeypatch.setattr("dvk_rules.bulk.job._PORTION", 7)
    with pytest.raises(InputError) as caught:
        evaluate_file(pack, twice, target, day=DAY, batch_rows=10)
    (problem,) = caught.value.problems
    assert problem.params["count"] == 2
    assert problem.params["examples"] == [rows[ID][0]]
    assert not target.exists()


def test_parts_of_other_work_are_not_taken_for_ours(
    pack: Pack, source: Path, tmp_path: Path
) -> None:
    target = tmp_path / "result.parquet"
    with pytest.raises(KeyboardInterrupt):
        evaluate_file(pack, source, target, day=DAY, batch_rows=10, progress=Stopping(40))
    with pytest.raises(RunError) as caught:
        evaluate_file(pack, source, target, day=date(2021, 5, 1), batch_rows=10)
    assert caught.value.problems[0].code == "bulk.other-work"
    assert caught.value.problems[0].params["differ"] == ["day"]
    assert refused(RunError, pack, source, target, batch_rows=11) == ["bulk.other-work"]
    assert evaluate_file(pack, source, target, day=DAY, batch_rows=11, restart=True).resumed == 0
    assert pl.read_parquet(target).equals(expected(pack, source))


def test_what_stands_at_the_target_is_not_overwritten(
    pack: Pack, source: Path, tmp_path: Path
) -> None:
    target = tmp_path / "result.parquet"
    target.write_bytes(b"mine")
    assert refused(RunError, pack, source, target) == ["write.exists"]
    assert target.read_bytes() == b"mine"


def test_files_that_cannot_be_read_are_refused_in_words(pack: Pack, tmp_path: Path) -> None:
    broken, target = tmp_path / "broken.parquet", tmp_path / "result.parquet"
    broken.write_bytes(b"PAR1 this is no Parquet file")
    assert refused(InputError, pack, broken, target) == ["bulk.unreadable"]
    assert refused(InputError, pack, tmp_path / "none.arrow", target) == ["bulk.no-source"]
    assert refused(InputError, pack, tmp_path / "list.csv", target) == ["bulk.kind"]
    assert refused(InputError, pack, broken, tmp_path / "result.txt") == ["bulk.kind"]
    assert [item.name for item in tmp_path.iterdir()] == ["broken.parquet"]


def test_mistakes_of_all_batches_are_told_together(tmp_path: Path) -> None:
    pack = pack_of(draft_with({"a": "enum", "n": "int"}, [{"require": {"a": "khac"}}]))
    source, target = tmp_path / "wrong.parquet", tmp_path / "result.parquet"
    choices = ["khac"] * 50 + ["sai"] + ["khac"] * 30 + ["lạ"] * 2
    numbers = ["1"] * 82 + ["một"]
    frame = pl.DataFrame({ID: [f"n{i}" for i in range(83)], "a": choices, "n": numbers})
    frame.write_parquet(source)
    with pytest.raises(InputError) as caught:
        evaluate_file(pack, source, target, day=DAY, batch_rows=10)
    first, second = caught.value.problems
    assert (first.code, first.params["count"]) == ("table.choice", 3)
    assert (second.code, second.params["count"]) == ("table.not-a-number", 1)
    assert str(first.where) == "wrong.parquet a"
    assert [item.name for item in tmp_path.iterdir()] == ["wrong.parquet"]


def test_a_source_that_changes_meanwhile_gives_no_result(
    pack: Pack, source: Path, tmp_path: Path
) -> None:
    class Meddling(Stopping):
        def advance(self, count: int) -> None:
            super().advance(count)
            os.utime(source, (1, 1))

    target = tmp_path / "result.parquet"
    said = refused(RunError, pack, source, target, progress=Meddling())
    assert said == ["bulk.source-changed"]
    assert not target.exists()
