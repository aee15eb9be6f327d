"""Unit order over nested tiers: who is rightly passed over holds up nobody (D6.3)."""

from __future__ import annotations

from typing import Any

from dvk_solver import Problem, solve


def nested_in_order(**more: Any) -> Problem:
    """Three of one unit, ranked a, b, c, and d of another; two letters, one certificate within."""
    people = [("a", "A", 1), ("b", "A", 2), ("c", "A", 3), ("d", "D", 1)]
    return Problem.from_data(
        {
            "candidates": [
                {"id": name, "unit": unit, "rank": rank, "eligible": ["cert", "letter"]}
                for name, unit, rank in people
            ],
            "tiers": [
                {"id": "letter", "at_most": 2},
                {"id": "cert", "at_most": 1, "within": "letter"},
            ],
            "orders": [{"id": "order"}],
            "objectives": [
                {"kind": "seats", "tier": "letter"},
                {"kind": "seats", "tier": "cert"},
            ],
            "tie_break": {"kind": "order", "order": ["b", "c", "d", "a"]},
            **more,
        }
    )


def test_who_is_out_of_a_tier_by_decision_holds_up_nobody_in_the_tiers_inside() -> None:
    out = {"candidate": "a", "tier": "letter", "action": "exclude", "who": "x", "why": "y"}
    assert solve(nested_in_order(decisions=[out])).selected == {
        "letter": ("b", "c"),
        "cert": ("b",),
    }


def test_whose_twin_has_the_outer_seat_holds_up_nobody_in_the_tiers_inside() -> None:
    """d has the letter, so its twin a has none: b is next, for the certificate too."""
    found = solve(
        nested_in_order(
            exclusions=[{"id": "twins", "candidates": ["a", "d"]}],
            decisions=[
                {"candidate": "d", "tier": "letter", "action": "include", "who": "x", "why": "y"},
                {"candidate": "d", "tier": "cert", "action": "exclude", "who": "x", "why": "y"},
            ],
        )
    )
    assert found.selected == {"letter": ("b", "d"), "cert": ("b",)}
