"""How the documents look and who is named on them: data that an office sets once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dvk_rules.errors import InputError, Place, Problem
from dvk_rules.system import system_reason

__all__ = ["BLANK", "DocumentSettings", "Margins", "Office", "load_settings", "settings_for"]

BLANK = "………"
"""What stands where only the office that signs can write: numbers, days, names."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


type _Millimetres = Annotated[int, Field(ge=5, le=60)]
type _Points = Annotated[int, Field(ge=10, le=18)]


class Margins(_Part):
    """The margins of a page in millimetres."""

    top: _Millimetres = 20
    bottom: _Millimetres = 20
    left: _Millimetres = 30
    right: _Millimetres = 15


class Office(_Part):
    """An office that issues papers; what is not given stays a blank.

    ``superior`` and ``issuer`` stand in the head of a paper, ``in_text`` inside a sentence,
    ``sign`` in the number, ``receiver`` is addressed, ``signer`` is the title over the signature.
    """

    superior: str = BLANK
    issuer: str = BLANK
    in_text: str = BLANK
    sign: str = BLANK
    receiver: str = BLANK
    signer: str = BLANK


class Authority(_Part):
    """Who decides on certificates, as the draft decision names them."""

    superior: str = BLANK
    issuer: str = BLANK
    name: str = BLANK
    signer_title: str = BLANK
    signer: str = BLANK
    executors: str = BLANK


class DocumentSettings(_Part):
    """Settings of the Word documents.

    ``order`` sorts each unit's people by its own STT or by given name in Vietnamese collation.
    ``party_tier`` and ``state_tier`` say which tier goes to the Party's leaders and which to the
    State's. ``plan`` and ``movement`` name, inside a sentence, the plan that is carried out and the
    movement that is rewarded; ``bases`` are the pack's documents that a paper of the State names as
    its ground (none given: those that the tier's rules cite as law). ``templates`` is a folder with
    an office's own copies of the Word templates.
    """

    place: str = BLANK
    order: Literal["stt", "given_name"] = "stt"
    font: str = "Times New Roman"
    party_size: _Points = 14
    state_size: _Points = 14
    party_margins: Margins = Margins()
    state_margins: Margins = Margins(right=20)
    party_tier: str = "letter"
    state_tier: str = "certificate"
    plan: str = BLANK
    movement: str = BLANK
    bases: tuple[str, ...] = ()
    party: Office = Office()
    state: Office = Office()
    authority: Authority = Authority()
    templates: Path | None = None


def load_settings(path: str | Path) -> DocumentSettings:
    """Reads settings from a YAML file; a relative ``templates`` starts at the file.

    Raises ``InputError`` with every mistake at once.
    """
    import yaml

    file = Path(path)
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        found = DocumentSettings.model_validate(data)
    except OSError as error:
        problem = Problem("documents.unreadable", {"reason": system_reason(error)})
        raise InputError([_at(file, problem)]) from None
    except (UnicodeDecodeError, yaml.YAMLError):
        raise InputError([_at(file, Problem("documents.not-yaml"))]) from None
    except ValidationError as error:
        raise InputError(
            _at(file, Problem("documents.wrong", {"key": ".".join(map(str, item["loc"])) or "–"}))
            for item in error.errors(include_url=False)
        ) from None
    if found.templates is not None and not found.templates.is_absolute():
        found = found.model_copy(update={"templates": file.parent / found.templates})
    return found


def _at(file: Path, problem: Problem) -> Problem:
    return Problem(problem.code, problem.params, Place(file=str(file)))


@cache
def settings_for(pack: str) -> DocumentSettings:
    """The settings that are shipped for a pack, by its id; all blanks if there are none."""
    import yaml

    shipped = files("dvk_rules.report") / "templates" / f"{pack}.yaml"
    if not shipped.is_file():
        return DocumentSettings()
    return DocumentSettings.model_validate(yaml.safe_load(shipped.read_text(encoding="utf-8")))
