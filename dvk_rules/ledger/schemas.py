"""JSON Schemas of the files of a run folder, so that an auditor's own tools can read them.

Those of the solver's files come from its models; the others say in one place what the files hold.
``python -m dvk_rules.ledger.schemas FOLDER`` writes them.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dvk_solver import Allocation, Conflict, Reason, Repair, Shortage
from dvk_solver import Problem as SeatProblem
from dvk_solver.certificate import FORMAT as PROOF_FORMAT
from pydantic import TypeAdapter

from dvk_rules.engines import ENGINES, Outcome
from dvk_rules.lawbook.schemas import DIALECT, Schema, schema_text
from dvk_rules.verdicts import Verdict

__all__ = ["run_schemas"]

_SHA: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_TEXT: Schema = {"type": "string"}
_IDS: Schema = {"type": "array", "items": _TEXT}
_WORDS: Schema = {"type": "object", "additionalProperties": _TEXT}
_VALUE: Schema = {
    "description": "A value of a fact: a truth, a whole number, a decimal or a day as text, the "
    "id of a choice, a list of ids; null is unknown.",
    "anyOf": [{"type": ["boolean", "integer", "string", "null"]}, _IDS],
}
_INTERVAL: Schema = {
    "description": "The points that are sure, and the most that may still come of it.",
    "type": "array",
    "items": {"type": "integer"},
    "minItems": 2,
    "maxItems": 2,
}
_TRUTH: Schema = {"enum": ["true", "false", "unknown"]}
_TREE: Schema = {"$ref": "#/$defs/tree"}
_CONDITION: Schema = {"$ref": "#/$defs/condition"}


def _object(
    description: str, required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None
) -> Schema:
    return {
        "description": description,
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _each(schema: Schema, description: str = "") -> Schema:
    said = {"description": description} if description else {}
    return {**said, "type": "object", "additionalProperties": schema}


def _list(schema: Schema, description: str = "") -> Schema:
    said = {"description": description} if description else {}
    return {**said, "type": "array", "items": schema}


def run_schemas() -> Mapping[str, Schema]:
    """The schema of each kind of file: ``run, evaluation, problem, allocation, clash, proof``."""
    schemas = {
        "run": _run(),
        "evaluation": _evaluation(),
        "problem": SeatProblem.model_json_schema(mode="serialization"),
        "allocation": _allocation(),
        "clash": _clash(),
        "proof": _proof(),
    }
    return {
        name: {"$schema": DIALECT, "$id": f"{name}.schema.json", **schema}
        for name, schema in schemas.items()
    }


_PACK = _object(
    "The pack of rules.",
    {
        "id": _TEXT,
        "version": _TEXT,
        "sha256": {**_SHA, "description": "Over its canonical content, extended packs included."},
        "lineage": {**_IDS, "description": "The packs it is made of, itself last."},
    },
)
_NOTICE = _object(
    "Something that deserves a look.",
    {"code": _TEXT},
    {"params": {"type": "object"}, "where": _TEXT, "message": _TEXT},
)


def _run() -> Schema:
    return _object(
        "run.json: what the run is, and the SHA-256 of every other file of the folder.",
        {
            "format": {"const": "dvk/run/1"},
            "run": {**_SHA, "description": "SHA-256 over all that can change the result (D7.2)."},
            "scenario": _object("The scenario.", {"id": _TEXT, "title": _WORDS}),
            "pack": _PACK,
            "decision_date": _DAY,
            "engine": {"enum": list(ENGINES), "description": "The engine that decided."},
            "engine_notices": _list(_NOTICE),
            "notices": _list(_NOTICE),
            "versions": _each(_TEXT, "The versions of what the result depends on."),
            "originals": {"type": "object", "description": "The files as they were brought."},
            "files": _each(_SHA, "The SHA-256 of every file, by its path in the folder."),
        },
    )


def _evaluation() -> Schema:
    comparison: dict[str, Schema] = {
        "fact": _TEXT,
        "op": {**_TEXT, "description": "The operator."},
        "found": {**_VALUE, "description": "The fact's value; null is unknown."},
        "asked": {
            "description": "What it was compared with: a value, several, or both ends.",
            "anyOf": [
                {"type": ["boolean", "integer", "string", "null"]},
                _list({"type": ["integer", "string"]}),
            ],
        },
    }
    more: dict[str, Schema] = {
        "distance": {
            "description": "Found less asked, in the fact's own unit; days for days.",
            "type": ["integer", "string"],
        },
        "other": {**_TEXT, "description": "The fact it was compared with."},
        "parameter": _object(
            "The parameter that the value asked for comes from.",
            {"name": _TEXT, "origin": {**_TEXT, "description": "Who set it."}},
            {"base": {**_VALUE, "description": "The pack's own value, where it was changed."}},
        ),
        **{
            name: _list(_CONDITION, f"These conditions joined by {name}.")
            for name in ("all", "any", "not", "at_least")
        },
        "n": {"type": "integer", "description": "How many of at_least must hold."},
    }
    rule = _object(
        "The trace of one rule.",
        {"id": _TEXT, "outcome": {"enum": [item.value for item in Outcome]}},
        {
            **dict.fromkeys(
                ("applies", "require", "forbid", "when", "prefer", "derive"), _CONDITION
            ),
            "derived": _each(_VALUE, "What it concluded."),
            "points": _INTERVAL,
            "uncapped": _INTERVAL,
            "cap": {"type": "integer"},
            "table": _list(
                _object(
                    "A row of its table.",
                    {"truth": _TRUTH},
                    {"when": _CONDITION, "points": {"type": "integer"}, "value": _VALUE},
                )
            ),
        },
    )
    verdict = _object(
        "The verdict for one tier.",
        {
            "verdict": {"enum": [item.value for item in Verdict]},
            "decided_by": {**_IDS, "description": "The rules with the worst effect."},
            "open": {**_IDS, "description": "Rules whose outcome could still make it worse."},
            "missing": {**_IDS, "description": "The facts these rules read and do not find."},
            "warnings": {**_IDS, "description": "Rules that only warn."},
            "assumed": {**_IDS, "description": "Rules behind it that nobody has confirmed."},
        },
    )
    nomination = _object(
        "One nomination, with what every rule came to.",
        {
            "id": _TEXT,
            "unit": _TEXT,
            "rank": {"type": ["integer", "null"], "description": "The unit's own order."},
            "facts": _each(_VALUE, "As they were given; what is absent is unknown."),
            "derived": _each(_VALUE, "What the rules concluded."),
            "verdicts": _each(verdict, "By tier."),
            "merit": _each(_INTERVAL, "The points that count for each tier."),
            "points": _each(_INTERVAL, "The points on each axis."),
            "rules": _list(rule, "Every rule, in the order of the law."),
        },
    )
    return {
        **_object(
            "evaluation.json: every verdict with its whole trace.",
            {
                "format": {"const": "dvk/evaluation/1"},
                "pack": _PACK,
                "decision_date": _DAY,
                "engine": {"enum": list(ENGINES)},
                "parameters": _each(_VALUE, "Values that replace the pack's."),
                "notices": _list(_NOTICE),
                "nominations": _list(nomination, "By id."),
            },
        ),
        "$defs": {
            "condition": _object(
                "A comparison, or conditions joined, with its truth.",
                {"truth": _TRUTH},
                {**comparison, **more},
            )
        },
    }


def _with_models(schema: Schema, models: Mapping[str, Any]) -> Schema:
    """``schema`` with the models that it refers to, and what they refer to."""
    definitions: Schema = {}
    for name, model in models.items():
        made = model.model_json_schema(mode="serialization")
        definitions |= made.pop("$defs", {})
        definitions[name] = made
    return {**schema, "$defs": {**definitions, **schema.get("$defs", {})}}


def _allocation() -> Schema:
    whole = Allocation.model_json_schema(mode="serialization")
    reason = TypeAdapter(Reason).json_schema(mode="serialization")
    definitions = {**whole.pop("$defs", {}), **reason.pop("$defs", {})}
    properties = dict(reason["properties"])
    properties = {"id": properties.pop("candidate"), **properties}
    required = ["id", *(name for name in reason.get("required", []) if name != "candidate")]
    definitions["Reason"] = {**reason, "properties": properties, "required": required}
    for name, words in (
        ("left_out", "Who could have been given a seat and was not, with what decides it."),
        ("held", "Who was given a seat, with what would be lost without it."),
    ):
        whole["properties"][name] = _list({"$ref": "#/$defs/Reason"}, words)
    return {**whole, "$defs": definitions}


def _clash() -> Schema:
    return _with_models(
        _object(
            "clash.json: which quotas cannot all hold, and what would let them.",
            {
                "status": {"const": "infeasible"},
                "proven": {"type": "boolean", "description": "Whether proof.json refutes them."},
                "shortages": _list({"$ref": "#/$defs/Shortage"}),
                "conflicts": _list({"$ref": "#/$defs/Conflict"}),
                "repairs": _list({"$ref": "#/$defs/Repair"}),
            },
            {"complete": {"const": False, "description": "There was no time to look further."}},
        ),
        {"Shortage": Shortage, "Conflict": Conflict, "Repair": Repair},
    )


def _proof() -> Schema:
    number: Schema = {"type": "integer"}
    key = _list({"type": ["string", "integer", "boolean", "null"]}, "A row or column, by its key.")
    sums = _list(
        {"type": "array", "items": number, "minItems": 2, "maxItems": 2},
        "Pairs of a place in rows and a multiplier.",
    )
    claim = _object(
        "One step; each may rest on those before it.",
        {"claim": {"enum": ["optimum", "rounded", "fixed", "unique", "settled", "infeasible"]}},
        {
            "row": {**key, "description": "The stage or the cut that the step is about."},
            "value": {**number, "description": "The most that the stage can be worth."},
            "divisor": {**number, "description": "The sum, divided by it and rounded down."},
            "sum": sums,
            "tree": _TREE,
            "seats": _list(key, "Seats of which no other choice is as good."),
        },
    )
    return {
        **_object(
            "proof.json: what python -m dvk_solver.check replays.",
            {
                "format": {"const": PROOF_FORMAT},
                "problem": {"type": "object", "description": "As problem.json has it."},
                "rows": _list(key, "The keys of the rows that the claims use."),
                "claims": _list(claim),
            },
            {
                "selected": _each(_IDS, "The list that is proven, by tier."),
                "values": _list(number, "What each stage is worth."),
            },
        ),
        "$defs": {
            "tree": _object(
                "A refutation: a leaf (sum), bounds that follow (fix, then), or a split.",
                {},
                {
                    "sum": sums,
                    "fix": _list(sums),
                    "then": _TREE,
                    "split": key,
                    "at": number,
                    "low": _TREE,
                    "high": _TREE,
                },
            )
        },
    }


def main(folder: str) -> None:
    """Writes ``<name>.schema.json`` for every kind of file into ``folder``."""
    for name, schema in run_schemas().items():
        Path(folder, f"{name}.schema.json").write_text(schema_text(schema), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
