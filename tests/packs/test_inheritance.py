"""A pack that extends another: what it accepts of the other's findings, what its form asks for."""

from __future__ import annotations

from pathlib import Path

from dvk_rules import load_pack
from dvk_rules.lawbook.check import check
from dvk_rules.pack import Pack
from packs.synthetic import FILES, write

PARENT = FILES["pack.yaml"] + (
    "accepts:\n"
    '  - {finding: "unused-fact:*", reason: {vi: dùng trong báo cáo}}\n'
    "  - {finding: never-violated:many, reason: {vi: giữ theo văn bản}}\n"
    "  - {finding: stale:nothing, reason: {vi: đã cũ}}\n"
)
MANY = """\
      - id: many
        title: {vi: Có người, en: people}
        source: {doc: plan}
        status: plan
        tier: letter
        require: {people: {at_least: {param: least}}}
"""
PARAMETER = """\
  least: {type: int, label: {vi: Ít nhất}, value: 0, source: {doc: plan}, status: plan}
"""
CHILD = """\
pack: con
version: 1.0.0
title: {vi: Gói con, en: Child}
extends: mau
effective: {from: 2020-01-01, until: 2020-12-31}
"""


def child(folder: Path, head: str = "", **files: str) -> Pack:
    """A pack that extends the sample pack with a requirement nobody can violate."""
    write(
        folder,
        pack=PARENT,
        rules=FILES["rules/10-chung.yaml"] + MANY,
        parameters=FILES["parameters.yaml"] + PARAMETER,
    )
    root = folder / "con"
    (root / "rules").mkdir(parents=True)
    (root / "pack.yaml").write_text(CHILD + head, encoding="utf-8")
    for name, text in files.items():
        path = root / "rules/10.yaml" if name == "rules" else root / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
    return load_pack(root)


def accepted(pack: Pack) -> dict[str, bool]:
    """The findings on the parent's words, and whether each is accepted."""
    keys = ("unused-fact:place", "unused-fact:started", "never-violated:many")
    return {item.key: bool(item.accepted) for item in check(pack).findings if item.key in keys}


def test_what_a_pack_accepts_is_not_told_again_by_the_one_that_extends_it(tmp_path: Path) -> None:
    report = check(child(tmp_path))
    assert {key for key, said in accepted(report.pack).items() if said} == {
        "unused-fact:place", "unused-fact:started", "never-violated:many"
    }  # fmt: skip
    assert not [item for item in report.findings if item.key.startswith("stale:")]
    reasons = {item.accepted.get("vi") for item in report.findings if item.accepted}
    assert "giữ theo văn bản" in reasons


def test_what_the_extending_pack_states_anew_must_be_accepted_anew(tmp_path: Path) -> None:
    rule = "sections:\n  - heading: {vi: Mới}\n    rules:\n" + MANY.replace(
        "id: many", "id: many\n        replaces: many"
    )
    assert accepted(child(tmp_path / "a", rules=rule))["never-violated:many"] is False
    other = "parameters:\n" + PARAMETER.replace("value: 0", "value: -1")
    said = accepted(child(tmp_path / "b", parameters=other))
    assert said == {
        "unused-fact:place": True, "unused-fact:started": True, "never-violated:many": False
    }  # fmt: skip
    fact = "facts:\n  place: {type: text, label: {vi: Địa điểm, en: Site}}\n"
    said = accepted(child(tmp_path / "c", facts=fact))
    assert said["unused-fact:place"] is False
    assert said["never-violated:many"] is True


def test_a_form_does_not_ask_for_what_only_dropped_rules_have_read(tmp_path: Path) -> None:
    whole = {fact.name for fact in child(tmp_path / "a").form_facts}
    assert {"checked", "place", "share"} <= whole
    drops = "drops:\n  - {rule: inspection, reason: {vi: không còn}}\n"
    fewer = {fact.name for fact in child(tmp_path / "b", drops).form_facts}
    assert whole - fewer == {"checked"}


def test_the_form_of_a_later_law_asks_for_nothing_that_only_the_earlier_one_reads() -> None:
    for name in ("vn-tdkt-2024", "vn-tdkt-2025"):
        pack = load_pack(name)
        asked = {fact.name for fact in pack.form_facts}
        assert not asked & {"tax_ok", "report_form", "prior_award_until"}
        assert {fact.name for fact in pack.vocabulary.given if fact.role} <= asked
        assert {
            n for names in pack.reads.values() for n in names
        } & pack.vocabulary.brought <= asked
