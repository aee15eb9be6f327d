"""A signature over the manifest of a run: Ed25519, kept beside it as ``run.json.sig``.

The manifest holds the hash of every other file, so one signature covers the folder.
"""

from __future__ import annotations

import base64
from pathlib import Path

from dvk_rules.errors import Place, Problem, RunError
from dvk_rules.files.atomic import atomic_write
from dvk_rules.system import system_reason

__all__ = ["SIGNATURE", "new_key", "sign", "signature_problem"]

SIGNATURE = "run.json.sig"


def _library_missing() -> RunError:
    return RunError([Problem("sign.no-library")])


def new_key(private: Path, public: Path) -> None:
    """Writes a new pair of keys as PEM files; neither may exist yet.

    Raises ``RunError`` if a file exists, cannot be written, or ``cryptography`` is not installed.
    """
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError:
        raise _library_missing() from None
    taken = [path for path in (private, public) if path.exists()]
    if taken:
        raise RunError([Problem("write.exists", {}, Place(file=str(path))) for path in taken])
    key = Ed25519PrivateKey.generate()
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    shared = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    atomic_write(private, secret, mode=0o600)
    atomic_write(public, shared)


def sign(folder: str | Path, private: str | Path) -> Path:
    """Signs the manifest of the run in ``folder`` with the private key in the file ``private``.

    Raises ``RunError`` if there is no manifest or the file holds no Ed25519 key.
    """
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError:
        raise _library_missing() from None
    text = _key_file(private)
    try:
        key = load_pem_private_key(text, password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise RunError([Problem("sign.no-key", {"file": str(private)}, Place(file=str(private)))])
    signature = key.sign(_manifest(Path(folder)))
    target = Path(folder) / SIGNATURE
    atomic_write(target, base64.b64encode(signature) + b"\n")
    return target


def signature_problem(folder: str | Path, public: str | Path) -> Problem | None:
    """What is wrong with the signature of the run in ``folder``, or ``None`` if it holds."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError:
        raise _library_missing() from None
    text = _key_file(public)
    if b"PRIVATE KEY" in text:
        params = {"file": str(public)}
        raise RunError([Problem("sign.private-key", params, Place(file=str(public)))])
    try:
        key = load_pem_public_key(text)
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise RunError([Problem("sign.no-key", {"file": str(public)}, Place(file=str(public)))])
    place = Path(folder) / SIGNATURE
    if not place.is_file():
        return Problem("verify.unsigned", {"file": SIGNATURE})
    try:
        key.verify(base64.b64decode(place.read_bytes(), validate=False), _manifest(Path(folder)))
    except (InvalidSignature, ValueError):
        return Problem("verify.signature", {"file": SIGNATURE})
    return None


def _key_file(path: str | Path) -> bytes:
    where = Place(file=str(path))
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise RunError([Problem("sign.no-file", {}, where)]) from None
    except OSError as error:
        reason = {"reason": system_reason(error)}
        raise RunError([Problem("sign.unreadable", reason, where)]) from None


def _manifest(folder: Path) -> bytes:
    try:
        return (folder / "run.json").read_bytes()
    except OSError:
        params = {"folder": str(folder)}
        raise RunError([Problem("run.not-a-run", params, Place(file=str(folder)))]) from None
