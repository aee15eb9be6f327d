"""What a portal does with the library: a dossier at a time, in processes, threads and haste."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import dvk_rules
from dvk_rules import (
    DvkError,
    Evaluation,
    InputError,
    Nomination,
    Pack,
    Run,
    UnknownNomination,
    evaluate,
    explain,
    load_pack,
    load_scenario,
    read_nominations,
    run,
)
from dvk_rules.ledger.contents import result_files
from dvk_rules.program import compile_program

DAY = date(2020, 12, 15)
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@pytest.fixture(scope="module")
def campaign() -> Pack:
    """The shipped pack of the campaign."""
    return load_pack("binh-thuan-2020")


def made(case: str) -> Run:
    """The run of a fixture."""
    scenario = load_scenario(FIXTURES / case / "kich-ban.yaml")
    pack = scenario.pack
    listed = read_nominations(scenario.nominations, pack.vocabulary, pack.units)
    return run(scenario, listed.nominations)


@pytest.fixture(scope="module")
def runs() -> tuple[Run, Run]:
    """A run with a list, and one whose quotas clash."""
    return made("one-screen"), made("quotas-clash")


def dossiers(pack: Pack) -> list[Nomination]:
    """One dossier of every unit, with little in it."""
    return [
        Nomination(f"{unit}/1", unit, {"votes_share": Decimal("0.5")}) for unit in pack.units.units
    ]


def test_what_was_compiled_for_a_dossier_is_there_for_the_next(campaign: Pack) -> None:
    unit = next(iter(campaign.units.units.values()))
    first = compile_program(campaign, DAY, unit)
    assert compile_program(campaign, DAY, unit) is first
    assert compile_program(campaign, date(2020, 12, 16), unit) is not first
    share = {"votes_needed": Decimal("0.90")}
    other = compile_program(campaign, DAY, unit, share)
    assert other is not first
    assert compile_program(campaign, DAY, unit, dict(share)) is other
    written = compile_program(campaign, DAY, unit, {"votes_needed": Decimal("0.9")})
    assert str(written.settings["votes_needed"].value) == "0.9"


def test_what_is_kept_with_a_pack_stays_bounded(campaign: Pack) -> None:
    unit = next(iter(campaign.units.units.values()))
    for place in range(300):
        compile_program(campaign, DAY, unit, {"votes_needed": Decimal(place + 1) / 1000})
    assert len(campaign.kept["programs"]) <= 128


def test_threads_share_a_pack(campaign: Pack) -> None:
    alone = evaluate(campaign, dossiers(campaign), day=DAY, engine="reference").to_json()

    def one(_: int) -> Any:
        fresh = dossiers(campaign)
        return evaluate(campaign, fresh, day=DAY, engine="reference").to_json()

    with ThreadPoolExecutor(4) as pool:
        assert all(said == alone for said in pool.map(one, range(12)))


def test_packs_evaluations_and_runs_go_from_process_to_process(
    campaign: Pack, runs: tuple[Run, Run]
) -> None:
    evaluation = evaluate(campaign, dossiers(campaign), day=DAY)
    evaluation.results[0].trace()
    for copied in (pickle.loads(pickle.dumps(evaluation)), copy.deepcopy(evaluation)):
        assert isinstance(copied, Evaluation)
        assert copied.to_json() == evaluation.to_json()
        assert copied.results[0].trace() == evaluation.results[0].trace()
    for item in runs:
        again: Run = pickle.loads(pickle.dumps(item))
        assert again.to_json() == item.to_json()
        assert (
            explain(again, item.nominations[0].id).to_json()
            == explain(item, item.nominations[0].id).to_json()
        )


def test_a_run_as_data_says_what_its_files_say(runs: tuple[Run, Run]) -> None:
    for item, name in zip(runs, ("allocation", "clash"), strict=True):
        data = json.loads(json.dumps(item.to_json()))
        files = {file: json.loads(written) for file, written in result_files(item).items()}
        assert data["id"] == item.id
        assert data["evaluation"] == files["evaluation.json"]
        assert data[name] == files[f"{name}.json"]
        assert set(data) == {"id", "scenario", "evaluation", name}


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda p, _: evaluate(p, [], day=DAY, changed="x"), "evaluation.changed"),
        (lambda p, _: evaluate(p, [], day=DAY, changed=[("a", 1)]), "evaluation.changed"),
        (
            lambda p, _: evaluate(p, [_with(method_traits=(["a"],))], day=DAY),
            "evaluation.fact-type",
        ),
        (lambda p, _: evaluate(p, [_with(model_code="\ud83d")], day=DAY), "evaluation.fact-type"),
        (lambda p, _: p.enclosing("x"), "evaluation.tier"),
        (lambda _, r: r.selected("x"), "evaluation.tier"),
        (lambda _, r: r.evaluation.results[0].missing("x"), "evaluation.tier"),
        (lambda _, r: r.evaluation.results[0].eligible("x"), "evaluation.tier"),
        (lambda _, r: r.evaluation.results[0].assumed("x"), "evaluation.tier"),
    ],
)
def test_what_makes_no_sense_is_an_input_error(
    campaign: Pack, runs: tuple[Run, Run], call: Callable[[Pack, Run], Any], code: str
) -> None:
    with pytest.raises(InputError) as caught:
        call(campaign, runs[0])
    assert [problem.code for problem in caught.value.problems] == [code]
    assert all(problem.sentence(lang) for problem in caught.value.problems for lang in ("vi", "en"))


def _with(**facts: Any) -> Nomination:
    return Nomination("x", "", facts)


@pytest.mark.parametrize("asked", [None, 7, "", "không có"])
def test_a_nomination_that_is_none_is_unknown(runs: tuple[Run, Run], asked: Any) -> None:
    with pytest.raises(UnknownNomination):
        explain(runs[0], asked)
    assert issubclass(UnknownNomination, DvkError)


def test_everything_says_in_a_line_what_it_is(runs: tuple[Run, Run]) -> None:
    told = explain(runs[0], runs[0].nominations[0].id)
    for item in (*runs, runs[0].evaluation, runs[0].scenario.pack, told):
        assert repr(item).startswith("<")
        assert len(repr(item)) < 200
    assert dvk_rules.__version__
