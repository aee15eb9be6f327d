"""A written list of choices is taken apart where a person would."""

from __future__ import annotations

import pytest

from dvk_rules.text import fold
from dvk_rules.values import BadValue, Choice, FactType, Text, ValueType

METHOD = ValueType(
    FactType.LIST,
    {
        "new": Choice("new", Text("Có cách làm mới")),
        "dialogue": Choice("dialogue", Text("Đối thoại, bàn bạc với dân"), ("Đối thoại",)),
        "open": Choice("open", Text("Công khai, dân giám sát")),
    },
)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("Đối thoại, bàn bạc với dân", ("dialogue",)),
        ("Công khai, dân giám sát, Đối thoại, Có cách làm mới", ("new", "dialogue", "open")),
        ("đối thoại; công khai,  dân giám sát", ("dialogue", "open")),
        ("Có cách làm mới\nĐối thoại,", ("new", "dialogue")),
        (" ; Đối thoại ; ", ("dialogue",)),
    ],
)
def test_a_comma_within_a_label_does_not_part_the_list(text: str, chosen: tuple[str, ...]) -> None:
    assert METHOD.parse(text) == chosen


def test_an_item_that_is_no_choice_is_named_alone() -> None:
    with pytest.raises(BadValue) as caught:
        METHOD.parse("Đối thoại, bàn bạc với quan")
    assert fold(str(caught.value.params["raw"])) == fold("bàn bạc với quan")


def test_a_mark_without_letters_is_no_choice() -> None:
    with pytest.raises(BadValue):
        METHOD.parse(".")
