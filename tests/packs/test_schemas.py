"""The published JSON Schemas: current, true of every shipped pack, and of use in an editor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dvk_rules.conditions import OPERATORS
from dvk_rules.lawbook.schemas import pack_schemas, schema_text, write_schemas
from dvk_rules.pack import available_packs, load_pack
from dvk_rules.pack.load import rulebook
from dvk_rules.pack.yaml_source import read_yaml
from packs.json_schema import mistakes
from packs.synthetic import GOOD, sample

ROOT = Path(__file__).resolve().parents[2]
RULES = "rules/10-chung.yaml"


def test_the_published_schemas_are_current() -> None:
    # To renew them: python -m dvk_rules.lawbook.schemas docs/schemas
    for name, schema in pack_schemas().items():
        published = ROOT / "docs" / "schemas" / f"{name}.schema.json"
        assert published.read_text(encoding="utf-8") == schema_text(schema), name


def data(file: Path | Any) -> Any:
    """What stands in a file, as an editor sees it."""
    return read_yaml(file.read_text(encoding="utf-8-sig"), file.name).data


def files(folder: Any) -> list[tuple[str, Any]]:
    """The files of a pack with the schema that each goes by."""
    found = [(item.name[:-5], item) for item in folder.iterdir() if item.name.endswith(".yaml")]
    if (folder / "rules").is_dir():
        found += [("rules", item) for item in (folder / "rules").iterdir()]
    return found


@pytest.mark.parametrize("name", available_packs())
def test_the_shipped_packs_fit_the_schemas(name: str) -> None:
    general, own = pack_schemas(), pack_schemas(load_pack(name))
    for kind, file in files(rulebook() / name):
        for schemas in (general, own):
            assert mistakes(schemas[kind], data(file)) == [], file.name


@pytest.mark.parametrize(
    "name",
    [
        "condition-any-as-mapping",
        "condition-at-least-of-nothing",
        "condition-between-one",
        "condition-no-value",
        "condition-sign",
        "condition-time",
        "condition-unknown-choice",
        "condition-unknown-fact",
        "condition-unknown-operator",
        "condition-unknown-parameter",
        "condition-misfit",
        "rule-no-kind",
        "rule-two-kinds",
        "rule-unknown-axis",
        "rule-unknown-document",
        "rule-unknown-tier",
        "shape-bad-status",
        "shape-comma-in-text",
        "shape-title-as-text",
        "shape-unknown-key",
    ],
)
def test_an_editor_with_the_schema_of_the_pack_marks_the_mistake(name: str) -> None:
    schema = pack_schemas(load_pack(GOOD))["rules"]
    assert mistakes(schema, data(GOOD.parent / "bad" / name / RULES))


def test_the_schema_of_a_pack_offers_its_names(tmp_path: Path) -> None:
    schemas = pack_schemas(sample(tmp_path))
    definitions = schemas["rules"]["$defs"]
    rule = definitions["RuleEntry"]["properties"]
    assert rule["tier"]["enum"] == ["letter", "certificate"]
    assert rule["derive"]["enum"] == ["good"]
    assert definitions["param-of-date"]["properties"]["param"]["enum"] == ["deadline"]
    assert "received" in definitions["condition"]["properties"]
    received = definitions["fact-received"]
    assert received["description"] == "Ngày nhận hồ sơ – Dossier received on"
    assert "at_most" not in received["anyOf"][-1]["properties"]


def test_every_operator_and_every_key_of_a_rule_has_a_hover_text_in_both_languages() -> None:
    definitions = pack_schemas()["rules"]["$defs"]
    operators = definitions["comparison"]["anyOf"][-1]["properties"]
    assert set(operators) == set(OPERATORS)
    rule = definitions["RuleEntry"]["properties"]
    for key, schema in {**operators, **rule}.items():
        assert " – " in schema["description"], key


def test_the_case_schema_of_a_pack_knows_facts_and_units(tmp_path: Path) -> None:
    schema = pack_schemas(sample(tmp_path))["cases"]
    sound = data(GOOD / "cases.yaml")
    assert mistakes(schema, sound) == []
    sound["cases"][0]["unit"] = "khong-co"
    sound["cases"][1]["facts"] = {"good": True}
    assert len(mistakes(schema, sound)) == 2


def test_schemas_are_written_where_an_editor_finds_them(tmp_path: Path) -> None:
    written = write_schemas(tmp_path / "schemas", sample(tmp_path))
    assert {file.name for file in written} == {
        f"{name}.schema.json" for name in ("pack", "facts", "parameters", "units", "rules", "cases")
    }
    assert all(json.loads(file.read_text(encoding="utf-8")) for file in written)
