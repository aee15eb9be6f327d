"""durable_rules behind a fence in which it is exactly right (D5.2, D5.3).

As documented, durable_rules 2.0.28 compares what is missing, mixes up names whose hashes agree,
swallows exceptions and stops half-way. Here it sees only facts such as ``{"k0": 1, "a17": 2}``:
codes of comparisons already made, under names proven distinct, tested for equality. It concludes
which clauses hold, step by step; the sentinel of a step asserts the fact of the next one, with
what has been derived. Its own functions are driven directly: there are no timer threads and no
callbacks, so nothing can be swallowed. What it fired is compared, at every step, with what must
have fired (D5.4); a difference is an error, never a verdict.

This is the only module that imports durable_rules, and it does so when first used.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any
from weakref import finalize

from dvk_rules.engines.fence_names import fnv_hash
from dvk_rules.engines.network import Network, Step, lay_network
from dvk_rules.engines.outcomes import RuleResults
from dvk_rules.engines.session import Session
from dvk_rules.errors import EngineError, Problem
from dvk_rules.logic import Truth
from dvk_rules.program import Facts, Program

__all__ = ["DurableEngine", "durable_missing"]

_VERSION = "2.0.28"
_SID = "0"


@cache
def durable_missing() -> str:
    """Why durable_rules cannot serve here; empty if it can.

    It must be the version that the fence was built for, and its extension must load.
    """
    try:
        found = importlib.metadata.version("durable_rules")
        _extension()
    except (ImportError, OSError) as error:
        return str(error) or "durable_rules_engine"
    return "" if found == _VERSION else f"durable_rules {found} ≠ {_VERSION}"


def _extension() -> Any:
    return importlib.import_module("durable_rules_engine")


class DurableEngine:
    """Forward chaining by durable_rules; the same results as the reference engine.

    Threads may share one: the nominations of a pack then go through one at a time.
    """

    name = "durable"

    def run(self, program: Program, facts: Facts) -> RuleResults:
        """The outcome of every rule for the nomination with these facts.

        Raises ``EngineError`` if durable_rules did not do what it must.
        """
        host = _host(program)
        session = Session(host.network, program, facts)
        with host.lock:
            host.carry(session)
        return session.results()

    def run_many(self, program: Program, rows: Iterable[Facts]) -> Iterator[RuleResults]:
        """The same for each of many nominations, one after the other."""
        return (self.run(program, facts) for facts in rows)


_hosts: dict[int, _Host] = {}  # by the identity of the pack, for as long as it lives
_hosts_lock = Lock()


def _host(program: Program) -> _Host:
    """The host of the program's pack; every unit and every engine object share it."""
    key = id(program.pack)
    with _hosts_lock:
        if key not in _hosts:
            _hosts[key] = _Host(lay_network(program))
            finalize(program.pack, _forget, key).atexit = False
        return _hosts[key]


def _forget(key: int) -> None:
    _hosts.pop(key).close()


class _Ready:
    """A step ready to run: its fact in pieces, by truth, and its clauses by name."""

    def __init__(self, step: Step, stage: int, guard: str) -> None:
        self.step = step
        self.stage = stage
        self.id = f"s{step.number}"
        self._head = f'{{"sid":"{_SID}","id":"{self.id}","{guard}":{step.number + 1}'
        self._pieces = [(atom, ("", f',"{name}":1', f',"{name}":2')) for atom, name in step.atoms]
        self._clauses = {rule.name: rule for rule in step.clauses}

    def fact(self, truths: Sequence[Truth]) -> str:
        """The fact as JSON: 1 true, 2 false; what is unknown is not there."""
        # INVARIANT: truths are 0, 1 and -1, so they pick the piece for unknown, true and false.
        pieces = [piece[truths[atom]] for atom, piece in self._pieces]
        return f"{self._head}{''.join(pieces)}}}"

    def conclude(self, fired: Sequence[str], session: Session, network: Network) -> None:
        """Makes the claims of the clauses that fired, if they are those that must have fired."""
        truths = session.truths
        found = {2 * atom + (truths[atom] < 0) for atom, _ in self._pieces if truths[atom]}
        due = {name for name, rule in self._clauses.items() if rule.clause <= found}
        if due.symmetric_difference(fired):
            wrong = due.symmetric_difference(fired)
            claims = [c for name in wrong & set(self._clauses) for c in self._clauses[name].claims]
            rules = sorted({rule for claim in claims for rule in network.owners[claim]})
            raise EngineError([Problem("engine.mismatch", {"rules": rules})])
        for name in fired:
            session.claims.update(self._clauses[name].claims)


