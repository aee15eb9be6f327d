"""The HTML report: whole, offline, readable by everybody, the same every time. Synthetic runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from report.synthetic import (
    clashing_run,
    facts_changed,
    make_run,
    nominations,
    plan_run,
    small_run,
)

from dvk_rules.report.excel import result_workbook
from dvk_rules.report.figures import Swing
from dvk_rules.report.html import html_report
from dvk_rules.report.word import documents

VOID = {"meta", "link", "br", "input", "rect", "circle", "line"}


class Page(HTMLParser):
    """Ids, links inside the page, and whether what is opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: set[str] = set()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        href = found.get("href") or ""
        if href.startswith("#"):
            self.links.add(href[1:])
        self.loads += [str(found[name]) for name in ("src", "srcset", "data") if found.get(name)]
        if tag in ("link", "iframe", "object", "img"):
            self.loads.append(tag)
        if tag == "li" and self.open and self.open[-1] == "li":
            self.open.pop()  # an open item ends where the next one starts
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "ul" and self.open[-1] == "li":
            self.open.pop()
        if tag in VOID:
            return
        assert self.open.pop() == tag, f"</{tag}> closes nothing near {self.getpos()}"


def page(lang: str = "vi") -> str:
    return html_report(small_run(), lang).decode()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_tag_is_closed_every_id_is_used_once_and_every_inner_link_leads_somewhere(
    lang: str,
) -> None:
    found = Page(page(lang))
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    assert found.links <= set(found.ids)


def test_the_page_needs_nothing_from_anywhere() -> None:
    text = page()
    found = Page(text)
    assert found.loads == []
    assert not re.search(r"https?:|url\(|@import|//[a-z]", text)


def test_everybody_has_a_card_with_every_rule_in_it() -> None:
    run = small_run()
    text = page()
    cards = {
        found[1]: found[0]
        for found in re.finditer(r'<details class="p" id="p-([^"]+)".*?</details>', text, re.DOTALL)
    }
    assert set(cards) == {nomination.id for nomination in run.nominations}
    for card in cards.values():
        named = set(re.findall(r"href=#r-([\w-]+)", card))
        assert named == {rule.id for rule in run.scenario.pack.rules}


def test_who_is_selected_is_marked_so_and_nobody_else() -> None:
    run = small_run()
    states = dict(re.findall(r'id="p-([^"]+)" data-u="[^"]*" data-s="([^"]+)"', page()))
    chosen = {name for name, state in states.items() if state.startswith("selected:")}
    assert chosen == set(run.selected("letter"))
    inner = {name for name, state in states.items() if state == "selected:certificate"}
    assert inner == set(run.selected("certificate"))


def test_the_plans_case_stays_small_enough_to_mail() -> None:
    run = plan_run()
    assert len(run.nominations) > 150
    for lang in ("vi", "en"):
        assert len(html_report(run, lang)) < 4_000_000


def test_what_a_unit_writes_is_text_and_never_markup() -> None:
    listed = facts_changed(nominations(seed=3, units=3, most=6), 0, name="<script>x</script>&\"'")
    text = html_report(make_run(listed, seats=5, inner=2, floor=1)).decode()
    assert "<script>x" not in text
    assert "&lt;script&gt;x&lt;/script&gt;&amp;" in text
    assert Page(text).open == []


def test_the_same_run_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib; from report.synthetic import small_run;"
        "from dvk_rules.report import report_files;"
        "print(sorted((n, hashlib.sha256(c).hexdigest())"
        " for n, c in report_files(small_run()).items()))"
    )
    said: set[str] = set()
    for seed in ("1", "2"):
        tests = str(Path(__file__).parent.parent)
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": tests,
            "TZ": f"UTC+{seed}",
        }
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        said.add(done.stdout)
    assert len(said) == 1


def test_a_clash_is_told_with_what_is_short_what_clashes_and_how_to_mend_it() -> None:
    run = clashing_run()
    assert run.clash is not None
    text = html_report(run).decode()
    assert "Các chỉ tiêu mâu thuẫn" in text
    assert "các mức tối thiểu cộng lại cần 7 suất, chỉ có 3" in text
    assert text.count("Nới tổng cộng") == len(run.clash.repairs) > 0
    assert "Thư khen mỗi đơn vị" in text
    assert Page(text).open == []
    assert 'id="quotas"' not in text


def test_an_unproven_list_is_never_called_proven() -> None:
    run = small_run()
    assert run.allocation is not None
    unsure = run.allocation.model_copy(update={"status": "feasible", "unique_at": None})
    text = html_report(replace(run, allocation=unsure)).decode()
    assert "đã chứng minh" not in text
    assert "chưa chắc là tốt nhất" in text


