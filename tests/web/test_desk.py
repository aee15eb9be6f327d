"""The desk in a browser, used as people use it: pages read, forms sent, work waited for."""

from __future__ import annotations

import io
import re
import shutil
import sys
import time
from html import unescape
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient
from surface.golden import CASES
from werkzeug.test import TestResponse

from dvk_rules.errors import RunError
from dvk_rules.files.template import template_bytes
from dvk_rules.pack import load_pack
from dvk_rules.scenario import load_scenario
from dvk_rules.web import make_app

ONE_SCREEN = "mot/kich-ban.yaml"
type Form = dict[str, object]


class Browser:
    """Sends forms with the token of the page, and waits for what they start."""

    def __init__(self, folder: Path, lang: str = "vi") -> None:
        self.client: FlaskClient = make_app(folder, lang).test_client()
        self.token = ""
        self.read("/")

    def read(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text
        if found := re.search(r'name="token" value="([^"]+)"', answer.text):
            self.token = found[1]
        return unescape(answer.text)

    def send(self, address: str, form: Form | None = None) -> TestResponse:
        return self.client.post(address, data={"token": self.token, **(form or {})})

    def work(self, address: str, form: Form | None = None) -> str:
        """The page at which a form ends, when the work is done."""
        answer = self.send(address, form)
        assert answer.status_code == 303, answer.text
        job = answer.location
        for _ in range(600):
            state = self.client.get(f"{job}/state").get_json()
            if state["state"] in ("done", "failed"):
                break
            time.sleep(0.05)
        answer = self.client.get(job, follow_redirects=True)
        self.address = answer.request.path
        return unescape(answer.text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(CASES / "one-screen", tmp_path / "mot")
    return tmp_path


@pytest.fixture
def browser(folder: Path) -> Browser:
    return Browser(folder)


def test_an_empty_folder_offers_the_example_and_runs_nothing(tmp_path: Path) -> None:
    browser = Browser(tmp_path)
    assert "Chép trường hợp mẫu" in browser.read("/")
    assert browser.send("/example").status_code == 303
    page = browser.read("/")
    assert "Phương án gốc theo Kế hoạch năm 2020" in page
    assert {"kich-ban.yaml", "de-cu.xlsx"} <= {p.name for p in (tmp_path / "vi-du").iterdir()}


def test_a_scenario_is_allocated_and_its_page_says_what_came_of_it(
    browser: Browser, folder: Path
) -> None:
    page = browser.work("/allocate", {"file": ONE_SCREEN})
    made = next((folder / "runs").iterdir())
    assert browser.address == f"/run/{made.name}"
    for text in (
        "Thư khen: 4/4",
        "phương án tốt nhất",
        "ket-qua.xlsx",
        "tuy-phong/02",
        "Phan Thiết",
    ):
        assert text in page
    assert made.name in browser.read("/")
    assert "<!DOCTYPE html>" in browser.read(f"/file/runs/{made.name}/report.html")
    sheet = browser.client.get(f"/file/runs/{made.name}/ket-qua.xlsx")
    assert sheet.data[:2] == b"PK" and "attachment" in sheet.headers["Content-Disposition"]


def test_a_form_makes_a_scenario_of_what_was_changed_and_leaves_the_old_one(
    browser: Browser, folder: Path
) -> None:
    before = (folder / ONE_SCREEN).read_bytes()
    page = browser.read(f"/scenario?file={ONE_SCREEN}")
    names = re.findall(r'<input name="([^"]+)" value="([^"]*)"', page)
    form: Form = dict(names)
    form |= {
        "file": ONE_SCREEN,
        "title": "Ba thư khen (thử)",
        "seats:letter.at_most": " 3 ",
        "quota:collectives.at_most": "66,7 %",
        "quota:letters-per-unit.tuy-phong.at_least": "",
        "param:votes_needed": "75%",
        "who": "Hội đồng (giả định)",
        "why": "thử",
        "nomination-0": "tuy-phong/02",
        "tier-0": "letter",
        "action-0": "include",
    }
    page = browser.work("/scenario", form)
    assert "Thư khen: 3/3" in page
    assert (folder / ONE_SCREEN).read_bytes() == before
    written = folder / "mot" / "ba-thu-khen-thu.yaml"
    said = yaml.safe_load(written.read_text(encoding="utf-8"))
    assert said == {
        "scenario": "ba-thu-khen-thu",
        "title": {"vi": "Ba thư khen (thử)", "en": "Ba thư khen (thử)"},
        "extends": "kich-ban.yaml",
        "seats": {"letter": {"at_most": 3}},
        "parameters": {
            "votes_needed": {"value": "75%", "who": "Hội đồng (giả định)", "why": "thử"}
        },
        "quotas": [
            {
                "id": "letters-per-unit",
                "bounds": {"tuy-phong": {"at_least": None, "at_most": 2}},
            },
            {"id": "collectives", "at_most": "66,7%"},
        ],
        "decisions": [
            {
                "nomination": "tuy-phong/02",
                "tier": "letter",
                "action": "include",
                "who": "Hội đồng (giả định)",
                "why": "thử",
            }
        ],
    }
    made = load_scenario(written)
    assert {seat.tier: seat.at_most for seat in made.seats}["letter"] == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, ["chưa có tên"]),
        ({}, ["chưa đổi số nào"]),
        (
            {"seats:letter.at_most": "nhiều", "quota:collectives.at_most": "140%"},
            ["Thư khen", "“nhiều”", "Tỷ lệ tập thể", "140%"],
        ),
        ({"seats:letter.at_most": "50%"}, ["số suất"]),
        ({"param:votes_needed": "cao"}, ["cao"]),
        ({"nomination-0": "tuy-phong/02"}, ["Ai quyết định"]),
        (
            {"quota:letters-per-unit.tuy-phong.at_least": "9"},
            ["ít nhất", "nhiều nhất"],
        ),
    ],
)
def test_what_is_wrong_in_a_form_is_said_beside_what_was_filled_in(
    browser: Browser, folder: Path, changes: dict[str, str], said: list[str]
) -> None:
    form: Form = {"file": ONE_SCREEN, "title": "Một phương án", **changes}
    answer = browser.send("/scenario", form)
    page = unescape(answer.text)
    assert answer.status_code == 200
    for text in said:
        assert text in page
    for name, value in changes.items():
        assert f'name="{name}" ' in page and f'value="{value}"' in page
    assert [path.name for path in (folder / "mot").glob("*.yaml")] == ["kich-ban.yaml"]


