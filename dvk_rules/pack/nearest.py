"""What a misspelt word, or the Vietnamese for a key of the language, may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from dvk_rules.text import fold

__all__ = ["nearest"]

_KEYS = {
    "all": "tất cả, cả, và, đồng thời",
    "any": "hoặc, một trong, bất kỳ",
    "not": "không, không phải",
    "at_least": "ít nhất, tối thiểu, từ, trở lên, lớn hơn hoặc bằng",
    "at_most": "nhiều nhất, tối đa, không quá, đến, nhỏ hơn hoặc bằng",
    "more_than": "hơn, lớn hơn, trên",
    "less_than": "nhỏ hơn, dưới, ít hơn",
    "between": "giữa, trong khoảng",
    "before": "trước, trước ngày",
    "on_or_before": "chậm nhất, muộn nhất",
    "after": "sau, sau ngày",
    "on_or_after": "sớm nhất",
    "is": "bằng, là",
    "is_not": "khác, không là",
    "in": "thuộc, trong",
    "not_in": "không thuộc",
    "contains": "chứa, có",
    "known": "biết, đã biết",
    "require": "yêu cầu, phải, đòi hỏi, điều kiện",
    "forbid": "cấm, không được",
    "derive": "suy ra",
    "score": "điểm, chấm điểm, tính điểm",
    "prefer": "ưu tiên",
    "when": "khi, nếu",
    "applies": "áp dụng",
    "otherwise": "nếu không, ngược lại",
    "id": "mã",
    "title": "tiêu đề, tên",
    "source": "nguồn, căn cứ",
    "status": "trạng thái",
    "tier": "hình thức, cấp, bậc",
    "doc": "văn bản",
    "at": "điều khoản, điều",
    "quote": "trích, câu trích, trích dẫn",
    "type": "kiểu, loại",
    "label": "nhãn",
    "columns": "cột",
    "value": "giá trị",
    "points": "số điểm",
    "cap": "trần",
    "table": "bảng",
}
_MEANT = {fold(word): key for key, words in _KEYS.items() for word in words.split(",")}


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """At most three of the ``known`` words that look like ``word``, the nearest first.

    A Vietnamese word for one of them comes before all: ``cấm`` is meant to be ``forbid``.
    """
    others = [item for item in known if item != word]
    meant = _MEANT.get(fold(word.replace("_", " ")))
    if meant in others:
        return [str(meant)]
    return get_close_matches(word, others, n=3, cutoff=0.6)