@dataclass
class _Host:
    """A network inside the engine. One session lives at a time and is deleted at its end."""

    network: Network
    lock: Lock = field(default_factory=Lock)
    handle: int | None = None
    steps: list[_Ready] = field(init=False)

    def __post_init__(self) -> None:
        self.steps = [
            _Ready(step, number, self.network.guard)
            for number, stage in enumerate(self.network.stages)
            for step in stage.steps
        ]
        # INVARIANT: the engine knows a fact by the hash of its session and id; all differ.
        ids = ["sid-0", *(step.id for step in self.steps)]
        if len({fnv_hash(f"{_SID}!{name}") for name in ids}) < len(ids):
            raise EngineError([Problem("engine.too-large", {"count": len(ids), "most": 4000})])

    def carry(self, session: Session) -> None:
        """Takes ``session`` through every step: forward chaining, a sentinel after each step.

        Raises ``EngineError`` for whatever went wrong; the next session is not affected.
        """
        if not self.steps:
            return
        engine, handle = _extension(), self._open()
        started = False
        try:
            offset = self._assert(engine, handle, 0, session)
            begun: Any = engine.start_action_for_state(handle, offset)
            action: str | None = begun[1] if begun else None
            started = action is not None
            place = 0
            fired: list[str] = []
            while action is not None:
                name = action[2 : action.index('"', 2)]
                if name == self.steps[place].step.sentinel:
                    self.steps[place].conclude(fired, session, self.network)
                    place, fired = place + 1, []
                    if place < len(self.steps):
                        self._assert(engine, handle, place, session)
                    else:
                        break
                else:
                    fired.append(name)
                action = engine.complete_and_start_action(handle, offset)
            if place < len(self.steps):
                raise self._stopped(place)
        except EngineError:
            raise
        except Exception as error:
            detail = f"{type(error).__name__}: {error}"
            raise EngineError([Problem("engine.failed", {"detail": detail})]) from error
        finally:
            self._end(engine, handle, started)

    def _assert(self, engine: Any, handle: int, place: int, session: Session) -> int:
        """Gives the engine the fact of a step; the number of the state it went to."""
        step = self.steps[place]
        session.begin(step.stage)
        code, offset = engine.assert_fact(handle, step.fact(session.truths))
        if code:
            raise self._stopped(place)
        return int(offset)

    def _end(self, engine: Any, handle: int, started: bool) -> None:
        if started:
            engine.delete_state(handle, _SID)
        else:
            # A state in which no action ever ran cannot be deleted without a crash, and a
            # ruleset with a live state cannot either: this one is left alone for good.
            self.handle = None

    def _open(self) -> int:
        if self.handle is None:
            text = json.dumps(self.network.ruleset())
            self.handle = int(_extension().create_ruleset("dvk", text))
        return self.handle

    def _stopped(self, place: int) -> EngineError:
        claims = {c for rule in self.steps[place].step.clauses for c in rule.claims}
        rules = sorted({rule for claim in claims for rule in self.network.owners[claim]})
        return EngineError([Problem("engine.stopped", {"step": place + 1, "rules": rules})])

    def close(self) -> None:
        """Gives the ruleset back to the engine."""
        if self.handle is not None:
            handle, self.handle = self.handle, None
            _extension().delete_ruleset(handle)
