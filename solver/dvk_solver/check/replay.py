"""Replay a proof in exact integers: ``python -m dvk_solver.check FILE``. Standard library only.

One argument carries everything. For multipliers y ≥ 0, every point that keeps the rows has
``Σ y·(b - a·x) ≥ 0``. Where the left side stays below 0 within the column bounds there is no such
point; where it falls below 0 as soon as a column leaves its better bound, that column is fixed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager
from fractions import Fraction
from typing import Any

from dvk_solver.check.definitions import Data, broken, stage_values
from dvk_solver.check.rows import Form, Key, Model, build

__all__ = ["BLOCK", "FORMAT", "Rejected", "replay"]

FORMAT = "dvk-solver-proof/1"
#: So many tied seats are decided by one form with weights 1, 2, 4, …
BLOCK = 10


class Rejected(Exception):  # noqa: N818 - the verdict of the checker, not a failure of it
    """The proof does not show what it says; the message tells where."""


def need(holds: bool, reason: str) -> None:
    """Reject the proof unless ``holds``."""
    if not holds:
        raise Rejected(reason)


class Replay:
    """A model being narrowed by the claims of a proof, each checked before it is used."""

    def __init__(self, proof: Data) -> None:
        need(proof.get("format") == FORMAT, f"the format is not {FORMAT}")
        self.problem: Data = proof["problem"]
        self.model: Model = build(self.problem)
        self.bounds: dict[Key, tuple[int, int]] = dict(self.model.bounds)
        self.rows = dict(self.model.rows)
        self.names: list[Key] = [tuple(key) for key in proof["rows"]]
        self.claims: list[Data] = proof["claims"]
        self.ties: list[Form] | None = None

    def total(self, weights: Iterable[tuple[int, int]]) -> tuple[Form, int]:
        """``(Σ y·a, Σ y·b)`` over the rows named by number."""
        form: Form = {}
        most = 0
        for number, y in weights:
            need(type(y) is int and y >= 0, "a multiplier is not a whole number from 0 up")
            need(0 <= number < len(self.names), "a multiplier names no row")
            key = self.names[number]
            need(key in self.rows, f"there is no rule {key}")
            row, b = self.rows[key]
            most += y * b
            for column, a in row.items():
                form[column] = form.get(column, 0) + y * a
        return form, most

    def spare(self, form: Form, most: int) -> int:
        """The largest value of ``most - form`` within the bounds."""
        return most + sum(
            max(-g * low, -g * high)
            for column, g in form.items()
            for low, high in [self.bounds[column]]
        )

    def fixed(self, weights: Iterable[tuple[int, int]]) -> dict[Key, tuple[int, int]] | None:
        """The columns that a sum fixes at their better bound; None when it leaves no point."""
        form, most = self.total(weights)
        spare = self.spare(form, most)
        if spare < 0:
            return None
        found: dict[Key, tuple[int, int]] = {}
        for column, g in form.items():
            low, high = self.bounds[column]
            if low < high and spare - abs(g) < 0:
                better = low if g > 0 else high
                found[column] = (better, better)
        return found

    @contextmanager
    def within(self, bounds: dict[Key, tuple[int, int]]) -> Generator[None]:
        """Use other bounds for a while."""
        saved = {column: self.bounds[column] for column in bounds}
        self.bounds.update(bounds)
        yield
        self.bounds.update(saved)

    def refute(self, tree: Data) -> None:
        """Check that a tree leaves no point."""
        if "sum" in tree:
            need(self.spare(*self.total(tree["sum"])) < 0, "a sum is no contradiction")
        elif "fix" in tree:
            with ExitStack() as narrowed:
                for weights in tree["fix"]:
                    fixed = self.fixed(weights)
                    if fixed is None:
                        return
                    narrowed.enter_context(self.within(fixed))
                self.refute(tree["then"])
        else:
            column, at = tuple(tree["split"]), tree["at"]
            need(column in self.bounds and type(at) is int, "a split names no column")
            low, high = self.bounds[column]
            halves = (("low", low, min(at, high)), ("high", max(at + 1, low), high))
            for half, least, most in halves:
                if least <= most:  # an empty half needs no proof
                    with self.within({column: (least, most)}):
                        self.refute(tree[half])

    def impossible(self, form: Form, target: int, tree: Data) -> None:
        """Check that no point has ``form ≥ target``."""
        self.rows["better",] = ({column: -a for column, a in form.items()}, -target)
        self.refute(tree)
        del self.rows["better",]

    def run(self, chosen: dict[str, set[str]], values: list[int]) -> int:
        """Check every claim about a list; at the end every seat must be fixed as it says.

        Returns how many blocks of ties it took.
        """
        at = {c: int(c[2] in chosen[c[1]]) for c in self.bounds if c[0] == "seat"}
        done = ties = 0
        for claim in self.claims:
            kind = claim["claim"]
            if kind == "optimum":
                stage, number = claim["row"]
                if stage == "stage":
                    need(number == str(done), "the stages are not in order")
                    form = self.model.steps[done][1] if done < len(self.model.steps) else {}
                    value = values[done] if done < len(values) else 0
                    done += 1
                else:
                    need(done >= len(self.model.steps), "ties are decided before the last stage")
                    need((stage, number) == ("tie", str(ties)), "the ties are not in order")
                    form = self.tie(ties)
                    ties += 1
                    value = sum(a * at[column] for column, a in form.items())
                need(claim["value"] == value, f"{stage} {number} is worth {value}")
                self.impossible(form, value + 1, claim["tree"])
                self.rows[stage, number] = ({column: -a for column, a in form.items()}, -value)
                if stage == "stage":
                    self.rows["cap", number] = (form, value)
            elif kind == "rounded":
                form, most = self.total(claim["sum"])
                divisor = claim["divisor"]
                need(type(divisor) is int and divisor > 0, "a divisor is not a whole number")
                need(all(a % divisor == 0 for a in form.values()), "a rounding does not divide")
                key = tuple(claim["row"])
                need(key not in self.rows, f"{key} is used twice")
                self.rows[key] = ({c: a // divisor for c, a in form.items()}, most // divisor)
            elif kind == "fixed":
                need("sum" in claim["tree"], "a fixing is a sum")
                fixed = self.fixed(claim["tree"]["sum"])
                need(fixed is not None, "a fixing contradicts the list")
                self.keep(fixed or {}, at)
            else:
                need(kind == "settled", f"there is no claim '{kind}' about a list")
                seats: list[Key] = [("seat", *seat) for seat in claim["seats"]]
                need(all(seat in at for seat in seats), "a settled seat is no seat")
                form = {seat: -1 if at[seat] else 1 for seat in seats}
                self.impossible(form, 1 - sum(at[seat] for seat in seats), claim["tree"])
                self.keep({seat: (at[seat], at[seat]) for seat in seats}, at)
        need(done >= len(self.model.steps), "a stage is not proven")
        open_seats = [column for column in at if self.bounds[column][0] < self.bounds[column][1]]
        need(not open_seats, f"{len(open_seats)} seats could be given differently")
        return ties

    def keep(self, bounds: dict[Key, tuple[int, int]], at: dict[Key, int]) -> None:
        """Fix columns for good; a seat can only be fixed as the list has it."""
        for column, (value, _) in bounds.items():
            need(at.get(column, value) == value, f"{column} is fixed against the list")
        self.bounds.update(bounds)

    def tie(self, number: int) -> Form:
        """The form that decides a block of tied seats, by the problem's tie-break."""
        if self.ties is None:
            tie = self.problem.get("tie_break", {})
            tiers = [tier["id"] for tier in self.problem["tiers"]]
            need(tie.get("kind") in ("order", "seed"), "the tie-break decides nothing")

            def place(seat: Key) -> tuple[int, Any]:
                if tie["kind"] == "order":
                    return tiers.index(seat[1]), tie["order"].index(seat[2])
                lot = hashlib.sha256((tie["seed"] + seat[2]).encode()).hexdigest()
                return tiers.index(seat[1]), (lot, seat[2])

            seats = [c for c, (low, high) in self.bounds.items() if c[0] == "seat" and low < high]
            seats.sort(key=place)
            parts = [seats[i : i + BLOCK] for i in range(0, len(seats), BLOCK)]
            self.ties = [{c: 1 << (len(p) - 1 - i) for i, c in enumerate(p)} for p in parts]
        need(number < len(self.ties), "there is no such block of ties")
        return self.ties[number]


