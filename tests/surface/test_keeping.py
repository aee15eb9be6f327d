"""What is handed in and out stays as it was, travels between processes, and is not made twice."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest

from dvk_rules import (
    Evaluation,
    Nomination,
    Pack,
    Run,
    evaluate,
    explain,
    load_pack,
    load_scenario,
    read_nominations,
    run,
)
from dvk_rules.case import example_case
from dvk_rules.pack.kept import Kept
from dvk_rules.program import compile_program

DAY = date(2020, 12, 15)
FACTS = {"kind": "ca_nhan", "dossier_received": date(2020, 11, 20)}


def made(case: str) -> Run:
    with example_case(case) as path:
        scenario = load_scenario(path)
        listed = read_nominations(
            scenario.nominations, scenario.pack.vocabulary, scenario.pack.units
        ).raise_if_wrong()
        return run(scenario, listed.nominations, engine="reference")


def evaluated(facts: Mapping[str, Any], pack: Pack | None = None, **more: Any) -> Evaluation:
    pack = pack or load_pack("binh-thuan-2020")
    return evaluate(pack, [Nomination("a", "phan-thiet", facts, 1)], day=DAY, **more)


# Twice


def test_a_program_is_compiled_once_for_the_same_unit_day_and_parameters() -> None:
    pack = load_pack("binh-thuan-2020")
    unit = pack.units.units["phan-thiet"]
    once = compile_program(pack, DAY, unit)
    assert compile_program(pack, DAY, unit) is once
    name = next(n for n, p in pack.parameters.items() if p.kind.type == "int")
    others = [
        compile_program(pack, DAY),
        compile_program(pack, date(2020, 12, 16), unit),
        compile_program(pack, DAY, unit, {name: 1}),
        compile_program(pack, DAY, unit, {name: 2}),
        compile_program(replace(pack), DAY, unit),
    ]
    assert len({id(program) for program in (once, *others)}) == 6


@pytest.mark.parametrize("engine", ["reference", "durable"])
def test_a_dossier_asked_again_is_judged_by_the_same_program(engine: str) -> None:
    first, again = (evaluated(FACTS, engine=engine) for _ in range(2))
    assert first.results[0].program is again.results[0].program
    assert first.to_json() == again.to_json()


def test_no_more_is_kept_than_was_said_and_what_was_asked_for_lately_stays() -> None:
    kept: Kept[int] = Kept(2)
    assert [kept.get(key, lambda key=key: ord(key)) for key in "abac"] == [97, 98, 97, 99]
    assert len(kept) == 2
    assert kept.get("a", lambda: 0) == 97
    assert kept.get("b", lambda: 0) == 0


def test_threads_that_share_a_pack_get_the_verdicts_of_one_alone() -> None:
    pack = replace(load_pack("binh-thuan-2020"))  # with nothing kept
    days = [date(2020, 11, number) for number in range(1, 29)]
    rows = [{**FACTS, "dossier_received": day} for day in days] + [{}]

    def verdicts(facts: Mapping[str, Any]) -> Any:
        return evaluated(facts, pack, engine="reference").to_json()

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(verdicts, rows * 4))
    assert together == [verdicts(facts) for facts in rows] * 4


# Travelling


@pytest.mark.parametrize("case", ["one-screen", "quotas-clash"])
@pytest.mark.parametrize(
    "carried", [lambda item: pickle.loads(pickle.dumps(item)), copy.deepcopy, copy.copy]
)
def test_a_run_arrives_whole_in_another_process(case: str, carried: Callable[[Any], Any]) -> None:
    here = made(case)
    here.evaluation.to_json()  # so that everything that is made late has been made
    there: Run = carried(here)
    assert there.evaluation.to_json() == here.evaluation.to_json()
    assert there.evaluation.results[0].trace() != ()
    assert there.problem.to_data() == here.problem.to_data()
    assert (there.clash is None) is (here.clash is None)
    if here.allocation is not None and there.allocation is not None:
        assert there.allocation.to_data() == here.allocation.to_data()
    name = here.nominations[0].id
    assert carried(explain(here, name)).to_json() == explain(there, name).to_json()
    again = evaluate(there.scenario.pack, there.nominations, day=there.scenario.day)
    assert [item.verdicts for item in again.results] == [
        r.verdicts for r in here.evaluation.results
    ]


# Unchanged


def test_facts_that_the_caller_changes_afterwards_change_no_result() -> None:
    facts: dict[str, Any] = dict(FACTS)
    result = evaluated(facts)
    before = result.results[0].trace()
    facts["dossier_received"] = date(2021, 1, 1)
    assert result.results[0].trace() == before
    assert result.results[0].facts["dossier_received"] == FACTS["dossier_received"]


def test_parameters_that_the_caller_changes_afterwards_change_no_result() -> None:
    pack = load_pack("binh-thuan-2020")
    name, value = next(
        (n, base.value)
        for n, p in pack.parameters.items()
        if p.kind.type == "int" and (base := p.base(DAY)) is not None
    )
    changed: dict[str, Any] = {name: value}
    result = evaluated(FACTS, changed=changed)
    changed.clear()
    assert result.changed == {name: value}


def mappings(item: Any, path: str, seen: set[int]) -> Iterator[tuple[str, Mapping[Any, Any]]]:
    """Every mapping that can be reached from a value of the library by its public names."""
    if id(item) in seen:
        return
    seen.add(id(item))
    if isinstance(item, Mapping):
        yield path, item
        for key, value in item.items():
            yield from mappings(value, f"{path}[{key}]", seen)
    elif isinstance(item, tuple):
        for place, value in enumerate(item):
            yield from mappings(value, f"{path}[{place}]", seen)
    elif is_dataclass(item) and type(item).__module__.startswith("dvk_rules"):
        cached = [n for n in vars(type(item)) if hasattr(vars(type(item))[n], "attrname")]
        for name in [*(field.name for field in fields(item)), *cached]:
            if not name.startswith("_"):
                yield from mappings(getattr(item, name), f"{path}.{name}", seen)


@pytest.mark.parametrize("engine", ["reference", "durable", "columnar"])
def test_nothing_that_is_handed_out_can_be_changed(engine: str) -> None:
    nominations = [Nomination(f"a{n}", "phan-thiet", {**FACTS}, n + 1) for n in range(5)]
    pack = load_pack("binh-thuan-2020")
    for listed in (nominations, nominations[:1]):
        evaluation = evaluate(pack, listed, day=DAY, engine=engine)
        found = list(mappings(evaluation, "evaluation", set()))
        assert len(found) > 100
        for path, mapping in found:
            with pytest.raises(TypeError, match="cannot be changed"):
                mapping["x"] = 1  # type: ignore[index]  # what a careless caller does
            assert "x" not in mapping, path


def test_a_scenario_cannot_be_changed_either() -> None:
    with example_case("one-screen") as path:
        scenario = load_scenario(path)
    quota = next(path for path, _ in mappings(scenario, "scenario", set()) if "quotas" in path)
    assert quota
    for _, mapping in mappings(scenario, "scenario", set()):
        with pytest.raises(TypeError, match="cannot be changed"):
            mapping["x"] = 1  # type: ignore[index]  # what a careless caller does


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.__setitem__("kind", "x"),
        lambda m: m.__delitem__("kind"),
        lambda m: m.pop("kind"),
        lambda m: m.popitem(),
        lambda m: m.clear(),
        lambda m: m.update(kind="x"),
        lambda m: m.setdefault("other", "x"),
        lambda m: m.__ior__({"kind": "x"}),
    ],
)
def test_facts_of_a_nomination_refuse_every_change(change: Callable[[Any], Any]) -> None:
    item = Nomination("a", "phan-thiet", FACTS)
    with pytest.raises(TypeError, match="cannot be changed"):
        change(item.facts)
    assert item.facts == FACTS
    assert {**item.facts, "rank": 1}.keys() == {*FACTS, "rank"}
    assert item.facts | {"kind": "x"} != item.facts
    assert type(copy.copy(item).facts) is type(item.facts)