def test_a_scenario_that_cannot_be_run_does_not_stay(browser: Browser, folder: Path) -> None:
    form: Form = {"file": ONE_SCREEN, "title": "Nhầm", "who": "A (giả định)", "why": "b"}
    form |= {"nomination-0": "tuy-phong/99", "tier-0": "letter", "action-0": "include"}
    page = browser.work("/scenario", form)
    assert "tuy-phong/99" in page and "Quay lại" in page
    assert [path.name for path in (folder / "mot").glob("*.yaml")] == ["kich-ban.yaml"]
    assert not (folder / "runs").exists()


def test_why_what_if_prices_and_verification_of_a_run(browser: Browser, folder: Path) -> None:
    browser.work("/allocate", {"file": ONE_SCREEN})
    name = next((folder / "runs").iterdir()).name
    page = browser.read(f"/run/{name}/why?nomination=tuy-phong/03")
    assert "Tỷ lệ phiếu đồng ý" in page and "78%" in page and "--all" not in page
    assert "Điều 72" in browser.read(f"/run/{name}/why?nomination=tuy-phong/03&all=1")
    browser.read(f"/run/{name}/why?nomination=ai-do", 400)
    page = browser.work(
        f"/run/{name}/what-if",
        {"nomination": "tuy-phong/03", "fact": "votes_share", "value": "90%"},
    )
    assert "90%" in page and "đủ điều kiện" in page
    assert "Số thư khen của mỗi đơn vị – " in browser.work(f"/run/{name}/prices")
    page = browser.work(f"/run/{name}/verify")
    assert "Mọi thứ trong thư mục khớp với đầu vào của nó" in page
    (folder / "runs" / name / "evaluation.json").write_bytes(b"{}")
    assert "evaluation.json" in browser.work(f"/run/{name}/verify")


def test_runs_are_compared_the_older_first(browser: Browser) -> None:
    browser.work("/allocate", {"file": ONE_SCREEN})
    browser.work(
        "/scenario", {"file": ONE_SCREEN, "title": "Ba thư khen", "seats:letter.at_most": "3"}
    )
    names = re.findall(r'name="run" value="([^"]+)"', browser.read("/"))
    assert len(names) == 2
    assert browser.send("/compare", {"run": names[:1]}).status_code == 400
    page = browser.work("/compare", {"run": names})
    assert "≤ 4 → ≤ 3" in page and "Thư khen: 1 ra" in page


