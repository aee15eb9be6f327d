"""The one catalogue of everything a person reads: Vietnamese first, English beside it.

Each area keeps its texts in a module of its own as ``{code: (vietnamese, english)}``. Texts take
named parameters in braces. A code that is not in the catalogue is a mistake of ours and raises.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any, Literal

__all__ = ["AREAS", "LANGUAGES", "Lang", "catalogue", "say", "shown"]

Lang = Literal["vi", "en"]
LANGUAGES: tuple[Lang, ...] = ("vi", "en")

AREAS = (
    "bulk",
    "cli",
    "compare",
    "engines",
    "files",
    "lawbook",
    "packs",
    "reading",
    "report",
    "runs",
    "scenarios",
    "views",
    "web",
    "words",
)


@cache
def catalogue() -> dict[str, tuple[str, str]]:
    """Every text of every area. Two areas may not use one code."""
    texts: dict[str, tuple[str, str]] = {}
    for area in AREAS:
        module = import_module(f"dvk_rules.messages.{area}")
        clash = texts.keys() & module.TEXTS.keys()
        if clash:
            raise KeyError(f"texts defined twice: {', '.join(sorted(clash))}")
        texts |= module.TEXTS
    return texts


def say(code: str, lang: str = "vi", **params: Any) -> str:
    """The text of ``code`` in ``lang`` with its parameters put in."""
    vietnamese, english = catalogue()[code]
    text = english if lang == "en" else vietnamese
    return text.format(**{name: shown(value, lang) for name, value in params.items()})


def shown(value: Any, lang: str = "vi") -> str:
    """A parameter as a person writes it: 30/11/2020, 0,8 in Vietnamese, lists with commas."""
    if isinstance(value, bool):
        return say("yes" if value else "no", lang)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}" if lang == "vi" else value.isoformat()
    if isinstance(value, Decimal):
        text = f"{value.normalize():f}"
        return text.replace(".", ",") if lang == "vi" else text
    if isinstance(value, dict) and "vi" in value:
        return str(value.get(lang) or value["vi"])
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        return ", ".join(shown(item, lang) for item in items)
    return str(value)
