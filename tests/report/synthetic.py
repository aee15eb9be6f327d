"""Synthetic runs for the tests of the report: invented codes, no real person or body.

``plan_run`` is about the size of the plan's case under the shipped pack.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from dvk_rules.nominations import Nomination
from dvk_rules.runs import Run, run
from dvk_rules.scenario import load_scenario
from dvk_rules.values import Value

SCENARIO = """
scenario: thu-nghiem
title: {vi: Phương án thử nghiệm (dữ liệu mô phỏng), en: Trial scenario (synthetic data)}
pack: binh-thuan-2020
nominations: khong-dung.csv
decision_date: 2020-12-15
seats: {letter: {at_most: SEATS, status: plan}, certificate: {at_most: INNER, status: assumed}}
quotas:
  - {id: letters-per-unit, title: {vi: Thư khen mỗi đơn vị, en: Letters a unit}, tier: letter,
     per: unit, at_least: FLOOR, at_most: CAP, floor_if_available: AVAILABLE, negotiable: true,
     bounds: {phu-quy: {at_least: 1, at_most: 3}}, status: assumed}
  - {id: collectives, title: {vi: Tỷ lệ tập thể, en: Collectives}, tier: letter,
     where: {kind: tap_the}, at_least: 45%, at_most: 85%, status: assumed}
  - {id: leaders, title: {vi: Cá nhân giữ chức vụ lãnh đạo, en: Leaders}, tier: letter,
     where: {kind: ca_nhan, leadership: true}, of: {kind: ca_nhan}, at_most: 30%, status: assumed}
  - {id: fields, title: {vi: Mỗi lĩnh vực đều có, en: Every field}, tier: certificate,
     per: field, at_least: 1, floor_if_available: true, status: assumed}
