"""The documents to sign, opened again as Word would. Synthetic runs."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from report.synthetic import clashing_run, facts_changed, make_run, nominations, small_run

from dvk_rules.errors import InputError
from dvk_rules.report.make_templates import TEMPLATES, templates
from dvk_rules.report.people import people
from dvk_rules.report.reasons import reasons_of
from dvk_rules.report.settings import BLANK, DocumentSettings, Margins, load_settings, settings_for
from dvk_rules.report.word import documents

SIGNED = (
    "to-trinh-thuong-truc.docx",
    "danh-sach-thu-khen.docx",
    "to-trinh-chu-tich.docx",
    "du-thao-quyet-dinh.docx",
    "danh-sach-bang-khen.docx",
)


def opened(content: bytes) -> Any:
    return Document(BytesIO(content))


def words(content: bytes) -> str:
    """All the text of a Word file, paragraph by paragraph, tables too."""
    with ZipFile(BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
    lines = re.findall(r"<w:p[ >].*?</w:p>", xml, re.DOTALL)
    return "\n".join("".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", line)) for line in lines)


def listed_names(content: bytes) -> list[str]:
    table = opened(content).tables[-1]
    cells = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    return [row[1] for row in cells if row[0].isdigit()]


def test_the_templates_in_the_package_are_those_the_script_makes() -> None:
    folder = Path(__file__).parents[2] / "dvk_rules" / "report" / "templates"
    for name, content in templates().items():
        assert (folder / name).read_bytes() == content, f"{name}: make the templates again"


def test_every_paper_is_made_and_there_is_a_notice_for_every_unit_that_proposed() -> None:
    run = small_run()
    made = documents(run)
    units = {nomination.unit for nomination in run.nominations}
    assert set(made) == {*SIGNED, *(f"thong-bao/{unit}.docx" for unit in units)}


def test_no_mark_of_a_template_is_left_in_a_paper() -> None:
    for name, content in documents(small_run()).items():
        text = words(content)
        assert not re.search(r"\{\{|\}\}|\{%|%\}", text), name
        assert "None" not in text, name


def test_the_lists_hold_exactly_the_selected_collectives_first() -> None:
    run = small_run()
    made = documents(run)
    for name, tier in (("danh-sach-thu-khen", "letter"), ("danh-sach-bang-khen", "certificate")):
        found = listed_names(made[f"{name}.docx"])
        chosen = [person for person in people(run) if person.id in run.selected(tier)]
        ordered = [p.name for p in chosen if p.result.facts["kind"] == "tap_the"]
        ordered += [p.name for p in chosen if p.result.facts["kind"] == "ca_nhan"]
        assert found == ordered


def test_numbers_days_places_and_signers_are_left_blank() -> None:
    made = documents(small_run())
    for name in ("to-trinh-thuong-truc.docx", "thong-bao/la-gi.docx"):
        text = words(made[name])
        assert f"Số {BLANK}-T" in text
        assert f"{BLANK}, ngày {BLANK} tháng {BLANK} năm {BLANK}" in text
    for name in ("to-trinh-chu-tich.docx", "du-thao-quyet-dinh.docx"):
        assert f"Số: {BLANK}/" in words(made[name])
    for content in made.values():
        assert not re.search(r"ngày \d+ tháng \d+ năm \d{4}", words(content))


def test_party_papers_have_the_partys_head_and_state_papers_the_states() -> None:
    made = documents(small_run())
    party, state = words(made["to-trinh-thuong-truc.docx"]), words(made["to-trinh-chu-tich.docx"])
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in party
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" not in party
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in state
    assert "Độc lập - Tự do - Hạnh phúc" in state
    assert "ĐẢNG CỘNG SẢN" not in state


def test_every_paper_that_asks_for_a_signature_says_what_is_assumed() -> None:
    run = small_run()
    made = documents(run)
    for name in SIGNED:
        text = words(made[name]).lower()
        assert "tạm giả định" in text, name
        for rule in run.scenario.pack.rules:
            if rule.status == "assumed":
                assert rule.title.vi.lower() in text, (name, rule.id)
    assert "DỰ THẢO" in words(made["du-thao-quyet-dinh.docx"])


def test_a_decision_names_laws_in_force_with_their_days() -> None:
    text = words(documents(small_run())["du-thao-quyet-dinh.docx"])
    assert "số 15/2003/QH11 ngày 26/11/2003" in text
    assert "số 91/2017/NĐ-CP ngày 31/7/2017" in text
    assert "65/2014" not in text


def test_a_notice_gives_every_refusal_its_reason_and_clause() -> None:
    run = small_run()
    made = documents(run)
    names = {person.id: person.name for person in people(run)}
    for person in people(run):
        text = words(made[f"thong-bao/{person.unit}.docx"])
        assert "theo chứng minh" not in text
        assert not any(f" {other}" in text for other in names)
        for item in reasons_of(person, "vi", names):
            assert item.text in text, person.id
            assert item.clause in text
            assert item.advice in text


def test_an_assumed_reason_carries_a_star_that_is_explained() -> None:
    listed = facts_changed(nominations(seed=5, units=5, most=9), 0, report_attached=False)
    run = make_run(listed, seats=12, inner=5, floor=2)
    text = words(documents(run)[f"thong-bao/{listed[0].unit}.docx"])
    assert " (*)." in text
    assert "(*) Nội dung đang tạm giả định" in text


def test_inside_a_unit_people_can_stand_by_given_name() -> None:
    listed = nominations(seed=5, units=5, most=9)
    mine = [place for place, item in enumerate(listed) if item.unit == "la-gi"]
    names = ["Mẫu Ôn", "Mẫu Ơn", "Mẫu Ân", "Mẫu Ăn", "Mẫu An", "Mẫu Ấn", "Mẫu Em", "Mẫu Du"]
    for place, name in zip(mine, names, strict=False):
        listed = facts_changed(listed, place, name=name, kind="ca_nhan")
    run = make_run(listed, seats=12, inner=5, floor=2)
    office = settings_for("binh-thuan-2020").model_copy(update={"order": "given_name"})
    text = words(documents(run, office)["thong-bao/la-gi.docx"])
    found = list(dict.fromkeys(re.findall(r"Mẫu (Ôn|Ơn|Ân|Ăn|An|Ấn|Em|Du)\b", text)))
    table = found[: len(names)]
    alphabet = ["An", "Ăn", "Ân", "Ấn", "Du", "Em", "Ôn", "Ơn"]
    chosen = text.split("2. Chưa được chọn")[0]
    first = [name for name in table if f"Mẫu {name}:" in chosen]
    rest = re.findall(r"(?m)^Mẫu (Ôn|Ơn|Ân|Ăn|An|Ấn|Em|Du)$", text.split("2. Chưa được chọn")[-1])
    assert first == [name for name in alphabet if name in first]
    assert list(dict.fromkeys(rest)) == [name for name in alphabet if name in rest]


def test_margins_fonts_and_sizes_come_from_the_settings() -> None:
    office = DocumentSettings(
        font="Arial", party_size=15, party_margins=Margins(top=25, bottom=25, left=35, right=15)
    )
    paper = opened(documents(small_run(), office)["to-trinh-thuong-truc.docx"])
    section = paper.sections[0]
    assert round(section.left_margin.mm) == 35
    assert round(section.top_margin.mm) == 25
    normal = paper.styles["Normal"].font
    assert (normal.name, normal.size.pt) == ("Arial", 15)
    assert round(section.page_width.mm) == 210


def test_papers_have_their_page_number_on_top_but_not_on_the_first_page() -> None:
    for content in documents(small_run()).values():
        section = opened(content).sections[0]
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml


def test_an_office_can_use_its_own_copy_of_a_template(tmp_path: Path) -> None:
    own = Document(BytesIO(templates()["thong-bao.docx"]))
    own.add_paragraph("Riêng của cơ quan mẫu: {{ unit }}")
    own.save(str(tmp_path / "thong-bao.docx"))
    made = documents(small_run(), DocumentSettings(templates=tmp_path))
    assert "Riêng của cơ quan mẫu: Thị ủy La Gi" in words(made["thong-bao/la-gi.docx"])


@pytest.mark.parametrize("text", ["{{ no_such_thing }}", "{% for %}"])
def test_a_template_with_a_wrong_mark_is_named_and_nothing_is_made(
    tmp_path: Path, text: str
) -> None:
    own = Document(BytesIO(templates()["thong-bao.docx"]))
    own.add_paragraph(text)
    own.save(str(tmp_path / "thong-bao.docx"))
    with pytest.raises(InputError) as caught:
        documents(small_run(), DocumentSettings(templates=tmp_path))
    (problem,) = caught.value.problems
    assert problem.code == "documents.template"
    assert problem.where is not None
    assert problem.where.file.endswith("thong-bao.docx")


def test_a_template_that_is_no_word_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "thong-bao.docx").write_bytes(b"not a word file")
    with pytest.raises(InputError) as caught:
        documents(small_run(), DocumentSettings(templates=tmp_path))
    assert caught.value.problems[0].code == "documents.template"


def test_names_with_markup_and_control_characters_do_not_break_a_paper() -> None:
    listed = facts_changed(
        nominations(seed=5, units=5, most=9), 0, name="A & B <C> {{ d }}\x07", kind="tap_the"
    )
    run = make_run(listed, seats=12, inner=5, floor=2)
    text = words(documents(run)[f"thong-bao/{listed[0].unit}.docx"])
    assert "A &amp; B &lt;C&gt; {{ d }}" in text


def test_when_the_quotas_clash_nothing_is_proposed_and_units_still_hear_the_verdicts() -> None:
    made = documents(clashing_run())
    assert made
    assert all(name.startswith("thong-bao/") for name in made)


def test_while_ties_are_open_there_is_no_list_to_sign() -> None:
    run = small_run()
    assert run.allocation is not None
    tied = run.allocation.model_copy(update={"status": "tied", "unique_at": None})
    made = documents(replace(run, allocation=tied))
    assert made
    assert all(name.startswith("thong-bao/") for name in made)


def test_a_unit_that_no_register_knows_cannot_choose_where_its_notice_is_written() -> None:
    listed = nominations(seed=5, units=5, most=9)
    listed[0] = replace(listed[0], unit="../../x", id="../../x/01")
    listed[1] = replace(listed[1], unit="..\\..\\x", id="y")
    made = documents(make_run(listed, seats=12, inner=5, floor=0))
    assert {"thong-bao/x.docx", "thong-bao/x-2.docx"} <= set(made)
    assert not any(".." in name or "\\" in name for name in made)


def test_settings_are_read_from_yaml_with_every_mistake_at_once(tmp_path: Path) -> None:
    good = tmp_path / "van-ban.yaml"
    good.write_text("order: given_name\ntemplates: mau\nparty: {issuer: BAN MẪU}\n", "utf-8")
    office = load_settings(good)
    assert (office.order, office.party.issuer) == ("given_name", "BAN MẪU")
    assert office.templates == tmp_path / "mau"
    bad = tmp_path / "sai.yaml"
    bad.write_text("order: theo_y\nparty_size: 99\nfnt: Arial\n", "utf-8")
    with pytest.raises(InputError) as caught:
        load_settings(bad)
    assert {str(item.params["key"]) for item in caught.value.problems} == {
        "order",
        "party_size",
        "fnt",
    }
    for name, content in (
        ("khong-co.yaml", None),
        ("hong.yaml", b"a: [1"),
        ("nhi-phan.yaml", b"\xff"),
    ):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError):
            load_settings(tmp_path / name)


def test_the_shipped_settings_name_documents_of_their_pack() -> None:
    pack = small_run().scenario.pack
    office = settings_for(pack.id)
    assert office.party.issuer == "BAN DÂN VẬN"
    assert set(office.bases) <= set(pack.documents)
    assert settings_for("no-such-pack") == DocumentSettings()
    assert {name.removesuffix(".docx") for name in TEMPLATES} >= {"thong-bao"}
