"""A scenario on top of another one: what it changes, what it leaves, what it takes away."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from dvk_rules.scenario import TieBreakSpec, load_scenario
from scenarios.writing import BASE, load, write

OVER = "scenario: tren\nextends: goc.yaml\n"


def quota(scenario, name):
    return next(item for item in scenario.quotas if item.id == name)


def test_a_scenario_that_only_extends_says_what_the_other_one_says(tmp_path: Path) -> None:
    base = load(tmp_path, BASE)
    over = load(tmp_path, BASE, OVER)
    assert over.id == "tren"
    assert {**over.to_json(), "scenario": "goc"} == base.to_json()
    assert [path.name for path in over.files] == ["goc.yaml", "tren.yaml"]


def test_a_quota_with_the_id_of_an_extended_one_changes_only_the_keys_it_names(tmp_path) -> None:
    over = load(tmp_path, BASE, OVER + "quotas:\n  - {id: per-unit, at_least: 2}\n")
    found = quota(over, "per-unit")
    assert (found.at_least, found.at_most, found.per, found.title.vi) == (
        2,
        3,
        "unit",
        "Mỗi đơn vị",
    )
    assert [item.id for item in over.quotas] == ["per-unit", "collectives"]


def test_a_changed_bound_does_not_keep_what_the_old_number_rested_on(tmp_path) -> None:
    over = load(tmp_path, BASE, OVER + "quotas:\n  - {id: per-unit, at_least: 2}\n")
    assert quota(over, "per-unit").status == "assumed"
    assert quota(over, "per-unit").source is None
    titled = load(tmp_path, BASE, OVER + "quotas:\n  - {id: per-unit, title: {vi: Khác}}\n")
    assert quota(titled, "per-unit").status == "plan"
    assert quota(titled, "per-unit").source is not None


def test_bounds_are_changed_value_by_value(tmp_path) -> None:
    text = OVER + "quotas:\n  - {id: per-unit, bounds: {phu-quy: {at_least: 1, at_most: 1}}}\n"
    assert quota(load(tmp_path, BASE, text), "per-unit").bounds == {
        "phu-quy": (1, 1),
        "la-gi": (None, 4),
    }


def test_null_takes_a_bound_away(tmp_path) -> None:
    text = OVER + "quotas:\n  - {id: per-unit, at_least: null}\n"
    assert quota(load(tmp_path, BASE, text), "per-unit").at_least is None


def test_off_takes_a_quota_away_and_a_later_layer_may_bring_it_back(tmp_path) -> None:
    off = load(tmp_path, BASE, OVER + "quotas:\n  - {id: collectives, off: true}\n")
    assert [item.id for item in off.quotas] == ["per-unit"]
    third = (
        "scenario: ba\nextends: tren.yaml\nquotas:\n"
        "  - {id: collectives, tier: letter, where: {kind: ca_nhan}, at_least: 1/3}\n"
    )
    write(tmp_path, ba=third)
    assert quota(load_scenario(tmp_path / "ba.yaml"), "collectives").at_least == Fraction(1, 3)


def test_a_new_quota_is_added_behind_the_extended_ones(tmp_path) -> None:
    text = OVER + "quotas:\n  - {id: moi, tier: certificate, per: field, at_most: 2}\n"
    assert [q.id for q in load(tmp_path, BASE, text).quotas] == ["per-unit", "collectives", "moi"]


def test_a_soft_quota_can_be_made_hard_again(tmp_path) -> None:
    soft = load(tmp_path, BASE, OVER + "quotas:\n  - {id: collectives, soft: {priority: 2}}\n")
    assert quota(soft, "collectives").priority == 2
    write(
        tmp_path,
        ba="scenario: ba\nextends: tren.yaml\nquotas:\n  - {id: collectives, soft: null}\n",
    )
    assert quota(load_scenario(tmp_path / "ba.yaml"), "collectives").priority == 0


def test_seats_change_tier_by_tier_and_key_by_key(tmp_path) -> None:
    over = load(tmp_path, BASE, OVER + "seats: {letter: 12}\n")
    letter, certificate = over.seats
    assert (letter.at_least, letter.at_most, letter.status) == (1, 12, "assumed")
    assert certificate.at_most == 4


def test_a_parameter_is_replaced_added_and_taken_away(tmp_path) -> None:
    assert load(tmp_path, BASE).changed == {"votes_needed": Decimal("0.85")}
    over = load(tmp_path, BASE, OVER + "parameters: {votes_needed: 90%}\n")
    assert over.changed == {"votes_needed": Decimal("0.9")}
    assert over.changes == {"votes_needed": ("", "")}
    gone = load(tmp_path, BASE, OVER + "parameters: {votes_needed: null}\n")
    assert gone.changed == {} and gone.changes == {}


def test_a_decision_about_the_same_nomination_and_tier_replaces_the_extended_one(tmp_path) -> None:
    text = OVER + (
        "decisions:\n"
        "  - {nomination: la-gi/01, tier: letter, action: exclude, who: B, why: khác,"
        " when: 2020-12-14}\n"
        "  - {nomination: la-gi/01, tier: certificate, action: exclude, who: B, why: khác}\n"
    )
    over = load(tmp_path, BASE, text)
    assert [(d.tier, d.action, d.who) for d in over.decisions] == [
        ("letter", "exclude", "B"),
        ("certificate", "exclude", "B"),
    ]


def test_off_takes_a_decision_away(tmp_path) -> None:
    text = OVER + "decisions:\n  - {nomination: la-gi/01, tier: letter, off: true}\n"
    assert load(tmp_path, BASE, text).decisions == ()


def test_objectives_order_exclusions_and_tie_break_are_replaced_as_a_whole(tmp_path) -> None:
    text = OVER + (
        "objectives: [{merit: letter}, seats]\n"
        "order: {mode: soft}\n"
        "exclusions: {head_and_body: false}\n"
        'tie_break: {seed: "15/12/2020"}\n'
    )
    over = load(tmp_path, BASE, text)
    assert [(item.kind, item.tier) for item in over.objectives] == [
        ("merit", "letter"),
        ("seats", "letter"),
        ("seats", "certificate"),
    ]
    assert over.order.mode == "soft" and over.order.by == ("unit", "kind")
    assert over.same_subject and not over.head_and_body
    assert over.tie_break == TieBreakSpec("seed", "15/12/2020")


def test_without_objectives_seats_come_first_and_ranks_last(tmp_path) -> None:
    kinds = [item.kind for item in load(tmp_path, BASE).objectives]
    assert kinds[:2] == ["seats", "seats"] and kinds[-2:] == ["rank", "rank"]
    assert kinds.index("soft") < kinds.index("merit") < kinds.index("prefer")


def test_files_are_looked_for_beside_the_scenario_that_names_them(tmp_path) -> None:
    load(tmp_path, BASE)
    inner = tmp_path / "trong"
    inner.mkdir()
    (inner / "con.yaml").write_text("scenario: con\nextends: ../goc.yaml\n", encoding="utf-8")
    found = load_scenario(inner / "con.yaml")
    assert found.nominations[0].resolve() == (tmp_path / "de-cu.json").resolve()


def test_the_title_is_the_nearest_one_and_the_note_is_its_own(tmp_path) -> None:
    base = BASE + "note: {vi: ghi chú của gốc}\n"
    over = load(tmp_path, base, OVER)
    assert over.title.vi == "Gốc" and over.note.vi == ""


def test_a_decision_day_outside_the_packs_dates_is_a_warning(tmp_path) -> None:
    over = load(tmp_path, BASE, OVER + "decision_date: 2019-01-01\n")
    (warning,) = over.warnings
    assert warning.code == "scenario.outside"
    assert warning.where is not None and (warning.where.file, warning.where.line) == (
        "tren.yaml",
        3,
    )
