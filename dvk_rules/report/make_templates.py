"""Makes the Word templates: ``python -m dvk_rules.report.make_templates FOLDER``.

They are ordinary Word files with docxtpl marks (``{{ … }}``, ``{%tr … %}``), made here once so that
margins, fonts and headings are right from the start; an official edits a copy in Word and names
its folder in the settings of the documents. Party papers follow Hướng dẫn 36-HD/VPTW, papers of
the State Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from dvk_rules.report.paper import Paper

__all__ = ["TEMPLATES", "templates"]

_DATE = "{{ place }}, ngày {{ blank }} tháng {{ blank }} năm {{ blank }}"


# The two forms


def _party_head(paper: Paper, number: str) -> None:
    widths = (70, 95)
    table = paper.table(widths, grid=False)
    left, right = paper.cells(table, widths)
    paper.fill(left, "{{ party.superior }}", align="center", size=14)
    paper.line("{{ party.issuer }}", where=left, align="center", bold=True, size=14)
    paper.line("*", where=left, align="center", size=14)
    paper.line(f"Số {{{{ blank }}}}-{number}", where=left, align="center", size=14)
    paper.fill(right, "ĐẢNG CỘNG SẢN VIỆT NAM", align="center", bold=True, size=15)
    paper.rule(right, 14)
    paper.line(_DATE, where=right, align="center", italic=True, size=14, before=4)


def _state_head(paper: Paper, number: str, office: str = "state") -> None:
    widths = (68, 97)
    table = paper.table(widths, grid=False)
    left, right = paper.cells(table, widths)
    paper.fill(
        left,
        f"{{%p if {office}.superior %}}",
        f"{{{{ {office}.superior }}}}",
        "{%p endif %}",
        align="center",
        size=13,
    )
    paper.line(f"{{{{ {office}.issuer }}}}", where=left, align="center", bold=True, size=13)
    paper.rule(left, 22)
    paper.line(f"Số: {{{{ blank }}}}/{number}", where=left, align="center", size=13, before=4)
    paper.fill(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", align="center", bold=True, size=12.5)
    paper.line("Độc lập - Tự do - Hạnh phúc", where=right, align="center", bold=True, size=13.5)
    paper.rule(right, 21)
    paper.line(_DATE, where=right, align="center", italic=True, size=13.5, before=4)


def _title(paper: Paper, title: str, subject: str) -> None:
    paper.line(title, align="center", bold=True, size=16, before=18)
    paper.line(subject, align="center", bold=True, after=2)
    paper.rule(paper.document, 62)


def _signature(paper: Paper, receivers: Sequence[str], role: str, *, party: bool) -> None:
    paper.line("", before=6)
    widths = (80, 85)
    table = paper.table(widths, grid=False)
    left, right = paper.cells(table, widths)
    paper.fill(
        left,
        "Nơi nhận:",
        align="left",
        underline=party,
        bold=not party,
        italic=not party,
        size=14 if party else 12,
    )
    for receiver in receivers:
        paper.line(f"- {receiver}", where=left, align="left", size=12 if party else 11)
    paper.fill(right, role, align="center", bold=True)
    paper.line("(ký tên, đóng dấu)", where=right, align="center", italic=True, size=12)
    for _ in range(3):
        paper.line("", where=right, align="center")
    paper.line("{{ blank }}{{ blank }}", where=right, align="center", bold=True)


def _assumed(paper: Paper) -> None:
    """What nobody has confirmed, on every paper that somebody signs."""
    paper.mark("{%p if assumed %}")
    paper.body(
        "**Lưu ý trước khi ký:** những nội dung sau đang **tạm giả định** vì chưa có văn bản xác "
        "định; người có thẩm quyền cần xác nhận hoặc cho ý kiến khác:"
    )
    paper.mark("{%p for item in assumed %}")
    paper.body("- {{ item.kind }}: {{ item.titles }}.")
    paper.mark("{%p endfor %}")
    paper.mark("{%p endif %}")
    paper.body(
        "Toàn bộ kết quả kiểm tra lại được từ thư mục kết quả, mã lần chạy {{ run }}.", italic=True
    )


_RESULT = (
    "**1.** {{ units }} đơn vị đề nghị {{ proposed }} trường hợp ({{ proposed_kinds }}). Xét theo "
    "quy định: {{ outcome }}."
)

_LIST_WIDTHS = (13, 46, 45, 43, 18)
_LIST_HEADS = (
    "STT",
    "Họ và tên / tên tập thể",
    "Chức vụ, nơi công tác",
    "Đơn vị đề nghị",
    "Ghi chú",
)
_LIST_BODY = (
    ("{{ person.number }}",),
    ("{{ person.name }}",),
    ("{{ person.position }}",),
    ("{{ person.unit }}",),
    ("{{ person.note }}",),
)


def _party_proposal() -> Paper:
    paper = Paper((20, 20, 30, 15))
    _party_head(paper, "TTr/{{ party.sign }}")
    _title(
        paper,
        "TỜ TRÌNH",
        "đề nghị tặng {{ tier }} cho các tập thể, cá nhân có thành tích trong {{ movement }}",
    )
    paper.line("**Kính trình:** {{ party.receiver }}", align="center", before=8, after=8)
    paper.body(
        "Thực hiện {{ plan }}, {{ party.issuer_in_text }} đã tổng hợp, xét hồ sơ đề nghị của các "
        "đơn vị và kính trình kết quả như sau:"
    )
    paper.body(_RESULT)
    paper.body(
        "**2.** Kính đề nghị {{ party.receiver }} xem xét, tặng {{ tier }} cho "
        "**{{ selected }}** trường hợp, gồm {{ selected_kinds }} (có danh sách kèm theo)."
    )
    paper.mark("{%p for item in decisions %}")
    paper.body("- {{ item }}")
    paper.mark("{%p endfor %}")
    paper.body("**3.** Mức chắc chắn của danh sách: {{ sure }}")
    _assumed(paper)
    paper.body("Kính trình {{ party.receiver }} xem xét, quyết định./.")
    _signature(paper, ("Như trên,", "Lưu."), "{{ party.signer }}", party=True)
    return paper


def _party_list() -> Paper:
    paper = Paper((20, 20, 30, 15))
    _party_head(paper, "TTr/{{ party.sign }}")
    _title(
        paper,
        "DANH SÁCH",
        "đề nghị tặng {{ tier }} cho các tập thể, cá nhân có thành tích trong {{ movement }}",
    )
    paper.line(
        "(kèm theo Tờ trình số {{ blank }}-TTr/{{ party.sign }}, ngày {{ blank }} tháng "
        "{{ blank }} năm {{ blank }})",
        align="center",
        italic=True,
        after=8,
    )
    paper.rows(
        _LIST_WIDTHS,
        _LIST_HEADS,
        _LIST_BODY,
        loop="person in group.people",
        group="{{ group.title }}",
    )
    paper.line(
        "Danh sách có {{ selected }} trường hợp ({{ selected_kinds }}).", before=6, italic=True
    )
    _assumed(paper)
    return paper


def _state_proposal() -> Paper:
    paper = Paper((20, 20, 30, 20))
    _state_head(paper, "TTr-{{ state.sign }}")
    _title(
        paper,
        "TỜ TRÌNH",
        "Về việc đề nghị tặng {{ tier }} cho các tập thể, cá nhân có thành tích xuất sắc "
        "trong {{ movement }}",
    )
    paper.line("Kính gửi: {{ state.receiver }}", align="center", before=8, after=8)
    paper.mark("{%p for basis in bases %}")
    paper.body("Căn cứ {{ basis }};", italic=True)
    paper.mark("{%p endfor %}")
    paper.body("Thực hiện {{ plan }}, {{ state.issuer_in_text }} kính trình như sau:")
    paper.body(_RESULT)
    paper.body(
        "**2.** Kính đề nghị {{ state.receiver }} xem xét, tặng {{ award }} cho **{{ selected }}** "
        "trường hợp, gồm {{ selected_kinds }}, trong số {{ outer_selected }} trường hợp được đề "
        "nghị tặng {{ outer }} (có danh sách và dự thảo quyết định kèm theo)."
    )
    paper.mark("{%p for item in decisions %}")
    paper.body("- {{ item }}")
    paper.mark("{%p endfor %}")
    paper.body("**3.** Mức chắc chắn của danh sách: {{ sure }}")
    _assumed(paper)
    paper.body("Kính trình {{ state.receiver }} xem xét, quyết định./.")
    _signature(paper, ("Như trên;", "Lưu: VT."), "{{ state.signer }}", party=False)
    return paper


def _state_decision() -> Paper:
    paper = Paper((20, 20, 30, 20))
    paper.line("DỰ THẢO", align="left", bold=True, after=4)
    _state_head(paper, "QĐ-UBND", "authority")
    _title(
        paper,
        "QUYẾT ĐỊNH",
        "Về việc tặng {{ tier }} cho các tập thể, cá nhân có thành tích xuất sắc "
        "trong {{ movement }}",
    )
    paper.line("{{ authority.signer_title }}", align="center", bold=True, before=10, after=8)
    paper.mark("{%p for basis in bases %}")
    paper.body("Căn cứ {{ basis }};", italic=True)
    paper.mark("{%p endfor %}")
    paper.body(
        "Xét đề nghị của {{ state.issuer_in_text }} tại Tờ trình số {{ blank }}/TTr-"
        "{{ state.sign }} ngày {{ blank }} tháng {{ blank }} năm {{ blank }}.",
        italic=True,
    )
    paper.line("QUYẾT ĐỊNH:", align="center", bold=True, before=8, after=6)
    paper.body(
        "**Điều 1.** Tặng {{ tier }} cho {{ selected_kinds }} (có danh sách kèm theo), đã có thành "
        "tích xuất sắc trong {{ movement }}."
    )
    paper.body("**Điều 2.** Quyết định này có hiệu lực kể từ ngày ký.")
    paper.body(
        "**Điều 3.** {{ authority.executors }} và các tập thể, cá nhân có tên tại Điều 1 chịu "
        "trách nhiệm thi hành Quyết định này./."
    )
    _signature(paper, ("Như Điều 3;", "Lưu: VT."), "{{ authority.signer }}", party=False)
    paper.document.add_page_break()
    paper.line("Ghi chú của bản dự thảo (xóa trước khi ban hành)", bold=True, before=6)
    _assumed(paper)
    return paper


def _state_list() -> Paper:
    paper = Paper((20, 20, 30, 20))
    paper.line("Phụ lục", align="center", bold=True)
    paper.line("DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC TẶNG BẰNG KHEN", align="center", bold=True)
    paper.line(
        "(Kèm theo Quyết định số {{ blank }}/QĐ-UBND ngày {{ blank }} tháng {{ blank }} năm "
        "{{ blank }} của {{ authority.name }})",
        align="center",
        italic=True,
        after=8,
    )
    widths = (13, 45, 43, 41, 18)
    paper.rows(
        widths, _LIST_HEADS, _LIST_BODY, loop="person in group.people", group="{{ group.title }}"
    )
    paper.line(
        "Danh sách có {{ selected }} trường hợp ({{ selected_kinds }}).", before=6, italic=True
    )
    _assumed(paper)
    return paper


def _notice() -> Paper:
    paper = Paper((20, 20, 30, 15))
    _party_head(paper, "TB/{{ party.sign }}")
    _title(paper, "THÔNG BÁO", "kết quả xét khen thưởng tập thể, cá nhân trong {{ movement }}")
    paper.line("**Kính gửi:** {{ unit }}", align="center", before=8, after=8)
    paper.body(
        "{{ party.issuer_in_text | capitalised }} thông báo kết quả xét {{ proposed }} trường hợp "
        "do {{ unit }} đề nghị như sau:"
    )
    paper.mark("{%p if chosen %}")
    paper.body("**1. Được chọn ({{ chosen | length }})**", together=True)
    paper.mark("{%p endif %}")
    paper.mark("{%p for person in chosen %}")
    paper.body("- STT {{ person.rank }}. {{ person.name }}: {{ person.award }};")
    paper.mark("{%p endfor %}")
    paper.mark("{%p if others %}")
    paper.body(
        "**{{ 2 if chosen else 1 }}. Chưa được chọn, hoặc chưa được chọn ở một hình thức "
        "({{ others | length }})**",
        together=True,
    )
    paper.rows(
        (13, 38, 27, 87),
        ("STT", "Họ và tên / tên tập thể", "Kết quả", "Lý do, căn cứ và việc cần làm"),
        (
            ("{{ person.rank }}",),
            ("{{ person.name }}",),
            ("{{ person.state }}",),
            (
                "{%p for reason in person.reasons %}",
                "- **{{ reason.head }}** {{ reason.text }} {{ reason.tail }}",
                "{%p if reason.advice %}",
                "→ {{ reason.advice }}",
                "{%p endif %}",
                "{%p endfor %}",
            ),
        ),
        loop="person in others",
        size=11.5,
    )
    paper.mark("{%p endif %}")
    paper.mark("{%p if silent %}")
    paper.body("{{ unit }} không đề nghị trường hợp nào.")
    paper.mark("{%p endif %}")
    paper.mark("{%p if starred %}")
    paper.body(
        "(*) Nội dung đang tạm giả định vì chưa có văn bản xác định; kết luận có thể thay đổi khi "
        "có văn bản.",
        italic=True,
        size=12,
    )
    paper.mark("{%p endif %}")
    paper.body(
        "Đề nghị bổ sung, kiến nghị gửi về {{ party.issuer_in_text }} trước ngày {{ blank }} tháng "
        "{{ blank }} năm {{ blank }}./."
    )
    _signature(paper, ("Như trên,", "Lưu."), "{{ party.signer }}", party=True)
    return paper


TEMPLATES: dict[str, Callable[[], Paper]] = {
    "to-trinh-thuong-truc.docx": _party_proposal,
    "danh-sach-thu-khen.docx": _party_list,
    "to-trinh-chu-tich.docx": _state_proposal,
    "du-thao-quyet-dinh.docx": _state_decision,
    "danh-sach-bang-khen.docx": _state_list,
    "thong-bao.docx": _notice,
}


def templates() -> dict[str, bytes]:
    """Every template by the name of its file."""
    return {name: make().bytes() for name, make in TEMPLATES.items()}


def main(folder: Path) -> None:
    """Writes every template into ``folder``."""
    for name, content in templates().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
