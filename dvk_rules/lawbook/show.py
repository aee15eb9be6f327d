"""A pack as a page that a lawyer reads: the quoted clause, and under it the rule in words.

The page stands on its own (no network, no script) and prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from dvk_rules.conditions import ParamRef, parameters_of
from dvk_rules.engines.outcomes import Outcome
from dvk_rules.lawbook.cases import CaseReport, CaseResult, run_cases
from dvk_rules.lawbook.words import Line, describe_condition, outline
from dvk_rules.messages import say, shown
from dvk_rules.pack.model import Pack
from dvk_rules.pack.parameters import Parameter
from dvk_rules.pack.rules import Document, Rule, RuleKind, Source
from dvk_rules.values import Text, describe

__all__ = ["show"]


def show(pack: Pack, lang: str = "vi") -> str:
    """The page for ``pack`` in ``lang``, as HTML; its cases are run by the reference engine."""
    from jinja2 import Environment, StrictUndefined

    text = (files("dvk_rules.lawbook") / "templates" / "pack.html.j2").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(text).render(_page(pack, lang))


@dataclass(frozen=True)
class _Row:
    when: str
    result: str


@dataclass(frozen=True)
class _Threshold:
    name: str
    label: str
    values: tuple[tuple[str, str, str, str], ...]
    status: str
    status_words: str
    source: str
    quote: str


@dataclass(frozen=True)
class _RuleView:
    rule: Rule
    title: str
    verb: str
    status_words: str
    binds: str
    otherwise: str
    source: str
    quote: str
    applies: tuple[Line, ...]
    asks: tuple[Line, ...]
    rows: tuple[_Row, ...]
    limit: str
    thresholds: tuple[_Threshold, ...]
    advice: str
    note: str
    met: tuple[str, ...]
    broken: tuple[str, ...]
    inherited: bool


def _page(pack: Pack, lang: str) -> dict[str, Any]:
    report = run_cases(pack)
    views = _Views(pack, lang, report)

    def worded(code: str, **params: Any) -> str:
        return say(code, lang, **params)

    return {
        "lang": lang,
        "pack": pack,
        "title": pack.title.get(lang),
        "note": pack.note.get(lang),
        "period": _period(pack, lang),
        "say": worded,
        "sections": tuple(views.sections()),
        "parameters": tuple(views.threshold(item) for item in pack.parameters.values()),
        "documents": [
            (views.document(item), item.number, item.date, item.note.get(lang))
            for item in pack.documents.values()
        ],
        "facts": tuple(views.facts()),
        "cases": tuple(views.case(item) for item in report.results),
        "passed": len(report.results) - len(report.failed),
        "drops": [(name, reason.get(lang)) for name, reason in pack.drops.items()],
        "accepts": [(name, reason.get(lang)) for name, reason in pack.accepts.items()],
        "statuses": _statuses(pack, lang),
        "tiers": [tier.title.get(lang) for tier in pack.tiers],
    }


def _period(pack: Pack, lang: str) -> str:
    start, until = pack.effective.start, pack.effective.until
    if start and until:
        return say("show.from-to", lang, start=start, until=until)
    if start:
        return say("show.from", lang, start=start)
    return say("show.until", lang, until=until) if until else say("show.always", lang)


def _statuses(pack: Pack, lang: str) -> list[tuple[str, str, str, int]]:
    """Each status that rules carry, with what it means and how many carry it."""
    counts: dict[str, int] = {}
    for rule in pack.rules:
        counts[rule.status] = counts.get(rule.status, 0) + 1
    order = ("plan", "law", "report", "analogue", "reading", "assumed")
    return [
        (name, say(f"status.{name}", lang), say(f"show.status.{name}", lang), counts[name])
        for name in order
        if name in counts
    ]


@dataclass(frozen=True)
class _Views:
    pack: Pack
    lang: str
    report: CaseReport

    def words(self, text: Text) -> str:
        return text.get(self.lang)

    def say(self, code: str, **params: Any) -> str:
        return say(code, self.lang, **params)

    def sections(self) -> Iterator[tuple[str, list[_RuleView]]]:
        """The rules under their headings, in the order of the law."""
        heading: Text | None = None
        listed: list[_RuleView] = []
        for rule in self.pack.rules:
            if rule.heading != heading and listed and heading is not None:
                yield self.words(heading), listed
                listed = []
            heading = rule.heading
            listed.append(self.rule(rule))
        if listed and heading is not None:
            yield self.words(heading), listed

    def rule(self, rule: Rule) -> _RuleView:
        tier = self.pack.tier.get(str(rule.tier))
        inner = [
            self.words(item.short)
            for item in self.pack.tiers
            if rule.tier in self.pack.enclosing(item.id)
        ]
        verb = f"show.verb.{rule.kind}"
        if rule.kind is RuleKind.DERIVE:
            fact = self.pack.vocabulary[str(rule.derives)]
            verb_words = self.say(verb, fact=self.words(fact.label))
        elif rule.kind is RuleKind.SCORE:
            verb_words = self.say(verb, axis=self.words(self.pack.axes[str(rule.axis)].title))
        else:
            verb_words = self.say(verb)
        return _RuleView(
            rule=rule,
            title=self.words(rule.title),
            verb=verb_words,
            status_words=self.say(f"status.{rule.status}"),
            binds=", ".join(inner) if tier else "",
            otherwise=self.say(f"show.otherwise.{rule.otherwise}") if rule.kind.gate else "",
            source=self.source(rule.source),
            quote=rule.source.quote.strip().strip("“”"),
            applies=outline(rule.applies, self.pack, lang=self.lang) if rule.applies else (),
            asks=outline(rule.condition, self.pack, lang=self.lang) if rule.condition else (),
            rows=tuple(self.rows(rule)),
            limit=self.limit(rule),
            thresholds=tuple(self.varying(rule)),
            advice=self.words(rule.advice),
            note=self.words(rule.note),
            met=self.cases_with(rule, Outcome.SATISFIED),
            broken=self.cases_with(rule, Outcome.VIOLATED),
            inherited=rule.pack != self.pack.id,
        )

    def rows(self, rule: Rule) -> Iterator[_Row]:
        for row in rule.table:
            when = self.say("show.otherwise-row")
            if row.when is not None:
                when = describe_condition(row.when, self.pack, lang=self.lang)
            if rule.kind is RuleKind.SCORE:
                yield _Row(when, self.say("show.points", points=row.points))
            else:
                kind = self.pack.vocabulary[str(rule.derives)].kind
                yield _Row(when, kind.show(row.value, self.lang))

    def limit(self, rule: Rule) -> str:
        """How the rows of a score are put together, and the most they give."""
        if rule.kind is not RuleKind.SCORE:
            return ""
        parts = [self.say(f"show.mode.{rule.mode}")]
        cap = rule.cap
        if isinstance(cap, ParamRef):
            values = self.pack.parameters[cap.name].values
            cap = int(str(values[-1].value)) if values else None
        if cap is not None:
            parts.append(self.say("show.cap", cap=cap))
        axis = self.pack.axes[str(rule.axis)]
        if axis.cap is not None:
            parts.append(self.say("show.axis-cap", cap=axis.cap))
        return "; ".join(parts)

    def varying(self, rule: Rule) -> Iterator[_Threshold]:
        """The parameters of the rule that are not the same for every unit or every day."""
        names = dict.fromkeys(
            name for condition in rule.conditions() for name in parameters_of(condition)
        )
        for name in names:
            parameter = self.pack.parameters[name]
            if parameter.overrides or len(parameter.values) > 1:
                yield self.threshold(parameter)

    def threshold(self, parameter: Parameter) -> _Threshold:
        """A parameter with its value for everyone and for those who have another."""
        kind = parameter.kind
        values: list[tuple[str, str, str, str]] = []
        for dated in parameter.values:
            who = self.say("show.everyone")
            if dated.start is not None:
                who = self.say("show.everyone-from", start=dated.start)
            status = self.say(f"status.{dated.status}")
            values.append((who, kind.show(dated.value, self.lang), status, ""))
        for item in parameter.overrides:
            who = (
                self.words(self.pack.units.units[item.unit].name)
                if item.unit
                else self.words(self.pack.units.groups[str(item.group)])
            )
            status = self.say(f"status.{item.status}")
            reason = self.words(item.reason)
            values.append((who, kind.show(item.value, self.lang), status, reason))
        first = parameter.values[0] if parameter.values else None
        return _Threshold(
            name=parameter.name,
            label=self.words(parameter.label),
            values=tuple(values),
            status=first.status if first else "assumed",
            status_words=self.say(f"status.{first.status}") if first else "",
            source=self.source(first.source) if first else "",
            quote=first.source.quote.strip().strip("“”") if first else "",
        )

    def source(self, source: Source) -> str:
        document = self.pack.documents.get(source.doc)
        name = self.document(document) if document else source.doc
        checked = self.say("show.checked", day=source.checked) if source.checked else ""
        return ", ".join(part for part in (source.at, name, checked) if part)

    def document(self, document: Document) -> str:
        return self.words(document.title)

    def cases_with(self, rule: Rule, outcome: Outcome) -> tuple[str, ...]:
        return tuple(
            item.case.id for item in self.report.results if item.result.outcomes[rule.id] is outcome
        )

    def facts(self) -> Iterator[tuple[str, str, str, str]]:
        """Label, type, where the value comes from, and how to fill it in."""
        for fact in self.pack.vocabulary.facts.values():
            origin = "derived" if fact.derived else "unit" if fact.from_unit else "given"
            kind = self.say("show.of-units") if fact.of_units else describe(fact.kind, self.lang)
            yield (
                self.words(fact.label),
                kind,
                self.say(f"show.origin.{origin}"),
                self.words(fact.help),
            )

    def case(self, item: CaseResult) -> Mapping[str, Any]:
        case = item.case
        found = item.result.verdicts
        kinds = self.pack.vocabulary
        base: dict[str, Any] = {"id": case.id, "title": self.words(case.title)}
        base["passed"] = item.passed
        base["failures"] = [problem.sentence(self.lang) for problem in item.failures]
        base["unit"] = self.words(self.pack.units.units[case.unit].name) if case.unit else ""
        base["verdicts"] = [
            (
                self.words(tier.short),
                self.say(f"verdict.{found[tier.id].verdict}"),
                str(found[tier.id].verdict),
            )
            for tier in self.pack.tiers
        ]
        deciding = [rule for tier in self.pack.tiers for rule in found[tier.id].decided_by]
        base["deciding"] = [
            (rule, self.words(self.pack.rule[rule].title)) for rule in dict.fromkeys(deciding)
        ]
        base["facts"] = [
            (self.words(kinds[name].label), kinds[name].kind.show(value, self.lang))
            for name, value in case.facts.items()
        ]
        day: date = case.decision_date or self.pack.usual_day
        base["day"] = shown(day, self.lang)
        return base
