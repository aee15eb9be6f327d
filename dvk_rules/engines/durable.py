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
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import batched, chain, islice
from operator import itemgetter
from threading import Lock
from typing import Any
from weakref import finalize

from dvk_rules.engines.batches import BATCH, FirstTruths
from dvk_rules.engines.due import SID, Due, Ready
from dvk_rules.engines.fence_names import fnv_hash
from dvk_rules.engines.network import Network, lay_network
from dvk_rules.engines.outcomes import RuleResults
from dvk_rules.engines.session import Readings, Session
from dvk_rules.errors import EngineError, Problem
from dvk_rules.logic import Truth
from dvk_rules.program import Facts, Program

__all__ = ["DurableEngine", "durable_missing"]

_VERSION = "2.0.28"
_FEW = 4  # nominations for which laying out columns does not pay
_NAME = itemgetter(slice(2, 8))  # an action begins with {" and a name of six


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


@cache
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
        return _host(program).carry(program, facts)

    def run_many(self, program: Program, rows: Iterable[Facts]) -> Iterator[RuleResults]:
        """The same for each of many nominations, one after the other.

        The comparisons that need no derived fact are made for a batch of them together.
        """
        host = _host(program)
        first: FirstTruths | None = None
        for some in batched(rows, BATCH):
            if len(some) < _FEW:
                yield from map(partial(host.carry, program), some)
                continue
            first = first or FirstTruths(program)
            for facts, truths in zip(some, _guarded(first.rows, some), strict=True):
                yield host.carry(program, facts, truths)


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


def _guarded[T, R](made: Callable[[T], R], of: T) -> R:
    """What ``made`` gives; whatever goes wrong in it is an error of the engine."""
    try:
        return made(of)
    except EngineError:
        raise
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"
        raise EngineError([Problem("engine.failed", {"detail": detail})]) from error


@dataclass
class _Host:
    """A network inside the engine, with one session for one nomination after the other.

    At the end of a nomination its facts are retracted; after an error the session is deleted.
    """

    network: Network
    lock: Lock = field(default_factory=Lock)
    handle: int | None = None
    used: bool = False  # whether an action ever ran in the session
    readings: Readings = field(init=False)
    steps: list[Ready] = field(init=False)

    def __post_init__(self) -> None:
        self.readings = Readings(self.network)
        self.steps = [
            Ready(step, number, self.network.guard)
            for number, stage in enumerate(self.network.stages)
            for step in stage.steps
        ]
        # INVARIANT: the engine knows a fact by the hash of its session and id; all differ.
        ids = ["sid-0", *(step.id for step in self.steps)]
        if len({fnv_hash(f"{SID}!{name}") for name in ids}) < len(ids):
            raise EngineError([Problem("engine.too-large", {"count": len(ids), "most": 4000})])

    def carry(
        self, program: Program, facts: Facts, first: Sequence[Truth] | None = None
    ) -> RuleResults:
        """Takes a nomination through every step: forward chaining, a sentinel after each step.

        ``first`` are the truths that the first stage needs, where they are known. Raises
        ``EngineError`` for whatever went wrong; the next nomination is not affected.
        """
        session = Session(self.readings, program, facts, first)
        if self.steps:
            with self.lock:
                _guarded(self._through, session)
        return session.results()

    def _through(self, session: Session) -> None:
        engine, handle = _extension(), self._open()
        try:
            due, offset = self._assert(engine, handle, 0, session)
            given = [due.fact]
            begun: Any = engine.start_action_for_state(handle, offset)
            first = [begun[1]] if begun and begun[1] else []
            self.used = self.used or bool(first)
            following = iter(partial(engine.complete_and_start_action, handle, offset), None)
            actions: Iterator[str] = chain(first, following)
            for place, step in enumerate(self.steps):
                if place:
                    due, _ = self._assert(engine, handle, place, session)
                    given.append(due.fact)
                ended = islice(actions, due.fires.bit_count() + 1)
                names = list(map(_NAME, ended))
                if names[-1:] != [step.ending] or step.fired(names[:-1]) != due.fires:
                    raise self._refused(place, due, names)
                session.claims |= due.claims
            left = [*map(_NAME, actions)]  # the last sentinel is completed, and nothing follows
            if left or any(engine.retract_fact(handle, fact)[0] for fact in given):
                raise self._refused(len(self.steps) - 1, due, left)
        except BaseException:
            self._abandon(engine, handle)
            raise

    def _refused(self, place: int, due: Due, names: Sequence[str]) -> EngineError:
        """What is wrong: not those clauses fired that must have (D5.4), or it stopped half-way."""
        step = self.steps[place]
        if step.ending not in names and len(names) <= due.fires.bit_count():
            return self._stopped(place)
        clauses = step.step.clauses
        wrong = [c for n, c in enumerate(clauses) if (due.fires >> n & 1) != names.count(c.name)]
        claims = [claim for clause in wrong for claim in clause.claims]
        rules = sorted({rule for claim in claims for rule in self.network.owners[claim]})
        return EngineError([Problem("engine.mismatch", {"rules": rules})])

    def _assert(self, engine: Any, handle: int, place: int, session: Session) -> tuple[Due, int]:
        """Gives the engine the fact of a step; the number of the state it went to."""
        step = self.steps[place]
        session.begin(step.stage)
        due = step.due(session.truths)
        code, offset = engine.assert_fact(handle, due.fact)
        if code:
            raise self._stopped(place)
        return due, int(offset)

    def _abandon(self, engine: Any, handle: int) -> None:
        """Ends a session in which something went wrong; the next nomination gets a new one."""
        if self.used:
            engine.delete_state(handle, SID)
            self.used = False
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
            engine, handle = _extension(), self.handle
            if self.used:
                self._abandon(engine, handle)
            self.handle = None
            engine.delete_ruleset(handle)
