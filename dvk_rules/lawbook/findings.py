"""What a check finds in a pack: each finding in words, with a nomination that shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from dvk_rules.errors import Problem
from dvk_rules.messages import say
from dvk_rules.pack.model import Pack
from dvk_rules.values import Text, Value, ValueType, to_json

__all__ = ["CheckReport", "Finding", "Severity", "Witness", "check_lines"]

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Witness:
    """A nomination that shows a finding, decided by the reference engine.

    ``verdicts`` maps tiers to verdicts, ``deciding`` names the rules behind them.
    """

    unit: str
    facts: Mapping[str, Value]
    verdicts: Mapping[str, str]
    deciding: tuple[str, ...]

    def as_case(self, name: str, title: str, pack: Pack) -> str:
        """The nomination as an entry of ``cases.yaml``, with what the pack says of it now."""
        facts = ", ".join(
            f"{fact}: {_yaml(pack.vocabulary[fact].kind, value)}"
            for fact, value in self.facts.items()
        )
        expected = [f"{tier}: {verdict}" for tier, verdict in self.verdicts.items()]
        expected.append(f"deciding: [{', '.join(self.deciding)}]")
        lines = [f"  - id: {re.sub('[^a-z0-9_.-]+', '-', name.lower()).strip('-.')}"]
        lines.append(f"    title: {{vi: {json.dumps(title, ensure_ascii=False)}}}")
        if self.unit:
            lines.append(f"    unit: {self.unit}")
        lines.append(f"    facts: {{{facts}}}")
        lines.append(f"    expect: {{{', '.join(expected)}}}")
        return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Finding:
    """Something about a pack that somebody should look at.

    ``key`` names it in ``accepts`` of ``pack.yaml``; ``accepted`` is the reason given there.
    """

    key: str
    severity: Severity
    problem: Problem
    rules: tuple[str, ...] = ()
    witness: Witness | None = None
    accepted: Text | None = None

    @property
    def kind(self) -> str:
        """The part of the key before the colon."""
        return self.key.partition(":")[0]

    def case(self, pack: Pack) -> str:
        """The witness as an entry of ``cases.yaml``; empty if the finding has none."""
        if self.witness is None:
            return ""
        return self.witness.as_case(f"kiem-tra-{self.key}", self.problem.sentence("vi"), pack)

    def to_json(self, pack: Pack, lang: str = "vi") -> dict[str, Any]:
        """The finding as data."""
        where = self.problem.where
        return {
            "finding": self.key,
            "severity": self.severity,
            "message": self.problem.sentence(lang),
            "rules": list(self.rules),
            "file": where.file if where else None,
            "line": where.line if where else None,
            "accepted": self.accepted.get(lang) if self.accepted else None,
            "case": self.case(pack) or None,
        }


@dataclass(frozen=True)
class CheckReport:
    """All findings, the worst first. ``unsure`` counts questions the solver gave up on."""

    pack: Pack
    day: date
    findings: tuple[Finding, ...]
    unsure: int = 0

    @property
    def open(self) -> tuple[Finding, ...]:
        """The errors and warnings that nobody has accepted."""
        return tuple(
            item for item in self.findings if item.severity != "note" and item.accepted is None
        )

    def to_json(self, lang: str = "vi") -> dict[str, Any]:
        """The report as data."""
        return {
            "format": "dvk/check/1",
            "pack": {"id": self.pack.id, "version": self.pack.version, "sha256": self.pack.sha256},
            "day": self.day.isoformat(),
            "unsure": self.unsure,
            "findings": [item.to_json(self.pack, lang) for item in self.findings],
        }


def check_lines(report: CheckReport, lang: str = "vi", *, cases: bool = True) -> list[str]:
    """The report for a terminal; ``cases`` adds each witness, ready to be pasted."""
    lines: list[str] = []
    for item in report.findings:
        if item.accepted is not None:
            continue
        mark = say(f"check.{item.severity}", lang)
        where = f"{item.problem.where}: " if item.problem.where else ""
        lines.append(f"{mark} {where}{item.problem.sentence(lang)}  [{item.key}]")
        if cases and item.witness is not None:
            lines += [f"    {line}" for line in item.case(report.pack).splitlines()]
    accepted = [item for item in report.findings if item.accepted is not None]
    for item in accepted:
        reason = item.accepted.get(lang) if item.accepted else ""
        lines.append(say("check.accepted", lang, finding=item.key, reason=reason))
    if report.unsure:
        lines.append(say("check.unsure", lang, count=report.unsure))
    counts = {
        severity: sum(
            item.severity == severity and item.accepted is None for item in report.findings
        )
        for severity in ("error", "warning", "note")
    }
    lines.append(say("check.total", lang, **counts, accepted=len(accepted)))
    return lines


def _yaml(kind: ValueType, value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(value)}]"
    if isinstance(value, str) and not kind.choices:
        return json.dumps(value, ensure_ascii=False)
    if kind.percent and isinstance(value, Decimal):
        return f"{value * 100:f}%"
    return str(to_json(value))