def test_tables_name_their_columns_and_the_page_has_its_landmarks() -> None:
    found = Page(page())
    assert all(attrs.get("scope") for tag, attrs in found.tags if tag == "th")
    names = [tag for tag, _ in found.tags]
    for landmark in ("header", "nav", "main", "footer", "h1", "form"):
        assert names.count(landmark) == 1
    charts = [attrs for tag, attrs in found.tags if tag == "svg"]
    assert charts
    assert all(attrs.get("aria-label") or attrs.get("aria-hidden") == "true" for attrs in charts)
    sections = [attrs for tag, attrs in found.tags if tag == "section"]
    assert all(attrs.get("aria-labelledby") in found.ids for attrs in sections)


def test_the_search_is_hidden_until_a_script_can_answer_it() -> None:
    form = next(attrs for tag, attrs in Page(page()).tags if tag == "form")
    assert "hidden" in form


def test_english_says_english_things() -> None:
    text = page("en")
    assert '<html lang="en">' in text
    assert "How sure" in text
    for words in ("Mức chắc chắn", "Cần lưu ý", "tạm giả định", "không áp dụng"):
        assert words not in text


def test_who_lacks_a_fact_is_told_what_to_supply_everywhere() -> None:
    listed = facts_changed(nominations(seed=5, units=5, most=9), 0, own_selection=None)
    run = make_run(listed, seats=12, inner=5, floor=2)
    asked = "Cần bổ sung: Đơn vị đã tổ chức xét chọn"
    card = html_report(run).decode().split(f'id="p-{listed[0].id}"')[1].split("</details>")[0]
    assert card.count(asked) == 1
    notice = documents(run)[f"thong-bao/{listed[0].unit}.docx"]
    assert asked in ZipFile(BytesIO(notice)).read("word/document.xml").decode()
    book = load_workbook(BytesIO(result_workbook(run)))
    rows = [" ".join(str(c.value) for c in row) for sheet in book.worksheets for row in sheet.rows]
    name = str(listed[0].facts["name"])
    assert sum(asked in row and name in row for row in rows) == 2  # its unit's sheet, the reasons


def test_swing_nominees_are_drawn_when_a_sweep_gives_them() -> None:
    run = small_run()
    first, second = run.nominations[0].id, run.nominations[1].id
    swing = [Swing(first, "letter", 3, 8), Swing(second, "letter", 8, 8)]
    text = html_report(run, swing=swing).decode()
    drawn = text[text.index("lúc có lúc không khi thử nhiều phương án") :].split("</figure>")[0]
    assert "3/8" in drawn
    assert "8/8" not in drawn  # who is in every list does not swing
    assert "lúc có lúc không khi thử nhiều phương án" not in page()


def _luminance(colour: str) -> float:
    text = colour.lstrip("#")
    digits = text if len(text) == 6 else "".join(char * 2 for char in text)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_stand_out_from_what_they_are_written_on(theme: int) -> None:
    css = (files("dvk_rules.report") / "templates" / "report.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root\{([^}]*)\}", css)
    colours = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", blocks[theme]))
    inks = ("ink", "soft", "link", "t1", "t2", "t3", "left", "wait", "no", "ask", "good")
    for ink in inks:
        for ground in ("paper", "card"):
            light, dark = sorted((_luminance(colours[ink]), _luminance(colours[ground])))[::-1]
            ratio = (light + 0.05) / (dark + 0.05)
            assert ratio >= 4.5, f"{ink} on {ground}: {ratio:.2f}"
    for ink, ground in (("t1", "t1-bg"), ("t2", "t2-bg"), ("wait", "mind"), ("ink", "mind")):
        light, dark = sorted((_luminance(colours[ink]), _luminance(colours[ground])))[::-1]
        assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{ink} on {ground}"


def test_two_of_the_list_who_may_be_one_are_told_to_whoever_signs() -> None:
    run = small_run()
    first, second = (run.by_id[name] for name in run.selected("letter")[:2])
    listed = [
        replace(item, facts={**item.facts, "name": f"{first.facts['name']} "})
        if item.id == second.id
        else item
        for item in run.nominations
    ]
    text = html_report(make_run(listed, seats=12, inner=5, floor=2)).decode()
    assert f"“{first.id}” và “{second.id}” cùng có Thư khen và có thể là một (cùng tên)" in text
    assert "có thể là một" not in page()
