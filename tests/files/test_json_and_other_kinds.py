"""JSON goes out and comes back the same; ODS and old Excel files are read as far as they tell."""

from __future__ import annotations

import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dvk_rules.files.nominations_json import nominations_json
from dvk_rules.files.workbook import read_nominations
from dvk_rules.nominations import Nomination
from dvk_rules.pack.units import UnitRegister
from dvk_rules.pack.vocabulary import Fact, Vocabulary
from dvk_rules.values import FactType, Text, Value, ValueType
from files.conftest import Read

FACTS: dict[str, st.SearchStrategy[Value]] = {
    "name": st.sampled_from(["Tập thể Hòa Thắng", "Cá nhân “A”, 1", "null"]),
    "kind": st.sampled_from(["ca_nhan", "tap_the"]),
    "received": st.dates(),
    "share": st.decimals(0, 1, places=4, allow_nan=False).map(Decimal.normalize),
    "votes": st.integers(0, 10**12),
    "report": st.booleans(),
}


@st.composite
def nomination_lists(draw: st.DrawFn) -> list[Nomination]:
    ids = draw(
        st.lists(
            st.tuples(st.sampled_from(["phan-thiet", "phu-quy"]), st.integers(1, 120)),
            unique=True,
            max_size=6,
        )
    )
    return [
        Nomination(
            f"{unit}/{rank:02d}", unit, draw(st.fixed_dictionaries({}, optional=FACTS)), rank
        )
        for unit, rank in ids
    ]


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(listed=nomination_lists(), data=st.data())
def test_json_comes_back_as_it_went_out_whatever_the_order(
    tmp_path: Path,
    vocabulary: Vocabulary,
    units: UnitRegister,
    listed: list[Nomination],
    data: st.DataObject,
) -> None:
    path = tmp_path / "n.json"
    path.write_bytes(nominations_json(listed))
    back = read_nominations(path, vocabulary, units).raise_if_wrong().nominations
    meant = sorted(listed, key=lambda nomination: nomination.id)
    assert [(n.id, n.unit, n.rank, n.facts) for n in back] == [
        (n.id, n.unit, n.rank, n.facts) for n in meant
    ]
    assert nominations_json(data.draw(st.permutations(listed))) == path.read_bytes()


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"unit": "?", "rank": 1}, [("row.unknown-unit", "$[0].unit")]),
        ({"unit": "phu-quy"}, [("row.no-rank", "$[0].rank")]),
        ({"unit": "phu-quy", "rank": "1"}, [("row.rank-not-a-number", "$[0].rank")]),
        ({"unit": "phu-quy", "rank": True}, [("row.rank-not-a-number", "$[0].rank")]),
        ({"unit": "phu-quy", "rank": 1, "id": ""}, [("json.bad-id", "$[0].id")]),
        ({"unit": "phu-quy", "rank": 1, "fact": {}}, [("json.unknown-key", "$[0].fact")]),
        ({"unit": "phu-quy", "rank": 1, "facts": []}, [("json.not-an-object", "$[0].facts")]),
        (
            {"unit": "phu-quy", "rank": 1, "facts": {"knd": 1, "points": 5, "unit": "x"}},
            [
                ("json.unknown-fact", "$[0].facts.knd"),
                ("json.not-given", "$[0].facts.points"),
                ("json.not-given", "$[0].facts.unit"),
            ],
        ),
        (
            {"unit": "phu-quy", "rank": 1, "facts": {"report": "maybe", "share": 1.5}},
            [("value.not-a-bool", "$[0].facts.report")],
        ),
        (5, [("json.not-an-object", "$[0]")]),
    ],
)
def test_every_mistake_of_an_entry_is_named_by_its_path(
    tmp_path: Path, read: Read, entry: Any, expected: list[tuple[str, str]]
) -> None:
    (tmp_path / "n.json").write_text(json.dumps([entry]), encoding="utf-8")
    found = read(tmp_path / "n.json")
    named = [(p.code, p.where.cell) for p in found.problems if p.where is not None]
    assert named[: len(expected)] == expected
    for problem in found.problems:
        assert "{" not in problem.sentence("vi").replace("{…}", "")


