"""The settings that the documents of a run were made with, kept beside its inputs."""

from __future__ import annotations

from pathlib import Path

from dvk_rules.report import DocumentSettings, load_settings

__all__ = ["SETTINGS", "kept_settings", "settings_files"]

SETTINGS = "inputs/documents/settings.yaml"
_TEMPLATES = "templates"


def settings_files(settings: DocumentSettings | None) -> dict[str, bytes]:
    """The settings in canonical form and the office's own templates; nothing for the shipped ones.

    The templates are copied, so that a document can be made again when the office has long
    changed its own.
    """
    import yaml

    if settings is None:
        return {}
    data = settings.model_dump(mode="json", exclude={"templates"})
    files: dict[str, bytes] = {}
    if settings.templates is not None:
        data["templates"] = _TEMPLATES
        home = SETTINGS.rpartition("/")[0]
        files |= {
            f"{home}/{_TEMPLATES}/{path.name}": path.read_bytes()
            for path in sorted(settings.templates.glob("*.docx"))
            if not path.name.startswith("~$")  # what Word leaves while a file is open
        }
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
    return {SETTINGS: text.encode(), **files}


def kept_settings(folder: Path) -> DocumentSettings | None:
    """The settings kept in a run folder; ``None`` if the shipped ones were used.

    Raises ``InputError`` if they cannot be read.
    """
    place = folder / SETTINGS
    return load_settings(place) if place.is_file() else None
