"""How long reading nominations takes, as a ratio to bare calamine on the same bytes.

Run with ``python benchmarks/import_rows.py [ROWS]``. Two loads: one workbook of ROWS rows (50,000)
and twenty workbooks of a few hundred each with a marked copy for every one. All data is made here.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from dvk_rules.files.answers import import_files
from dvk_rules.files.workbook import read_nominations
from dvk_rules.pack import Pack, load_pack
from dvk_rules.values import FactType

COLUMNS = 30


def make(pack: Pack, path: Path, rows: int, unit: str, *, spoil: int = 0) -> None:
    """A workbook of ``rows`` sound nominations; every ``spoil``-th has a wrong date."""
    facts = [fact for fact in pack.vocabulary.given if fact.role != "unit"][:COLUMNS]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.append([fact.label.vi for fact in facts] + ["Đơn vị đề nghị", "Ngày nhận hồ sơ"])
    for number in range(1, rows + 1):
        line: list[object] = []
        for fact in facts:
            if fact.role == "rank":
                line.append(number)
            elif fact.role in ("name", "subject"):
                line.append(f"Tập thể mẫu {number}")
            elif fact.kind.type is FactType.TEXT:
                line.append(f"nội dung mẫu {number % 97}")
            elif fact.kind.type is FactType.BOOL:
                line.append("có")
            elif fact.kind.type is FactType.DATE:
                line.append(date(2018, 1 + number % 12, 1 + number % 28))
            elif fact.kind.choices:
                line.append(next(iter(fact.kind.choices.values())).label.vi)
            else:
                line.append(0.9 if fact.kind.percent else number % 7)
        wrong = spoil and number % spoil == 0
        sheet.append([*line, unit, "ngày mai" if wrong else date(2020, 11, 20)])
    book.save(path)


def timed(what: str, seconds: float, bare: float) -> None:
    print(f"{what:<44} {seconds:7.2f} s  {seconds / bare:6.1f} x bare calamine")


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    pack = load_pack("binh-thuan-2020")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        big = folder / "big.xlsx"
        make(pack, big, rows, "Huyện ủy Tuy Phong")
        bare = _bare([big])
        print(f"one workbook of {rows} rows x {COLUMNS + 2} columns, {big.stat().st_size >> 20} MB")
        timed("bare calamine", bare, bare)
        start = time.perf_counter()
        found = read_nominations(big, pack.vocabulary, pack.units).raise_if_wrong()
        timed(f"read_nominations ({len(found.nominations)})", time.perf_counter() - start, bare)

        units = [unit.name.vi for unit in pack.units.units.values() if unit.nominates][:20]
        many = [folder / f"{number:02d}.xlsx" for number in range(len(units))]
        for path, unit in zip(many, units, strict=True):
            make(pack, path, 200, unit, spoil=20)
        bare = _bare(many)
        print(f"{len(many)} workbooks of 200 rows, each with ten wrong cells")
        timed("bare calamine", bare, bare)
        start = time.perf_counter()
        read_nominations(many, pack.vocabulary, pack.units)
        timed("read_nominations", time.perf_counter() - start, bare)
        start = time.perf_counter()
        import_files(many, pack, folder / "out")
        timed("import_files, with twenty marked copies", time.perf_counter() - start, bare)


def _bare(paths: list[Path]) -> float:
    start = time.perf_counter()
    for path in paths:
        CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
