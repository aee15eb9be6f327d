"""What is looked at in the raw parts of a workbook before a library turns it into cells.

Two reasons. A few kilobytes of zip can unpack into gigabytes, and a single far cell makes a dense
grid of billions (so sizes are bounded here). And the reader hands out an empty cell where the
file holds an error or a formula that was never calculated: an error must not pass for an unknown
fact (D2.2), so those cells are found here, and hidden rows with them.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO

from dvk_rules.files.source import Form, SourceFile, refuse

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "SheetMarks", "cell_name", "inspect"]

MOST_ROWS = 99_999
MOST_COLUMNS = 104  # column CZ; the widest template has some fifty
_MOST_UNPACKED = 400 * 1024 * 1024
_MOST_PART = 200 * 1024 * 1024
_MOST_PARTS = 5_000
_MOST_RATIO = 300  # dense sheets pack at 10-20, sheets of formatted empty cells below 150
_RATIO_FROM = 20 * 1024 * 1024  # small parts may pack as well as they like

_READ = (".xml", ".rels", ".bin")


@dataclass(frozen=True)
class SheetMarks:
    """What the cells do not show: 1-based hidden rows, and cells that hold no value.

    ``errors`` and ``uncalculated`` are keyed by the cell's name (``C12``).
    """

    hidden: frozenset[int] = frozenset()
    errors: Mapping[str, str] = field(default_factory=dict[str, str])
    uncalculated: frozenset[str] = frozenset()


def cell_name(row: int, column: int) -> str:
    """The name of a cell from its 0-based row and column: ``(11, 2)`` is ``C12``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def inspect(source: SourceFile) -> Mapping[str, SheetMarks]:
    """The marks of each sheet by its name, after the sizes are found bearable.

    Raises ``InputError`` with one problem for a damaged, encrypted or oversized package. ``xls``
    and ``xlsb`` are not looked into: their marks are empty.
    """
    if source.form not in (Form.XLSX, Form.XLSB, Form.ODS):
        return {}
    try:
        with zipfile.ZipFile(BytesIO(source.data)) as package:
            parts = _unpack(package, source.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError):
        raise refuse("file.damaged", source.name) from None
    if source.form is Form.ODS:
        return _ods_marks(parts.get("content.xml", b""), source.name)
    if source.form is Form.XLSB:
        return {}
    return _xlsx_marks(parts, source.name)


def _unpack(package: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    infos = package.infolist()
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > _MOST_PARTS or unpacked > _MOST_UNPACKED:
        raise refuse("file.bomb", name, size=unpacked >> 20)
    parts: dict[str, bytes] = {}
    for info in infos:
        if info.flag_bits & 1:
            raise refuse("file.encrypted", name)
        packed = max(info.compress_size, 1)
        if info.file_size > _MOST_PART or (
            info.file_size > _RATIO_FROM and info.file_size / packed > _MOST_RATIO
        ):
            raise refuse("file.bomb", name, size=info.file_size >> 20)
        if info.filename.endswith(_READ):
            # zipfile stops at the declared size and then checks the sum, so a part that lies
            # about its size is damaged, not a bomb.
            parts[info.filename.lstrip("/")] = package.read(info)
    return parts


_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*[\"']([^\"']*)[\"']")


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        key.decode("ascii", "replace").rpartition(":")[2]: unescape(
            value.decode("utf-8", "replace")
        )
        for key, value in _ATTRIBUTE.findall(tag)
    }


def _xlsx_marks(parts: Mapping[str, bytes], name: str) -> dict[str, SheetMarks]:
    workbook = next((key for key in parts if key.endswith("xl/workbook.xml")), None)
    if workbook is None:
        raise refuse("file.damaged", name)
    relations = f"{posixpath.dirname(workbook)}/_rels/workbook.xml.rels"
    targets = {
        found.get("Id", ""): found.get("Target", "")
        for found in map(
            _attributes, re.findall(rb"<Relationship\b[^>]*>", parts.get(relations, b""))
        )
    }
    marks: dict[str, SheetMarks] = {}
    for tag in re.findall(rb"<(?:\w+:)?sheet\b[^>]*>", parts[workbook]):
        sheet = _attributes(tag)
        target = targets.get(sheet.get("id", ""), "")
        part = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
        part = target.lstrip("/") if target.startswith("/") else part
        if part in parts:
            marks[sheet.get("name", "")] = _sheet_marks(parts[part], name, sheet.get("name", ""))
    return marks


