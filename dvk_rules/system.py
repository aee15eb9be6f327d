"""What the system says when a file cannot be read or written, in the languages of the user."""

from __future__ import annotations

import errno

from dvk_rules.messages import LANGUAGES, catalogue, say

__all__ = ["system_reason"]

_IN_USE = (32, 33)  # of Windows: another program holds the file


def system_reason(error: OSError) -> dict[str, str]:
    """The reason in each language; in the system's own words where it is a rare one."""
    name = errno.errorcode.get(error.errno or 0, "")
    code = "system.in-use" if getattr(error, "winerror", None) in _IN_USE else f"system.{name}"
    if code in catalogue():
        return {lang: say(code, lang) for lang in LANGUAGES}
    return dict.fromkeys(LANGUAGES, error.strerror or str(error))
