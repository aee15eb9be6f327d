"""Makes the pictures of the README and the handbook from what the program itself writes.

Needs chromium, soffice and pdftoppm; run from the root of the project:
``python docs/so-tay/make_pictures.py``. The pictures are committed, so nobody else needs them.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from queue import Queue
from threading import Thread

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from dvk_rules.cli.app import run_command
from dvk_rules.web import serve

ROOT = Path(__file__).resolve().parents[2]
PICTURES = Path(__file__).parent / "hinh"
CASE = ROOT / "fixtures" / "binh-thuan-2020" / "kich-ban.yaml"


def call(*words: str | Path) -> None:
    """Runs another program; it must succeed."""
    command = [str(word) for word in words]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def dvk(*words: str | Path) -> None:
    """Runs a command of the project."""
    if run_command([str(word) for word in words]) != 0:
        raise SystemExit(f"dvk {words[0]} did not do its work")


def page(address: str, target: Path, width: int, height: int) -> None:
    """The first screen of a page."""
    call(
        "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        f"--window-size={width},{height}", "--virtual-time-budget=3000",
        f"--screenshot={target}", address,
    )  # fmt: skip


def first_page(
    file: Path, target: Path, *, width: int, crop: tuple[int, int, int, int] | None = None
) -> None:
    """The first page of a workbook or a document, as it prints.

    ``width`` is that of the page in pixels; ``crop`` keeps the part at (left, top) of this width
    and height.
    """
    with tempfile.TemporaryDirectory() as work:
        call("soffice", "--headless", "--convert-to", "pdf", "--outdir", work, file)
        size = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
        for name, value in zip(("-x", "-y", "-W", "-H"), crop or (), strict=False):
            size += [name, str(value)]
        pdf = Path(work) / f"{file.stem}.pdf"
        call("pdftoppm", "-png", "-singlefile", "-l", "1", *size, pdf, target.with_suffix(""))


def returned(work: Path) -> None:
    """What goes back to a unit: the list in front, and its own sheet with most columns hidden."""
    sent = sorted((Path(__file__).parent / "vi-du" / "don-vi").iterdir())
    run_command(["import", *map(str, sent), "--out", str(work / "nhap")])  # it answers: not yet
    copy = work / "nhap" / "tra-lai" / "tuy-phong.xlsx"
    first_page(copy, PICTURES / "can-sua.png", width=1300, crop=(55, 60, 1200, 165))
    book = load_workbook(copy)
    del book["Cần sửa"]
    sheet = book.worksheets[0]
    wrong = {cell for area in sheet.conditional_formatting for cell in str(area.sqref).split()}
    shown = {"A", "B", "C", "D", *(cell.rstrip("0123456789") for cell in wrong)}
    for column in range(1, sheet.max_column):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].hidden = letter not in shown
        sheet.column_dimensions[letter].width = 18 if column > 1 else 5
    for row in sheet.iter_rows():
        for cell in row:
            cell.comment = None  # printed they would hide the table
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.save(work / "tra-lai.xlsx")
    first_page(
        work / "tra-lai.xlsx", PICTURES / "tra-lai.png", width=1300, crop=(80, 110, 1150, 195)
    )


def desk(folder: Path, target: Path) -> None:
    """The desk over ``folder``, as a browser on this machine sees it."""
    opened: Queue[str] = Queue()
    Thread(target=serve, args=(folder,), kwargs={"ready": opened.put}, daemon=True).start()
    page(opened.get(timeout=30), target, 1200, 960)


def main() -> None:
    """Makes every picture."""
    for program in ("chromium", "soffice", "pdftoppm"):
        if shutil.which(program) is None:
            raise SystemExit(f"{program} is not installed")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        dvk("allocate", CASE, "--out", work / "runs")
        made = next((work / "runs").iterdir())
        page((made / "report.en.html").as_uri(), ROOT / "docs" / "images" / "report.png", 1280, 960)
        page((made / "report.html").as_uri(), PICTURES / "bao-cao.png", 1280, 860)
        page((made / "report.html").as_uri(), PICTURES / "dien-thoai.png", 500, 900)
        papers = made / "van-ban"
        for name in ("to-trinh-thuong-truc", "danh-sach-thu-khen"):
            first_page(papers / f"{name}.docx", PICTURES / f"{name}.png", width=640)
        dvk("template", work / "mau.xlsx", "--unit", "tuy-phong")
        top = (80, 105, 1130, 225)
        first_page(work / "mau.xlsx", PICTURES / "bieu-mau.png", width=1400, crop=top)
        returned(work)
        shutil.copytree(CASE.parent, work / "dot-2020")
        dvk("allocate", CASE.with_name("kich-ban-hoi-dong.yaml"), "--out", work / "runs")
        shutil.copytree(work / "runs", work / "dot-2020" / "runs")
        desk(work / "dot-2020", PICTURES / "ban-lam-viec.png")
        dvk("sweep", CASE, "--vary", "letter=80:100:5", "--out", work / "quet")
        swept = next((work / "quet").iterdir())
        page((swept / "sweep.html").as_uri(), PICTURES / "quet.png", 1280, 900)


if __name__ == "__main__":
    main()
