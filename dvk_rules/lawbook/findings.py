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

__all__ = [
    "SEVERITIES",
    "CheckReport",
    "Finding",
    "Severity",
    "Witness",
    "closing_lines",
    "finding_lines",
]

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""From the worst to what asks for nothing."""


@dataclass(frozen=True)
class Witness:
    """A nomination that shows a finding, decided by the reference engine.

    ``verdicts`` maps tiers to verdicts, ``deciding`` names the rules behind them. ``day`` is the
    day of the decision, if it is not the pack's usual one.
    """

    unit: str
    facts: Mapping[str, Value]
    verdicts: Mapping[str, str]
    deciding: tuple[str, ...]
    day: date | None = None

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
        if self.day:
            lines.append(f"    decision_date: {self.day.isoformat()}")
        lines.append(f"    facts: {{{facts}}}")
        lines.append(f"    expect: {{{', '.join(expected)}}}")
        return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Finding:
    """Something about a pack that somebody should look at.

    ``key`` names it in ``accepts`` of ``pack.yaml``; ``accepted`` is the reason given there.
    ``follows`` is the key of the finding because of which it is so, if another one is;
    ``consequences`` are the findings that follow from this one.
    """

    key: str
    severity: Severity
    problem: Problem
    rules: tuple[str, ...] = ()
    witness: Witness | None = None
    accepted: Text | None = None
    follows: str = ""
    consequences: tuple[Finding, ...] = ()

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
            "column": where.column if where else None,
            "consequences": [item.to_json(pack, lang) for item in self.consequences],
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


def finding_lines(finding: Finding, lang: str = "vi") -> list[str]:
    """A finding for a terminal, with what follows from it; not its witness."""
    lines = [f"{say(f'check.{finding.severity}', lang)} {_told(finding, lang)}"]
    for item in finding.consequences:
        lines.append("    " + say("check.follows", lang, sentence=_told(item, lang)))
    return lines


def _told(finding: Finding, lang: str) -> str:
    return f"{finding.problem.line(lang)}  [{finding.key}]"


def closing_lines(report: CheckReport, lang: str = "vi") -> list[str]:
    """What is accepted, what could not be answered, and how many findings there are."""
    lines: list[str] = []
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
