"""The engines mean the same (D5.1): outcomes, derived facts, points, verdicts, merit."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from dvk_rules.engines.durable import DurableEngine, durable_missing
from dvk_rules.engines.reference import ReferenceEngine
from engines.comparing import Programs, answer_of, assert_agree
from engines.generators import DAY, Draft, drafts, nominations_of, pack_of, pack_through_yaml
from engines.naive import naive_answer

REFERENCE = ReferenceEngine()
DURABLE = DurableEngine()

needs_durable = pytest.mark.skipif(bool(durable_missing()), reason=durable_missing())


def examples(count: int) -> settings:
    """So many examples, however long one takes."""
    slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    return settings(max_examples=count, deadline=None, suppress_health_check=slow)


@examples(200)
@given(drafts())
def test_the_reference_engine_says_what_a_naive_reading_of_the_files_says(draft: Draft) -> None:
    programs = Programs(pack_of(draft))
    for nomination in nominations_of(draft, 6):
        expected = naive_answer(draft, nomination.unit, dict(nomination.facts), DAY, {})
        assert answer_of(REFERENCE, programs, nomination) == expected


@needs_durable
@examples(200)
@given(drafts())
def test_the_durable_engine_agrees_with_the_reference_engine(draft: Draft) -> None:
    programs = Programs(pack_of(draft))
    for nomination in nominations_of(draft, 4):
        assert_agree(REFERENCE, DURABLE, programs, nomination)


@needs_durable
@examples(10)
@given(drafts(most=40))
def test_the_engines_agree_on_packs_of_a_hundred_rules(draft: Draft) -> None:
    programs = Programs(pack_of(draft))
    for nomination in nominations_of(draft, 4):
        assert_agree(REFERENCE, DURABLE, programs, nomination)


@needs_durable
@examples(10)
@given(draft=drafts())
def test_a_pack_written_as_yaml_is_decided_as_the_naive_reading_says(
    draft: Draft, tmp_path: Path
) -> None:
    programs = Programs(pack_through_yaml(draft, tmp_path / draft.seed.replace("/", "-")))
    for nomination in nominations_of(draft, 3):
        expected = naive_answer(draft, nomination.unit, dict(nomination.facts), DAY, {})
        assert answer_of(REFERENCE, programs, nomination) == expected
        assert_agree(REFERENCE, DURABLE, programs, nomination)


@examples(50)
@given(drafts())
def test_a_scenario_s_value_of_a_parameter_counts_for_every_unit(draft: Draft) -> None:
    pack = pack_of(draft)
    changed = {name: item.values[-1].value for name, item in pack.parameters.items()}
    programs = Programs(pack, changed)
    for nomination in nominations_of(draft, 3):
        expected = naive_answer(draft, nomination.unit, dict(nomination.facts), DAY, changed)
        assert answer_of(REFERENCE, programs, nomination) == expected
