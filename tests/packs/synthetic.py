"""A small made-up pack with every kind of fact, rule and override, for the tests of the tools."""

from __future__ import annotations

import shutil
from pathlib import Path

from dvk_rules.pack import Pack, load_pack

GOOD = Path(__file__).parent / "mau"
FILES: dict[str, str] = {
    file.relative_to(GOOD).as_posix(): file.read_text(encoding="utf-8")
    for file in sorted(GOOD.rglob("*.yaml"))
}


def write(folder: Path, **changed: str | None) -> Path:
    """Writes the pack into ``folder``; ``pack``, ``facts``… replace a file, ``None`` drops it.

    ``rules`` stands for the one file of rules.
    """
    root = folder / GOOD.name
    shutil.copytree(GOOD, root, dirs_exist_ok=True)
    names = {Path(name).stem: name for name in FILES} | {"rules": "rules/10-chung.yaml"}
    for key, text in changed.items():
        if text is None:
            (root / names[key]).unlink()
        else:
            (root / names[key]).write_text(text, encoding="utf-8")
    return root


def edited(name: str, *edits: tuple[str, str]) -> str:
    """A file of the pack with each text, which must stand in it, replaced by another."""
    text = FILES[name]
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return text


def sample(folder: Path, **changed: str | None) -> Pack:
    """The pack, loaded."""
    return load_pack(write(folder, **changed))
