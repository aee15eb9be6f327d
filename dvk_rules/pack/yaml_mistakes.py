"""What a YAML parser complains of, as the mistake that people make: tabs, colons, quotes, indents.

A parser says where it gave up, which is often the line after the mistake. Here the text around
that place is looked at to say what was meant.
"""

from __future__ import annotations

import re

import yaml

from dvk_rules.errors import Place, Problem

__all__ = ["syntax_problem"]

_SWALLOWED = 8
_GLUED = re.compile(r"^\s*(?:- )?[\w.-]+:[^\s:/]")
_GLUED_DASH = re.compile(r"^\s*-[^\s-]")
_BULLET = re.compile(r"^\s*([•·‣▪●–—+*])\s*\S")
_SIGN = re.compile(r":\s*>")


def syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """The problem behind ``error``, at the line where it has to be mended."""
    said = " ".join(part for part in (error.context, error.problem) if part)
    lines = text.split("\n")
    mark, start = error.problem_mark or error.context_mark, error.context_mark
    last = min(mark.line if mark else 0, len(lines) - 1)
    first = min(start.line if start else last, last)

    def at(line: int, code: str) -> Problem:
        column = mark.column + 1 if mark and line == last else 0
        return Problem(code, {}, Place(file=file, line=line + 1, column=column))

    for line in range(max(first - 1, 0), last + 1):
        if "\t" in lines[line][: len(lines[line]) - len(lines[line].lstrip())]:
            return at(line, "yaml.tab")
    if "block scalar" in said or ("cannot start" in said and _SIGN.search(lines[last])):
        return at(last, "yaml.sign")
    for line in range(max(last - 1, 0), last + 1):
        if _GLUED_DASH.match(lines[line]):
            return at(line, "yaml.dash")
        if bullet := _BULLET.match(lines[line]):
            where = Place(file=file, line=line + 1)
            return Problem("yaml.bullet", {"sign": bullet[1]}, where)
    if "alias" in said or "anchor" in said:
        return at(last, "yaml.character")
    if "quoted scalar" in said:
        return at(first, "yaml.quote")
    if "block" in said or "flow" in said:
        # a quote that is never closed swallows the lines up to the next one
        for line in range(max(last - _SWALLOWED, 0), last + 1):
            if lines[line].replace('\\"', "").count('"') % 2:
                return at(line, "yaml.quote")
    for line in range(first, last + 1):
        if "：" in lines[line]:
            return at(line, "yaml.wide-colon")
    if _closes_more(lines[last]) and "flow" not in said:
        return at(last, "yaml.flow-extra")
    if "simple key" in said or "mapping values are not allowed" in said:
        for line in range(last, max(first - 2, -1), -1):
            if _GLUED.match(lines[line]) and "{" not in lines[line]:
                return at(line, "yaml.glued")
        values = "mapping values are not allowed" in said
        return at(last if values else first, "yaml.colon")
    if "flow" in said:
        return at(first if lines[first].count("{") + lines[first].count("[") else last, "yaml.flow")
    if "block mapping" in said or "block collection" in said or "indent" in said:
        return at(last, "yaml.indent")
    if "cannot start any token" in said:
        return at(last, "yaml.character")
    return Problem(
        "yaml.syntax",
        {"detail": said},
        Place(file=file, line=last + 1, column=mark.column + 1 if mark else 0),
    )


def _closes_more(line: str) -> bool:
    """Whether a line closes brackets that it does not open."""
    return any(line.count(end) > line.count(start) for start, end in ("{}", "[]"))
