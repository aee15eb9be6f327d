"""Run folders: written whole, opened again, verified by somebody who trusts nobody (D7)."""

from __future__ import annotations

from dvk_rules.ledger.folder import RunFolder, folder_files, open_run, save_run
from dvk_rules.ledger.verify import Verification, verify

__all__ = ["RunFolder", "Verification", "folder_files", "open_run", "save_run", "verify"]
