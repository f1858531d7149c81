"""The widgets' first pictures in the students' notebooks: all there, kept as long as their cell stays, nothing else."""

import base64
import html
import io

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from autograder import build
from autograder.first_pictures import shown_widget, with_pictures, without_picture
from autograder.leaks import leaks, readable
from autograder.reading import read_lesson
from tests.autograder.golden import SAMPLE

WIDGET = "from course_utils.widgets import ConvolutionStepper\nConvolutionStepper([[1, 2]], [[3]])"
ALT = "Convolution stepper: 1 < 2, and the first cell of the feature map is 3."
VIEW = "application/vnd.jupyter.widget-view+json"


def png() -> str:
    file = io.BytesIO()
    Image.new("RGB", (60, 20)).save(file, format="PNG")
    return base64.b64encode(file.getvalue()).decode()


def picture(page: str | None = '<div data-still="4f">…</div>', alt: str | None = ALT) -> nbformat.NotebookNode:
    data = {"image/png": png(), "text/plain": "a picture"} | ({"text/html": page} if page else {})
    return new_output("display_data", data, metadata={"image/png": {"alt": alt, "width": 60, "height": 20}})


def notebook(*outputs: nbformat.NotebookNode, source: str = WIDGET, id: str = "one") -> nbformat.NotebookNode:
    cell = new_code_cell(source, id=id, outputs=list(outputs), execution_count=3 if outputs else None)
    return new_notebook(cells=[new_markdown_cell("Look.", id="text"), cell])


@pytest.fixture
def ran():
    """A notebook that was run: its widget's picture among all that a cell may show."""
    return notebook(
        new_output("stream", text="12 s on this machine"),
        picture(page="<img alt='a figure, no widget'>"),
        picture(),
        new_output("display_data", {VIEW: {"model_id": "4f"}, "text/plain": "Run the cell"}),
        new_output("error", ename="NotImplementedError", evalue="q0_1"),
    )


def test_with_pictures_keeps_the_picture_and_its_words_and_nothing_else(ran):
    kept = with_pictures(notebook(), ran)
    shown, words = kept.cells[1].outputs
    assert set(shown.data) == {"image/png", "text/plain"} and shown.data["text/plain"] == ALT
    assert shown.metadata == {"image/png": {"alt": ALT, "width": 60, "height": 20}}
    assert set(words.data) == {"text/html"} and ALT in html.unescape(words.data["text/html"])
    assert "<style" not in words.data["text/html"] and "1 &lt; 2" in words.data["text/html"]
    assert kept.cells[1].execution_count is None
    assert shown.data["image/png"] == ran.cells[1].outputs[2].data["image/png"]


def test_with_pictures_makes_a_large_picture_smaller_and_then_leaves_it(ran):
    noise, file = np.random.default_rng(0).integers(0, 256, (250, 250, 3), np.uint8), io.BytesIO()
    Image.fromarray(noise).save(file, format="PNG")
    ran.cells[1].outputs[2].data["image/png"] = base64.b64encode(file.getvalue()).decode()
    kept = with_pictures(notebook(), ran)
    content = base64.b64decode(kept.cells[1].outputs[0].data["image/png"])
    assert len(content) <= 60_000 < len(file.getvalue()) and Image.open(io.BytesIO(content)).size == (250, 250)
    assert with_pictures(notebook(), kept) == kept


def test_with_pictures_makes_the_same_bytes_again_from_what_it_kept(ran):
    kept = with_pictures(notebook(), ran)
    again = with_pictures(notebook(), nbformat.reads(nbformat.writes(kept), 4))
    assert nbformat.writes(again) == nbformat.writes(kept)


@pytest.mark.parametrize("other", [{"source": WIDGET + "  # changed"}, {"id": "two"}])
def test_with_pictures_drops_the_picture_of_a_cell_that_has_changed(ran, other):
    assert with_pictures(notebook(**other), ran).cells[1].outputs == []


@pytest.mark.parametrize("output", [picture(alt=None), picture(alt=""), picture(page="<img>")])
def test_with_pictures_takes_none_without_words_and_no_figure(output):
    assert with_pictures(notebook(), notebook(output)).cells[1].outputs == []


def test_without_picture_names_the_cell(ran):
    assert without_picture(with_pictures(notebook(), ran)) == []
    assert without_picture(notebook()) == ["one"]
    assert without_picture(notebook(source="print(2)")) == []


SHOWN = {
    WIDGET: "ConvolutionStepper",
    "%matplotlib inline\nKernelZoo(camera)": "KernelZoo",
    "LeNetLive(trained) if trained else None": None,  # nothing to show before there is an answer
    "zoo = KernelZoo(camera)": None,
    "KernelZoo(camera)\nprint(2)": None,
    "print(KernelZoo)": None,
    "": None,
}


@pytest.mark.parametrize("source", SHOWN)
def test_shown_widget_is_what_the_last_line_makes(source):
    assert shown_widget(source) == SHOWN[source]


