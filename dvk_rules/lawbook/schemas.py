"""JSON Schemas of the files of a pack, so that editors complete and check while one writes.

They come from the models that read the files and from the table of operators, so they cannot say
anything else than the loader does. With a pack at hand its facts, parameters, tiers and documents
are offered by name. ``python -m dvk_rules.lawbook.schemas FOLDER`` writes the general ones.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from dvk_rules.conditions import OPERATORS, Operator
from dvk_rules.messages import catalogue
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import RuleKind
from dvk_rules.pack.surface import (
    CasesFile,
    FactsFile,
    PackFile,
    ParametersFile,
    RulesFile,
    UnitsFile,
)
from dvk_rules.pack.vocabulary import Fact
from dvk_rules.values import FactType, ValueType

__all__ = ["DIALECT", "Schema", "pack_schemas", "schema_text", "write_schemas"]

type Schema = dict[str, Any]

_MODELS: dict[str, type[BaseModel]] = {
    "pack": PackFile,
    "facts": FactsFile,
    "parameters": ParametersFile,
    "units": UnitsFile,
    "rules": RulesFile,
    "cases": CasesFile,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NAME = "^[a-z][a-z0-9_]*$"
_DAY = r"^(\d{4}-\d{1,2}-\d{1,2}|\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}|.* tháng .* năm \d{4})$"
_AMOUNT = r"^[+-]?[\d., ]+ ?%?$"
_CONDITIONS = {
    "RuleEntry": ("applies", "require", "forbid", "when", "prefer"),
    "RowEntry": ("when",),
}
_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
_CONDITION: Schema = {"$ref": "#/$defs/condition"}


def pack_schemas(pack: Pack | None = None) -> Mapping[str, Schema]:
    """The schema of each kind of file: ``pack, facts, parameters, units, rules, cases``.

    With ``pack`` the rules and cases schemas know its vocabulary; without it any name may stand.
    """
    schemas = {name: _of_model(name, model) for name, model in _MODELS.items()}
    rules = schemas["rules"]
    rules["$defs"] |= _condition_schemas(pack)
    for entry, keys in _CONDITIONS.items():
        for key in keys:
            _put(rules["$defs"][entry]["properties"], key, _CONDITION)
    properties = rules["$defs"]["RuleEntry"]["properties"]
    _put(properties, "cap", {"anyOf": [{"type": "integer"}, _reference("param", None)]})
    _describe(properties, "schema.rule")
    rules["$defs"]["RuleEntry"]["oneOf"] = [{"required": [kind.value]} for kind in RuleKind]
    if pack is not None:
        _name_everything(pack, schemas)
    return schemas


def schema_text(schema: Schema) -> str:
    """A schema as it is published."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path, pack: Pack | None = None) -> tuple[Path, ...]:
    """Writes ``<name>.schema.json`` for every kind of file into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, schema in pack_schemas(pack).items():
        target = folder / f"{name}.schema.json"
        target.write_text(schema_text(schema), encoding="utf-8")
        written.append(target)
    return tuple(written)


def _of_model(name: str, model: type[BaseModel]) -> Schema:
    schema = model.model_json_schema(by_alias=True)
    return {"$schema": DIALECT, "$id": f"{name}.schema.json", **schema}


def _put(properties: dict[str, Any], key: str, schema: Schema) -> None:
    """Gives ``key`` a schema, keeping what is said about it."""
    kept = {word: properties[key][word] for word in ("description",) if word in properties[key]}
    properties[key] = {**schema, **kept}


def _describe(properties: dict[str, Any], area: str) -> None:
    """Adds the hover texts of the catalogue, Vietnamese first."""
    texts = catalogue()
    for key, schema in properties.items():
        if f"{area}.{key}" in texts:
            schema["description"] = " – ".join(texts[f"{area}.{key}"])


# Conditions


def _condition_schemas(pack: Pack | None) -> Schema:
    """The definitions of a condition and of what a fact may be compared with."""
    facts: Schema = {}
    others: Schema | bool = False
    definitions: Schema = {}
    if pack is None:
        definitions["comparison"] = _comparison(None, None)
        others = {"$ref": "#/$defs/comparison"}
    else:
        definitions |= _reference_definitions(pack)
        for fact in pack.vocabulary.facts.values():
            definitions[f"fact-{fact.name}"] = _comparison(fact, pack)
            facts[fact.name] = {"$ref": f"#/$defs/fact-{fact.name}"}
    parts: Schema = {"type": "array", "items": _CONDITION, "minItems": 1}
    counted: Schema = {
        "type": "object",
        "properties": {"n": {"type": "integer", "minimum": 1}, "of": parts},
        "required": ["n", "of"],
        "additionalProperties": False,
    }
    logic: Schema = {"all": dict(parts), "any": dict(parts), "not": dict(_CONDITION)}
    logic["at_least"] = counted
    _describe(logic, "schema.logic")
    definitions["condition"] = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": _NAME},
        "properties": {**logic, **facts},
        "additionalProperties": others,
    }
    return definitions


def _comparison(fact: Fact | None, pack: Pack | None) -> Schema:
    """What may stand under the name of a fact: a value, a reference or operators."""
    kind = fact.kind if fact else None
    operators = [
        operator for operator in OPERATORS.values() if kind is None or kind.type in operator.types
    ]
    properties = {operator.name: _operand(operator, kind, pack) for operator in operators}
    _describe(properties, "schema.operator")
    table: Schema = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "minProperties": 1,
    }
    plain = [_value(kind), *_references(kind, pack)]
    if kind is not None and kind.type is FactType.LIST:
        plain = []  # a list is never equal to one value; it contains
    schema: Schema = {"anyOf": [*plain, table]}
    if fact is not None:
        schema["description"] = _label(fact)
    return schema


def _label(fact: Fact) -> str:
    return " – ".join(filter(None, (fact.label.vi, fact.label.en)))


def _operand(operator: Operator, kind: ValueType | None, pack: Pack | None) -> Schema:
    value = _value(kind)
    match operator.shape:
        case "truth":
            return {"type": "boolean"}
        case "pair":
            return {"type": "array", "items": value, "minItems": 2, "maxItems": 2}
        case "many":
            many = {"type": "array", "items": value, "minItems": 1}
            return {"anyOf": [many, *_references(kind, pack)[:1]]}
        case _:
            return {"anyOf": [value, *_references(kind, pack)]}


def _value(kind: ValueType | None) -> Schema:
    if kind is None:
        return dict(_SCALAR)
    if kind.choices:
        spellings = [
            (choice.id, choice.label.vi, choice.label.en, *choice.also)
            for choice in kind.choices.values()
        ]
        listed = [word for column in zip_longest(*spellings) for word in column if word]
        return {"enum": list(dict.fromkeys(listed))}
    match kind.type:
        case FactType.BOOL:
            return {"enum": [True, False, "có", "không", "yes", "no"]}
        case FactType.DATE:
            return {"type": "string", "pattern": _DAY, "examples": ["2020-11-30", "30/11/2020"]}
        case FactType.INT | FactType.DECIMAL:
            return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _AMOUNT}]}
        case _:
            return dict(_SCALAR)


def _references(kind: ValueType | None, pack: Pack | None) -> list[Schema]:
    """What stands for ``{param: NAME}`` and ``{fact: NAME}``."""
    if kind is None or pack is None:
        return [_reference("param", None), _reference("fact", None)]
    return [{"$ref": f"#/$defs/{word}-of-{_family(kind)}"} for word in ("param", "fact")]


def _reference(word: str, names: list[str] | None) -> Schema:
    """``{param: NAME}`` or ``{fact: NAME}``, with the names that could be meant, if known."""
    name: Schema = {"type": "string", "pattern": _NAME} if names is None else {"enum": names}
    return {
        "type": "object",
        "properties": {word: name},
        "required": [word],
        "additionalProperties": False,
    }


def _reference_definitions(pack: Pack) -> Schema:
    """For each family of types, the parameters and the facts of that family."""
    kinds = {
        "param": {item.name: item.kind for item in pack.parameters.values()},
        "fact": {item.name: item.kind for item in pack.vocabulary.facts.values()},
    }
    families = {_family(item.kind) for item in pack.vocabulary.facts.values()}
    return {
        f"{word}-of-{family}": _reference(
            word, [name for name, kind in known.items() if _family(kind) == family]
        )
        for word, known in kinds.items()
        for family in sorted(families)
    }


def _family(kind: ValueType) -> str:
    """Types that can be compared with each other."""
    if kind.type in (FactType.INT, FactType.DECIMAL):
        return "number"
    return "enum" if kind.type is FactType.LIST else kind.type.value.replace(" ", "-")


# The names of one pack


def _name_everything(pack: Pack, schemas: Mapping[str, Schema]) -> None:
    tiers: Schema = {"enum": list(pack.tier)}
    rules = schemas["rules"]["$defs"]
    properties = rules["RuleEntry"]["properties"]
    _put(properties, "tier", tiers)
    _put(properties, "score", {"enum": list(pack.axes)})
    derived = [fact.name for fact in pack.vocabulary.facts.values() if fact.derived]
    _put(properties, "derive", {"enum": derived})
    for name in ("rules", "parameters", "units"):
        source = schemas[name]["$defs"]["SourceEntry"]["properties"]
        _put(source, "doc", {"enum": list(pack.documents)})
    case = schemas["cases"]["$defs"]["CaseEntry"]["properties"]
    _put(case, "unit", {"enum": list(pack.units.units)})
    given: Schema = {
        fact.name: {"description": _label(fact), "anyOf": [_case_value(fact), {"type": "null"}]}
        for fact in pack.vocabulary.given
    }
    case["facts"] = {"type": "object", "properties": given, "additionalProperties": False}
    verdicts: Schema = {"enum": ["eligible", "incomplete", "deferred", "rejected"]}
    case["expect"] = {
        "type": "object",
        "minProperties": 1,
        "properties": {
            **dict.fromkeys(pack.tier, verdicts),
            "deciding": {"anyOf": [{"enum": list(pack.rule)}, {"type": "array"}]},
            "points": {},
            "derived": {"type": "object"},
        },
        "additionalProperties": False,
    }


def _case_value(fact: Fact) -> Schema:
    value = _value(fact.kind)
    if fact.kind.type is FactType.LIST:
        return {"anyOf": [value, {"type": "array", "items": value}]}
    return value


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
