"""What the documentation shows is what the program does."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docs.pages import ROOT, Block, Command, blocks, commands, headings, links, pattern
from dvk_rules.cli.app import run_command

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "rules" / "README.md"]
RUN = [page for page in PAGES if re.search(r"^```(console|python)", page.read_text("utf-8"), re.M)]
EXAMPLE = ROOT / "docs" / "so-tay" / "vi-du"


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


class Reader:
    """Somebody who does what a page says, block after block, in one folder."""

    def __init__(self, page: Path, folder: Path) -> None:
        self.page = page
        self.folder = folder
        self.code = 0
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.printed = ""

    def follow(self, block: Block) -> None:
        if block.language == "console":
            for command in commands(self.page, block):
                self.type(command)
        elif block.language == "yaml":
            self.write(block)
        elif block.language == "python":
            self.run(block)
        elif block.language == "text" and self.printed:
            self.compare(block.text, self.printed, f"{self.page.name}:{block.line}")
            self.printed = ""

    def type(self, command: Command) -> None:
        if command.line == "echo $?":
            assert command.shown.strip() == str(self.code), command.place
            self.code = 0
            return
        assert self.code == 0, f"{command.place}: the command before ended with {self.code}"
        words = [name for word in shlex.split(command.line) for name in self.expand(word)]
        if words[0] == "dvk":
            output = self.dvk(words[1:])
        else:
            assert words[:2] == ["python", "-m"], f"{command.place}: {words[0]} is not run here"
            done = subprocess.run(
                [sys.executable, *words[1:]],
                cwd=self.folder,
                capture_output=True,
                text=True,
                check=False,
            )
            self.code, output = done.returncode, done.stdout + done.stderr
        assert "Traceback" not in output, command.place
        if command.shown:
            self.compare(command.shown, output, command.place)
        else:
            assert self.code == 0, f"{command.place}\n{output}"

    def expand(self, word: str) -> list[str]:
        if "*" not in word:
            return [word]
        found = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.glob(word))
        assert found, f"{self.page.name}: nothing is named {word}"
        return found

    def dvk(self, arguments: list[str]) -> str:
        said = io.StringIO()
        with (
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(said),
        ):
            self.code = run_command(arguments)
        return said.getvalue()

    def write(self, block: Block) -> None:
        """A block whose first line names a file is that file."""
        name = re.match(r"# (\S+\.yaml)\n", block.text)
        if name:
            target = self.folder / name.group(1)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")

    def run(self, block: Block) -> None:
        place = f"{self.page.name}:{block.line}"
        said = io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(said):
            if ">>>" in block.text:
                test = doctest.DocTestParser().get_doctest(
                    block.text, self.names, place, str(self.page), block.line
                )
                runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
                runner.run(test, out=said.write, clear_globs=False)
                self.names = test.globs
                assert runner.summarize(verbose=False).failed == 0, said.getvalue()
            else:
                exec(compile(block.text, place, "exec"), self.names)
        self.printed = said.getvalue()

    def compare(self, shown: str, output: str, place: str) -> None:
        real = "\n".join(line.rstrip() for line in output.strip().splitlines()) + "\n"
        assert pattern(shown).fullmatch(real), f"{place}: the page shows\n{shown}\nbut:\n{real}"


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Reader]:
    monkeypatch.delenv("DVK_LANG", raising=False)

    def start(page: Path) -> Reader:
        shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")
        if page.parent == EXAMPLE.parent:
            shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
        return Reader(page, tmp_path)

    return start


@pytest.mark.parametrize("page", RUN, ids=named)
def test_a_page_can_be_followed_from_top_to_bottom(
    page: Path, reader: Callable[[Path], Reader]
) -> None:
    follower = reader(page)
    for block in blocks(page):
        follower.follow(block)
    assert follower.code == 0, "the last command failed"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_and_picture_of_a_page_is_there(page: Path) -> None:
    for target in links(page):
        name, _, anchor = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        assert there.exists(), target
        if anchor:
            assert anchor in headings(there), target


def test_the_make_targets_that_the_readme_names_exist() -> None:
    made = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for target in re.findall(r"^make (\w+)", (ROOT / "README.md").read_text("utf-8"), re.M):
        assert target in made


def test_every_path_in_the_readme_tree_exists() -> None:
    tree = next(b for b in blocks(ROOT / "README.md") if b.text.startswith("workbook or JSON"))
    named_there = re.findall(r"^(\S+/\S*|\S+\.py)  ", tree.text, re.M)
    assert len(named_there) > 8
    for path in named_there:
        assert (ROOT / path).exists(), path


def test_a_page_that_shows_what_the_program_does_not_say_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ dvk pack list\nno such line\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="the page shows"):
        Reader(page, tmp_path).follow(blocks(page)[0])


def test_the_pictures_and_pages_stay_small() -> None:
    files = [path for path in (ROOT / "docs").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 3_000_000
    assert (ROOT / "docs" / "images" / "report.png").stat().st_size < 250_000
