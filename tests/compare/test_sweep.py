"""A sweep: steps that are runs, the core and the swing, the front, going on after a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.lists import CASE, CLASH, read, scenario
from dvk_rules.cli.app import build_app
from dvk_rules.runs import run
from dvk_rules.scenario import load_scenario
from dvk_rules.sweep import Sweep, parse_axes, sweep
from dvk_rules.sweep.axes import points_of, varied
from dvk_rules.sweep.fairness import shares
from dvk_rules.sweep.folder import save_sweep, sweep_files
from dvk_rules.sweep.result import _front
from dvk_rules.sweep.steps import Step

VARY = ("letter=2:5", "quota:collectives.at_most=40%:80%:20%")


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sweep, Path]:
    folder = tmp_path_factory.mktemp("sweep")
    base = scenario("base")
    return sweep(base, read(base), VARY, engine="reference", folder=folder, workers=1), folder


def test_every_step_is_exactly_the_run_of_its_scenario(swept) -> None:
    found, _ = swept
    base = scenario("base")
    axes = parse_axes(VARY, base)
    assert [step.place for step in found.steps] == list(points_of(axes))
    for step in (found.base, *found.steps):
        made = run(varied(base, axes, step.place), read(base), engine="reference")
        assert step.run == made.id
        assert step.listed is (made.allocation is not None)
        for tier in found.tiers if step.listed else ():
            assert step.selected[tier] == made.selected(tier)
            merits = [made.evaluation.by_id[name].merit[tier][0] for name in made.selected(tier)]
            assert step.merit[tier] == sum(merits)


def test_a_sweep_of_one_point_is_one_run() -> None:
    base = scenario("base")
    found = sweep(base, read(base), ["letter=4"], engine="reference", workers=1)
    (step,) = found.steps
    assert step.run == found.base.run == run(base, read(base), engine="reference").id
    assert step.selected == found.base.selected
    assert not found.swing("letter") and found.core("letter") == found.base.selected["letter"]


def test_the_core_those_who_swing_and_those_never_in_are_apart_and_complete(swept) -> None:
    found, _ = swept
    assert found.listed
    for tier in found.tiers:
        core, never = set(found.core(tier)), set(found.never(tier))
        swing = {item.nomination for item in found.swing(tier)}
        assert not core & swing and not core & never and not swing & never
        assert core | swing == {name for step in found.listed for name in step.selected[tier]}
        eligible = {name for step in found.steps for name in step.eligible[tier]}
        assert core | swing | never == eligible
        for item in found.swing(tier):
            count = sum(item.nomination in step.selected[tier] for step in found.listed)
            assert item.count == count and 0 < count < item.of == len(found.listed)


def test_entering_and_leaving_lead_from_the_base_to_the_step(swept) -> None:
    found, _ = swept
    for line in found.lines:
        for tier in found.tiers if line.step.listed else ():
            base = set(found.base.selected[tier])
            moved = (base - set(line.leaving[tier])) | set(line.entering[tier])
            assert moved == set(line.step.selected[tier])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.tuples(*[st.integers(0, 4).map(Fraction)] * 2)),
        min_size=1,
        max_size=12,
    )
)
def test_the_front_is_what_no_other_point_beats(measured) -> None:
    front = _front(measured)
    for merit, of in measured:
        beaten = any((m >= merit and o >= of) and (m > merit or o > of) for m, o in measured)
        assert ((merit, of) in front) is not beaten


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9), min_size=1),
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9)),
)
def test_shares_are_exact_and_even_when_seats_follow_entitlements(seats, entitled) -> None:
    found = shares(Counter(seats), list(seats), {u: entitled.get(u, 1) for u in seats})
    assert list(found) == sorted(found) and len(found) == len(seats)
    if sum(seats.values()):
        total = sum(entitled.get(u, 1) for u in seats)
        parts = [Fraction(entitled.get(u, 1), total) for u in seats]
        by_unit = {
            u: Fraction(seats[u] * total, sum(seats.values()) * entitled.get(u, 1)) for u in seats
        }
        assert sum(part * by_unit[u] for part, u in zip(parts, seats, strict=True)) == 1
    positive = {unit: count for unit, count in seats.items() if count}
    if positive:
        even = shares(Counter(positive), list(positive), positive)
        assert set(even) == {Fraction(1)}


def test_a_step_is_read_back_as_it_was_written(swept) -> None:
    found, _ = swept
    for step in (found.base, *found.steps):
        assert Step.from_data(json.loads(json.dumps(step.to_data()))) == step


def test_the_same_sweep_is_taken_from_its_journal_and_gives_the_same_bytes(swept) -> None:
    found, folder = swept
    kept = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}
    assert len(kept) == len(found.steps) + 1
    base = scenario("base")
    again = sweep(base, read(base), VARY, engine="reference", folder=folder, workers=1)
    assert {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in folder.iterdir()} == kept
    for lang in ("vi", "en"):
        assert sweep_files(again, lang) == sweep_files(found, lang)


def test_a_damaged_or_foreign_step_is_done_again(swept, tmp_path: Path) -> None:
    found, folder = swept
    originals = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    names = list(originals)
    damages = [b"", originals[names[1]][:-40], b"[]", b'{"key": 1}', originals[names[0]]]
    for number, damage in enumerate(damages):
        for name, content in originals.items():
            (tmp_path / name).write_bytes(content)
        (tmp_path / names[number + 1]).write_bytes(damage)
        base = scenario("base")
        again = sweep(base, read(base), VARY, engine="reference", folder=tmp_path, workers=1)
        assert again.to_json() == found.to_json()
        assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == originals


def test_other_inputs_have_other_steps(swept, tmp_path: Path) -> None:
    _, folder = swept
    other = scenario("lenient-votes")
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    before = {path.name for path in tmp_path.iterdir()}
    sweep(other, read(other), ["letter=4"], engine="reference", folder=tmp_path, workers=1)
    assert len({path.name for path in tmp_path.iterdir()} - before) == 2


def test_two_workers_find_what_one_finds(swept) -> None:
    found, _ = swept
    base = scenario("base")
    both = sweep(base, read(base), VARY, engine="reference", workers=2)
    assert both.to_json() == found.to_json()


def test_a_bound_above_its_own_most_is_a_step_without_a_list_not_an_error() -> None:
    base = scenario("base")
    vary = ["quota:letters-per-unit.phan-thiet.at_least=2:4"]
    found = sweep(base, read(base), vary, engine="reference", workers=1)
    states = [step.state for step in found.steps]
    assert states[0] == "list" and set(states[1:]) <= {"clash", "impossible"}
    assert all(step.reason.vi for step in found.steps if not step.listed)
    for content in sweep_files(found).values():
        assert content


def test_where_every_step_clashes_there_is_still_a_table_and_a_picture() -> None:
    clash = load_scenario(CLASH)
    found = sweep(clash, read(clash), ["certificate=1:2"], engine="reference", workers=1)
    assert not found.listed and found.core("letter") == () and found.against is None
    for name, content in sweep_files(found, "en").items():
        assert content, name
    one_axis = found.to_json()
    assert [step["state"] for step in one_axis["steps"]] == ["clash", "clash"]


def test_the_picture_is_whole_xml_with_something_for_every_step(swept) -> None:
    found, _ = swept
    base = scenario("base")
    single = sweep(base, read(base), ["letter=2:5"], engine="reference", workers=1)
    for one in (found, single):
        for lang in ("vi", "en"):
            root = ElementTree.fromstring(sweep_files(one, lang)["sweep.svg"])
            words = " ".join(text for text in root.itertext())
            for axis in one.axes:
                assert axis.title.get(lang) in words
            assert root.get("role") == "img" and root.get("aria-label")


def test_names_in_tables_are_text_and_never_formulas_or_markup(tmp_path: Path) -> None:
    from dataclasses import replace

    from openpyxl import load_workbook

    base = scenario("base")
    role = base.pack.vocabulary.by_role["name"].name
    named = [replace(item, facts={**item.facts, role: "=1+1</title><b>&"}) for item in read(base)]
    found = sweep(base, named, ["letter=3:5"], engine="reference", workers=1)
    save_sweep(found, tmp_path)
    book = load_workbook(tmp_path / "sweep.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "=1+1</title><b>&" for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    assert "<b>" not in (tmp_path / "sweep.html").read_text("utf-8")
    ElementTree.parse(tmp_path / "sweep.svg")


PROGRAM = """
import sys
from pathlib import Path
from dvk_rules.cli import main
if __name__ == "__main__":
    main(sys.argv[1:])
