"""Every row of what the grader must stand, with notebooks that try it: the outcome, the neighbours, what is left."""

import csv
import io
import json
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from autograder.results import Status, load_all, path_of
from tests.autograder.attempts import CLASS, HONEST, HONEST_TOOLS, ROWS
from tests.autograder.attempts.attempt import CONFINED
from tests.autograder.attempts.files import FILES
from tests.autograder.attempts.looking import NEIGHBOUR, TOKEN
from tests.autograder.attempts.world import World
from tests.autograder.planted import (
    LESSON,
    POINTS,
    ROOT,
    SECRET,
    cells_of,
    command,
    graded,
    write_bundle,
    write_class,
)
from tests.shared import shared

pytestmark = pytest.mark.slow

EVERYTHING = {**CLASS, **FILES}
FINDERS = [name for name, attempt in CLASS.items() if attempt.finds]


def left_behind(name: str) -> object:
    return json.loads((graded()[1].parent / f"{name}.json").read_text(encoding="utf-8"))


def test_every_row_is_tried():
    assert {one.row for one in EVERYTHING.values()} == set(ROWS)
    assert len(EVERYTHING) == len(CLASS) + len(FILES)


def test_every_submission_has_a_result_and_a_row():
    found, out = graded()
    assert set(found) == set(EVERYTHING)
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(EVERYTHING)


@pytest.mark.parametrize("name", EVERYTHING)
def test_attempt_ends_as_written(name):
    result, expected = graded()[0][name], EVERYTHING[name]
    assert (result.status, result.score) == (expected.status, expected.score), said(result)
    assert expected.reason in result.reason
    assert result.max_score == sum(POINTS.values())
    for line in (result.reason, *result.warnings, *(cell.text for cell in result.cells)):
        assert line.isprintable() and len(line) <= 600
    assert result.status is Status.GRADED or result.reason


def said(result) -> str:
    """What a failed attempt found out, for the person who has to fix it."""
    texts = [test.text for question in result.questions.values() for test in question.tests if test.kind != "right"]
    cells = [f"{cell.status} {cell.text}" for cell in result.cells]
    return " | ".join([result.status, result.reason, *cells, *result.warnings, *filter(None, texts)])[:1000]


@pytest.mark.parametrize("name", [name for name, one in EVERYTHING.items() if one.warns])
def test_what_was_moved_or_renamed_is_warned_of(name):
    warnings = graded()[0][name].warnings
    assert any(EVERYTHING[name].warns in warning for warning in warnings), warnings


@pytest.mark.parametrize("name", [name for name, one in EVERYTHING.items() if not one.warns])
def test_nobody_is_warned_without_need(name):
    assert graded()[0][name].warnings == []


@pytest.mark.parametrize("name", [name for name, one in CLASS.items() if one.notes is not None])
def test_cells_are_noted_as_written(name):
    cells = graded()[0][name].cells
    assert tuple(cell.status for cell in cells) == CLASS[name].notes, cells


def test_table_of_attempts(print_table):
    rows = ["attempt | tries | row | expected | got", "--- | --- | --- | --- | ---"]
    for name, one in sorted(EVERYTHING.items(), key=lambda item: list(ROWS).index(item[1].row)):
        got = graded()[0].get(name)
        same = got is not None and (got.status, got.score) == (one.status, one.score)
        outcome = "nothing" if got is None else f"{got.status} {got.score:g}"
        row = name, one.tries, ROWS[one.row], f"{one.status} {one.score:g}", outcome if same else f"**{outcome}**"
        rows.append(" | ".join(row))
    print_table(rows)
    assert len(rows) == len(EVERYTHING) + 2


def test_no_process_mount_socket_or_file_is_left():
    assert left_behind("left") == dict.fromkeys(["files", "groups", "mounts", "processes", "segments", "sockets"], [])
    base = graded()[1].parent
    left = [path.name for path in (base / "tmp").iterdir()]
    assert [name for name in left if not name.startswith("torchinductor_")] == []  # a cache that torch itself makes
    known = {"class", "bundle", "out", "tmp", "served", "left.json", "knocks.json", "done"}
    assert {path.name for path in base.iterdir()} == known
    assert not [path for path in (base / "out").iterdir() if path.suffix not in (".json", ".csv", ".txt", "")]


def test_nobody_reached_a_server():
    assert left_behind("knocks") == []


