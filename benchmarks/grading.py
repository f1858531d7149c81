"""The time for grading a class: unmodified `otter run`, `nbgrader autograde` and our grader on the same notebooks.

There are twelve notebooks. Each tool has its default settings; ours runs with all guards. The tools are measured
alternately. Before the first turn, each tool runs once without time measurement, while its memory is measured, so that
the files of all tools are in the page cache.
"""

import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.build.products import find_lessons
from autograder.lesson_format.parser import read_lesson
from benchmarks.measuring import Cost, adopt_orphans, cost_of
from benchmarks.timing import Row
from tests.autograder.homework_like import TWELVE, House, build_house, homework, one_left_out

CLASS = 30
TURNS = 3
OWN = "own cells alone"
THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")  # set only for the other benchmarks
WALL_AIMS = {"otter run": 20, "nbgrader autograde": 10}
CPU_AIMS = {"otter run": 15, "nbgrader autograde": 8}
FIRST_AIM = 8.0  # seconds
MEMORY_AIM, MEMORY_A_WORKER = 1.2e9, 0.3e9  # bytes


@dataclass
class Turns:
    """The measurements of one lesson."""

    name: str
    own: dict = field(default_factory=dict)  # the output of own_compute.py
    peak: dict[str, int] = field(default_factory=dict)
    otter: list[Cost] = field(default_factory=list)
    nbgrader: list[Cost] = field(default_factory=list)
    idle: Cost | None = None  # nbgrader with nothing left to grade
    thirty: list[Cost] = field(default_factory=list)
    scores: str = ""

    def seconds(self, tool: str, kind: str) -> float:
        """Return the seconds of wall time ("wall") or CPU time ("cpu") for a submission, in a class of 30."""
        if tool == "otter run":
            return statistics.mean(getattr(cost, kind) for cost in self.otter)
        if tool == "nbgrader autograde":  # it starts once for a class, not once for each turn
            start = getattr(self.idle, kind)
            grading = sum(getattr(cost, kind) - start for cost in self.nbgrader)
            return grading / len(self.otter) + start / CLASS
        if tool == "ours":
            return statistics.median(getattr(cost, kind) for cost in self.thirty) / CLASS
        return statistics.mean(self.own[kind])


def measure(console: Console, quick: bool = False) -> list[Row]:
    """Grade both lessons with all tools, print the table and return its comparisons.

    Args:
        quick: whether to grade only two notebooks in one turn.
    """
    adopt_orphans()
    start, done = time.monotonic(), []
    lesson = read_lesson(find_lessons(["02_convolution_by_hand"])[0])
    for one, students, at_once in ((homework(), TWELVE, 4), (lesson, one_left_out(lesson), 2)):

        def say(line: str, name: str = one.name) -> None:
            console.print(f"[dim]{time.monotonic() - start:4.0f} s  {name}: {line}[/dim]", highlight=False)

        with tempfile.TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
            say("building")
            house = build_house(one, Path(folder) / "house")
            done.append(_Bench(house, students, say).run(1 if quick else TURNS, 2 if quick else at_once))
        console.print("\n".join(_lines(done[-1])), highlight=False, soft_wrap=True)
    console.print(_table(done))
    return [row for turns in done for row in _rows(turns)]


class _Bench:
    """The benchmark of one lesson, in several turns."""

    def __init__(self, house: House, students: dict, say: Callable[[str], None]) -> None:
        self.house, self.students, self.say = house, students, say
        self.environment = {name: value for name, value in house.environment.items() if name not in THREADS}
        self.turns = Turns(house.lesson.name)
        self.numbers = itertools.count()  # the numbers in the names of our result folders

    def run(self, count: int, at_once: int) -> Turns:
        """Run `count` turns and return the measurements.

        In each turn otter and nbgrader grade `at_once` notebooks, and our grader grades a whole class.
        """
        self._prepare()
        names = list(self.students)
        for turn in range(count):
            self.say(f"turn {turn + 1} of {count}: otter run, ours, nbgrader autograde")
            group = names[turn * at_once : (turn + 1) * at_once]
            self.turns.otter += [self._command(self.house.otter(student)) for student in group]
            self.turns.thirty.append(self._ours(self.house.root / "thirty"))
            self.turns.nbgrader.append(self._nbgrader({student: self.students[student] for student in group}))
        self.turns.idle = self._nbgrader({})
        self.turns.scores = self._compare_scores(names[: count * at_once])
        return self.turns

    def _prepare(self) -> None:
        """Write all submissions, and run each tool once to measure its memory."""
        self.house.hand_in(self.students)
        self._repeat_to_thirty()
        first = next(iter(self.students))
        self.say("the students' own cells alone, then each tool once for its memory")
        script = [sys.executable, "-P", str(Path(__file__).with_name("own_compute.py")), str(self.house.submitted)]
        self.turns.own = json.loads(
            subprocess.check_output(script, cwd=self.house.root, env=self.environment, stderr=subprocess.DEVNULL)
        )
        generate = [sys.executable, "-m", "nbgrader", "generate_assignment", self.house.lesson.name, "--force"]
        cost_of(generate, self.house.nbgrader, self.environment)
        self.turns.peak = {
            "ours": self._ours(self.house.submitted, memory=True).peak,
            "otter run": self._command(self.house.otter(first), memory=True).peak,
            "nbgrader autograde": self._nbgrader({f"again-{first}": self.students[first]}, memory=True).peak,
        }

    def _repeat_to_thirty(self) -> None:
        """Write a class of 30: copies of the notebooks under other names, and with other student ids inside."""
        folder = self.house.root / "thirty"
        folder.mkdir()
        notebooks = sorted(self.house.submitted.glob("*.ipynb"))
        for number in range(CLASS):
            source = notebooks[number % len(notebooks)]
            student = f"{source.stem}-{number}"
            text = source.read_text(encoding="utf-8").replace(source.stem, student)
            (folder / f"{student}.ipynb").write_text(text, encoding="utf-8")

    def _command(self, command: list[str], **options) -> Cost:
        return cost_of(command, self.house.root, self.environment, **options)

    def _ours(self, folder: Path, **options) -> Cost:
        out = self.house.root / f"out-{next(self.numbers)}"
        return self._command(self.house.ours(folder, out), results=out, **options)

    def _nbgrader(self, students: dict, **options) -> Cost:
        """Return the cost of `nbgrader autograde`, which skips submissions that it has graded before."""
        self.house.hand_in_to_nbgrader(students)
        words = [sys.executable, "-m", "nbgrader", "autograde", self.house.lesson.name]
        return cost_of(words, self.house.nbgrader, self.environment, **options)

    def _compare_scores(self, students: list[str]) -> str:
        """Return one line of text: whether the three tools gave the same points for each question."""
        ours = self.house.points_of_ours(self.house.root / "out-0")
        differ = []
        for student in students:
            others = self.house.points_of_otter(student), self.house.points_of_nbgrader(student)
            if any(points != ours[student] for points in others):
                totals = [f"{sum(points.values()):g}" for points in (ours[student], *others)]
                differ.append(f"{student}: ours {totals[0]}, otter {totals[1]}, nbgrader {totals[2]}")
        totals = ", ".join(f"{sum(ours[student].values()):g}" for student in students)
        return "DIFFER: " + "; ".join(differ) if differ else f"the same from all three: {totals}"


