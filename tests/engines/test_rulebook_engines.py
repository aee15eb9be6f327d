"""The shipped packs mean the same in both engines: their cases, and cases with facts left out."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from dvk_rules.engines.durable import DurableEngine, durable_missing
from dvk_rules.engines.reference import ReferenceEngine
from dvk_rules.evaluation import facts_in_full
from dvk_rules.nominations import Nomination
from dvk_rules.pack import Pack, available_packs, load_pack
from dvk_rules.pack.cases import Case
from dvk_rules.program import compile_program

pytestmark = pytest.mark.skipif(bool(durable_missing()), reason=durable_missing())

REFERENCE = ReferenceEngine()
DURABLE = DurableEngine()


def assert_same(pack: Pack, case: Case, left_out: frozenset[str] = frozenset()) -> None:
    unit = pack.units.units.get(case.unit) if case.unit else None
    day = case.decision_date or pack.effective.start or date(2020, 12, 15)
    program = compile_program(pack, day, unit)
    facts = {name: value for name, value in case.facts.items() if name not in left_out}
    full = facts_in_full(program, Nomination(case.id, case.unit or "", facts))
    assert REFERENCE.run(program, full) == DURABLE.run(program, full)


@pytest.mark.parametrize("name", available_packs())
def test_both_engines_decide_every_case_of_a_shipped_pack_alike(name: str) -> None:
    pack = load_pack(name)
    assert pack.cases
    for case in pack.cases:
        assert_same(pack, case)


@pytest.mark.parametrize("name", available_packs())
def test_they_also_agree_when_facts_of_a_case_are_left_out(name: str) -> None:
    pack = load_pack(name)
    random = Random(name)
    for case in pack.cases:
        for share in (0.1, 0.5, 1.0):
            left_out = frozenset(fact for fact in case.facts if random.random() < share)
            assert_same(pack, case, left_out)
