"""The page of a pack: whole, readable, self-contained, and safe with any text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dvk_rules.lawbook.show import show
from dvk_rules.messages import LANGUAGES
from dvk_rules.pack import available_packs, load_pack
from packs.synthetic import edited, sample

RULES = "rules/10-chung.yaml"
_VOID = {"meta", "br", "link", "img", "input"}


class Page(HTMLParser):
    """The tags, anchors, links and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(str(value))
            if name == "href":
                self.links.append(str(value))
            if name in ("src", "data", "action"):
                self.sources.append(str(value))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "


def test_the_reason_of_an_exception_stands_beside_it(tmp_path: Path) -> None:
    old = "{unit: dao, value: 60%, source: {doc: plan, at: III}}"
    new = old[:-1] + ", reason: {vi: vì xa đất liền, en: far from the mainland}}"
    pack = sample(tmp_path, parameters=edited("parameters.yaml", (old, new)))
    for lang, reason in (("vi", "vì xa đất liền"), ("en", "far from the mainland")):
        page = Page(show(pack, lang))
        assert page.text.count(reason) == 2  # under the rule that reads it, and in the list


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", available_packs())
def test_the_page_of_a_shipped_pack_is_whole_and_stands_on_its_own(name: str, lang: str) -> None:
    pack = load_pack(name)
    html = show(pack, lang)
    page = Page(html)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert all(link.startswith("#") for link in page.links)
    assert page.sources == []
    assert "http" not in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    assert "<script" not in html
    for rule in pack.rules:
        assert f"r-{rule.id}" in page.ids
        assert rule.title.get(lang) in page.text
        assert rule.source.quote.strip().strip("“”") in page.text
    for case in pack.cases:
        assert f"c-{case.id}" in page.ids


def test_a_rule_stands_under_its_heading_with_its_words_its_clause_and_its_status(
    tmp_path: Path,
) -> None:
    text = " ".join(Page(show(sample(tmp_path))).text.split())
    assert (
        "Hồ sơ đúng hạn Kế hoạch “gửi trước ngày 30/11/2020” II.1, Kế hoạch mẫu Phải có "
        "Ngày nhận hồ sơ trước ngày 30/11/2020 (Hạn nhận hồ sơ) "
        "Không đạt thì để lại, chưa xét · Ràng buộc: Thư khen, Bằng khen · deadline" in text
    )
    assert "Chỉ xét khi Đã bình chọn: có Phải có Tỷ lệ phiếu ít nhất 80%" in text
    assert "Suy ra “Thành tích tốt”, khi Ít nhất một trong các điều sau:" in text
    assert "Số người ít nhất 100 25 điểm Số người ít nhất 10 10 điểm" in text


def test_a_threshold_that_differs_is_shown_for_each_unit(tmp_path: Path) -> None:
    text = " ".join(Page(show(sample(tmp_path))).text.split())
    assert "Mọi đơn vị 80% tạm giả định Huyện Đảo 60% tạm giả định Cấp sở 90%" in text


def test_a_case_that_does_not_hold_is_shown_as_such(tmp_path: Path) -> None:
    cases = edited("cases.yaml", ("deciding: votes", "deciding: deadline"))
    text = " ".join(Page(show(sample(tmp_path, cases=cases), "en")).text.split())
    assert "4 of 5 cases hold" in text
    assert "✗ too few votes" in text
    assert "the rule votes decides too (violated)" in text


def test_text_of_a_pack_never_becomes_part_of_the_page(tmp_path: Path) -> None:
    hostile = '"<script>alert(1)</script><b onclick=x>&amp;"'
    rules = edited(RULES, ('"gửi trước ngày 30/11/2020"', hostile))
    html = show(sample(tmp_path, rules=rules))
    assert "<script" not in html
    assert "<b onclick" not in html
    assert "<script>alert(1)</script>" in Page(html).text


def test_the_same_pack_gives_the_same_page(tmp_path: Path) -> None:
    assert show(sample(tmp_path / "a")) == show(sample(tmp_path / "b"))