def replay(proof: Data) -> str:
    """What a proof shows, in one sentence; raises `Rejected` when it does not show it."""
    run = Replay(proof)
    if "selected" not in proof:
        need(len(run.claims) == 1 and run.claims[0]["claim"] == "infeasible", "nothing is claimed")
        run.refute(run.claims[0]["tree"])
        return "no list keeps all rules"
    chosen = {
        tier["id"]: set(proof["selected"].get(tier["id"], [])) for tier in proof["problem"]["tiers"]
    }
    for reason in broken(proof["problem"], chosen):
        raise Rejected(reason)
    values: list[int] = []
    for name, value in stage_values(proof["problem"], chosen):
        pairs: list[tuple[Fraction, int]] = value if name.startswith("leximin:") else []
        kind = name.split(":")[0]
        values += [count for _, count in pairs] if pairs else [value * SIGN.get(kind, 1)]
    need(proof["values"] == values, f"the stages are worth {values}, not {proof['values']}")
    ties = run.run(chosen, values)
    count = sum(len(ids) for ids in chosen.values())
    if ties:
        end = "no other is better, and among equals it is the only one by the tie-break"
        return f"the list of {count} seats keeps all rules, {end}"
    return f"the list of {count} seats keeps all rules, is the best and the only one"


#: Stages that are minimised are proven as the maximum of their negative.
SIGN = {"soft": -1, "order": -1, "rank": -1}
