"""A Word file being written: the few forms of paragraph and table that official papers use."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from dvk_rules.report.package import settled

__all__ = ["Paper"]

_FONT = "Times New Roman"


class Paper:
    """An A4 page with ``margins`` (top, bottom, left, right, in millimetres) and its body."""

    def __init__(self, margins: Sequence[float], size: int = 14) -> None:
        from docx import Document
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt

        self.document: Any = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        (
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
            section.right_margin,
        ) = (Mm(value) for value in margins)
        section.header_distance = Mm(10)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = _FONT, Pt(size)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
        normal.paragraph_format.space_after = Pt(0)
        self._slim()
        core = self.document.core_properties
        core.author, core.title, core.comments = "dvk-rules", "", ""
        self._page_number(section)

    def _slim(self) -> None:
        """Takes out what the library's own template carries and no paper here uses."""
        from docx.oxml.ns import qn

        part = self.document.part
        for owner, unused in (
            (part, ("stylesWithEffects", "customXml", "numbering", "webSettings")),
            (part.package, ("thumbnail",)),
        ):
            for key, relation in list(owner.rels.items()):
                if relation.reltype.rsplit("/", 1)[-1] in unused:
                    del owner.rels[key]
        kept = {
            "Normal",
            "Header",
            "Default Paragraph Font",
            "Normal Table",
            "Table Grid",
            "No List",
        }
        styles = self.document.styles.element
        for style in list(styles.findall(qn("w:style"))):
            if style.find(qn("w:name")).get(qn("w:val")) not in kept:
                styles.remove(style)

    def _page_number(self, section: Any) -> None:
        """The number of the page, centred on top, not on the first page."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        section.different_first_page_header_footer = True
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = 1
        run = paragraph.add_run()
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            if kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark = OxmlElement("w:instrText")
                mark.text = text
            run._r.append(mark)

    def line(
        self,
        text: str,
        *,
        where: Any = None,
        align: str = "justify",
        bold: bool = False,
        italic: bool = False,
        size: float | None = None,
        before: float = 0,
        after: float = 0,
        indent: bool = False,
        underline: bool = False,
        together: bool = False,
    ) -> Any:
        """A paragraph; parts between ``**`` are bold."""
        from docx.shared import Mm, Pt

        paragraph = (where or self.document).add_paragraph()
        paragraph.alignment = {"left": 0, "center": 1, "right": 2, "justify": 3}[align]
        form = paragraph.paragraph_format
        form.space_before, form.space_after = Pt(before), Pt(after)
        form.keep_with_next = together
        if indent:
            form.first_line_indent = Mm(10)
        for place, part in enumerate(text.split("**")):
            if part:
                run = paragraph.add_run(part)
                run.bold, run.italic = bold or place % 2 == 1, italic
                run.underline = underline
                if size:
                    run.font.size = Pt(size)
        return paragraph

    def body(self, text: str, **form: Any) -> None:
        """A paragraph of the body."""
        self.line(text, indent=True, before=3, after=3, **form)

    def mark(self, text: str) -> None:
        """A paragraph that only carries a mark for the template and leaves no trace."""
        self.line(text, align="left")

    def table(self, widths: Sequence[float], *, grid: bool) -> Any:
        """A table with columns of ``widths`` millimetres."""
        from docx.shared import Mm

        table = self.document.add_table(rows=0, cols=len(widths))
        table.autofit = False
        table.alignment = 1
        if grid:
            table.style = "Table Grid"
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table

    def cells(self, table: Any, widths: Sequence[float]) -> list[Any]:
        """The cells of one more row, empty."""
        from docx.shared import Mm

        row = table.add_row()
        self._whole(row)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
        return list(row.cells)

    def _whole(self, row: Any, name: str = "w:cantSplit") -> None:
        from docx.oxml import OxmlElement

        row._tr.get_or_add_trPr().append(OxmlElement(name))

    def fill(self, cell: Any, *texts: str, **form: Any) -> None:
        """Writes ``texts`` into a cell, a paragraph each."""
        cell._tc.remove(cell.paragraphs[0]._p)
        for text in texts:
            self.line(text, where=cell, **form)

    def rows(
        self,
        widths: Sequence[float],
        heads: Sequence[str],
        body: Sequence[Sequence[str]],
        *,
        loop: str,
        group: str = "",
        size: float = 12,
    ) -> None:
        """A table of a list: heading row on every page, one row for each turn of ``loop``.

        ``group`` is the text of a row across the table above each group of ``groups``.
        """
        table = self.table(widths, grid=True)
        head = self.cells(table, widths)
        self._whole(table.rows[0], "w:tblHeader")
        for cell, text in zip(head, heads, strict=True):
            self.fill(cell, text, align="center", bold=True, size=size, before=2, after=2)
        if group:
            self._across(table, widths, "{%tr for group in groups %}")
            self._across(table, widths, group, bold=True, size=size, together=True)
        self._across(table, widths, f"{{%tr for {loop} %}}")
        cells = self.cells(table, widths)
        for place, (cell, texts) in enumerate(zip(cells, body, strict=True)):
            align = "center" if place == 0 else "left"
            self.fill(cell, *texts, align=align, size=size, before=1, after=1)
        self._across(table, widths, "{%tr endfor %}")
        if group:
            self._across(table, widths, "{%tr endfor %}")

    def _across(self, table: Any, widths: Sequence[float], text: str, **form: Any) -> None:
        cells = self.cells(table, widths)
        merged = cells[0].merge(cells[-1])
        for extra in merged.paragraphs[1:]:
            merged._tc.remove(extra._p)
        self.fill(merged, text, align="left", before=2, after=2, **form)

    def rule(self, where: Any, width: int) -> None:
        """A short centred line, drawn with a border of an empty paragraph."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt

        paragraph = where.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(width)
        paragraph.paragraph_format.right_indent = Mm(width)
        paragraph.paragraph_format.line_spacing = Pt(4)
        borders, line = OxmlElement("w:pBdr"), OxmlElement("w:top")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
        paragraph._p.get_or_add_pPr().append(borders)

    def bytes(self) -> bytes:
        """The file, the same every time."""
        made = BytesIO()
        self.document.save(made)
        return settled(made.getvalue(), "2020-01-01T00:00:00Z")
