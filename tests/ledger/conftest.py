"""Run folders to be verified: made once, copied for whoever changes one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from surface.golden import CASES, make

from dvk_rules import save_run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_run(make(CASES / "one-screen" / "kich-ban.yaml"), tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def clashing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_run(make(CASES / "quotas-clash" / "kich-ban.yaml"), tmp_path_factory.mktemp("runs"))


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / folder.name))
