"""The packs that are shipped: what they must hold, whoever edits them."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from dvk_rules.evaluation import evaluate
from dvk_rules.nominations import Nomination
from dvk_rules.pack import Pack, load_pack
from dvk_rules.text import fold

ROOT = Path(__file__).resolve().parents[2]
PACKS = ("vn-tdkt-2017", "binh-thuan-2020", "vn-tdkt-2024", "vn-tdkt-2025")
LAWS = ("vn-tdkt-2017", "vn-tdkt-2024", "vn-tdkt-2025")


@pytest.fixture(scope="module")
def campaign() -> Pack:
    return load_pack("binh-thuan-2020")


def test_twenty_units_nominate_and_four_more_by_the_switch(campaign: Pack) -> None:
    day = date(2020, 12, 15)
    assert len(campaign.units.nominators(day)) == 20
    assert len(campaign.units.nominators(day, all_units=True)) == 24
    groups = Counter(unit.group for unit in campaign.units.units.values())
    assert groups == {
        "district": 10,
        "direct-party": 4,
        "front": 1,
        "organisation": 5,
        "party-caucus": 4,
    }


def test_the_ten_districts_hold_124_communes_under_their_codes(campaign: Pack) -> None:
    districts = [unit for unit in campaign.units.units.values() if unit.group == "district"]
    assert sum(unit.communes or 0 for unit in districts) == 124
    assert [unit.gso for unit in districts] == [str(code) for code in range(593, 603)]
    assert [unit.id for unit in districts if unit.island] == ["phu-quy"]


def test_no_district_committee_nominates_after_the_district_level_ended(campaign: Pack) -> None:
    left = campaign.units.nominators(date(2025, 7, 1))
    assert len(left) == 10
    assert not any(unit.group == "district" for unit in left)


@pytest.mark.parametrize(
    ("spelling", "unit"),
    [
        ("Phú Quí", "phu-quy"),
        ("HUYỆN ỦY  PHÚ QUÝ", "phu-quy"),
        ("Thành ủy Phan Thiết", "phan-thiet"),
        ("UBMTTQVN tỉnh", "mat-tran"),
        ("Đoàn TNCS Hồ Chí Minh tỉnh", "tinh-doan"),
        ("Bộ đội Biên phòng tỉnh", "bien-phong"),
    ],
)
def test_a_unit_is_found_under_the_names_officials_write(
    campaign: Pack, spelling: str, unit: str
) -> None:
    found = campaign.units.find(spelling)
    assert found is not None
    assert found.id == unit


def test_no_two_units_share_a_spelling(campaign: Pack) -> None:
    spellings = Counter(
        spelling
        for unit in campaign.units.units.values()
        for spelling in {fold(name) for name in (unit.id, unit.name.vi, unit.name.en, *unit.also)}
    )
    assert [spelling for spelling, count in spellings.items() if count > 1] == []


def test_the_two_communes_named_tan_ha_lie_in_different_districts(campaign: Pack) -> None:
    namesakes = [place for place in campaign.units.communes.values() if place.name == "Tân Hà"]
    assert sorted(place.unit for place in namesakes) == ["duc-linh", "ham-tan"]


@pytest.mark.parametrize("name", PACKS)
def test_no_header_of_a_workbook_could_mean_two_facts(name: str) -> None:
    headers = Counter(
        header
        for fact in load_pack(name).vocabulary.given
        for header in {fold(text) for text in (fact.label.vi, fact.name, *fact.columns)}
    )
    assert [header for header, count in headers.items() if count > 1] == []


@pytest.mark.parametrize("name", PACKS)
def test_every_fact_an_official_fills_in_says_how(name: str) -> None:
    facts = load_pack(name).vocabulary.given
    assert [fact.name for fact in facts if not (fact.help.vi and fact.help.en)] == []


@pytest.mark.parametrize("name", PACKS)
def test_every_text_of_a_pack_stands_in_both_languages(name: str) -> None:
    pack = load_pack(name)
    texts = [
        *((rule.id, text) for rule in pack.rules for text in (rule.title, rule.heading)),
        *((rule.id, text) for rule in pack.rules for text in (rule.advice, rule.note) if text),
        *((fact.name, fact.label) for fact in pack.vocabulary.facts.values()),
        *((param.name, param.label) for param in pack.parameters.values()),
        *((unit.id, unit.name) for unit in pack.units.units.values()),
        *((doc.id, doc.title) for doc in pack.documents.values()),
    ]
    assert [name for name, text in texts if not (text.vi and text.en)] == []


@pytest.mark.parametrize("name", PACKS)
def test_a_rule_that_says_plan_quotes_the_plan_and_no_other_status_cites_a_missing_text(
    name: str,
) -> None:
    rules = load_pack(name).rules
    unquoted = [
        rule.id for rule in rules if rule.status == "plan" and not rule.source.quote.strip()
    ]
    assert unquoted == []
    stand_ins = {rule.status for rule in rules if rule.source.doc == "phu-luc"}
    assert stand_ins <= {"assumed"}


def test_whatever_replaces_the_missing_appendix_is_marked_assumed(campaign: Pack) -> None:
    for parameter in campaign.parameters.values():
        for value in (*parameter.values, *parameter.overrides):
            assert (value.source.doc == "phu-luc") <= (value.status == "assumed"), parameter.name
    assert {axis.status for axis in campaign.axes.values()} == {"assumed"}


def test_the_six_axes_give_a_hundred_points_at_most(campaign: Pack) -> None:
    assert sum(axis.cap or 0 for axis in campaign.axes.values()) == 100


def test_the_days_of_the_laws_follow_one_another_without_gap_or_overlap() -> None:
    windows = [load_pack(name).effective for name in LAWS]
    for earlier, later in pairwise(windows):
        assert earlier.until is not None
        assert later.start is not None
        assert (later.start - earlier.until).days == 1


def test_a_household_that_gave_land_is_rewarded_only_under_the_law_of_2022() -> None:
    facts = next(c for c in load_pack("vn-tdkt-2024").cases if c.id == "ho-gia-dinh").facts
    household = Nomination("mau/01", "", facts)
    day = date(2024, 12, 15)
    old, new = (
        evaluate(load_pack(name), [household], day=day, engine="reference").results[0]
        for name in ("vn-tdkt-2017", "vn-tdkt-2024")
    )
    assert old.verdicts["certificate"].decided_by == ("certificate-kind",)
    assert new.eligible("certificate")


def test_the_switches_of_the_campaign_do_what_they_say(campaign: Pack) -> None:
    facts = next(case for case in campaign.cases if case.id == "nhan-ngay-30").facts
    late = Nomination("mau/01", "phan-thiet", facts)
    base = next(case for case in campaign.cases if case.id == "ca-nhan").facts
    caucus = Nomination("mau/02", "dang-doan-hdnd", base)
    day = date(2020, 12, 15)

    strict = evaluate(campaign, [late, caucus], day=day, engine="reference").by_id
    assert strict["mau/01"].verdicts["letter"].verdict.value == "deferred"
    assert strict["mau/02"].verdicts["letter"].verdict.value == "rejected"

    changed = {"deadline_inclusive": True, "party_caucus_nominates": True}
    open_ = evaluate(campaign, [late, caucus], day=day, engine="reference", changed=changed).by_id
    assert open_["mau/01"].eligible("certificate")
    assert open_["mau/02"].eligible("letter")
    assert open_["mau/02"].verdicts["letter"].warnings == ("caucus-ambiguity",)


def test_the_edit_that_the_readme_walks_through_works(tmp_path: Path) -> None:
    for name in ("binh-thuan-2020", "vn-tdkt-2017"):
        shutil.copytree(ROOT / "rules" / "dvk_rulebook" / name, tmp_path / name)
    text = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")
    _, deadline, case = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    parameters = tmp_path / "binh-thuan-2020" / "parameters.yaml"
    said = parameters.read_text(encoding="utf-8")
    start, end = said.index("  dossier_deadline:"), said.index("  deadline_inclusive:")
    parameters.write_text(f"{said[:start]}{deadline}\n{said[end:]}", encoding="utf-8")
    cases = tmp_path / "binh-thuan-2020" / "cases.yaml"
    cases.write_text(f"{cases.read_text(encoding='utf-8')}\n{case}", encoding="utf-8")

    pack = load_pack(tmp_path / "binh-thuan-2020")
    added = pack.cases[-1]
    nomination = Nomination("mau/01", added.unit or "", added.facts)
    day = date(2020, 12, 15)
    assert evaluate(pack, [nomination], day=day, engine="reference").results[0].eligible("letter")
    before = evaluate(load_pack("binh-thuan-2020"), [nomination], day=day, engine="reference")
    assert not before.results[0].eligible("letter")
