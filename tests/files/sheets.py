"""Workbooks for tests, made row by row. Everything in them is invented."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADERS = ["STT", "Họ và tên", "Đơn vị", "Loại", "Ngày nhận hồ sơ", "Tỷ lệ phiếu", "Báo cáo"]


def save(
    path: Path,
    rows: Sequence[Sequence[Any]],
    change: Callable[[Worksheet], None] | None = None,
    sheet: str = "Danh sách",
) -> Path:
    """A workbook of one sheet with these rows; ``change`` may add merges, styles, sheets."""
    workbook = Workbook()
    worksheet = workbook.active
    assert worksheet is not None
    worksheet.title = sheet
    for row in rows:
        worksheet.append(list(row))
    if change is not None:
        change(worksheet)
    workbook.save(path)
    return path


def row(
    rank: Any = 1, name: Any = "Cá nhân A-01", unit: Any = "Phan Thiết", **cells: Any
) -> list[Any]:
    """One row under ``HEADERS``."""
    return [
        rank,
        name,
        unit,
        cells.get("kind", "Cá nhân"),
        cells.get("received", "20/11/2020"),
        cells.get("share", 0.9),
        cells.get("report", "có"),
    ]