def test_leaks_reads_the_words_of_a_picture_and_not_its_bytes(ran):
    lesson = read_lesson(SAMPLE)
    ran.cells[1].outputs[2].metadata["image/png"]["alt"] = "A grid: q0_1 = sum(pixels) + 0"
    kept = nbformat.writes(with_pictures(notebook(), ran)).encode()
    found = leaks(lesson, {"notebooks/00_sample.ipynb": kept})
    assert {secret.what for _, secret in found} == {"the solution of q0_1"}
    assert "iVBORw0KGgo" not in readable("a.ipynb", kept) and "iVBORw0KGgo" in kept.decode()
    beside = kept.replace(b"iVBORw0KGgo", b"61803 iVBORw0KGgo")  # no picture any more
    assert "61803" in readable("a.ipynb", beside)


# The committed notebooks


def committed(path):
    return nbformat.read(build.ROOT / "notebooks" / f"{path.stem}.ipynb", 4)


@pytest.mark.parametrize("path", build.find_lessons([]), ids=lambda path: path.stem)
def test_every_widget_of_a_committed_notebook_has_its_picture(path):
    cells = [cell for cell in committed(path).cells if cell.cell_type == "code"]
    widgets = [cell for cell in cells if shown_widget(cell.source)]
    assert build.missing_pictures(build.ROOT, [path]) == []
    assert [cell.id for cell in cells if cell.outputs] == [cell.id for cell in widgets]
    for cell in widgets:
        shown, _ = cell.outputs
        content = base64.b64decode(shown.data["image/png"])
        assert len(shown.metadata["image/png"]["alt"]) > 40 and len(content) <= 60_000, cell.id
        assert Image.open(io.BytesIO(content)).width > 400, cell.id


def test_widgets_are_found_in_the_committed_notebooks_at_all():
    cells = [cell for path in build.find_lessons([]) for cell in committed(path).cells if cell.cell_type == "code"]
    assert len({shown_widget(cell.source) for cell in cells}) > 5


@pytest.fixture
def start(tmp_path):
    """The first lesson, and a folder with its committed notebook."""
    path = build.find_lessons([])[0]
    build.write(tmp_path, {f"notebooks/{path.stem}.ipynb": (build.ROOT / f"notebooks/{path.stem}.ipynb").read_bytes()})
    build.build(tmp_path, [path], packages=False)
    return path


def rewrite(page, change):
    there = nbformat.read(page, 4)
    change(next(cell for cell in there.cells if cell.get("outputs")))
    page.write_text(nbformat.writes(there) + "\n", encoding="utf-8")


def test_build_keeps_the_pictures_and_tells_the_cell_that_has_none(start, tmp_path):
    page = tmp_path / "notebooks" / f"{start.stem}.ipynb"
    assert page.read_bytes() == (build.ROOT / "notebooks" / page.name).read_bytes()
    assert build.differences(tmp_path, [start]) == build.missing_pictures(tmp_path, [start]) == []
    rewrite(page, lambda cell: cell.update(outputs=[]))
    (line,) = build.missing_pictures(tmp_path, [start])
    assert line.startswith(f"notebooks/{page.name}: cell lesson-") and line.endswith(
        f" shows a widget and has no first picture; run python -m autograder build --pictures {start.stem}"
    )


CHANGES = {
    "another output": lambda cell: cell.outputs.append(new_output("stream", text="12 s")),
    "a count": lambda cell: cell.update(execution_count=1),
    "other words below": lambda cell: cell.outputs[1].data.update({"text/html": "q0_1 = 17"}),
    "other words beside": lambda cell: cell.outputs[0].data.update({"text/plain": "q0_1 = 17"}),
    "the source": lambda cell: cell.update(source=cell.source + "\n"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_differences_sees_every_other_change_of_a_cell_with_a_picture(start, tmp_path, change):
    page = tmp_path / "notebooks" / f"{start.stem}.ipynb"
    rewrite(page, CHANGES[change])
    assert build.differences(tmp_path, [start]) == [
        f"notebooks/{page.name} is not what its lesson makes; run python -m autograder build"
    ]


def test_build_takes_the_pictures_of_a_lesson(start, tmp_path):
    page = tmp_path / "notebooks" / f"{start.stem}.ipynb"
    page.unlink()
    build.build(tmp_path, [start], packages=False)
    assert len(build.missing_pictures(tmp_path, [start])) == 1
    build.build(tmp_path, [start], packages=False, pictures=True)
    assert build.missing_pictures(tmp_path, [start]) == build.differences(tmp_path, [start]) == []


@pytest.mark.parametrize("check", [True, False])
def test_main_tells_what_is_missing_and_check_refuses_it(start, monkeypatch, capsys, check):
    monkeypatch.setattr(build, "missing_pictures", lambda *_: ["one line"])
    monkeypatch.setattr(build, "build", lambda *_, **__: None)
    assert build.main([start.stem], check=check, execute=False) == int(check)
    said = capsys.readouterr()
    assert (said.out if check else said.err) == "one line\n"
