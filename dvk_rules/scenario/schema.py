"""The JSON Schema of scenario files, for editors that complete and check while one writes.

``python -m dvk_rules.scenario.schema FOLDER`` writes it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from dvk_rules.lawbook.schemas import schema_text
from dvk_rules.scenario.surface import ParameterChange, ScenarioFile

__all__ = ["scenario_schema"]


def scenario_schema() -> dict[str, Any]:
    """The schema, made from the models that read the file."""
    schema = ScenarioFile.model_json_schema()
    schema["$defs"]["ParameterChange"] = ParameterChange.model_json_schema()
    schema["properties"]["parameters"]["additionalProperties"] = {
        "anyOf": [
            {"$ref": "#/$defs/ParameterChange"},
            {"type": ["string", "number", "boolean", "array", "null"]},
        ]
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "scenario.schema.json",
        **schema,
    }


if __name__ == "__main__":
    target = Path(sys.argv[1]) / "scenario.schema.json"
    target.write_text(schema_text(scenario_schema()), encoding="utf-8")
