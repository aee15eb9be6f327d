"""A page of the documentation as data: its fenced blocks, its commands, its links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ROOT", "Block", "Command", "blocks", "commands", "headings", "links", "pattern"]

ROOT = Path(__file__).resolve().parents[2]

_FENCE = re.compile(r"^(\s*)```(\w*)\s*$")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the line of the page where it opens."""

    language: str
    text: str
    line: int


@dataclass(frozen=True)
class Command:
    """A command of a ``console`` block and the output that the page shows under it."""

    line: str
    shown: str
    place: str


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    found: list[Block] = []
    opened: tuple[str, str, int] | None = None
    inside: list[str] = []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        fence = _FENCE.match(line)
        if opened is None:
            if fence:
                opened, inside = (fence.group(1), fence.group(2), number), []
        elif fence and not fence.group(2):
            found.append(Block(opened[1], "\n".join(inside) + "\n", opened[2]))
            opened = None
        else:
            inside.append(line.removeprefix(opened[0]))
    if opened is not None:
        raise ValueError(f"{page}:{opened[2]}: the block is not closed")
    return found


def commands(page: Path, block: Block) -> list[Command]:
    """The commands of a ``console`` block, each with what it is said to show."""
    found: list[Command] = []
    for offset, line in enumerate(block.text.splitlines(), start=1):
        if line.startswith("$ "):
            found.append(Command(line[2:], "", f"{page.name}:{block.line + offset}"))
        elif found:
            last = found[-1]
            found[-1] = Command(last.line, f"{last.shown}{line}\n", last.place)
        else:
            raise ValueError(f"{page}:{block.line + offset}: output before any command")
    return found


def pattern(shown: str) -> re.Pattern[str]:
    """What a page shows, as a pattern of the whole output.

    A line that is only ``…`` stands for any lines, ``…`` inside a line for any text of that line.
    """
    parts: list[str] = []
    for line in shown.strip().splitlines():
        if line.strip() == "…":
            parts.append(r"(?:[^\n]*\n)*?")
        else:
            words = (re.escape(part) for part in line.rstrip().split("…"))
            parts.append(r"[^\n]*".join(words) + r"\n")
    return re.compile("".join(parts))


def links(page: Path) -> list[str]:
    """The targets of the links and pictures of a page that stay inside the project."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [target for target in _LINK.findall(text) if not target.startswith(("http", "mailto:"))]


def headings(page: Path) -> set[str]:
    """The anchors of the headings of a page, as a forge makes them."""
    found: set[str] = set()
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            kept = re.sub(r"[^\w\s-]", "", line.lstrip("#").strip().lower())
            found.add(kept.replace(" ", "-"))
    return found
