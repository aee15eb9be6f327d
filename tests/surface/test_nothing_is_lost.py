"""Killed at any moment or out of space: nothing half written, no damaged input, a next start."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from surface.golden import CASES

COMMAND = "import sys; from dvk_rules.cli import main; main(sys.argv[1:])"
SMALL_FILES_ONLY = (
    "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)); "
)


def start(folder: Path, *arguments: str, before: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", before + COMMAND, *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def whole(folder: Path) -> bool:
    """Whether a run folder holds every file that its manifest lists, unchanged."""
    data = json.loads((folder / "run.json").read_bytes())
    return all(digest(folder / name) == value for name, value in data["files"].items())


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for name in ("kich-ban.yaml", "de-cu.xlsx"):
        shutil.copy(CASES / "one-screen" / name, tmp_path / name)
    return tmp_path


def test_a_run_that_is_killed_leaves_a_whole_folder_or_none(desk: Path) -> None:
    inputs = {path: digest(path) for path in desk.iterdir()}
    began = time.monotonic()
    process = start(desk, "allocate", "kich-ban.yaml", "--engine", "reference")
    assert process.wait(timeout=120) == 0
    length = time.monotonic() - began
    shutil.rmtree(desk / "runs")
    for step in range(6):
        process = start(desk, "allocate", "kich-ban.yaml", "--engine", "reference")
        time.sleep(length * (0.5 + 0.08 * step))  # the last half is where files are written
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
        runs = desk / "runs"
        for folder in runs.iterdir() if runs.is_dir() else []:
            if ".partial" not in folder.name:
                assert whole(folder)
                shutil.rmtree(folder)
        assert {path: digest(path) for path in desk.iterdir() if path.is_file()} == inputs
    process = start(desk, "allocate", "kich-ban.yaml", "--engine", "reference")
    assert process.wait(timeout=120) == 0
    assert [whole(folder) for folder in (desk / "runs").glob("mot-man-hinh-??????????")] == [True]


@pytest.mark.parametrize(
    ("arguments", "made"),
    [
        (("evaluate", "de-cu.xlsx", "--engine", "reference", "--save", "out.json"), "out.json"),
        (("import", "de-cu.xlsx", "--out", "out"), "out"),
        (("template", "out.xlsx"), "out.xlsx"),
    ],
)
def test_any_command_that_is_killed_leaves_its_whole_output_or_none(
    desk: Path, arguments: tuple[str, ...], made: str
) -> None:
    inputs = {path: digest(path) for path in desk.iterdir()}
    began = time.monotonic()
    assert start(desk, *arguments).wait(timeout=120) == 0
    length = time.monotonic() - began
    target = desk / made
    complete = sorted(path.name for path in target.rglob("*")) if target.is_dir() else []
    shutil.rmtree(target) if target.is_dir() else target.unlink()
    for step in range(3):
        process = start(desk, *arguments)
        time.sleep(length * (0.7 + 0.1 * step))
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
        if target.is_dir():
            assert sorted(path.name for path in target.rglob("*")) == complete
            shutil.rmtree(target)
        elif target.is_file():
            if made.endswith(".json"):
                json.loads(target.read_bytes())
            else:
                assert zipfile.is_zipfile(target)
            target.unlink()
        assert {path: digest(path) for path in inputs} == inputs
    assert start(desk, *arguments).wait(timeout=120) == 0
    assert target.exists()


def test_an_interrupted_run_says_so_and_leaves_nothing(desk: Path) -> None:
    process = start(desk, "allocate", "kich-ban.yaml")
    time.sleep(0.6)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode in (130, -signal.SIGINT, 0)
    if process.returncode == 130:
        assert "Traceback" not in err
        assert not (desk / "runs").exists() or not list((desk / "runs").iterdir())


@pytest.mark.parametrize(
    "arguments",
    [
        ("allocate", "kich-ban.yaml", "--engine", "reference"),
        ("evaluate", "de-cu.xlsx", "--engine", "reference", "--save", "e.json"),
        ("import", "de-cu.xlsx", "--out", "nhap"),
        ("template", "mau.xlsx"),
    ],
)
def test_a_full_disk_gets_a_sentence_and_leaves_nothing(
    desk: Path, arguments: tuple[str, ...]
) -> None:
    before = sorted(desk.rglob("*"))
    process = start(desk, *arguments, before=SMALL_FILES_ONLY)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "Traceback" not in err
    assert err.strip()
    left = [path for path in sorted(desk.rglob("*")) if path not in before and path.is_file()]
    assert left == []