"""


def start(tmp_path: Path, *extra: str) -> subprocess.Popen[str]:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    vary = ["--vary", "letter=2:5"]
    out = ["--out", str(tmp_path / "out"), "--engine", "reference"]
    return subprocess.Popen(
        [sys.executable, str(program), "sweep", str(CASE), *vary, *out, *extra],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def steps_of(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "out").glob("*/steps/*.json"))


def wait_for_steps(tmp_path: Path, process: subprocess.Popen[str], count: int) -> None:
    while len(steps_of(tmp_path)) < count and process.poll() is None:
        time.sleep(0.01)


def finish(tmp_path: Path) -> dict[str, bytes]:
    """The files of the same sweep, run to its end here.

    A process that was killed in the middle of a file leaves it hidden beside its target, to be
    cleared when it is old; it is none of the sweep's files.
    """
    arguments = ["sweep", str(CASE), "--vary", "letter=2:5", "--workers", "1", "--lang", "vi"]
    arguments += ["--out", str(tmp_path / "out"), "--engine", "reference"]
    assert build_app("vi").main(arguments, standalone_mode=False) == 0
    everything = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    found = [path for path in everything if path.suffix != ".partial"]
    return {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in found}


def wait_until_all_are_gone(group: int) -> None:
    """Waits for every process of a group to end; fails after a minute."""
    for _ in range(600):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a process was left behind")


@pytest.mark.skipif(os.name == "nt", reason="looks at a process group")
def test_a_sweep_that_was_killed_leaves_no_process_and_goes_on_to_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    for folder in (whole, killed):
        folder.mkdir()
    process = start(killed, "--workers", "2")
    wait_for_steps(killed, process, 2)
    process.kill()
    process.wait()
    wait_until_all_are_gone(process.pid)
    for path in steps_of(killed):
        Step.from_data(json.loads(path.read_bytes()))
    assert finish(killed) == finish(whole)
    assert capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="sends Ctrl-C as a signal")
def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(tmp_path: Path) -> None:
    process = start(tmp_path, "--workers", "2", "--lang", "en")
    wait_for_steps(tmp_path, process, 1)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate()
    if process.returncode == 0:
        pytest.skip("it was done before it could be stopped")
    assert process.returncode == 130
    assert "Run the same command again" in said and "Traceback" not in said
    wait_until_all_are_gone(process.pid)