def _table(done: list[Turns]) -> Table:
    """Return a table of the seconds for one submission, and of how many times faster ours is, with the aim."""
    table = Table(title=f"Grading one submission, in a class of {CLASS}; CPU is the time of all processes together")
    for column in ("tool", "wall s", "CPU s", "peak MB", "ours is faster: wall", "CPU"):
        table.add_column(column, justify="left" if column == "tool" else "right", no_wrap=True)
    for turns in done:
        table.add_row(f"[b]{turns.name}[/b]")
        for tool in (*WALL_AIMS, "ours", OWN):
            wall, cpu = turns.seconds(tool, "wall"), turns.seconds(tool, "cpu")
            cells = [tool, f"{wall:.3f}", f"{cpu:.3f}", f"{turns.peak[tool] / 1e6:,.0f}" if tool in turns.peak else ""]
            if tool in WALL_AIMS:
                cells.append(_times(wall / turns.seconds("ours", "wall"), WALL_AIMS[tool]))
                cells.append(_times(cpu / turns.seconds("ours", "cpu"), CPU_AIMS[tool]))
            table.add_row(*cells, end_section=tool == OWN)
    return table


def _times(times: float, aim: int) -> str:
    return f"{times:.1f} × (aim {aim}{_missed(times < aim)})"


def _lines(turns: Turns) -> list[str]:
    """Return the lines with the results that are not in the table."""
    workers = os.cpu_count() or 1
    most = MEMORY_AIM + workers * MEMORY_A_WORKER
    first = statistics.median(cost.first or cost.wall for cost in turns.thirty)
    own_wall, own_cpu = turns.seconds(OWN, "wall"), turns.seconds(OWN, "cpu")
    wall, cpu = turns.seconds("ours", "wall"), turns.seconds("ours", "cpu")
    one = turns.thirty[-1]
    grouped = (
        "NO control group: ours took more than this"
        if one.grouped is None
        else f"{one.grouped:.2f} s in its control group"
    )
    return [
        f"[b]{turns.name}[/b]",
        f"  first result of ours after {first:.1f} s (aim {FIRST_AIM:g} s{_missed(first > FIRST_AIM)})",
        f"  memory of ours {turns.peak['ours'] / 1e6:,.0f} MB with {workers} workers "
        f"(aim {most / 1e6:,.0f} MB{_missed(turns.peak['ours'] > most)}); proportional set size, every 0.1 s",
        f"  the limit, own cells in one warm process: {own_wall:.3f} s, on {workers} cores {own_wall / workers:.3f} s, "
        f"and {turns.own['warm']:.1f} s to warm up; ours takes {wall * workers / own_wall:.1f} times that "
        f"in wall time and {cpu / own_cpu:.1f} times in CPU, warm-up counted in",
        f"  CPU of the last class of {CLASS}: {one.waited:.2f} s by waiting for processes, {grouped}",
        f"  points: {turns.scores}",
    ]


def _missed(missed: bool) -> str:
    return ", MISSED" if missed else ""


def _rows(turns: Turns) -> list[Row]:
    rows = []
    for kind, label, aims in (("wall", "wall time", WALL_AIMS), ("cpu", "CPU time", CPU_AIMS)):
        for tool, aim in aims.items():
            ours, peer = turns.seconds("ours", kind), turns.seconds(tool, kind)
            name = f"grading one of {turns.name}, {label}"
            rows.append(Row(name, ours, peer, tool, "s", f"at least {aim} times faster", peer >= aim * ours))
    return rows