def test_an_entry_without_an_id_gets_the_one_a_workbook_would_give(
    tmp_path: Path, read: Read
) -> None:
    entries = [{"unit": "Phú Quí", "rank": 7, "facts": {"kind": "Cá nhân", "report": None}}]
    (tmp_path / "n.json").write_text(json.dumps(entries), encoding="utf-8")
    (nomination,) = read(tmp_path / "n.json").raise_if_wrong().nominations
    assert nomination.id == "phu-quy/07"
    assert nomination.facts == {"kind": "ca_nhan"}


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="Danh sách" table:style-name="ta1">{rows}'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)


def ods(path: Path, *rows: str) -> Path:
    """A minimal OpenDocument spreadsheet with these rows."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", ODS.format(rows="".join(rows)), zipfile.ZIP_DEFLATED)
        package.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


def ods_row(*texts: str, **attributes: str) -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )
    extra = "".join(f' table:{name.replace("_", "-")}="{v}"' for name, v in attributes.items())
    return f"<table:table-row{extra}>{cells}</table:table-row>"


EMPTY = (
    '<table:table-row table:number-rows-repeated="1048000">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)
HEAD = ods_row("STT", "Họ và tên", "Đơn vị", "Báo cáo")


def test_an_ods_is_read_with_its_hidden_rows_and_its_endless_empty_end(
    tmp_path: Path, read: Read
) -> None:
    hidden = ods_row("2", "Cá nhân A-02", "Phú Quý", "#REF!", visibility="collapse")
    gap = '<table:table-row table:number-rows-repeated="5"/>'
    rows = (HEAD, ods_row("1", "Cá nhân A-01", "Phú Quý", "có"), gap, hidden, EMPTY)
    found = read(ods(tmp_path / "a.ods", *rows))
    assert [item.id for item in found.nominations] == ["phu-quy/01", "phu-quy/02"]
    assert [(n.code, n.params["row"]) for n in found.notices] == [("row.hidden", 8)]
    assert [p.code for p in found.problems] == ["cell.error"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ods_row("1", "A", number_rows_repeated="1000000"), "file.too-many-rows"),
        (
            ods_row("1").replace(
                "<table:table-cell ", '<table:table-cell table:number-columns-repeated="16000" ', 1
            ),
            "file.too-many-columns",
        ),
    ],
)
def test_an_ods_that_repeats_values_without_end_is_refused(
    tmp_path: Path, read: Read, row: str, code: str
) -> None:
    found = read(ods(tmp_path / "a.ods", HEAD, row))
    assert [problem.code for problem in found.problems] == [code]


@pytest.mark.parametrize("text", ["1.125", "12.345", "0.125", "-1.5", "1000.000", "7.0005"])
def test_a_decimal_comes_back_from_json_with_any_number_of_places(
    tmp_path: Path, units: UnitRegister, text: str
) -> None:
    """What is asked about in a cell, where 1.125 may be a thousand, is exact in JSON."""
    amount = Fact("amount", ValueType(FactType.DECIMAL), Text("Số tiền"))
    path = tmp_path / "n.json"
    listed = [Nomination("phan-thiet/01", "phan-thiet", {"amount": Decimal(text)}, rank=1)]
    path.write_bytes(nominations_json(listed))
    back = read_nominations(path, Vocabulary({"amount": amount}), units).raise_if_wrong()
    assert [item.facts["amount"] for item in back.nominations] == [Decimal(text)]


def test_a_whole_number_in_json_has_no_marks_between_thousands(
    tmp_path: Path, units: UnitRegister
) -> None:
    count = Fact("count", ValueType(FactType.INT), Text("Số người"))
    path = tmp_path / "n.json"
    path.write_text(
        '[{"id": "a", "unit": "phan-thiet", "rank": 1, "facts": {"count": 1.000}}]', "utf-8"
    )
    back = read_nominations(path, Vocabulary({"count": count}), units).raise_if_wrong()
    assert [item.facts["count"] for item in back.nominations] == [1]
