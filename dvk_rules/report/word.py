"""The documents to sign, from Word templates: proposals, lists, a draft decision, notices to units.

Numbers, days and signers are blanks. What is assumed is written on every paper that asks for a
signature. The words of the papers stand in the templates; what is put into them is Vietnamese,
since the papers are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

from dvk_rules.errors import InputError, Place, Problem
from dvk_rules.messages import say
from dvk_rules.report.assumed import assumptions
from dvk_rules.report.decision import sure, unique
from dvk_rules.report.package import settled
from dvk_rules.report.people import Person, by_given_name, in_groups, people
from dvk_rules.report.reasons import Reason, reasons_of
from dvk_rules.report.settings import BLANK, DocumentSettings, Margins, settings_for
from dvk_rules.runs import Run
from dvk_rules.verdicts import Verdict

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["documents"]

_LANG = "vi"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def documents(
    run: Run,
    settings: DocumentSettings | None = None,
    *,
    everybody: tuple[Person, ...] | None = None,
) -> dict[str, bytes]:
    """The Word files of ``run`` by name; the same run and settings, the same bytes.

    ``everybody`` is ``people(run)``, where it has been made already.

    When the quotas clash, or ties were left open, there is no list to sign: only the notices are
    made.
    Raises ``InputError`` if an office's own template cannot be used.
    """
    office = settings or settings_for(run.scenario.pack.id)
    maker = _Maker(run, office, everybody or people(run), _environment())
    made: dict[str, bytes] = {}
    tiers = run.scenario.pack.tier
    settled_list = run.allocation is not None and run.allocation.status != "tied"
    if settled_list and office.party_tier in tiers:
        context = maker.for_tier(office.party_tier)
        for name in ("to-trinh-thuong-truc", "danh-sach-thu-khen"):
            made[f"{name}.docx"] = maker.make(name, context, party=True)
    if settled_list and office.state_tier in tiers:
        context = maker.for_tier(office.state_tier)
        for name in ("to-trinh-chu-tich", "du-thao-quyet-dinh", "danh-sach-bang-khen"):
            made[f"{name}.docx"] = maker.make(name, context, party=False)
    for unit, members in maker.by_unit().items():
        content = maker.make("thong-bao", maker.for_unit(members), party=True)
        made[f"thong-bao/{_file_name(unit, made)}"] = content
    return made


@dataclass(frozen=True)
class _Maker:
    run: Run
    settings: DocumentSettings
    everybody: tuple[Person, ...]
    environment: Environment

    # What is put into the templates

    def common(self) -> dict[str, Any]:
        """What every paper may name."""
        office = self.settings
        pack = self.run.scenario.pack
        return {
            "blank": BLANK,
            "place": office.place,
            "party": {**office.party.model_dump(), "issuer_in_text": office.party.in_text},
            "state": {**office.state.model_dump(), "issuer_in_text": office.state.in_text},
            "authority": office.authority.model_dump(),
            "campaign": _lower(pack.title.vi),
            "movement": office.movement,
            "plan": office.plan,
            "run": self.run.id[:12],
        }

    def for_tier(self, tier: str) -> dict[str, Any]:
        """What the papers of one tier name."""
        pack = self.run.scenario.pack
        chosen = [p for p in self.everybody if p.seats[tier].standing == "selected"]
        groups: list[dict[str, Any]] = []
        number = 0
        for place, (kind, members) in enumerate(in_groups(chosen, "kind"), 1):
            listed: list[dict[str, Any]] = []
            for person in self.sorted(members):
                number += 1
                listed.append(self.entry(number, person))
            title = self.kind_words(kind).upper()
            groups.append({"title": f"{_roman(place)}. {title} ({len(members)})", "people": listed})
        outer = pack.tier[tier].within
        return {
            **self.common(),
            "tier": _lower(pack.tier[tier].title.vi),
            "award": _lower(pack.tier[tier].short.vi),
            "groups": groups,
            "selected": len(chosen),
            "selected_kinds": self.kinds(chosen),
            "proposed": len(self.everybody),
            "proposed_kinds": self.kinds(self.everybody),
            "units": len({person.unit for person in self.everybody}),
            "outcome": self.outcome(tier),
            "outer": _lower(pack.tier[outer].short.vi) if outer else "",
            "outer_selected": len(self.run.selected(outer)) if outer else 0,
            "decisions": [
                f"Theo quyết định của {item.who}: "
                f"{say(f'report.action.{item.action}', _LANG)} {self.name_of(item.nomination)}"
                f" ({item.why})."
                for item in self.run.scenario.decisions
                if item.tier == tier
            ],
            "sure": " ".join(
                part for part in (sure(self.run, _LANG), unique(self.run, _LANG)) if part
            ),
            "bases": self.bases(tier),
            "assumed": self.assumed(),
        }

    def assumed(self) -> list[dict[str, str]]:
        """What nobody has confirmed, one line a kind: ``04 chỉ tiêu`` and their titles."""
        found: dict[str, list[str]] = {}
        for item in assumptions(self.run, _LANG):
            value = f" ({item.value})" if item.value else ""
            found.setdefault(item.kind, []).append(f"{_lower(item.title)}{value}")
        return [
            {
                "kind": f"{len(titles):02d} {_lower(say(f'report.assumed.{kind}', _LANG))}",
                "titles": "; ".join(titles),
            }
            for kind, titles in found.items()
        ]

    def for_unit(self, members: Sequence[Person]) -> dict[str, Any]:
        """What a notice to one unit names."""
        ordered = self.sorted(members)
        chosen = [person for person in ordered if person.deepest is not None]
        others: list[dict[str, Any]] = []
        starred = False
        names = {person.id: person.name or person.id for person in self.everybody}
        for person in ordered:
            reasons = [self.reason(item) for item in reasons_of(person, _LANG, names)]
            starred = starred or any("(*)" in item["tail"] for item in reasons)
            if reasons:
                others.append(
                    {
                        "rank": person.rank or "–",
                        "name": person.name,
                        "state": self.state(person),
                        "reasons": reasons,
                    }
                )
        return {
            **self.common(),
            "unit": members[0].unit_name.vi,
            "proposed": len(members),
            "chosen": [
                {"rank": person.rank or "–", "name": person.name, "award": self.award(person)}
                for person in chosen
            ],
            "others": others,
            "silent": not members,
            "starred": starred,
        }

    def reason(self, item: Reason) -> dict[str, str]:
        """A reason in four parts: whose tier, the words, clause and evidence, what to do."""
        short = self.run.scenario.pack.tier[item.tier].short.vi
        if item.rule is None:
            tail = "".join(f"({text})." for text in item.found)
            sign = " –" if item.verdict == "ask" else ":"
            return {"head": f"{short}{sign}", "text": item.text, "tail": tail, "advice": ""}
        verdict = _lower(say(f"report.verdict.{item.verdict}", _LANG))
        star = " (*)" if item.rule.status == "assumed" else ""
        found = f"Hồ sơ: {'; '.join(item.found)}. " if item.found else ""
        return {
            "head": f"{short} – {verdict}:",
            "text": f"{item.text}.",
            "tail": f"{found}Căn cứ: {item.clause}{star}.",
            "advice": item.advice,
        }

    def entry(self, number: int, person: Person) -> dict[str, Any]:
        """A row of a list."""
        notes = [
            f"Theo quyết định của {item.who}"
            for item in self.run.scenario.decisions
            if item.nomination == person.id and item.action == "include"
        ]
        return {
            "number": number,
            "name": person.name,
            "position": person.shown("position", _LANG),
            "unit": person.unit_name.vi,
            "note": "; ".join(dict.fromkeys(notes)),
        }

    def by_unit(self) -> Mapping[str, list[Person]]:
        """The nominations of each unit, in official order."""
        found: dict[str, list[Person]] = {}
        for person in self.everybody:
            found.setdefault(person.unit, []).append(person)
        return found

    def sorted(self, members: Sequence[Person]) -> list[Person]:
        """By unit in official order; inside a unit by its STT, or by given name."""
        if self.settings.order == "stt":
            return list(members)
        units = list(dict.fromkeys(person.unit for person in members))
        named = by_given_name(members)
        return [person for unit in units for person in named if person.unit == unit]

    # Words

    def kinds(self, members: Sequence[Person]) -> str:
        """``42 tập thể, 48 cá nhân``; leading zeros below ten, as papers write numbers."""
        said = [
            f"{len(listed):02d} {self.kind_words(kind)}"
            for kind, listed in in_groups(members, "kind")
        ]
        return ", ".join(said) or "0 trường hợp"

    def kind_words(self, kind: str | None) -> str:
        """A kind in lower case; those without one are called cases."""
        pack = self.run.scenario.pack
        if kind is None:
            return "trường hợp"
        return _lower(pack.vocabulary["kind"].kind.show(kind, _LANG))

    def outcome(self, tier: str) -> str:
        """How many got which verdict for ``tier``."""
        counts = self.run.evaluation.count(tier)
        short = _lower(self.run.scenario.pack.tier[tier].short.vi)
        order = (Verdict.ELIGIBLE, Verdict.INCOMPLETE, Verdict.DEFERRED, Verdict.REJECTED)
        said = [f"{counts[verdict]} {say(f'verdict.{verdict}', _LANG)}" for verdict in order]
        return f"đối với {short}, " + ", ".join(said)

    def state(self, person: Person) -> str:
        """What came of a nomination, in words."""
        if person.deepest is not None:
            return self.award(person)
        known = person.state in ("left_out", "undecided")
        return say(f"report.{'state' if known else 'verdict'}.{person.state}", _LANG)

    def award(self, person: Person) -> str:
        """``Thư khen, Bằng khen``."""
        pack = self.run.scenario.pack
        return ", ".join(pack.tier[tier].short.vi for tier in pack.enclosing(person.deepest or ""))

    def name_of(self, nomination: str) -> str:
        """The name behind an id."""
        return next((p.name for p in self.everybody if p.id == nomination), nomination)

    def bases(self, tier: str) -> list[str]:
        """The laws that a paper of ``tier`` names as its ground, each with number and day."""
        pack = self.run.scenario.pack
        cited = self.settings.bases or dict.fromkeys(
            rule.source.doc
            for rule in pack.rules
            if rule.tier == tier and rule.status == "law" and rule.kind.gate
        )
        found: list[str] = []
        for document in (pack.documents[name] for name in cited if name in pack.documents):
            if document.number:
                day = f" ngày {_vietnamese_day(document.date)}" if document.date else ""
                found.append(f"{document.title.vi} (số {document.number}{day})")
        return found

    # Files

    def make(self, name: str, context: Mapping[str, Any], *, party: bool) -> bytes:
        """One Word file from its template."""
        from zipfile import BadZipFile

        from docxtpl import DocxTemplate
        from jinja2 import TemplateError
        from lxml.etree import LxmlError

        office = self.settings
        try:
            document: Any = DocxTemplate(BytesIO(_template(f"{name}.docx", office)))
            document.render(_printable(context), self.environment, autoescape=True)
        except (TemplateError, LxmlError, BadZipFile, KeyError, ValueError, OSError) as error:
            place = Place(file=str(office.templates / f"{name}.docx") if office.templates else name)
            problem = Problem("documents.template", {"detail": str(error)}, place)
            raise InputError([problem]) from None
        margins = office.party_margins if party else office.state_margins
        _dress(
            document.docx, margins, office.font, office.party_size if party else office.state_size
        )
        made = BytesIO()
        document.save(made)
        return settled(made.getvalue(), f"{self.run.scenario.day.isoformat()}T00:00:00Z")


def _file_name(unit: str, made: Mapping[str, object]) -> str:
    """A name for the notice to ``unit``; ids that no register knows may hold anything."""
    base = re.sub(r"[^\w-]+", "-", unit).strip("-") or "don-vi"
    name, number = f"{base}.docx", 2
    while f"thong-bao/{name}" in made:
        name, number = f"{base}-{number}.docx", number + 1
    return name


def _template(name: str, office: DocumentSettings) -> bytes:
    if office.templates is not None and (office.templates / name).is_file():
        return (office.templates / name).read_bytes()
    return (files("dvk_rules.report") / "templates" / name).read_bytes()


def _environment() -> Environment:
    """Jinja for the templates: a name that nothing fills is an error, never a hole in a paper."""
    from jinja2 import Environment, StrictUndefined, Template

    class Remembering(Environment):
        """Compiles a text once: twenty notices are made from one template."""

        def from_string(self, source: Any, *rest: Any, **named: Any) -> Template:
            if source not in made:
                made[source] = super().from_string(source, *rest, **named)
            return made[source]

    made: dict[Any, Template] = {}
    environment = Remembering(undefined=StrictUndefined, autoescape=True)
    environment.filters["capitalised"] = _upper
    return environment


def _dress(document: Any, margins: Margins, font: str, size: int) -> None:
    """The margins, the font and the size of the body that the settings ask for."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    for section in document.sections:
        section.top_margin, section.bottom_margin = Mm(margins.top), Mm(margins.bottom)
        section.left_margin, section.right_margin = Mm(margins.left), Mm(margins.right)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = font, Pt(size)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _printable(value: Any) -> Any:
    """Text without the control characters that no Word file can hold."""
    if isinstance(value, str):
        return _CONTROL.sub("", value)
    if isinstance(value, Mapping):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_printable(item) for item in value]
    return value


def _lower(text: str) -> str:
    """The text with a small first letter, for the middle of a sentence."""
    return text[:1].lower() + text[1:]


def _upper(text: str) -> str:
    """The text with a capital first letter, for the start of a sentence."""
    return text[:1].upper() + text[1:]


def _roman(number: int) -> str:
    return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[number - 1]


def _vietnamese_day(text: str) -> str:
    """``26/11/2003`` from ``2003-11-26``; papers write months 3-9 without a zero."""
    from datetime import date

    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
