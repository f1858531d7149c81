"""Alternating time measurements of two implementations, and the row of results."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """One comparison: `ours` and `peer` in `unit`; `met` is whether the aim, which `aim` describes, was reached."""

    name: str
    ours: float
    peer: float
    peer_name: str
    unit: str
    aim: str
    met: bool

    @property
    def ratio(self) -> float:
        return self.ours / self.peer

    def as_json(self) -> dict:
        row = asdict(self)
        return {key: row[key] for key in ("name", "ours", "peer", "peer_name", "unit")} | {"ratio": self.ratio}


def in_turns(ours: Callable, peer: Callable, *, rounds: int, preload: int = 1) -> tuple[float, float]:
    """Return the median seconds of both functions, measured in the order A B A B ... after a warm-up."""
    seconds: dict[Callable, list[float]] = {ours: [], peer: []}
    for turn in range(preload + rounds):
        for run in (ours, peer):
            start = time.perf_counter()
            run()
            if turn >= preload:
                seconds[run].append(time.perf_counter() - start)
    return statistics.median(seconds[ours]), statistics.median(seconds[peer])
