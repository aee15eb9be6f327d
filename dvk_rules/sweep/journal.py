"""The finished steps of a sweep, each in a file of its own that appears whole or not at all.

A file is found by what the step depends on: change the scenario, a nomination or the pack, and its
steps are other ones; what is damaged is done again.
"""

from __future__ import annotations

import json
from pathlib import Path

from dvk_rules.files.atomic import atomic_write
from dvk_rules.runs import canonical_json
from dvk_rules.sweep.steps import Step

__all__ = ["Journal"]


class Journal:
    """Finished steps by key; without a folder they are kept nowhere."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, key: str, place: tuple[int, ...]) -> Step | None:
        """The finished step, if it is there and whole."""
        if self._folder is None:
            return None
        try:
            data = json.loads((self._folder / f"{key}.json").read_bytes())
            step = Step.from_data(data)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return step if step.place == place and data["key"] == key else None

    def put(self, key: str, step: Step) -> None:
        """Keeps a finished step; raises ``RunError`` if it cannot be written."""
        if self._folder is not None:
            content = canonical_json(step.to_data() | {"key": key})
            atomic_write(self._folder / f"{key}.json", content)
