"""The command line: what it shows, what it leaves, how it refuses."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from dvk_rules.cli.app import build_app, expanded, run_command
from surface.golden import CASES

ONE_SCREEN = CASES / "one-screen" / "kich-ban.yaml"
CLASH = CASES / "quotas-clash" / "kich-ban.yaml"

type Dvk = Callable[..., tuple[int, str, str]]


@pytest.fixture
def dvk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Dvk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DVK_LANG", raising=False)

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = run_command([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err + captured.out
        return code, captured.out, captured.err

    return call


@pytest.fixture
def run_folder(dvk: Dvk) -> Path:
    code, out, _ = dvk("allocate", ONE_SCREEN, "--json", "--engine", "reference")
    assert code == 0
    return Path(json.loads(out)["folder"])


def test_every_command_has_help_with_an_example_in_both_languages() -> None:
    for lang in ("vi", "en"):
        app = build_app(lang)
        todo = [(("dvk",), app)]
        while todo:
            path, command = todo.pop()
            children = getattr(command, "commands", {})
            todo += [((*path, name), child) for name, child in children.items()]
            if not children:
                assert command.help and "dvk " in (command.epilog or ""), path


def test_the_vietnamese_help_has_no_english_word_of_the_library_that_makes_it() -> None:
    todo = [build_app("vi")]
    while todo:
        command = todo.pop()
        todo += getattr(command, "commands", {}).values()
        shown = command.get_help(click.Context(command, info_name="dvk"))
        found = {"TEXT", "PATH", "INTEGER", "OPTIONS", "COMMAND", "default:", "required"} & set(
            re.findall(r"[\w:]+", shown)
        )
        assert not found, (command.name, found)


def test_an_allocation_shows_counts_reasons_units_quotas_proof_and_folder(dvk: Dvk) -> None:
    code, out, _ = dvk("allocate", ONE_SCREEN)
    assert code == 0
    for text in ("Thư khen: 4/4", "Bằng khen: 2/2", "đủ điều kiện", "có chứng minh", "Phan Thiết"):
        assert text in out
    assert "tạm giả định" in out
    folder = next(Path("runs").iterdir())
    assert str(folder) in out
    assert {"run.json", "evaluation.json", "allocation.json", "proof.json", "report.html"} <= {
        path.name for path in folder.iterdir()
    }


def test_the_same_in_english(dvk: Dvk) -> None:
    code, out, _ = dvk("allocate", ONE_SCREEN, "--lang", "en")
    assert code == 0
    assert "This is the best list under the quotas that were set, proven." in out


def test_a_clash_is_answered_with_no_and_says_which_quotas_and_which_repairs(dvk: Dvk) -> None:
    code, out, _ = dvk("allocate", CLASH)
    assert code == 1
    assert "không thể cùng đáp ứng" in out
    assert "ít nhất 50%" in out
    assert "đổi thành" in out
    assert (next(Path("runs").iterdir()) / "clash.json").is_file()


def test_an_explanation_stands_under_the_headings_of_the_law(dvk: Dvk, run_folder: Path) -> None:
    evaluation = json.loads((run_folder / "evaluation.json").read_bytes())
    allocation = json.loads((run_folder / "allocation.json").read_bytes())
    chosen = allocation["selected"]["letter"]
    out_of_list = next(n["id"] for n in evaluation["nominations"] if n["id"] not in chosen)
    for nomination in (chosen[0], out_of_list):
        code, out, _ = dvk("explain", run_folder, nomination)
        assert code == 0
        assert "Điều 72" in out
        assert "II.3.1" in out
    code, out, _ = dvk("explain", run_folder, out_of_list, "--json")
    assert json.loads(out)["seats"]["letter"]["standing"] in ("left_out", "barred")


def test_the_price_of_a_seat_and_of_a_bound_is_worked_out(dvk: Dvk, run_folder: Path) -> None:
    held = json.loads((run_folder / "allocation.json").read_bytes())["held"][0]["id"]
    code, out, _ = dvk("explain", run_folder, held, "--price")
    assert code == 0
    assert f"Nếu không chọn {held} cho Thư khen" in out
    code, out, _ = dvk("prices", run_folder, "--json")
    assert code == 0
    assert {price["line"]["id"] for price in json.loads(out)} >= {"letters-per-unit"}
    assert dvk("prices", run_folder, "--json", "--workers", "2")[1] == out
    code, out, _ = dvk("prices", run_folder, "--lang", "en")
    assert code == 0
    assert "One seat looser" in out


def test_verification_answers_yes_then_no(dvk: Dvk, run_folder: Path) -> None:
    code, out, _ = dvk("verify", run_folder)
    assert code == 0
    assert "✓" in out
    (run_folder / "evaluation.json").write_bytes(b"{}")
    code, out, err = dvk("verify", run_folder)
    assert code == 1
    assert "evaluation.json" in out
    assert err == ""


def test_a_report_is_made_again_in_the_other_language(dvk: Dvk, run_folder: Path) -> None:
    code, _, _ = dvk("report", run_folder, "--out", "english", "--lang", "en")
    assert code == 0
    assert b'lang="en"' in Path("english/report.html").read_bytes()


def test_units_that_proposed_nobody_are_one_line(dvk: Dvk) -> None:
    code, out, _ = dvk("allocate", ONE_SCREEN)
    assert code == 0
    assert out.count("đơn vị khác không đề nghị ai") == 1
    assert "Hội Cựu chiến binh" not in out


def test_a_report_shows_who_swings_in_a_sweep_of_the_same_run(dvk: Dvk, run_folder: Path) -> None:
    code, out, _ = dvk("sweep", ONE_SCREEN, "--vary", "letter=3:5", "--workers", "1", "--json")
    assert code == 0
    swept = json.loads(out)["folder"]
    code, _, _ = dvk("report", run_folder, "--out", "bao-cao", "--sweep", swept)
    assert code == 0
    assert "lúc có lúc không khi thử nhiều phương án" in Path("bao-cao/report.html").read_text(
        encoding="utf-8"
    )
    code, out, _ = dvk("allocate", CASES / "binh-thuan-2020" / "kich-ban.yaml", "--json",
                       "--engine", "reference")  # fmt: skip
    other = json.loads(out)["folder"]
    code, _, err = dvk("report", other, "--out", "khac", "--sweep", swept)
    assert code == 2
    assert "hãy quét lại" in err
    assert not Path("khac").exists()
    code, _, err = dvk("report", run_folder, "--out", "khac", "--sweep", run_folder)
    assert code == 2
    assert "sweep.json" in err


def test_settings_of_an_allocation_are_kept_with_it_and_used_again(dvk: Dvk) -> None:
    Path("van-ban.yaml").write_text("place: Nơi mẫu\nparty: {issuer: CƠ QUAN MẪU}\n", "utf-8")
    code, out, _ = dvk("allocate", ONE_SCREEN, "--settings", "van-ban.yaml", "--json",
                       "--engine", "reference")  # fmt: skip
    assert code == 0
    folder = Path(json.loads(out)["folder"])
    Path("van-ban.yaml").unlink()
    assert dvk("verify", folder)[0] == 0
    assert dvk("report", folder, "--out", "in-lai")[0] == 0
    name = "van-ban/to-trinh-thuong-truc.docx"
    assert (Path("in-lai") / name).read_bytes() == (folder / name).read_bytes()


def test_evaluation_alone_needs_no_scenario(dvk: Dvk) -> None:
    code, out, _ = dvk(
        "evaluate", CASES / "one-screen" / "de-cu.xlsx", "--save", "e.json", "--engine", "reference"
    )
    assert code == 0
    assert "chưa đủ thông tin" in out
    assert len(json.loads(Path("e.json").read_bytes())["nominations"]) == 8


def test_a_template_is_made_for_one_unit_and_for_each(dvk: Dvk) -> None:
    assert dvk("template", "form.xlsx", "--unit", "Phan Thiết")[0] == 0
    assert Path("form.xlsx").is_file()
    code, _, err = dvk("template", "form2.xlsx", "--unit", "Phan Thiet x")
    assert code == 2
    assert "có phải ý là" in err


@pytest.mark.parametrize(
    "typed",
    [
        "Huyện ủy Tuy Phong",
        "HUYEN UY  TUY PHONG",
        "tuy phong",
        unicodedata.normalize("NFD", "huyện ủy tuy phong"),
    ],
)
def test_a_unit_is_found_however_it_is_typed(dvk: Dvk, typed: str) -> None:
    assert dvk("template", "a.xlsx", "--unit", "tuy-phong")[0] == 0
    assert dvk("template", "b.xlsx", "--unit", typed)[0] == 0
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()


def test_a_misspelt_unit_is_answered_with_names_as_the_pack_writes_them(dvk: Dvk) -> None:
    typed = unicodedata.normalize("NFD", "Huyện ủy Tuy Fong")
    code, _, err = dvk("template", "a.xlsx", "--unit", typed)
    assert code == 2
    assert "không có đơn vị “Huyện ủy Tuy Fong”; có phải ý là: Huyện ủy Tuy Phong" in err
    code, _, err = dvk("template", "a.xlsx", "--unit", "zzz")
    assert "dùng một trong: Thành ủy Phan Thiết, Thị ủy La Gi" in err
    assert not list(Path().iterdir())


@pytest.mark.parametrize(
    ("name", "saved"), [("mau", "mau.xlsx"), ("20.11", "20.11.xlsx"), ("a.XLSX", "a.XLSX")]
)
def test_a_form_is_saved_under_the_ending_of_what_it_is(dvk: Dvk, name: str, saved: str) -> None:
    code, out, _ = dvk("template", name, "--unit", "phu-quy")
    assert code == 0
    assert [path.name for path in Path().iterdir()] == [saved]
    assert saved in out
    assert json.loads(dvk("template", name, "--unit", "phu-quy", "--json")[1]) == {"file": saved}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["mau.xls"], "hãy đặt tên “mau.xlsx”"),
        (["mau.csv", "--unit", "phu-quy"], "hãy đặt tên “mau.xlsx”"),
        (["mau.xlsx", "--each"], "ví dụ “mau”"),
        (["mau", "--each", "--unit", "phu-quy"], "không dùng cùng nhau"),
    ],
)
def test_a_form_under_a_name_that_misleads_is_refused(
    dvk: Dvk, arguments: list[str], said: str
) -> None:
    code, _, err = dvk("template", *arguments)
    assert code == 2
    assert said in err
    assert not list(Path().iterdir())


def test_a_form_that_was_filled_in_is_never_overwritten(dvk: Dvk) -> None:
    assert dvk("template", "mau.xlsx", "--unit", "phu-quy")[0] == 0
    assert dvk("template", "mau.xlsx", "--unit", "phu-quy")[0] == 0  # the same form once more
    Path("mau.xlsx").write_bytes(b"filled in")
    code, _, err = dvk("template", "mau.xlsx", "--unit", "phu-quy")
    assert code == 2
    assert "không bị ghi đè" in err
    assert Path("mau.xlsx").read_bytes() == b"filled in"


def test_an_import_gives_the_merged_list(dvk: Dvk) -> None:
    code, _, _ = dvk("import", CASES / "one-screen" / "de-cu.xlsx", "--out", "in")
    assert code == 0
    assert Path("in/de-cu.json").is_file()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["allocate", "khong-co.yaml"], 2, ["khong-co.yaml"]),
        (["allocate", "."], 2, ["thư mục"]),
        (["evaluate", "khong-co.xlsx"], 2, ["khong-co.xlsx"]),
        (["evaluate", "x.xlsx", "--pack", "binh-thuan-2021"], 2, ["binh-thuan-2020"]),
        (["alocate"], 2, ["allocate"]),
        (["allocate"], 2, ["Thiếu"]),
        (["allocate", "x.yaml", "--outt", "y"], 2, ["--out"]),
        (["explain", ".", "phan-thiet/01"], 2, ["run.json"]),
        (["verify", "nowhere"], 2, ["run.json"]),
    ],
)
def test_wrong_use_gets_a_sentence_and_exit_code_2(
    dvk: Dvk, arguments: list[str], code: int, words: list[str]
) -> None:
    found, out, err = dvk(*arguments)
    assert found == code
    for word in words:
        assert word in out + err
    assert list(Path().iterdir()) == []


def test_a_scenario_with_many_mistakes_names_each_with_its_line_and_leaves_nothing(
    dvk: Dvk,
) -> None:
    text = ONE_SCREEN.read_text(encoding="utf-8")
    shutil.copy(CASES / "one-screen" / "de-cu.xlsx", ".")
    wrong = text.replace("tier: letter", "tier: lettre", 1).replace("per: unit", "per: unitt", 1)
    Path("kb.yaml").write_text(wrong + "\nseatz: 3\n", encoding="utf-8")
    code, _, err = dvk("allocate", "kb.yaml")
    assert code == 2
    assert "seatz" in err
    Path("kb.yaml").write_text(wrong, encoding="utf-8")
    code, _, err = dvk("allocate", "kb.yaml")
    assert code == 2
    assert "lettre" in err and "unitt" in err and "kb.yaml:" in err
    assert not Path("runs").exists()


def test_problems_come_as_json_too(dvk: Dvk) -> None:
    code, _, err = dvk("allocate", "khong-co.yaml", "--json")
    assert code == 2
    assert json.loads(err)["problems"][0]["code"] == "scenario.no-file"


def test_a_decision_about_somebody_unknown_is_named_at_its_line(dvk: Dvk) -> None:
    text = ONE_SCREEN.read_text(encoding="utf-8")
    shutil.copy(CASES / "one-screen" / "de-cu.xlsx", ".")
    decision = (
        "\ndecisions:\n"
        "  - {nomination: phan-thiet/99, tier: letter, action: include, who: BCĐ, why: thử}\n"
    )
    Path("kb.yaml").write_text(text + decision, encoding="utf-8")
    code, _, err = dvk("allocate", "kb.yaml")
    assert code == 2
    assert "phan-thiet/99" in err


def test_a_file_in_the_place_of_the_output_folder_is_kept(dvk: Dvk) -> None:
    Path("runs").write_text("mine", encoding="utf-8")
    code, _, err = dvk("allocate", ONE_SCREEN, "--engine", "reference")
    assert code == 2
    assert err
    assert Path("runs").read_text(encoding="utf-8") == "mine"


def test_the_schemas_of_a_pack_know_its_facts(dvk: Dvk) -> None:
    code, out, _ = dvk("pack", "schema", "binh-thuan-2020", "--out", "luoc-do")
    assert code == 0
    assert "luoc-do" in out
    assert "votes_share" in Path("luoc-do/rules.schema.json").read_text(encoding="utf-8")
    assert json.loads(Path("luoc-do/scenario.schema.json").read_bytes())["$schema"]
    code, _, err = dvk("pack", "schema", "binh-thuan-2020", "--out", "luoc-do")
    assert code == 2
    assert "không bị ghi đè" in err


def test_the_packs_are_listed(dvk: Dvk) -> None:
    code, out, _ = dvk("pack", "list")
    assert code == 0
    assert "binh-thuan-2020" in out and "vn-tdkt-2025" in out


def test_a_pack_is_tested_checked_and_shown(dvk: Dvk) -> None:
    code, out, _ = dvk("pack", "test", "binh-thuan-2020")
    assert code == 0
    assert "ca đúng" in out
    assert dvk("pack", "check", "binh-thuan-2020")[0] == 0
    assert dvk("pack", "show", "binh-thuan-2020", "--lang", "en")[0] == 0
    assert b"<html" in Path("binh-thuan-2020.html").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("demo", "--lang", "fr"), "--lang chỉ nhận một trong: vi, en."),
        (("evaluate", "x", "--engine", "y"), "--engine chỉ nhận một trong: durable, reference."),
        (("prices", "x", "--workers", "0"), "--workers phải là số nguyên từ 1 trở lên."),
        (("prices", "x", "--workers", "hai"), "--workers phải là số nguyên từ 1 trở lên."),
        (("prices", "x", "--workers"), "Sau --workers còn thiếu giá trị."),
        (("demo", "một", "hai"), "Thừa: một hai."),
    ],
)
def test_a_wrong_use_is_told_in_vietnamese(dvk: Dvk, arguments: tuple[str, ...], said: str) -> None:
    code, _out, err = dvk(*arguments)
    assert code == 2
    assert err.splitlines()[0] == said


def test_patterns_are_opened_where_the_shell_leaves_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.xlsx", "a.xlsx", "c.csv"):
        (tmp_path / name).write_bytes(b"")
    given = ["import", "*.xlsx", "?.csv", "khong/*", "[a].xlsx", "--out", "nhap"]
    assert expanded(given) == [
        *("import", "a.xlsx", "b.xlsx", "c.csv", "khong/*", "[a].xlsx", "--out", "nhap")
    ]


def test_a_folder_of_files_is_imported(dvk: Dvk, tmp_path: Path) -> None:
    shutil.copytree(CASES / "one-screen", tmp_path / "gui")
    code, out, _ = dvk("import", tmp_path / "gui", "--out", tmp_path / "nhap")
    assert code == 0
    assert "8 đề nghị" in out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("seats: {letter: 30, certificate: 10}", "các mức tối thiểu cộng lại cần"),
        (
            "seats: {letter: 100, certificate: {at_least: 95, at_most: 95}}",
            "chỉ có 87 đề nghị đủ điều kiện",
        ),
        (
            "seats: {letter: {at_least: 120, at_most: 120}, certificate: 10}",
            "các mức tối đa cộng lại chỉ cho",
        ),
    ],
)
def test_a_clash_says_what_is_short_in_words(
    dvk: Dvk, tmp_path: Path, change: str, said: str
) -> None:
    shutil.copytree(CASES / "binh-thuan-2020", tmp_path / "dot")
    text = f"scenario: vuong\ntitle: {{vi: Vướng}}\nextends: kich-ban.yaml\n{change}\n"
    (tmp_path / "dot" / "vuong.yaml").write_text(text, encoding="utf-8")
    code, out, err = dvk("allocate", tmp_path / "dot" / "vuong.yaml", "--engine", "reference")
    assert code == 1
    assert said in out
    page = next(Path("runs").iterdir()) / "report.html"
    assert said in page.read_text(encoding="utf-8")
    for shown in (out, err, page.read_text(encoding="utf-8")):
        assert "None" not in shown and "negotiable" not in shown


@pytest.mark.parametrize(
    ("command", "option"), [("sweep", "--vary"), ("report", "--out"), ("sign", "--key")]
)
def test_an_option_that_is_missing_is_named(dvk: Dvk, command: str, option: str) -> None:
    code, _, err = dvk(command, ONE_SCREEN)
    assert code == 2
    assert f"Thiếu {option}." in err


def test_one_unit_under_two_spellings_has_bounds_once(dvk: Dvk, tmp_path: Path) -> None:
    shutil.copytree(CASES / "one-screen", tmp_path / "dot")
    file = tmp_path / "dot" / "kich-ban.yaml"
    text = file.read_text(encoding="utf-8")
    again = '      "Thành ủy Phan Thiết": {at_most: 0}\n      tuy-phong:'
    file.write_text(text.replace("      tuy-phong:", again, 1), encoding="utf-8")
    code, _, err = dvk("allocate", file)
    assert code == 2
    assert "“Thành ủy Phan Thiết” đã có mức riêng ở trên" in err
