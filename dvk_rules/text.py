"""Vietnamese text: what is stored (NFC), what is compared (folded), and how names are sorted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

__all__ = ["fold", "given_name_key", "nfc", "shortly", "squash"]

_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: index for index, letter in enumerate(_ALPHABET)}


def nfc(text: str) -> str:
    """The text in Unicode normal form C, with the Icelandic Ð as the Vietnamese Đ."""
    return unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("ð", "đ")


def squash(text: str) -> str:
    """NFC, with every run of white space (no-break and zero-width ones too) as one space."""
    return _SPACES.sub(" ", nfc(text)).strip()


def shortly(names: Sequence[object], most: int = 6) -> str:
    """The first of ``names``, and how many more there are: for the ``repr`` of what has many."""
    said = ", ".join(map(str, names[:most]))
    return f"{said} and {len(names) - most} more" if len(names) > most else said


def fold(text: str) -> str:
    """A key under which two spellings of one Vietnamese name meet (D2.3).

    Case, punctuation, double spaces, tone *placement* (``hoà``/``hòa``), ``i``/``y`` at the end
    of a syllable (``Quí``/``Quý``) and ``Ð``/``Đ`` do not count; tones and letters do.

    >>> fold("Phú  Quí") == fold("phú quý")
    True
    >>> fold("Tân Hà") == fold("Tân Hả")
    False
    """
    words = re.split(r"[^\w]+", squash(text).casefold())
    return " ".join(_fold_syllable(word) for word in words if word)


def _fold_syllable(word: str) -> str:
    """The letters of a syllable without its tone, then the tone."""
    letters: list[str] = []
    tone = ""
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = _TONES[char]
        else:
            letters.append(char)
    bare = unicodedata.normalize("NFC", "".join(letters))
    if bare.endswith("y") and (len(bare) == 1 or bare[-2] not in "aâ"):
        bare = f"{bare[:-1]}i"
    return bare + tone


def given_name_key(name: str) -> tuple[tuple[tuple[int, ...], str], ...]:
    """A sort key for people's names: the given name (last word) first, then the others in order.

    Letters follow the Vietnamese alphabet (a ă â b … d đ e ê …), tones the order ngang, huyền,
    hỏi, ngã, sắc, nặng, and tones decide only between equal letters, as in CLDR's ``vi``.
    """
    words = [word for word in re.split(r"[^\w]+", squash(name).casefold()) if word]
    ordered = words[-1:] + words[:-1]
    return tuple(_collation(word) for word in ordered)


def _collation(word: str) -> tuple[tuple[int, ...], str]:
    primary: list[int] = []
    tones = ""
    for char in unicodedata.normalize("NFC", word):
        tone = "1"
        kept: list[str] = []
        for part in unicodedata.normalize("NFD", char):
            if part in _TONES:
                tone = _TONES[part]
            else:
                kept.append(part)
        letter = unicodedata.normalize("NFC", "".join(kept))
        primary.append(_PLACE.get(letter, 1000 + ord(letter[0])))
        tones += tone
    return tuple(primary), tones