def test_files_that_units_sent_are_taken_in_and_offered_to_a_scenario(
    browser: Browser, folder: Path
) -> None:
    book = (CASES / "one-screen" / "de-cu.xlsx").read_bytes()
    form = {"files": (io.BytesIO(book), "..\\gửi: tỉnh.xlsx")}
    page = browser.work("/import", form)
    assert "8 đề nghị" in page and "/scenario?file=mot/kich-ban.yaml&lists=nhap/de-cu.json" in page
    assert (folder / "nhap" / "de-cu.json").is_file()
    page = browser.read("/scenario?file=mot/kich-ban.yaml&lists=nhap/de-cu.json")
    assert 'value="nhap/de-cu.json" checked' in page and "tong-hop.xlsx" not in page
    form = {"file": ONE_SCREEN, "title": "Danh sách mới", "lists": ["nhap/de-cu.json"]}
    assert "Thư khen: 4/4" in browser.work("/scenario", form)
    said = yaml.safe_load((folder / "mot" / "danh-sach-moi.yaml").read_text(encoding="utf-8"))
    assert said["nominations"] == ["../nhap/de-cu.json"]


def test_mistakes_in_what_units_sent_are_all_said_and_marked(
    browser: Browser, folder: Path
) -> None:
    table = "Đơn vị,STT,Loại đối tượng\nThành ủy Phan Thiết,1,tập thể\nNơi nào đó,x,cá nhân\n"
    form: Form = {"files": (io.BytesIO(table.encode()), "sai.csv")}
    page = browser.work("/import", form)
    assert "Nơi nào đó" in page and "sai.csv" in page
    assert not (folder / "nhap" / "de-cu.json").exists()
    assert browser.client.get("/file/nhap/tong-hop.xlsx").data[:2] == b"PK"
    assert browser.send("/import").status_code == 400


def test_each_unit_gets_its_form(browser: Browser, folder: Path) -> None:
    assert "bieu-mau" in browser.work("/forms")
    pack = load_pack("binh-thuan-2020")
    book = (folder / "bieu-mau" / "phu-quy.xlsx").read_bytes()
    assert book == template_bytes(pack, "phu-quy")
    assert "bieu-mau" not in browser.read(f"/scenario?file={ONE_SCREEN}")


def test_nothing_but_this_machine_and_its_own_forms_is_answered(
    browser: Browser, folder: Path
) -> None:
    assert browser.client.get("/", headers={"Host": "evil.example"}).status_code == 403
    assert browser.client.post("/example").status_code == 403
    assert browser.client.post("/example", data={"token": "đoán"}).status_code == 403
    assert sorted(path.name for path in folder.iterdir()) == ["mot"]
    for address in (
        "/file/../../etc/passwd",
        "/file/%2e%2e/x",
        "/file/.git/config",
        "/run/..",
        "/run/khong-co",
        "/scenario?file=../x.yaml",
        "/scenario?file=mot/de-cu.xlsx",
        "/job/khong-co",
    ):
        assert browser.client.get(address).status_code == 404, address
    assert browser.send("/allocate", {"file": "../../x.yaml"}).status_code == 404
    assert browser.send("/run/../verify").status_code == 404


def test_a_clash_of_quotas_has_its_page(tmp_path: Path) -> None:
    shutil.copytree(CASES / "quotas-clash", tmp_path / "vuong")
    browser = Browser(tmp_path)
    page = browser.work("/allocate", {"file": "vuong/kich-ban.yaml"})
    assert "không thể cùng đáp ứng" in page
    assert "chỉ tiêu vướng nhau" in browser.read("/")


def test_what_is_broken_in_the_folder_stops_nothing_else(browser: Browser, folder: Path) -> None:
    (folder / "hong.yaml").write_text("scenario: hong\n  x: [", encoding="utf-8")
    (folder / "utf16.yaml").write_bytes("scenario: x".encode("utf-16"))
    (folder / "runs" / "hong").mkdir(parents=True)
    (folder / "runs" / "hong" / "run.json").write_bytes(b"{")
    page = browser.read("/")
    assert "hong.yaml" in page and "kich-ban.yaml" in page and "runs/hong" not in page
    assert "hong.yaml" in browser.read("/scenario?file=hong.yaml", 400)
    browser.read("/run/hong", 400)


def test_a_page_is_read_in_either_language(browser: Browser) -> None:
    assert '<html lang="en">' in browser.read("/?lang=en")
    assert "Nominations" in browser.read("/")  # remembered
    assert "Danh sách đề nghị" in browser.read("/?lang=vi")


def test_without_the_extra_one_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "flask", None)
    with pytest.raises(RunError, match=r"dvk-rules\[serve\]"):
        make_app(tmp_path)
    monkeypatch.undo()
    with pytest.raises(RunError, match="no folder"):
        make_app(tmp_path / "khong-co")
