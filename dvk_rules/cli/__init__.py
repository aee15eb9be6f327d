"""The command `dvk`."""

from __future__ import annotations

from dvk_rules.cli.app import main

__all__ = ["main"]
