"""Verification: everything in a run folder derived again from its inputs and compared (D7.3)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from dvk_rules.engines import ENGINES
from dvk_rules.errors import DvkError, Problem, RunError
from dvk_rules.given import path_given
from dvk_rules.ledger.contents import Originals, read_allocation
from dvk_rules.ledger.differences import (
    nomination_differences,
    other_details,
    seat_differences,
    unsound,
)
from dvk_rules.ledger.folder import RunFolder, folder_files, open_run, present_files
from dvk_rules.ledger.given import given_problems
from dvk_rules.ledger.office import kept_settings
from dvk_rules.ledger.shape import fits_evaluation, read_json, read_manifest
from dvk_rules.ledger.signature import SIGNATURE, signature_problem
from dvk_rules.pack import available_packs, load_pack
from dvk_rules.progress import Progress, Silent
from dvk_rules.runs import Run, canonical_json, run, versions

if TYPE_CHECKING:  # the solver loads when a run is made
    from dvk_solver import Allocation, Reason

__all__ = ["Verification", "verify"]

_NO_PROOF = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What replaying something raises that is no proof at all."""

_FALLBACK = "engine.fallback"


@dataclass(frozen=True)
class Verification:
    """What verification found: the steps that hold, and a problem for each thing that does not.

    ``notes`` are what it could not hold against anything: ``no-originals`` (the run was saved
    without the files as given), ``other-pack`` (no pack of that version is installed here),
    ``own-templates`` (the fixed words of the documents are an office's own), ``signed`` (there is
    a signature, and no key was given).
    """

    folder: Path
    held: tuple[str, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether everything in the folder follows from its inputs."""
        return not self.problems

    def to_json(self, lang: str = "vi") -> dict[str, Any]:
        """The verification as data."""
        return {
            "folder": str(self.folder),
            "holds": self.holds,
            "held": list(self.held),
            "notes": list(self.notes),
            "problems": [
                {"code": problem.code, "message": problem.sentence(lang)}
                for problem in self.problems
            ],
        }


def verify(
    folder: str | Path, *, key: str | Path | None = None, progress: Progress | None = None
) -> Verification:
    """Derives everything in ``folder`` again from its inputs and says what does not hold.

    Hashes; verdicts, by the reference engine; the allocation, by the checker that shares no code
    with the solver and by solving again; the proofs; the report and the documents, byte for byte.
    ``key`` is a file with the public key that must have signed it. Raises ``RunError`` if it is not
    a run folder at all.
    """
    path = path_given(folder, RunError)
    check = _Check(path, progress or Silent())
    check.manifest()
    if key is not None:
        check.signature(key)
    elif (path / SIGNATURE).is_file():
        check.notes.append("signed")
    check.hashes()
    opened = check.open()
    if opened is not None:
        again = check.again(opened)
        if again is not None:
            check.inputs(again)
            check.verdicts(again)
            check.allocation(again)
            check.proof(again)
            check.rest(again)
    return Verification(path, tuple(check.held), tuple(check.problems), tuple(check.notes))


class _Check:
    """The steps of one verification and what they found."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self.path = path
        self.progress = progress
        self.held: list[str] = []
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.data: Mapping[str, Any] = {}
        self.named: set[str] = set()
        self.recorded: Run | None = None
        """The run as the folder says it, once its list, reasons and proof are known to hold."""

    def _complain(self, code: str, **params: Any) -> None:
        self.problems.append(Problem(code, params))

    def _step(self, name: str, before: int) -> None:
        """Notes that a step held, if it found nothing."""
        if len(self.problems) == before:
            self.held.append(name)

    def manifest(self) -> None:
        self.data = read_manifest(self.path)

    def signature(self, key: str | Path) -> None:
        """The signature over the manifest."""
        before = len(self.problems)
        problem = signature_problem(self.path, key)
        if problem is not None:
            self.problems.append(problem)
        self._step("signature", before)

    def hashes(self) -> None:
        before = len(self.problems)
        files = cast(dict[str, str], self.data.get("files", {}))
        present = present_files(self.path)
        for name in sorted(files.keys() - present):
            self._complain("verify.missing", file=name)
        for name in sorted(present - files.keys() - {"run.json"}):
            self._complain("verify.extra", file=name)
        for name in sorted(files.keys() & present):
            digest = hashlib.sha256((self.path / name).read_bytes()).hexdigest()
            if digest != files[name]:
                self.named.add(name)
                self._complain("verify.hash", file=name)
        self._step("hashes", before)

    def open(self) -> RunFolder | None:
        try:
            return open_run(self.path)
        except DvkError as error:
            self._complain("verify.unreadable-inputs", count=len(error.problems))
            self.problems.extend(error.problems)
            return None

    def again(self, opened: RunFolder) -> Run | None:
        try:
            result = run(
                opened.scenario, opened.nominations, engine="reference", progress=self.progress
            )
        except DvkError as error:
            self._complain("verify.cannot-run", count=len(error.problems))
            self.problems.extend(error.problems)
            return None
        ours = versions()["dvk-rules"]
        theirs = str(cast(dict[str, Any], self.data.get("versions", {})).get("dvk-rules"))
        if theirs != ours:
            self._complain("verify.version", recorded=theirs, found=ours)
        elif result.id != self.data.get("run"):
            self._complain(
                "verify.run-id", recorded=str(self.data.get("run"))[:12], found=result.id[:12]
            )
        result = self._as_recorded(result)
        recorded = cast(dict[str, Any], self.data.get("pack", {}))
        if result.scenario.pack.sha256 != recorded.get("sha256"):
            self._complain("verify.pack")
        self._compare_with_installed(result)
        return result

    def _compare_with_installed(self, again: Run) -> None:
        """A pack of the same version must be the one that is installed here, word for word."""
        pack = again.scenario.pack
        if pack.id not in available_packs():
            self.notes.append("other-pack")
            return
        installed = load_pack(pack.id)
        if installed.version != pack.version:
            self.notes.append("other-pack")
        if installed.version == pack.version and installed.sha256 != pack.sha256:
            self._complain("verify.pack-changed", pack=pack.id, version=pack.version)

    @property
    def originals(self) -> Originals | None:
        """The originals that the manifest names; ``None`` if the run was made without them."""
        data = self.data.get("originals")
        if not isinstance(data, dict):
            return None
        return Originals.in_folder(self.path, cast(dict[str, Any], data))

    def inputs(self, again: Run) -> None:
        """The files as given still say what the canonical inputs say."""
        before = len(self.problems)
        originals = self.originals
        if originals is None:
            self.notes.append("no-originals")
            return
        self.problems.extend(given_problems(self.path, originals, again))
        self._step("inputs", before)

    def _as_recorded(self, again: Run) -> Run:
        """``again`` under the engine that the manifest names, so that files can be compared."""
        engine = str(self.data.get("engine"))
        if engine not in ENGINES:
            self._complain("verify.field", file="run.json", field="engine")
        ours = [
            {"code": notice.code, "params": dict(notice.params)}
            for notice in again.evaluation.notices
        ]
        notices: list[Problem] = []
        for item in cast(list[dict[str, Any]], self.data["engine_notices"]):
            if item in ours or (item["code"] == _FALLBACK and item["params"].keys() == {"reason"}):
                notices.append(Problem(item["code"], item["params"]))
            else:  # no notice of ours
                self._complain("verify.field", file="run.json", field="engine_notices")
        evaluation = replace(again.evaluation, engine=engine, notices=tuple(notices))
        return replace(again, evaluation=evaluation, warnings=(*notices, *again.warnings))

    def _json(self, name: str) -> Any:
        if not (self.path / name).is_file():
            return None
        try:
            return read_json(self.path, name)
        except RunError as error:
            self.problems.extend(error.problems)
            return None

    def verdicts(self, again: Run) -> None:
        """Each verdict, its deciding rules, its points and its facts."""
        before = len(self.problems)
        recorded = self._json("evaluation.json")
        if not fits_evaluation(recorded):
            code = "verify.missing" if recorded is None else "run.damaged"
            self._complain(code, file="evaluation.json")
            return
        derived = again.evaluation.to_json()
        by_id = {item.get("id"): item for item in recorded["nominations"]}
        for expected in derived["nominations"]:
            found = by_id.pop(expected["id"], None)
            if found is None:
                self._complain("verify.no-nomination", nomination=expected["id"])
                continue
            self.problems.extend(nomination_differences(expected, found, again))
        for left in by_id:
            self._complain("verify.extra-nomination", nomination=str(left))
        for key in ("pack", "decision_date", "parameters", "format"):
            if recorded.get(key) != derived[key]:
                self._complain("verify.field", file="evaluation.json", field=key)
        self._step("verdicts", before)

    def allocation(self, again: Run) -> None:
        """Feasibility, stage values and seats: by the checker, and by solving again."""
        from dvk_solver import ProblemError, check

        before = len(self.problems)
        name = "clash.json" if again.allocation is None else "allocation.json"
        if canonical_json(again.problem.to_data()) != canonical_json(self._json("problem.json")):
            self._complain("verify.problem")
        recorded = self._json(name)
        if recorded is None:
            self._complain("verify.missing", file=name)
            return
        if again.allocation is None:
            self._step("clash", before)
            return
        try:
            said, reasons = read_allocation(recorded)
        except ProblemError as error:
            self._complain("verify.allocation-shape", detail=str(error).split("\n")[0])
            return
        for finding in check(again.problem, said):
            self._complain("verify.check", detail=finding)
        self.problems.extend(seat_differences(again, said))
        for key in other_details(again, said):
            self._complain("verify.field", file=name, field=key)
        self._reasons(again, said, reasons)
        self._step("allocation", before)
        if len(self.problems) == before:
            # what is written for people follows from the list and the reasons as recorded
            self.recorded = replace(again, allocation=said, reasons=reasons)

    def _reasons(self, again: Run, said: Allocation, reasons: Sequence[Reason]) -> None:
        """The reasons of the seats: word for word, or true where another solver found them."""
        assert again.allocation is not None  # the caller has looked
        ordered = sorted(reasons, key=lambda item: (item.tier, item.candidate))
        if ordered == sorted(again.reasons, key=lambda item: (item.tier, item.candidate)):
            return
        if said.solver == again.allocation.solver:
            self._complain("verify.seat-reasons")
            return
        wrong = tuple(unsound(again, reasons))
        if wrong:
            self._complain("verify.seat-reasons-untrue", nominations=wrong)
        else:
            self.held.append("reasons")

    def proof(self, again: Run) -> None:
        """The proof: replayed by the checker alone, and about this problem and this list."""
        from dvk_solver.check.replay import Rejected, replay

        before = len(self.problems)
        proof = self._json("proof.json")
        if proof is None:
            if again.allocation is None or again.allocation.certificate is not None:
                self._complain("verify.missing", file="proof.json")
            return
        try:
            replay(proof)
        except Rejected as reason:
            self._complain("verify.proof", detail=str(reason))
            return
        except _NO_PROOF as error:
            self._complain("verify.proof", detail=f"{type(error).__name__}: {error}")
            return
        if canonical_json(proof["problem"]) != canonical_json(self._json("problem.json")):
            self._complain("verify.other-problem")
        recorded = self._json("allocation.json") if again.allocation is not None else {}
        listed = cast(dict[str, Any], recorded if isinstance(recorded, dict) else {})
        if canonical_json(proof.get("selected")) != canonical_json(listed.get("selected")):
            self._complain("verify.other-list")
        self._step("proof", before)
        if len(self.problems) == before and again.allocation is not None:
            # INVARIANT: a proof is replayed and never compared with one made here. Another version
            # of the solver, or another processor, may prove the same list another way.
            base = self.recorded or again
            allocation = base.allocation
            assert allocation is not None  # it stands in ``again``
            kept = allocation.model_copy(update={"certificate": proof})
            self.recorded = replace(base, allocation=kept)

    def rest(self, again: Run) -> None:
        """Every file made again and compared, byte for byte."""
        before = len(self.problems)
        try:
            run = self.recorded or again
            kept = kept_settings(self.path)
            if kept is not None and kept.templates is not None:
                self.notes.append("own-templates")
            made = folder_files(run, self.originals, kept)
        except DvkError as error:
            self._complain("verify.settings", count=len(error.problems))
            self.problems.extend(error.problems)
            return
        for name in sorted(cast(dict[str, str], self.data["files"]).keys() - made.keys()):
            self._complain("verify.not-made", file=name)
        for name, content in sorted(made.items()):
            place = self.path / name
            if name == "run.json":
                self._manifest(json.loads(content))
            elif name not in self.named and place.is_file():
                if place.read_bytes() != content:
                    self._complain("verify.differs", file=name)
            elif name not in cast(dict[str, str], self.data.get("files", {})):
                self._complain("verify.missing", file=name)  # from the manifest too
        if not self.named & made.keys():  # one that was changed has been complained of above
            self._step("documents", before)

    def _manifest(self, made: Mapping[str, Any]) -> None:
        """What the manifest says of the run, but for the hashes and who made it."""
        for key in sorted((made.keys() | self.data.keys()) - {"files", "run", "pack", "versions"}):
            if self.data.get(key) != made.get(key):
                self._complain("verify.field", file="run.json", field=key)
        recorded = cast(dict[str, Any], self.data.get("pack", {}))
        for key in ("id", "version", "lineage"):
            if recorded.get(key) != made["pack"][key]:
                self._complain("verify.field", file="run.json", field=f"pack.{key}")
