"""A workbook as bytes that depend on its content alone: same inputs, same bytes (D7.2)."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["workbook_bytes"]

_STAMP = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can write
_NOW = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def workbook_bytes(workbook: Workbook) -> bytes:
    """The bytes of ``workbook`` as xlsx, without the moment and the order of its making."""
    workbook.properties.created = datetime(2020, 1, 1)
    raw = BytesIO()
    workbook.save(raw)
    out = BytesIO()
    with (
        zipfile.ZipFile(raw) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "docProps/core.xml":
                data = _NOW.sub(rb"\g<1>2020-01-01T00:00:00Z\g<2>", data)
            fixed = zipfile.ZipInfo(info.filename, _STAMP)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.create_system = 0  # the same on Windows and elsewhere
            fixed.external_attr = 0
            target.writestr(fixed, data)
    return out.getvalue()