decisions: DECISIONS
order: {mode: hard, by: [unit, kind]}
tie_break: {order: rank}
"""

_GOOD: dict[str, Value] = {
    "in_movement": True,
    "own_criteria": True,
    "own_selection": True,
    "minutes_attached": True,
    "voted": True,
    "proposal_attached": True,
    "report_attached": True,
    "report_form": "mau_07",
    "report_confirmed": True,
    "initiative_claimed": False,
    "discipline_open": False,
    "inspection_open": False,
    "complaint_open": False,
    "disciplined_in_period": False,
    "exemplary": True,
    "prior_award_same_achievement": False,
    "enterprise": False,
    "model_registered": True,
    "leadership": False,
    "ethnic_minority": False,
    "difficult_place": "khong",
    "reach": "linh_vuc_tinh",
    "many_achievements": True,
    "achievement_from": date(2016, 1, 1),
    "achievement_to": date(2020, 10, 31),
}

_SPOILS: tuple[tuple[str, Value | None], ...] = (
    ("dossier_received", date(2020, 12, 2)),
    ("votes_share", Decimal("0.72")),
    ("minutes_attached", False),
    ("discipline_open", True),
    ("own_selection", None),
    ("measurable_result", None),
    ("recognised_level", "chua"),
    ("complaint_open", True),
    ("voted", False),
)


def nominations(seed: int = 7, units: int = 20, most: int = 12) -> list[Nomination]:
    """Nominations of the first ``units`` units of the pack; the last one proposes nobody."""
    from dvk_rules.pack import load_pack

    pack = load_pack("binh-thuan-2020")
    kinds = pack.vocabulary["report_form"].kind.choices if "report_form" in pack.vocabulary else {}
    dice = Random(seed)
    found: list[Nomination] = []
    for number, unit in enumerate(list(pack.units.units)[: units - 1], 1):
        for rank in range(1, dice.randint(most - 4, most) + 1):
            facts = dict(_GOOD)
            if facts["report_form"] not in kinds:
                facts["report_form"] = next(iter(kinds), "")
            person = dice.random() < 0.45
            code = f"{number:02d}.{rank:02d}"
            facts |= {
                "name": f"Cá nhân mẫu {code}" if person else f"Tập thể mẫu {code}",
                "subject": f"{'CN' if person else 'TT'}-{code}",
                "kind": "ca_nhan" if person else "tap_the",
                "position": f"Chức vụ mẫu, xã mẫu {rank:02d}" if person else f"xã mẫu {rank:02d}",
                "votes_share": Decimal(dice.randint(80, 100)) / 100,
                "dossier_received": date(2020, 11, dice.randint(2, 29)),
                "model_code": f"MH-{code}",
                "model_name": f"Mô hình mẫu “Tuyến đường tự quản số {code}”",
                "model_place": f"xã mẫu {rank:02d}",
                "model_started": date(dice.randint(2016, 2019), dice.randint(1, 12), 15),
                "field": dice.choice(
                    ["kinh_te", "van_hoa_xa_hoi", "quoc_phong_an_ninh", "he_thong_chinh_tri"]
                ),
                "recognised_level": dice.choice(["co_so", "cap_huyen", "cap_tinh"]),
                "measurable_result": dice.randint(1, 6),
                "participants": dice.choice([20, 80, 150, 400, 900]),
                "replicated_places": dice.randint(0, 4),
                "method_traits": tuple(
                    trait
                    for trait in ("cach_lam_moi", "phoi_hop", "doi_thoai", "neu_guong")
                    if dice.random() < 0.5
                ),
                "achievement_grade": dice.choice(["tot", "xuat_sac", "xuat_sac"]),
                "excellent_years": dice.randint(0, 4),
            }
            if person:
                facts["gender"] = dice.choice(["nam", "nu"])
                facts["occupation"] = dice.choice(["nong_dan", "can_bo", "cong_nhan"])
                facts["leadership"] = dice.random() < 0.3
                if facts["leadership"]:
                    facts["body_result"] = "hoan_thanh_tot"
            else:
                facts["women_share"] = Decimal(dice.randint(20, 90)) / 100
            if dice.random() < 0.3:
                name, value = dice.choice(_SPOILS)
                if value is None:
                    facts.pop(name, None)
                else:
                    facts[name] = value
            found.append(Nomination(f"{unit}/{rank:02d}", unit, facts, rank))
    return found


def facts_changed(listed: list[Nomination], place: int, **facts: Value | None) -> list[Nomination]:
    """``listed`` with facts of the one at ``place`` replaced, or taken away by ``None``."""
    old = listed[place]
    kept = {name: value for name, value in old.facts.items() if name not in facts}
    given = {name: value for name, value in facts.items() if value is not None}
    changed = list(listed)
    changed[place] = replace(old, facts=kept | given)
    return changed


def make_run(
    listed: list[Nomination],
    *,
    seats: int = 90,
    inner: int = 40,
    floor: int = 3,
    cap: int = 6,
    available: bool = True,
    decisions: str = "[]",
) -> Run:
    """A run of ``listed`` by the reference engine under the scenario above."""
    text = SCENARIO
    for key, value in {
        "SEATS": seats,
        "INNER": inner,
        "FLOOR": floor,
        "CAP": cap,
        "AVAILABLE": str(available).lower(),
        "DECISIONS": decisions,
    }.items():
        text = text.replace(key, str(value))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kich-ban.yaml"
        path.write_text(text, encoding="utf-8")
        (Path(folder) / "khong-dung.csv").write_text("", encoding="utf-8")
        scenario = load_scenario(path)
    return run(scenario, listed, engine="reference")


@cache
def plan_run() -> Run:
    """About 190 nominations, 90 letters, 40 certificates; allocated."""
    return make_run(
        nominations(),
        decisions="[{nomination: phan-thiet/02, tier: certificate, action: exclude,"
        " who: Hội đồng mẫu, why: lý do mẫu, when: 2020-12-10}]",
    )


@cache
def small_run() -> Run:
    """Four units that propose 34, twelve letters, five certificates; every verdict occurs."""
    return make_run(
        nominations(seed=5, units=5, most=9),
        seats=12,
        inner=5,
        floor=2,
        decisions="[{nomination: la-gi/01, tier: certificate, action: exclude,"
        " who: Hội đồng mẫu, why: lý do mẫu, when: 2020-12-10}]",
    )


@cache
def clashing_run() -> Run:
    """Floors that add up to more seats than there are."""
    return make_run(nominations(seed=3, units=4, most=8), seats=3, inner=2, floor=4)
