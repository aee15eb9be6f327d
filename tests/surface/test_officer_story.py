"""An officer's two months in one go: from what units send to a complaint answered a year later.

By hand, with the workbooks of all twenty units: ``PYTHONPATH=tests python -m surface.desk FOLDER``,
then the same commands there.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from dvk_rules.cli.app import run_command
from surface.desk import FEW, broken_files, scenarios, sent_files

type Dvk = Callable[..., tuple[int, str, str]]

MENDED: dict[str, dict[tuple[str, str], Any]] = {
    "Tuy Phong danh sach gui tinh.xlsx": {
        ("Sheet1", "Ngày gửi hồ sơ"): "20/11/2020",
        ("Sheet1", "Thành tích"): "Thành tích tốt",
    },
    "CA_tinh (ban chinh thuc).xlsx": {
        ("Tap the", "Đơn vị giới thiệu"): "Công an tỉnh",
        ("Tap the", "Số kết quả cụ thể"): 5,
    },
}
"""What each unit writes where its copy says that something is wrong: by sheet and column."""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The desk with what units sent."""
    for name, data in sent_files(FEW, most=6).items():
        place = tmp_path / "gui-ve" / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(data)
    for name, text in scenarios({"letter": 14, "certificate": 6}, 1, 4).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def dvk(desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Dvk:
    monkeypatch.chdir(desk)
    monkeypatch.delenv("DVK_LANG", raising=False)

    def call(*words: str | Path) -> tuple[int, str, str]:
        code = run_command([str(word) for word in words])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return code, captured.out, captured.err

    return call


def collect(dvk: Dvk) -> None:
    """What units send is read whole, and what is wrong is told by cell."""
    code, out, err = dvk("import", *sorted(Path("gui-ve").iterdir()), "--out", "nhap-1")
    assert code == 1
    for said in (
        "Có 4 chỗ cần sửa",
        "› Sheet1 › ",
        "lịch không có ngày “31/11/2020”",
        "“rất tốt” không có trong danh mục",
        "“Công an Phòng PK99” không phải đơn vị được đề nghị",
        "công thức chưa được tính",
    ):
        assert said in err
    assert err.count("Số điện thoại") == 1  # on two sheets, told once
    assert "Huyện ủy Tuy Phong đánh số lại từ 1 cho từng loại" in err
    assert "đang bị ẩn" in err
    assert "Đã đọc 30 đề nghị từ 5 tệp" in out
    assert "Hội Cựu chiến binh" not in out  # more than a few are silent: the summary names them
    assert sorted(path.name for path in Path("nhap-1/tra-lai").iterdir()) == sorted(MENDED)
    pairs = load_workbook("nhap-1/tong-hop.xlsx")["Nghi trùng"]
    found = {(row[0].value, row[3].value) for row in pairs.iter_rows(min_row=5)}
    assert ("cong-an/07", "phan-thiet/02") in found
    assert not Path("nhap-1/de-cu.json").exists()


def refuse(dvk: Dvk) -> None:
    """Files that are no lists get a sentence each."""
    sound = Path("gui-ve/phan-thiet.xlsx").read_bytes()
    for name, data in broken_files(sound).items():
        Path("hong").mkdir(exist_ok=True)
        Path("hong", name).write_bytes(data)
    code, _, err = dvk("import", *sorted(Path("hong").iterdir()), "--out", "nhap-hong")
    assert code == 1
    for word in ("mật khẩu", "chưa tải hết", "PDF", "quá mức 50 MB", "rỗng", "trang web"):
        assert word in err
    assert len(err.splitlines()) == 1 + 6
    assert not Path("nhap-hong/tra-lai").exists()


def mend(dvk: Dvk) -> None:
    """Units mend their copies as the list in front says, and everything is read."""
    shutil.copytree("gui-ve", "lan-hai")
    for name, cells in MENDED.items():
        book = load_workbook(Path("nhap-1/tra-lai", name))
        for sheet, cell, column, *_ in book["Cần sửa"].iter_rows(min_row=5, values_only=True):
            book[str(sheet)][str(cell)] = cells[str(sheet), str(column)]
        book.save(Path("lan-hai", name))
    code, out, err = dvk("import", *sorted(Path("lan-hai").iterdir()), "--out", "nhap")
    assert code == 0, err
    listed = json.loads(Path("nhap/de-cu.json").read_bytes())
    assert len(listed) == 31
    ids = {entry["id"] for entry in listed}
    assert {"tuy-phong/tap-the-01", "tuy-phong/ca-nhan-01", "phan-thiet/01"} <= ids
    assert "Danh sách gộp: nhap/de-cu.json" in out


def decide(dvk: Dvk) -> None:
    """Two scenarios are run, compared and swept."""
    code, out, err = dvk(
        "allocate", "phuong-an-1.yaml", "phuong-an-2.yaml", "--engine", "reference"
    )
    assert code == 0, err
    assert out.count("Đây là phương án tốt nhất") == 2
    assert out.count("đơn vị khác không đề nghị ai") == 2
    assert "“hoi-nong-dan/01” và “tuy-phong/tap-the-01” cùng có Thư khen và có thể là một" in err
    first, second = sorted(Path("runs").iterdir())
    code, out, _ = dvk("compare", first, second)
    assert code == 0
    assert "[1] Tỷ lệ phiếu đồng ý cần có: 80% → 85%" in out
    code, out, _ = dvk("sweep", "phuong-an-1.yaml", "--vary", "letter=12:14", "--out", "quet",
                       "--workers", "1", "--engine", "reference")  # fmt: skip
    assert code == 0
    assert "3/3 bước có danh sách" in out


def print_out(dvk: Dvk) -> None:
    """The report and the papers are made again, as the office wants them."""
    first = min(Path("runs").iterdir())
    swept = next(Path("quet").iterdir())
    Path("van-ban.yaml").write_text("place: Bình Thuận\norder: given_name\n", encoding="utf-8")
    code, _, err = dvk("report", first, "--out", "in", "--settings", "van-ban.yaml",
                       "--sweep", swept)  # fmt: skip
    assert code == 0, err
    assert "lúc có lúc không khi thử nhiều phương án" in Path("in/report.html").read_text(
        encoding="utf-8"
    )
    listed = Document("in/van-ban/danh-sach-thu-khen.docx").tables[-1]
    names = [row.cells[1].text for row in listed.rows]
    assert sum(name.startswith(("Tập thể ", "Cá nhân ", "tập thể ")) for name in names) == 14
    assert load_workbook("in/ket-qua.xlsx").sheetnames[0] == "Danh sách"


def answer(dvk: Dvk) -> None:
    """A complaint is answered from the folder alone; the workbooks are long gone."""
    first = min(Path("runs").iterdir())
    shutil.rmtree("nhap")
    Path("phuong-an-1.yaml").rename("cu.yaml")
    seats = json.loads((first / "allocation.json").read_bytes())
    left_out = next(item["id"] for item in seats["left_out"] if item["tier"] == "letter")
    verdicts = json.loads((first / "evaluation.json").read_bytes())["nominations"]
    refused = next(
        item["id"] for item in verdicts if "votes-share" in item["verdicts"]["letter"]["decided_by"]
    )
    code, out, _ = dvk("explain", first, refused)
    assert code == 0
    assert "không vào xét chọn" in out
    assert "An Giang · Tỷ lệ phiếu tối thiểu · [tương tự nơi khác]" in out
    code, out, _ = dvk("explain", first, left_out, "--price")
    assert code == 0
    assert f"Nếu chọn {left_out} cho Thư khen" in out
    assert "phải ra" in out
    code, out, _ = dvk("explain", first, refused, "--if", "votes_share=95%")
    assert code == 0
    assert "→ 95%" in out


def prove(dvk: Dvk) -> None:
    """The folder verifies, is signed, and shows any change."""
    first = min(Path("runs").iterdir())
    assert dvk("sign", first, "--key", "khoa.pem", "--new")[0] == 0
    code, out, err = dvk("verify", first, "--key", "khoa.pub.pem")
    assert code == 0, err
    assert "✓ Chữ ký đúng" in out
    report = first / "ket-qua.xlsx"
    report.write_bytes(report.read_bytes() + b" ")
    code, out, _ = dvk("verify", first, "--key", "khoa.pub.pem")
    assert code == 1
    assert "ket-qua.xlsx đã bị sửa" in out


def test_from_what_units_send_to_a_complaint_answered_a_year_later(dvk: Dvk) -> None:
    for step in (collect, refuse, mend, decide, print_out, answer, prove):
        step(dvk)
