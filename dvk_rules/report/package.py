"""Office files with the same bytes wherever and whenever they are written.

Word and Excel files are zip archives. Times in them are set to one fixed instant, and members are
stored uncompressed: what a compressor makes of the same text differs between versions of zlib.
"""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

__all__ = ["settled"]

_INSTANT = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip archive can say
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def settled(data: bytes, stamp: str) -> bytes:
    """The archive ``data`` with nothing left of when it was written.

    ``stamp`` is the ISO date and time (``2020-12-15T00:00:00Z``) that the file's properties say.
    """
    made = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(made, "w", ZIP_STORED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + stamp.encode() + rb"\g<3>", content)
            entry = ZipInfo(name, _INSTANT)
            entry.create_system = 0  # otherwise the platform that wrote it
            entry.external_attr = 0
            target.writestr(entry, content)
    return made.getvalue()
