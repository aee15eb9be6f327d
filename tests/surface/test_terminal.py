"""What is shown fits a narrow terminal: lines hang, tables become lists."""

from __future__ import annotations

import ast
import io
from pathlib import Path

import pytest
from rich.console import Console

from dvk_rules.cli.app import run_command
from dvk_rules.comparison import compare
from dvk_rules.messages import say
from dvk_rules.views.comparison import show_comparison
from dvk_rules.views.face import Face
from surface.golden import CASES, make

CASE = CASES / "binh-thuan-2020"


def narrow(width: int) -> tuple[Face, io.StringIO]:
    said = io.StringIO()
    face = Face()
    face.out = Console(file=said, width=width, highlight=False)
    return face, said


def test_what_follows_a_break_hangs_under_the_first_word() -> None:
    face, said = narrow(30)
    face.text("  • một dòng dài hơn ba mươi cột thì xuống dòng")
    assert said.getvalue() == ("  • một dòng dài hơn ba mươi\n    cột thì xuống dòng\n")
    face, said = narrow(30)
    face.text("dòng không thụt vào thì để nguyên như thường lệ")
    assert said.getvalue().startswith("dòng không thụt vào")
    assert "\n  " not in said.getvalue()


def test_on_a_narrow_terminal_a_comparison_puts_the_reason_below_each_name() -> None:
    found = compare([make(CASE / "kich-ban.yaml"), make(CASE / "kich-ban-hoi-dong.yaml")])
    shown: list[str] = []
    for width in (80, 140):
        face, said = narrow(width)
        show_comparison(face, found)
        shown.append(said.getvalue())
        assert all(len(line.rstrip()) <= width for line in shown[-1].splitlines())
    assert "Vì sao" not in shown[0]
    assert "Vì sao" in shown[1]
    moved = found.pairs[0].moves[0]
    assert f"{moved.name} · {moved.merit} điểm · [" in shown[0]


def test_an_explanation_gives_a_kept_rule_one_line_and_a_failed_one_its_clause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    scenario = str(CASES / "one-screen" / "kich-ban.yaml")
    assert run_command(["allocate", scenario, "--engine", "reference"]) == 0
    folder = str(next(Path("runs").iterdir()))
    capsys.readouterr()
    assert run_command(["explain", folder, "tuy-phong/03"]) == 0
    short = capsys.readouterr().out
    assert "[votes-share]" in short
    assert "An Giang · Tỷ lệ phiếu tối thiểu" in short
    assert "✓ Mô hình có kết quả đo đếm được: " in short
    assert "[model-result]" not in short
    assert run_command(["explain", folder, "tuy-phong/03", "--all"]) == 0
    full = capsys.readouterr().out
    assert "[model-result]" in full
    assert len(full.splitlines()) > 2 * len(short.splitlines())


def test_the_price_of_a_seat_stands_before_the_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    scenario = str(CASES / "one-screen" / "kich-ban.yaml")
    assert run_command(["allocate", scenario, "--engine", "reference"]) == 0
    folder = str(next(Path("runs").iterdir()))
    capsys.readouterr()
    assert run_command(["explain", folder, "tuy-phong/02", "--price"]) == 0
    out = capsys.readouterr().out
    assert out.index("Nếu chọn tuy-phong/02") < out.index("✓ ")


def test_every_stage_of_long_work_has_words_in_both_languages() -> None:
    """A bar is drawn only where somebody watches, so a missing word would show nowhere else."""
    started: set[str] = set()
    for path in (CASES.parent / "dvk_rules").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "start"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                started.add(str(node.args[0].value))
    assert {"read", "answers", "evaluate", "solve"} <= started
    for stage in started:
        assert say(f"stage.{stage}", "vi") and say(f"stage.{stage}", "en")


def test_an_import_is_watched_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich takes what it writes to for a terminal
    book = str(CASE / "de-cu.xlsx")
    assert run_command(["import", book, "--out", "nhap"]) == 0
    captured = capsys.readouterr()
    assert "Đánh dấu các tệp trả lại" in captured.err
    assert (tmp_path / "nhap" / "de-cu.json").is_file()
