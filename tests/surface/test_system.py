"""What the system says of a file is said in the language of the user."""

from __future__ import annotations

import errno
import os

import pytest

from dvk_rules.system import system_reason


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOSPC, errno.ENOENT, errno.EISDIR])
def test_a_common_reason_has_words_in_both_languages(number: int) -> None:
    reason = system_reason(OSError(number, os.strerror(number)))
    assert reason["vi"] and reason["en"]
    assert reason["vi"] != reason["en"]
    assert os.strerror(number) not in reason["vi"]


def test_a_rare_reason_stays_in_the_system_s_words() -> None:
    assert system_reason(OSError(errno.EDOM, "odd")) == {"vi": "odd", "en": "odd"}
    assert system_reason(OSError("just words"))["vi"] == "just words"


def test_a_file_that_is_open_in_excel_is_told_as_that() -> None:
    locked = PermissionError(errno.EACCES, "sharing violation")
    setattr(locked, "winerror", 32)  # noqa: B010 - what Windows adds, and other systems do not know
    assert "Excel" in system_reason(locked)["vi"]
