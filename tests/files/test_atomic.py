"""What is written appears whole or not at all."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest

from dvk_rules.errors import RunError
from dvk_rules.files.atomic import atomic_folder, atomic_write


def test_a_file_is_written_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "new" / "a.json"
    atomic_write(target, b"one")
    atomic_write(target, b"two")
    assert target.read_bytes() == b"two"
    assert list(target.parent.iterdir()) == [target]


def test_a_full_disk_leaves_the_old_file_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.json"
    atomic_write(target, b"old")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RunError) as caught:
        atomic_write(target, b"new")
    assert [problem.code for problem in caught.value.problems] == ["write.disk-full"]
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_appears_only_when_its_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "run"
    with atomic_folder(target) as folder:
        (folder / "inner").mkdir()
        (folder / "inner" / "x.txt").write_bytes(b"x")
        assert not target.exists()
    assert (target / "inner" / "x.txt").read_bytes() == b"x"
    assert list(tmp_path.iterdir()) == [target]


def test_a_block_that_raises_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(KeyError), atomic_folder(tmp_path / "run") as folder:
        (folder / "x.txt").write_bytes(b"x")
        raise KeyError
    assert list(tmp_path.iterdir()) == []


def test_an_existing_folder_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    with pytest.raises(RunError) as caught, atomic_folder(tmp_path / "run"):
        pass
    assert caught.value.problems[0].code == "write.exists"


def test_a_folder_that_appears_meanwhile_is_never_overwritten(tmp_path: Path) -> None:
    with pytest.raises(RunError) as caught, atomic_folder(tmp_path / "run"):
        (tmp_path / "run").mkdir()
    assert caught.value.problems[0].code == "write.exists"
    assert list(tmp_path.iterdir()) == [tmp_path / "run"]


def test_a_path_through_a_file_or_onto_a_folder_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(RunError) as through:
        atomic_write(tmp_path / "file" / "a.json", b"")
    assert through.value.problems[0].code in {"write.not-a-folder", "write.exists"}
    with pytest.raises(RunError) as onto:
        atomic_write(tmp_path, b"")
    assert onto.value.problems[0].code == "write.is-a-folder"
    assert "thư mục" in onto.value.problems[0].sentence("vi")


def test_what_a_killed_process_left_is_cleared_a_day_later_and_not_before(tmp_path: Path) -> None:
    target = tmp_path / "a[1].json"
    old = tmp_path / ".a[1].json.00000000.partial"
    fresh = tmp_path / ".a[1].json.11111111.partial"
    other = tmp_path / ".b.json.22222222.partial"
    for item in (old, fresh, other):
        item.write_bytes(b"half")
    two_days_ago = time.time() - 2 * 24 * 3600
    for item in (old, other):
        os.utime(item, (two_days_ago, two_days_ago))
    atomic_write(target, b"whole")
    assert sorted(tmp_path.iterdir()) == sorted([target, fresh, other])
