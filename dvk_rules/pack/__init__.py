"""Packs: the law as data, read, checked and ready to apply."""

from __future__ import annotations

from dvk_rules.pack.load import available_packs, load_pack
from dvk_rules.pack.model import Pack

__all__ = ["Pack", "available_packs", "load_pack"]
