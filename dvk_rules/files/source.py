"""The bytes of a file that somebody sent, and what kind of file they really are.

The name's ending is not believed: a portal exports web pages as ``.xls``, and people rename.
What cannot be a list of nominations is refused here with one sentence, before anything parses it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from dvk_rules.errors import InputError, Place, Problem
from dvk_rules.system import system_reason

__all__ = ["Form", "SourceFile", "open_source", "refuse"]

MOST_BYTES = 50 * 1024 * 1024
"""A list of nominations is below one megabyte; fifty leave room for pictures and old formats."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"


class Form(StrEnum):
    """The kinds of file that can carry nominations."""

    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True)
class SourceFile:
    """A file as it was read. ``name`` is how messages call it; ``sha256`` is over its bytes."""

    name: str
    path: Path
    form: Form
    size: int
    sha256: str
    data: bytes = field(repr=False)


def refuse(code: str, name: str, **params: object) -> InputError:
    """The error for a file that cannot be read at all: exactly one sentence."""
    return InputError([Problem(code, {"file": name, **params}, Place(file=name))])


def open_source(path: Path, name: str) -> SourceFile:
    """Reads the file at ``path`` whole; ``name`` stands for it in messages.

    Raises ``InputError`` with one problem if it is missing, a folder, empty, too large, not
    readable, encrypted, or of a kind that cannot carry nominations.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise refuse("file.is-a-folder", name)
        if size == 0:
            raise refuse("file.empty", name)
        if size > MOST_BYTES:
            raise refuse("file.too-large", name, size=size >> 20, most=MOST_BYTES >> 20)
        data = path.read_bytes()
    except FileNotFoundError:
        raise refuse("file.missing", name) from None
    except PermissionError:
        raise refuse("file.not-allowed", name) from None
    except OSError as error:
        raise refuse("file.unreadable", name, reason=system_reason(error)) from None
    form = _form_of(data, path.suffix.casefold(), name)
    return SourceFile(name, path, form, len(data), hashlib.sha256(data).hexdigest(), data)


def _form_of(data: bytes, suffix: str, name: str) -> Form:
    if data.startswith(_ZIP):
        return _form_of_zip(data, name)
    if data.startswith(_OLE):
        return _form_of_ole(data, name)
    if data.startswith(b"%PDF"):
        raise refuse("file.is-another-kind", name, kind="PDF")
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<head", b"<meta", b"<div")):
        raise refuse("file.is-a-web-page", name)
    if start.startswith(b"<?xml"):
        raise refuse("file.is-another-kind", name, kind="XML")
    if suffix == ".json" or (suffix not in (".csv", ".tsv", ".txt") and start[:1] in (b"[", b"{")):
        return Form.JSON
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in data:
        if suffix in (".csv", ".tsv", ".txt"):
            return Form.CSV
        raise refuse("file.not-a-workbook", name)
    raise refuse("file.not-a-workbook", name)


def _form_of_zip(data: bytes, name: str) -> Form:
    # The names of the parts stand uncompressed in the directory at the end of the file, and in
    # front of each part, so that a truncated file is still recognised for what it was.
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in data[:200]:
        return Form.ODS
    if b"xl/workbook.bin" in data:
        return Form.XLSB
    if b"xl/" in data or b"[Content_Types].xml" in data:
        for mark, kind in ((b"word/document", "Word"), (b"ppt/presentation", "PowerPoint")):
            if mark in data:
                raise refuse("file.is-another-kind", name, kind=kind)
        return Form.XLSX
    raise refuse("file.is-another-kind", name, kind="zip")


def _form_of_ole(data: bytes, name: str) -> Form:
    # Names of streams are UTF-16 in the directory of an OLE file.
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise refuse("file.encrypted", name)
    if "WordDocument".encode("utf-16-le") in data:
        raise refuse("file.is-another-kind", name, kind="Word")
    return Form.XLS
