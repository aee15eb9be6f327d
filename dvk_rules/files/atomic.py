"""Files and folders that appear whole or not at all.

Everything is written beside its target under a name ending in ``.partial`` and then renamed, so
a reader, or the next start after a crash, never meets half of it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from dvk_rules.errors import Place, Problem, RunError
from dvk_rules.system import system_reason

__all__ = ["atomic_folder", "atomic_write"]

_PARTIAL = ".partial"
_ABANDONED = 24 * 3600.0  # seconds: no command of ours writes for a day

_CODES = {
    errno.ENOSPC: "write.disk-full",
    errno.EDQUOT: "write.disk-full",
    errno.EROFS: "write.read-only",
    errno.EACCES: "write.not-allowed",
    errno.EPERM: "write.not-allowed",
    errno.EEXIST: "write.exists",
    errno.ENOTEMPTY: "write.exists",
    errno.ENOTDIR: "write.not-a-folder",
    errno.EISDIR: "write.is-a-folder",
    errno.ENAMETOOLONG: "write.name-too-long",
    errno.EFBIG: "write.disk-full",
}


def atomic_write(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Put ``data`` at ``path``, over what is there, or leave everything as it was.

    The folder is made if it is missing. ``mode`` is who may read it (the umask takes its part).
    Raises ``RunError`` with one sentence for a full disk, a read-only folder, a file that is open
    elsewhere.
    """
    with _worded(path):
        if path.is_dir():
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
        _make_parent(path)
        _clear_abandoned(path)
        partial = _partial(path)
        try:
            with open(partial, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
            _settle(path.parent)
        finally:
            partial.unlink(missing_ok=True)


@contextmanager
def atomic_folder(path: Path) -> Generator[Path]:
    """A folder to fill; it takes the name ``path`` when the block ends, and not if it raises.

    Raises ``RunError`` if ``path`` exists already (nothing is overwritten, D7.1) or cannot be
    written. An ``OSError`` of the block itself is worded the same way.
    """
    partial = _partial(path)
    with _worded(path):
        if path.exists():
            raise OSError(errno.EEXIST, os.strerror(errno.EEXIST))
        _make_parent(path)
        _clear_abandoned(path)
        partial.mkdir()
        try:
            yield partial
            for file in sorted(item for item in partial.rglob("*") if item.is_file()):
                _flush(file)
            if path.exists():
                raise OSError(errno.EEXIST, os.strerror(errno.EEXIST))
            partial.rename(path)
            _settle(path.parent)
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def _make_parent(path: Path) -> None:
    """The folder of ``path``; where a file is in its way, that is said and not “exists already”."""
    nearest = next(folder for folder in path.absolute().parents if folder.exists())
    if not nearest.is_dir():
        raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    path.parent.mkdir(parents=True, exist_ok=True)


def _partial(path: Path) -> Path:
    """A fresh hidden name beside ``path``: a rename is atomic only within one file system."""
    return path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}{_PARTIAL}")


def _clear_abandoned(path: Path) -> None:
    """Remove what a process that was killed left behind for this very target."""
    for old in path.parent.glob(f".{_literal(path.name[:100])}.*{_PARTIAL}"):
        with contextlib.suppress(OSError):  # it may belong to someone else, or be gone already
            if time.time() - old.stat().st_mtime > _ABANDONED:
                shutil.rmtree(old) if old.is_dir() else old.unlink()


def _literal(name: str) -> str:
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)


def _flush(file: Path) -> None:
    # r+b: Windows flushes only a file that is open for writing
    with file.open("r+b") as opened:
        os.fsync(opened.fileno())


def _settle(folder: Path) -> None:
    """Make the rename itself survive a power cut, where the system can (not on Windows)."""
    if os.name != "nt":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _worded(path: Path) -> Generator[None]:
    """Turn what the system says into one sentence about ``path``."""
    try:
        yield
    except OSError as error:
        code = _CODES.get(error.errno or 0, "write.failed")
        params = {"path": str(path), "reason": system_reason(error)}
        raise RunError([Problem(code, params, Place(file=str(path)))]) from error
