"""Timing, the machine it was timed on, and tables of both; shared by all benchmarks."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def processor() -> float:
    """Milliseconds of processor time that this process has used: what other work does not stretch."""
    return time.process_time() * 1000


@dataclass(frozen=True, slots=True)
class Sample:
    """Times of one thing done several times, in milliseconds."""

    times: list[float] = field(default_factory=list)

    def take(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do it once more and keep the time."""
        begun = time.perf_counter()
        result = work(*args, **kwargs)
        self.times.append((time.perf_counter() - begun) * 1000)
        return result

    @property
    def median(self) -> float:
        """The middle time."""
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        """The time that 95 % stay below; the longest of fewer than 20."""
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * 0.95))]

    def __str__(self) -> str:
        return f"{_digits(self.median)} ({_digits(self.p95)})"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a report: ours, the peer's where there is one, and what was aimed at.

    `at_least` is a ratio of medians (peer / ours), `below` a median of ours and `p95_below` its 95th
    percentile, both in the unit of the samples.
    """

    what: str
    ours: Sample
    peer: Sample | None = None
    at_least: float | None = None
    below: float | None = None
    p95_below: float | None = None
    unit: str = "ms"

    @property
    def ratio(self) -> float | None:
        """How many times the peer's median is ours."""
        return None if self.peer is None else self.peer.median / self.ours.median

    @property
    def target(self) -> str:
        """What was aimed at, in words."""
        if self.at_least is not None:
            return f"≥ {self.at_least:g}×"
        if self.p95_below is not None:
            return f"p95 < {self.p95_below:g} {self.unit}"
        return "" if self.below is None else f"< {self.below:g} {self.unit}"

    @property
    def met(self) -> bool:
        """Whether the target was met; True where there is none."""
        if self.at_least is not None:
            return self.ratio is not None and self.ratio >= self.at_least
        if self.p95_below is not None:
            return self.ours.p95 < self.p95_below
        return self.below is None or self.ours.median < self.below


def _digits(figure: float) -> str:
    return f"{figure:.2f}" if figure < 10 else f"{figure:.1f}" if figure < 100 else f"{figure:.0f}"


def machine(packages: Iterable[str]) -> str:
    """Cores, processor, Python and packages, and how busy the machine was before."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    lines = [f"{cores} cores, {_processor()}, {platform.system()}, Python {platform.python_version()}"]
    lines.append(", ".join(f"{name} {version(name)}" for name in packages))
    if hasattr(os, "getloadavg"):
        lines.append(f"load average over the last minute {os.getloadavg()[0]:.1f}")
    return "\n".join(lines)


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    if known.exists():
        for line in known.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def table(rows: Sequence[Row], peer: str) -> str:
    """Rows of one unit as a Markdown table; each figure is a median, with p95 in brackets."""
    unit = rows[0].unit if rows else "ms"
    lines = [
        f"| median (p95), {unit} | ours | {peer} | ratio | target | met |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.1f}×"
        met = "" if not row.target else "yes" if row.met else "**no**"
        lines.append(f"| {row.what} | {row.ours} | {row.peer or ''} | {ratio} | {row.target} | {met} |")
    return "\n".join(lines)