def _sheet_marks(xml: bytes, name: str, sheet: str) -> SheetMarks:
    found = re.search(rb"<(\w+:)?sheetData\b", xml)
    prefix = re.escape(found[1] or b"") if found else b""
    held = rb"[^<>]*[^/<>]>(?!\s*</)"  # formatted empty cells do not count
    if re.search(rb"<" + prefix + rb'c r="[A-Z]+\d{6,}"' + held, xml):
        raise refuse("file.too-many-rows", name, sheet=sheet, most=MOST_ROWS)
    far = rb"<" + prefix + rb'c r="(?:[D-Z][A-Z]|[A-Z]{3,})\d+"' + held
    if re.search(far, xml):
        raise refuse("file.too-many-columns", name, sheet=sheet, most=MOST_COLUMNS)
    return SheetMarks(
        hidden=_hidden_rows(xml, prefix) if b'hidden="' in xml else frozenset(),
        errors=_error_cells(xml, prefix) if b't="e"' in xml else {},
        uncalculated=_uncalculated(xml, prefix),
    )


def _hidden_rows(xml: bytes, prefix: bytes) -> frozenset[int]:
    tags = re.findall(rb"<" + prefix + rb'row\b[^>]*\bhidden="(?:1|true)"[^>]*>', xml)
    return frozenset(int(row) for row in (_attributes(tag).get("r", "0") for tag in tags))


def _error_cells(xml: bytes, prefix: bytes) -> dict[str, str]:
    pattern = rb"<" + prefix + rb'c\b([^>]*\bt="e"[^>]*)>.{0,20000}?<' + prefix + rb"v>([^<]*)</"
    return {
        _attributes(tag).get("r", ""): unescape(text.decode("utf-8", "replace"))
        for tag, text in re.findall(pattern, xml, re.DOTALL)
    }


def _uncalculated(xml: bytes, prefix: bytes) -> frozenset[str]:
    if b"<" + prefix + b"f" not in xml:
        return frozenset()
    # INVARIANT: the formula is the first child of its cell, its value the next; without a value
    # the cell ends right after the formula (ECMA-376 part 1, 18.3.1.4).
    pattern = (
        rb"<" + prefix + rb"c\b([^>]*)>\s*<" + prefix + rb"f\b(?:[^>]*/>|[^>]*>[^<]*</"
        + prefix + rb"f>)\s*(?:<" + prefix + rb"v\s*/>|<" + prefix + rb"v>\s*</"
        + prefix + rb"v>|</" + prefix + rb"c>)"
    )  # fmt: skip  # one line a part of the cell
    cells = [_attributes(tag) for tag in re.findall(pattern, xml)]
    # a formula whose text result is empty is calculated: Excel writes t="str" and an empty value
    return frozenset(cell.get("r", "") for cell in cells if cell.get("t") != "str")


def _ods_marks(xml: bytes, name: str) -> dict[str, SheetMarks]:
    if not xml:
        raise refuse("file.damaged", name)
    marks: dict[str, SheetMarks] = {}
    for opening, body in re.findall(rb"<table:table\b([^>]*)>(.*?)</table:table>", xml, re.DOTALL):
        sheet = _attributes(opening).get("name", "")
        marks[sheet] = _ods_sheet(body, name, sheet)
    return marks


_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*?)(?:/>|>(.*?)</table:table-row>)", re.DOTALL)
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")


def _ods_sheet(body: bytes, name: str, sheet: str) -> SheetMarks:
    """Rows and columns are written once and repeated by number, which is where a bomb hides."""
    hidden: set[int] = set()
    last = row = 0
    for attributes, cells in _ODS_ROW.findall(body):
        tag = _attributes(attributes)
        repeated = int(tag.get("number-rows-repeated", "1"))
        if b"value-type=" in cells:
            if tag.get("visibility") in ("collapse", "filter") and repeated < MOST_ROWS:
                hidden.update(range(row + 1, row + 1 + repeated))
            last = row + repeated
            column = used = 0
            for cell in _ODS_CELL.findall(cells):
                column += int(_attributes(cell).get("number-columns-repeated", "1"))
                used = column if b"value-type=" in cell else used
            if used > MOST_COLUMNS:
                raise refuse("file.too-many-columns", name, sheet=sheet, most=MOST_COLUMNS)
        row += repeated
        if last > MOST_ROWS:
            raise refuse("file.too-many-rows", name, sheet=sheet, most=MOST_ROWS)
    return SheetMarks(hidden=frozenset(hidden))
