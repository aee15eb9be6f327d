"""Packs with mistakes, and what they must be told.

Each folder of ``bad`` holds the files by which it differs from the sound pack ``mau`` (a file that
ends in ``.gone`` takes one away) and ``expected.txt``. After a change of the messages, run
``python tests/packs/bad_packs.py`` and read the difference before it is committed.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from dvk_rules.errors import PackError, Problem
from dvk_rules.pack import load_pack

HERE = Path(__file__).parent
EXPECTED = "expected.txt"


def bad_packs() -> list[str]:
    """The names of the packs with mistakes."""
    return sorted(folder.name for folder in (HERE / "bad").iterdir())


def complaints(name: str) -> list[Problem]:
    """What the loader says of a pack with mistakes."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "mau"
        shutil.copytree(HERE / "mau", root)
        for file in sorted((HERE / "bad" / name).rglob("*")):
            target = root / file.relative_to(HERE / "bad" / name)
            if file.suffix == ".gone":
                target.with_suffix("").unlink()
            elif file.is_file() and file.name != EXPECTED:
                shutil.copy(file, target)
        try:
            load_pack(root)
        except PackError as error:
            return list(error.problems)
        return []


def report(name: str) -> str:
    """The complaints as a person reads them: the place, the headings above it, the sentence."""
    lines: list[str] = []
    for problem in complaints(name):
        heading = " › ".join(problem.where.heading) if problem.where else ""
        place = f"{problem.where} [{problem.code}]" + (f" ({heading})" if heading else "")
        lines += [place, f"  {problem.sentence('vi')}", f"  {problem.sentence('en')}"]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    for name in bad_packs():
        (HERE / "bad" / name / EXPECTED).write_text(report(name), encoding="utf-8")