def test_class_bundle_and_results_hold_what_was_put_there(tmp_path):
    base = graded()[1].parent
    again = write_bundle(tmp_path / "bundle")
    for path in again.rglob("*.*"):
        assert (base / "bundle" / path.relative_to(again)).read_bytes() == path.read_bytes()
    assert {path.stem for path in (base / "out").glob("*.json")} == {path_of(base, name).stem for name in EVERYTHING}
    assert {path.name.split(".")[0] for path in (base / "class").iterdir()} == {n.split(".")[0] for n in EVERYTHING}


def test_honest_ones_get_what_they_get_alone():
    base = shared("alone", grade_the_honest)
    alone = {result.student: result for result in load_all(base / "out", LESSON)}
    assert set(alone) == {*HONEST, *HONEST_TOOLS}
    for name, result in alone.items():
        before, after = result.model_dump(exclude={"seconds"}), graded()[0][name].model_dump(exclude={"seconds"})
        assert {key: (before[key], after[key]) for key in before if before[key] != after[key]} == {}, name


def grade_the_honest(base: Path) -> None:
    folder = write_class(base / "class", [*HONEST, *HONEST_TOOLS])
    arguments = command(folder, base / "out", write_bundle(base / "bundle"), torch=True)
    run = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stdout + run.stderr


# An attempt that finds nothing even here would prove nothing there.
UNWALLED = """import json, os, sys
neighbour, hidden = json.loads(sys.argv[2])
names = {}
for cell in json.loads(open(sys.argv[1]).read()):
    exec(cell, names)
print(json.dumps([str(one) for one in names['found']]))
"""


@pytest.fixture(scope="module")
def open_world():
    """A class while it is graded, with no guard around what runs in its folder for temporary files."""
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        base = Path(folder)
        world = World(base)
        write_class(base / "class", ["right", NEIGHBOUR, *FINDERS], world.words)
        write_bundle(base / "bundle")
        (base / "out").mkdir()
        (base / "out" / "grades.csv").write_text("student", encoding="utf-8")
        (base / "tmp" / "room").mkdir(parents=True)
        yield base, world
        world.close()


@pytest.mark.parametrize("name", FINDERS)
def test_attempt_would_find_something_without_walls(open_world, name):
    base, world = open_world
    cells = cells_of(name, CLASS[name], world.words)
    (base / f"{name}.json").write_text(json.dumps([cells["first"], cells["q1-answer"]]), encoding="utf-8")
    remains = [f"{base}/bundle of {NEIGHBOUR}", f"q2: secret numbers {SECRET}, 41.5"]
    arguments = [sys.executable, "-c", UNWALLED, str(base / f"{name}.json"), json.dumps(remains)]
    environment = {**world.environment(base / "tmp"), "PYTHONPATH": str(ROOT)}
    assert TOKEN in environment
    room = base / "tmp" / "room"
    with (base / "out" / "grades.csv").open() as inherited:
        keep = (inherited.fileno(),)
        run = subprocess.run(arguments, cwd=room, env=environment, pass_fds=keep, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout.splitlines()[-1]), "it finds nothing where there is something, so it tests nothing"
    world.knocks()


@pytest.mark.parametrize("name", [name for name, one in CLASS.items() if CONFINED in one.six + one.extra + one.refuse])
def test_dangerous_attempt_is_not_made_without_walls(open_world, name):
    cells = cells_of(name, CLASS[name], open_world[1].words)
    (cell,) = [cell for cell in cells.values() if CONFINED in cell]
    source = f"{cells['first']}\n{cell}\nraise SystemExit(found[0])"
    run = subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stderr) == (1, "not confined, so not tried\n")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


@pytest.mark.parametrize("name", [name for name, one in CLASS.items() if one.row == "page"])
def test_page_shows_what_was_said_as_text(name):
    page = (graded()[1] / "feedback" / f"{path_of(Path(), name).stem}.html").read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(page)
    plain = Tags()
    plain.feed((graded()[1] / "feedback" / "right.html").read_text(encoding="utf-8"))
    assert plain.found and not {tag for tag, _ in tags.found} & {"script", "img", "iframe", "svg", "a", "link"}
    assert not [key for _, attributes in tags.found for key in attributes if key.startswith("on")]
    assert not set(page) & set("\x00\x07\x1b\x7f")


def test_no_cell_of_the_table_is_a_formula():
    text = (graded()[1] / "grades.csv").read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    assert {"'=1+1", "'+1+1", "'-1+1", "'@sum(a1)"} <= set(cells)


def test_screen_shows_no_control_character_of_a_student():
    screen = (graded()[1] / "screen.txt").read_text(encoding="utf-8")
    assert not set(screen) & set("\x1b\x07\x00\u202e") and "Traceback" not in screen
