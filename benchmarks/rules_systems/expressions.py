"""The forty rules as expressions, in ZEN and in CEL, which write them alike but for a few words."""

from __future__ import annotations

import json
from typing import Any

from rules_cases import BARS, CHECKS, CUT, DERIVED, INNER, SCORES, TIERS, columns_of, plain_name

from rules_systems.system import System

__all__ = ["SYSTEMS"]

_LEVELS_OF_DERIVATION = (
    {
        "is_body": "kind != 0",
        "on_time": f"received < {CUT['deadline']}",
        "papers": "report AND minutes AND proposal",
        "clean": "NOT (discipline OR complaint OR disciplined)",
        "voted_through": "voted AND votes_percent >= 80",
        "lasting": f"started <= {CUT['lasting']}",
        "scale": "households >= 100 ? 2 : (households >= 30 ? 1 : 0)",
        "firm_ok": "(NOT enterprise) OR tax_ok",
        "good": "grade >= 1",
    },
    {"proven": "measurable AND scale >= 1"},
    {"model_case": "proven AND lasting AND registered"},
    {"outstanding": "model_case AND grade == 2 AND level >= 2"},
)
_CHECKED = {
    "c-01": "on_time ? 1 : 0",
    "c-02": "papers ? 1 : 0",
    "c-03": "confirmed ? 1 : 0",
    "c-04": "clean ? 1 : 0",
    "c-05": "voted_through ? 1 : 0",
    "c-06": "firm_ok ? 1 : 0",
    "c-07": "good ? 1 : 0",
    "c-08": "(proven OR exemplary) ? 1 : 0",
    "c-09": "prior ? 0 : 1",
    "c-10": "years >= 1 ? 1 : 0",
    "c-11": "(NOT is_body) ? 3 : (voters >= 5 ? 1 : 0)",
    "c-12": "kind != 0 ? 3 : (exemplary ? 1 : 0)",
    "c-13": "field != 2 ? 1 : 0",
    "c-14": "(lasting OR registered) ? 1 : 0",
    "c-15": "level >= 1 ? 1 : 0",
    "c-16": "years >= 2 ? 1 : 0",
    "c-17": "(outstanding OR model_case OR effect > 70) ? 1 : 0",
    "c-18": "(NOT leader) ? 3 : (effect >= 50 ? 1 : 0)",
    "c-19": "((exemplary AND measurable) OR (exemplary AND registered) OR (measurable AND registered)) ? 1 : 0",  # noqa: E501 - one rule a line
    "c-20": "(votes_percent >= 85 AND votes_percent <= 100) ? 1 : 0",
    "c-21": "(NOT is_body) ? 3 : (women_share >= 30 ? 1 : 0)",
    "c-22": "savings > 10 ? 1 : 0",
    "c-23": "households >= 20 ? 1 : 0",
    "c-24": "(enterprise AND complaint) ? 0 : 1",
}
_SCORED = {
    "s-effect": "effect >= 80 ? 25 : (effect >= 60 ? 20 : (effect >= 40 ? 12 : (effect >= 20 ? 5 : 0)))",  # noqa: E501 - one rule a line
    "s-scale": "scale == 2 ? 15 : (scale == 1 ? 8 : 0)",
    "s-spread": "(level >= 1 ? 5 : 0) + (level >= 2 ? 5 : 0) + (registered ? 4 : 0) + (exemplary ? 3 : 0) + (lasting ? 4 : 0)",  # noqa: E501 - one rule a line
    "s-lasting": "model_case ? (years >= 5 ? 6 : (years >= 3 ? 3 : 0)) : 0",
}


_JUDGED = {
    "letter": " OR ".join(f"{plain_name(rule)} == 0" for rule in BARS)
    + " ? 3 : ((c_01 == 0 OR c_02 == 0 OR c_03 == 0) ? 2 : 0)",
    "certificate": "("
    + " OR ".join(f"{plain_name(rule)} == 0" for rule in [*BARS, *INNER])
    + ") ? 3 : ((c_01 == 0 OR c_02 == 0 OR c_03 == 0) ? 2 : 0)",
}
_JUDGED["letter"] = _JUDGED["letter"].replace("c_04 ==", "(c_04 ==", 1).replace(" ? 3", ") ? 3", 1)
_STAGES: tuple[dict[str, str], ...] = (
    *_LEVELS_OF_DERIVATION,
    {plain_name(rule): text for rule, text in _CHECKED.items()},
    {plain_name(rule): text for rule, text in _SCORED.items()},
    _JUDGED,
)


def _plain_rows(count: int) -> list[dict[str, Any]]:
    """Rows of truths and whole numbers, which every system has."""
    columns = {name: column.tolist() for name, column in columns_of(count).items()}
    names = list(columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _read_dicts(results: list[dict[str, Any]]) -> list[list[Any]]:
    names = [*DERIVED, *map(plain_name, CHECKS), *map(plain_name, SCORES), *TIERS]
    found = [[row[name] for name in names] for row in results]
    place = names.index("s_spread")
    for row in found:
        row[place] = min(row[place], 18)
    return found


# ZEN


def _zen(count: int) -> Any:
    import zen

    nodes: list[dict[str, Any]] = [{"id": "n0", "name": "in", "type": "inputNode"}]
    for number, stage in enumerate(_STAGES, 1):
        expressions = [
            {"id": f"{number}.{key}", "key": key, "value": _for_zen(text)}
            for key, text in stage.items()
        ]
        content = {"expressions": expressions, "passThrough": True}
        node = {"id": f"n{number}", "name": f"stage {number}", "type": "expressionNode"}
        nodes.append({**node, "content": content})
    nodes.append({"id": f"n{len(nodes)}", "name": "out", "type": "outputNode"})
    edges = [
        {"id": f"e{n}", "type": "edge", "sourceId": f"n{n}", "targetId": f"n{n + 1}"}
        for n in range(len(nodes) - 1)
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    return decision, _plain_rows(count)


def _for_zen(text: str) -> str:
    return text.replace(" AND ", " and ").replace(" OR ", " or ").replace("NOT ", "not ")


def _run_zen(prepared: Any) -> Any:
    decision, rows = prepared
    return [decision.evaluate(row)["result"] for row in rows]


def _run_zen_traced(prepared: Any) -> Any:
    decision, rows = prepared
    return [decision.evaluate(row, {"trace": True}) for row in rows]


def _read_zen_traced(results: Any) -> Any:
    return _read_dicts([result["result"] for result in results])


# CEL


def _cel(count: int) -> Any:
    import cel

    stages = [
        [(key, cel.compile(_for_cel(text))) for key, text in stage.items()] for stage in _STAGES
    ]
    return stages, _plain_rows(count)


def _for_cel(text: str) -> str:
    return text.replace(" AND ", " && ").replace(" OR ", " || ").replace("NOT ", "!")


def _run_cel(prepared: Any) -> Any:
    import cel

    stages, rows = prepared
    results: list[dict[str, Any]] = []
    for row in rows:
        context = cel.Context(row)
        found: dict[str, Any] = {}
        for stage in stages:
            more = {key: program.execute(context) for key, program in stage}
            context.update(more)
            found |= more
        results.append(found)
    return results


SYSTEMS: tuple[System, ...] = (
    System("CEL (Rust)", "none", _cel, _run_cel, _read_dicts, 20_000),
    System("ZEN graph", "none", _zen, _run_zen, _read_dicts, 20_000),
    System(
        "ZEN graph, traced",
        "inputs and outputs of each node",
        _zen,
        _run_zen_traced,
        _read_zen_traced,
        20_000,
    ),
)
