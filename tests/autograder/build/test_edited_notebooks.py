"""Edited notebooks are kept by a build; what lessons no longer make is removed only when asked for."""

import json
import re

import pytest

from autograder.build import products
from autograder.build.edited_notebooks import EditedNotebookError, built_from, is_edited, keep_backup

LESSON = "00_start_here"
NAME = f"notebooks/{LESSON}.ipynb"


@pytest.fixture
def built(tmp_path):
    products.build(tmp_path, products.find_lessons([LESSON]), packages=False)
    return tmp_path


def change(path, edit):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    edit(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def rebuild(root, **options):
    products.build(root, products.find_lessons([LESSON]), packages=False, **options)


def test_notebook_says_from_which_source_it_is_built(built):
    assert built_from(built / NAME) == f"lessons/{LESSON}.py"
    assert built_from(built / "course_utils" / "exercises" / LESSON / "hints.json") == ""


def run_and_save(notebook):
    for number, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code":
            cell |= {"execution_count": number, "outputs": [{"output_type": "stream", "name": "stdout", "text": "4"}]}
            cell["source"] = "".join(cell["source"]).splitlines(keepends=True)
    notebook["metadata"]["language_info"]["version"] = "3.12.1"


def test_outputs_are_no_edit(built):
    before = (built / NAME).read_bytes()
    change(built / NAME, run_and_save)
    assert not is_edited(built / NAME)
    rebuild(built)
    assert (built / NAME).read_bytes() == before


EDITS = {
    "one character": lambda notebook: notebook["cells"][5].update(source="".join(notebook["cells"][5]["source"]) + " "),
    "a new cell": lambda notebook: notebook["cells"].append({"cell_type": "code", "source": "1", "metadata": {}}),
    "a cell removed": lambda notebook: notebook["cells"].pop(4),
    "two cells in another order": lambda notebook: notebook["cells"].append(notebook["cells"].pop(3)),
    "text turned into code": lambda notebook: notebook["cells"][2].update(cell_type="code"),
    "no hash": lambda notebook: notebook["metadata"].pop("course"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_edited_notebook_is_not_overwritten(built, edit):
    change(built / NAME, EDITS[edit])
    edited = (built / NAME).read_bytes()
    refusal = f"{NAME} has cells that were edited .* in lessons/{LESSON}.py, or .* --force"
    with pytest.raises(EditedNotebookError, match=refusal):
        rebuild(built)
    assert (built / NAME).read_bytes() == edited


def test_nothing_of_a_lesson_is_written_when_its_notebook_is_edited(built):
    change(built / NAME, EDITS["a new cell"])
    hints = built / "course_utils" / "exercises" / LESSON / "hints.json"
    hints.unlink()
    with pytest.raises(EditedNotebookError):
        rebuild(built)
    assert not hints.exists()


def test_force_keeps_every_edited_version(built, capsys):
    fresh, edited = (built / NAME).read_bytes(), []
    for _ in range(2):
        change(built / NAME, EDITS["a new cell"])
        edited.append((built / NAME).read_bytes())
        rebuild(built, force=True)
        assert (built / NAME).read_bytes() == fresh
    assert [(built / f"{NAME}.bak{number}").read_bytes() for number in ("", 2)] == edited
    assert f"kept as {NAME}.bak: {NAME}, which was edited" in capsys.readouterr().out


def test_build_prints_what_it_wrote(built, capsys):
    capsys.readouterr()
    rebuild(built)
    assert re.fullmatch(rf"{LESSON}: all \d+ files are up to date\n", capsys.readouterr().out)
    (built / NAME).unlink()
    rebuild(built)
    assert capsys.readouterr().out.endswith(" files, in notebooks\n")


def test_backup_takes_a_free_name(tmp_path):
    names = []
    for text in "abc":
        (tmp_path / "x.ipynb").write_text(text)
        names.append(keep_backup(tmp_path / "x.ipynb").name)
    assert names == ["x.ipynb.bak", "x.ipynb.bak2", "x.ipynb.bak3"]


def test_clean_removes_what_no_lesson_makes_and_nothing_else(built):
    gone = "99_gone"
    made = ["dist/solution/{}.ipynb", "dist/proof/{}.ipynb", "dist/otter/{}-autograder.zip", "notebooks/zh/{}.ipynb"]
    folders = ["course_utils/exercises/{}/hints.json", "dist/marking/{}/a.json", "dist/nbgrader/source/{}/a.ipynb"]
    for pattern in [*made, *folders]:
        for name in (gone, LESSON):
            path = built / pattern.format(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes((built / NAME).read_bytes())
    own = built / "notebooks" / "my own.ipynb"
    own.write_text('{"cells": [], "metadata": {}}')
    checkpoint = built / "notebooks" / ".ipynb_checkpoints" / f"{LESSON}-checkpoint.ipynb"
    checkpoint.parent.mkdir()
    checkpoint.write_bytes((built / NAME).read_bytes())
    edited = built / "notebooks" / f"{gone}.ipynb"
    edited.write_bytes((built / NAME).read_bytes())
    change(edited, EDITS["a new cell"])
    before = {path for path in built.rglob("*") if path.is_file()}

    lines = products.clean(built)
    after = {path for path in built.rglob("*") if path.is_file()}
    assert {path.relative_to(built).as_posix() for path in before - after} == {
        *(pattern.format(gone) for pattern in [*made, *folders]), f"notebooks/{gone}.ipynb",
    }  # fmt: skip
    assert after - before == {edited.with_name(f"{gone}.ipynb.bak")}
    assert f"kept as notebooks/{gone}.ipynb.bak: notebooks/{gone}.ipynb, which was edited" in lines
    assert len([line for line in lines if line.startswith("removed ")]) == len(made) + len(folders)
    assert products.clean(built) == []
