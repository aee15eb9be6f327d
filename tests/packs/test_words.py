"""Conditions and comparisons in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dvk_rules.conditions import (
    OPERATORS,
    AllOf,
    AnyOf,
    AtLeast,
    Atom,
    Condition,
    FactRef,
    Not,
    ParamRef,
)
from dvk_rules.evaluation import evaluate
from dvk_rules.lawbook.words import describe_condition, describe_leaf, describe_node, outline
from dvk_rules.messages import LANGUAGES
from dvk_rules.nominations import Nomination
from dvk_rules.pack import Pack, available_packs, load_pack
from dvk_rules.values import Value
from packs.synthetic import sample

DAY = date(2020, 12, 15)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return sample(tmp_path_factory.mktemp("words"))


VOTED, CHECKED = Atom("voted", "is", True), Atom("checked", "is", True)


@pytest.mark.parametrize(
    ("condition", "vi", "en"),
    [
        (
            Atom("received", "before", ParamRef("deadline")),
            "Ngày nhận hồ sơ trước ngày 30/11/2020 (Hạn nhận hồ sơ)",
            "Dossier received on: before 2020-11-30 (Deadline)",
        ),
        (
            Atom("share", "at_least", Decimal("0.755")),
            "Tỷ lệ phiếu ít nhất 75,5%",
            "Share of votes: at least 75.5%",
        ),
        (
            Atom("people", "between", (1, 9)),
            "Số người từ 1 đến 9",
            "People: from 1 to 9, both included",
        ),
        (Atom("level", "at_least", "vua"), "Mức từ mức “Vừa” trở lên", "Level: “middle” or higher"),
        (
            Atom("kind", "in", ("ca_nhan", "tap_the")),
            "Loại đối tượng là một trong: “Cá nhân”, “Tập thể”",
            "Kind: one of “individual”, “collective”",
        ),
        (
            Atom("traits", "contains_all", ("moi", "chung")),
            "Đặc điểm có đủ: “Cách làm mới”, “Phối hợp”",
            "Traits: includes all of “new”, “joint”",
        ),
        (
            Atom("started", "before", FactRef("received")),
            "Ngày bắt đầu trước ngày “Ngày nhận hồ sơ”",
            "Start: before “Dossier received on”",
        ),
        (Atom("place", "known", False), "Nơi làm: chưa có thông tin", "Place: not known"),
        (VOTED, "Đã bình chọn: có", "Voted: yes"),
        (Not(VOTED), "Đã bình chọn: không", "Voted: no"),
        (
            Not(Atom("received", "before", DAY)),
            "Ngày nhận hồ sơ: từ ngày 15/12/2020 trở đi",
            "Dossier received on: on or after 2020-12-15",
        ),
        (
            AnyOf((VOTED, AllOf((CHECKED, Atom("people", "more_than", 3))))),
            "Đã bình chọn: có; hoặc (Đang thanh tra: có; và Số người trên 3)",
            "Voted: yes; or (Under inspection: yes; and People: above 3)",
        ),
        (
            Not(AllOf((VOTED, CHECKED))),
            "không đúng là (Đã bình chọn: có; và Đang thanh tra: có)",
            "it is not so that (Voted: yes; and Under inspection: yes)",
        ),
        (
            AtLeast(2, (VOTED, CHECKED, Atom("people", "is", 3))),
            "ít nhất 2 trong 3 điều: (Đã bình chọn: có; Đang thanh tra: có; Số người bằng 3)",
            "at least 2 of these 3: (Voted: yes; Under inspection: yes; People: exactly 3)",
        ),
    ],
)
def test_a_condition_reads_as_a_sentence_in_both_languages(
    pack: Pack, condition: Condition, vi: str, en: str
) -> None:
    assert describe_condition(condition, pack) == vi
    assert describe_condition(condition, pack, lang="en") == en


def test_a_threshold_says_for_whom_it_differs(pack: Pack) -> None:
    condition = Atom("share", "at_least", ParamRef("votes_needed"))
    units = pack.units.units
    said = {
        name: describe_condition(condition, pack, pack.settings(DAY, units[name]))
        for name in ("dong", "dao", "so-mot")
    }
    assert said == {
        "dong": "Tỷ lệ phiếu ít nhất 80% (Tỷ lệ cần có)",
        "dao": "Tỷ lệ phiếu ít nhất 60% (Tỷ lệ cần có, riêng Huyện Đảo)",
        "so-mot": "Tỷ lệ phiếu ít nhất 90% (Tỷ lệ cần có, riêng nhóm Cấp sở)",
    }
    assert describe_condition(condition, pack).endswith("có đơn vị áp dụng mức khác)")
    changed = pack.settings(DAY, units["dong"], {"votes_needed": Decimal("0.7")})
    assert describe_condition(condition, pack, changed) == (
        "Tỷ lệ phiếu ít nhất 70% (Tỷ lệ cần có, theo phương án; gói quy tắc ghi 80%)"
    )


def test_every_operator_has_words_for_every_type_it_fits(pack: Pack) -> None:
    literals: dict[str, tuple[Any, ...]] = {
        "kind": ("ca_nhan", "tap_the"),
        "received": (date(2020, 1, 1), DAY),
        "share": (Decimal("0.5"), Decimal("0.6")),
        "people": (1, 2),
        "level": ("thap", "cao"),
        "traits": ("moi", "chung"),
        "place": ("a", "b"),
        "voted": (True, False),
    }
    for name, values in literals.items():
        for operator in OPERATORS.values():
            if pack.vocabulary[name].kind.type not in operator.types:
                continue
            operand = True if operator.shape == "truth" else values
            atom = Atom(name, operator.name, values[0] if operator.shape == "one" else operand)
            for lang in LANGUAGES:
                text = describe_condition(atom, pack, lang=lang)
                assert text.startswith(pack.vocabulary[name].label.get(lang))
                assert "?" not in text


def test_parts_stand_one_under_the_other(pack: Pack) -> None:
    condition = AllOf((VOTED, AnyOf((CHECKED, Atom("people", "is", 3)))))
    assert [(line.depth, line.text) for line in outline(condition, pack)] == [
        (0, "Tất cả các điều sau:"),
        (1, "Đã bình chọn: có"),
        (1, "Ít nhất một trong các điều sau:"),
        (2, "Đang thanh tra: có"),
        (2, "Số người bằng 3"),
    ]


def leaves(pack: Pack, facts: dict[str, Value], rule: str, lang: str = "vi") -> list[str]:
    nomination = Nomination("mau/1", "dong", facts)
    result = evaluate(pack, [nomination], day=DAY, engine="reference").results[0]
    trace = next(item for item in result.trace() if item.rule.id == rule)
    return [describe_leaf(leaf, pack, lang) for leaf in trace.leaves()]


@pytest.mark.parametrize(
    ("facts", "rule", "vi", "en"),
    [
        (
            {"received": date(2020, 12, 2)},
            "deadline",
            "Ngày nhận hồ sơ: 02/12/2020 – không đúng điều kiện “trước ngày 30/11/2020” "
            "(Hạn nhận hồ sơ), trễ 2 ngày",
            "Dossier received on: 2020-12-02 – does not meet “before 2020-11-30” (Deadline), "
            "2 days late",
        ),
        (
            {"received": date(2020, 11, 30)},
            "deadline",
            "Ngày nhận hồ sơ: 30/11/2020 – không đúng điều kiện “trước ngày 30/11/2020” "
            "(Hạn nhận hồ sơ), trúng vào ngày mốc",
            "Dossier received on: 2020-11-30 – does not meet “before 2020-11-30” (Deadline), "
            "on that very day",
        ),
        (
            {"received": date(2020, 11, 29)},
            "deadline",
            "Ngày nhận hồ sơ: 29/11/2020 – đúng điều kiện “trước ngày 30/11/2020” "
            "(Hạn nhận hồ sơ), sớm 1 ngày",
            "Dossier received on: 2020-11-29 – meets “before 2020-11-30” (Deadline), 1 day early",
        ),
        (
            {},
            "deadline",
            "Ngày nhận hồ sơ: chưa có thông tin – cần biết để xét “trước ngày 30/11/2020” "
            "(Hạn nhận hồ sơ)",
            "Dossier received on: not known – needed for “before 2020-11-30” (Deadline)",
        ),
        (
            {"checked": False},
            "inspection",
            "Đang thanh tra: không – điều kiện là có",
            "Under inspection: no – yes is asked",
        ),
    ],
)
def test_a_comparison_says_what_was_found_what_was_asked_and_how_far_apart_they_are(
    pack: Pack, facts: dict[str, Value], rule: str, vi: str, en: str
) -> None:
    assert leaves(pack, facts, rule) == [vi]
    assert leaves(pack, facts, rule, "en") == [en]


def test_a_share_is_short_by_percentage_points(pack: Pack) -> None:
    found = leaves(pack, {"voted": True, "share": Decimal("0.745")}, "votes")
    assert found[1] == (
        "Tỷ lệ phiếu: 74,5% – không đúng điều kiện “ít nhất 80%” (Tỷ lệ cần có), "
        "thiếu 5,5 điểm phần trăm"
    )


def test_a_difference_too_small_to_round_is_still_shown(pack: Pack) -> None:
    found = leaves(pack, {"voted": True, "share": Decimal("0.79999")}, "votes")
    assert found[1].endswith("thiếu 0,001 điểm phần trăm")


def test_a_branch_of_a_trace_shows_the_truth_of_each_part(pack: Pack) -> None:
    nomination = Nomination("mau/1", "dong", {"level": "vua", "people": 12})
    result = evaluate(pack, [nomination], day=DAY, engine="reference").results[0]
    holds = next(item for item in result.trace() if item.rule.id == "d-good").holds
    assert holds is not None
    assert [(line.depth, line.truth) for line in describe_node(holds, pack)] == [
        (0, 0),
        (1, -1),
        (1, 0),
        (2, 0),
        (2, 1),
    ]


@pytest.mark.parametrize("name", available_packs())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_condition_of_the_shipped_packs_has_words(name: str, lang: str) -> None:
    pack = load_pack(name)
    for rule in pack.rules:
        for condition in rule.conditions():
            text = describe_condition(condition, pack, lang=lang)
            assert text
            assert not any(mark in text for mark in ("None", "ParamRef", "{", "_", ": :"))


def test_a_page_can_show_a_rule_without_condition(pack: Pack) -> None:
    assert describe_condition(None, pack) == "mọi trường hợp"
